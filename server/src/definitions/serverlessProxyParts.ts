import type { Node } from '../syntax/node.ts'
import type { Written } from './madeNodes.ts'
import type { Properties } from './properties.ts'
import type { WrittenResponse } from './serverlessPluginRoutes.ts'
import { valueOf } from '../base/origin.ts'
import { childAt, entriesOf, entryOf, itemsOf, stringOf } from '../syntax/node.ts'
import { tableTemplate } from './serverlessProxyTemplates.ts'

/** What the user says of a proxy. */
export interface ProxyGiven {
  readonly given: Properties
  /** A property as it is written: CloudFormation's functions stay in it. */
  readonly raw: (name: string) => Node | undefined
}

/** What makes the proxy of one service another one's. */
export interface ProxyParts {
  readonly integration: Readonly<Record<string, Written | undefined>>
  readonly responses: readonly WrittenResponse[]
  readonly statuses: readonly number[]
  /** Parameters of the method that the integration takes. */
  readonly declared: readonly string[]
  /** Statements of the role's policy. */
  readonly permissions: readonly Written[]
}

/** By the name of the service; undefined where something is missing without which the plugin makes nothing. */
export const proxyServices: ReadonlyMap<string, (proxy: ProxyGiven) => ProxyParts | undefined> = new Map([
  ['kinesis', kinesis],
  ['sqs', sqs],
  ['s3', s3],
  ['sns', sns],
  ['dynamodb', dynamodb],
  ['eventbridge', eventBridge],
])

const apigateway = 'arn:${AWS::Partition}:apigateway:${AWS::Region}:'
const form = 'application/x-www-form-urlencoded'
const usual = [200, 400, 500]

function kinesis({ given, raw }: ProxyGiven): ProxyParts | undefined {
  const streamName = raw('streamName')
  if (!streamName) return undefined
  const action = valueOf(given.text('action')) ?? 'PutRecord'
  const records = `[#foreach($each in $input.path('$.records')){"Data": "$util.base64Encode($each.data)", "PartitionKey": "$each.partition-key"}#if($foreach.hasNext),#end#end]`
  const template: Written =
    action === 'PutRecords'
      ? sub('{"StreamName":"${StreamName}","Records":${Records}}', {
          StreamName: streamName,
          Records: records,
        })
      : sub('{"StreamName":"${StreamName}","Data":"${Data}","PartitionKey":"${PartitionKey}"}', {
          StreamName: streamName,
          Data: '$util.base64Encode($input.body)',
          PartitionKey: velocityOf(raw('partitionKey')) ?? '$context.requestId',
        })
  const resource = sub('arn:${AWS::Partition}:kinesis:${AWS::Region}:${AWS::AccountId}:stream/${Name}', {
    Name: streamName,
  })
  return {
    ...plain(responses(usual, status => templateOf(given, status))),
    integration: {
      Uri: sub(`${apigateway}kinesis:action/${action}`),
      PassthroughBehavior: 'NEVER',
      RequestTemplates: templates(given, { 'application/json': template, [form]: template }),
    },
    permissions: [allow(['kinesis:PutRecord', 'kinesis:PutRecords'], resource)],
  }
}

function sqs({ given, raw }: ProxyGiven): ProxyParts | undefined {
  const queueName = raw('queueName')
  if (!queueName) return undefined
  const isCustom = entriesOf(given.inner('request').value('template')).length > 0
  const own = entriesOf(given.value('requestParameters')).map(({ name, value }) => [name, value] as const)
  const body = 'Action=SendMessage&MessageBody=$util.urlEncode($input.body)'
  const resource = sub('arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:${Name}', {
    Name: queueName,
  })
  return {
    ...plain(chosenResponses(given, responses(usual))),
    integration: {
      Uri: sub(`${apigateway}sqs:path//\${AWS::AccountId}/\${queueName}`, { queueName }),
      ...(isCustom
        ? {
            PassthroughBehavior: 'NEVER',
            RequestParameters: {
              'integration.request.header.Content-Type': `'${form}'`,
              ...Object.fromEntries(
                own.filter(([name]) => !name.startsWith('integration.request.querystring.')),
              ),
            },
            RequestTemplates: templates(given, { 'application/json': body }),
          }
        : {
            RequestParameters: {
              'integration.request.querystring.Action': "'SendMessage'",
              'integration.request.querystring.MessageBody': 'method.request.body',
              ...Object.fromEntries(own),
            },
            RequestTemplates: { 'application/json': '{statusCode:200}' },
          }),
    },
    permissions: [allow(['sqs:SendMessage'], resource)],
  }
}

const s3Actions = new Map<string, { method: string; request: Record<string, string>; headers: string[] }>([
  [
    'GetObject',
    {
      method: 'GET',
      request: { 'integration.request.header.Range': 'method.request.header.Range' },
      headers: [
        'content-type',
        'Content-Type',
        'accept-ranges',
        'Accept-Ranges',
        'content-range',
        'Content-Range',
      ],
    },
  ],
  [
    'PutObject',
    {
      method: 'PUT',
      request: {
        'integration.request.header.x-amz-acl': "'authenticated-read'",
        'integration.request.header.Content-Type': 'method.request.header.Content-Type',
      },
      headers: ['Content-Type', 'Content-Length'],
    },
  ],
  ['DeleteObject', { method: 'DELETE', request: {}, headers: ['Content-Type', 'Date'] }],
])

function s3({ given, raw }: ProxyGiven): ProxyParts | undefined {
  const bucket = raw('bucket')
  const name = valueOf(given.text('action')) ?? ''
  const action = s3Actions.get(name)
  if (!bucket || !action) return undefined
  const key = raw('key')
  const parameters: Record<string, Written> = {
    ...action.request,
    'integration.request.path.bucket': sub("'${bucket}'", { bucket }),
    ...(key ? { 'integration.request.path.object': mappedFrom(key) } : {}),
    ...Object.fromEntries(
      entriesOf(given.value('requestParameters')).map(entry => [entry.name, entry.value]),
    ),
  }
  const path = valueOf(given.text('pathOverride')) ?? '{object}'
  const custom = given.inner('request').value('template')
  const headers = Object.fromEntries(
    action.headers.map(header => [
      `method.response.header.${header}`,
      `integration.response.header.${header}`,
    ]),
  )
  const answered = (StatusCode: number, SelectionPattern: string): WrittenResponse => ({
    StatusCode,
    SelectionPattern,
    ResponseParameters: StatusCode < 300 ? headers : {},
    ResponseTemplates: templateOf(given, StatusCode),
  })
  const texts = Object.values(parameters).map(value =>
    typeof value === 'string' ? value : isNode(value) ? (stringOf(value) ?? '') : '',
  )
  return {
    integration: {
      IntegrationHttpMethod: action.method,
      Uri: sub(`${apigateway}s3:path/{bucket}/${path}`),
      PassthroughBehavior: custom ? 'NEVER' : 'WHEN_NO_MATCH',
      RequestParameters: parameters,
      RequestTemplates: custom,
    },
    responses: [
      answered(400, '4\\d{2}'),
      answered(500, '5\\d{2}'),
      answered(200, '2(?!06)\\d{2}'),
      answered(206, '206'),
    ],
    statuses: [...usual, 206],
    declared: texts.filter(text => text.startsWith('method.request.')),
    permissions: [allow([`s3:${name}*`], sub('arn:${AWS::Partition}:s3:::${bucket}/*', { bucket }))],
  }
}

function sns({ given, raw }: ProxyGiven): ProxyParts | undefined {
  const topicName = raw('topicName')
  if (!topicName) return undefined
  const topic = sub('arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:${topicName}', { topicName })
  const start = "Action=Publish&Message=$util.urlEncode($input.body)&TopicArn=$util.urlEncode('"
  const template = { 'Fn::Join': ['', [start, topic, "')"]] }
  const request = given.inner('request')
  return {
    ...plain(chosenResponses(given, responses(usual))),
    integration: {
      Uri: sub(`${apigateway}sns:path//`),
      PassthroughBehavior: request.value('passThrough') ?? 'NEVER',
      ContentHandling: request.value('contentHandling'),
      RequestParameters: { 'integration.request.header.Content-Type': `'${form}'` },
      RequestTemplates: templates(given, { 'application/json': template, [form]: template }),
    },
    permissions: [allow(['sns:Publish'], topic)],
  }
}

function dynamodb({ given, raw }: ProxyGiven): ProxyParts | undefined {
  const tableName = raw('tableName')
  const action = valueOf(given.text('action')) ?? ''
  const template = tableName && tableTemplate(action, tableName, given)
  if (!tableName || !template) return undefined
  const found =
    '{#set($item = $input.path(\'$.Item\'))#foreach($name in $item.keySet())#foreach($type in $item.get($name).keySet())"$name": "$item.get($name).get($type)"#end#if($foreach.hasNext),#end#end}'
  const success: Written = action === 'GetItem' ? { 'application/json': found, [form]: found } : {}
  const patterns = new Map(usual.map(status => [status, `${status / 100}\\d{2}`]))
  const resource = sub('arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${tableName}', {
    tableName,
  })
  return {
    ...plain(
      chosenResponses(
        given,
        responses(usual, status => (status === 200 ? success : {}), patterns),
      ),
    ),
    integration: {
      Uri: sub(`${apigateway}dynamodb:action/${action}`),
      PassthroughBehavior: 'NEVER',
      RequestParameters: given.value('requestParameters'),
      RequestTemplates: templates(given, { 'application/json': template, [form]: template }),
    },
    permissions: [allow([`dynamodb:${action}`], resource)],
  }
}

function eventBridge({ given, raw }: ProxyGiven): ProxyParts | undefined {
  const EventBusName = raw('eventBusName')
  if (!EventBusName) return undefined
  const member = stringOf(childAt(raw('detail'), 'bodyParam'))
  const body = member === undefined ? '$input.body' : `$util.parseJson($input.body).${member}`
  const template = sub(
    '{"Entries":[{"Detail": "${Detail}","DetailType": "${DetailType}","EventBusName": "${EventBusName}","Source": "${Source}"}]}',
    {
      EventBusName,
      Detail: `$util.escapeJavaScript(${body})`,
      DetailType: velocityOf(raw('detailType')) ?? '$context.requestId',
      Source: velocityOf(raw('source')) ?? '',
    },
  )
  const bus = sub('arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:event-bus/${EventBusName}', {
    EventBusName,
  })
  return {
    ...plain(responses(usual)),
    integration: {
      Uri: sub(`${apigateway}events:action/PutEvents`),
      PassthroughBehavior: 'NEVER',
      RequestParameters: {
        'integration.request.header.X-Amz-Target': "'AWSEvents.PutEvents'",
        'integration.request.header.Content-Type': "'application/x-amz-json-1.1'",
      },
      RequestTemplates: templates(given, { 'application/json': template, [form]: template }),
    },
    permissions: [allow(['events:PutEvents'], bus)],
  }
}

function plain(stated: readonly WrittenResponse[]) {
  return { responses: stated, statuses: usual, declared: [] }
}

/** A list stands for itself, a template for success for all three; otherwise what the service has. */
function chosenResponses(
  given: Properties,
  otherwise: readonly WrittenResponse[],
): readonly WrittenResponse[] {
  const node = given.value('response')
  if (node?.type === 'sequence') {
    return itemsOf(node).map(item => {
      const status = entryOf(item, 'statusCode')?.value ?? 200
      const parameters = entriesOf(entryOf(item, 'responseParameters')?.value)
      return {
        StatusCode: status,
        SelectionPattern: entryOf(item, 'selectionPattern')?.value ?? status,
        ResponseParameters: Object.fromEntries(parameters.map(({ name, value }) => [name, value])),
        ResponseTemplates: entryOf(item, 'responseTemplates')?.value ?? {},
      }
    })
  }
  return entryOf(given.inner('response').value('template'), 'success')
    ? responses(usual, status => templateOf(given, status))
    : otherwise
}

function responses(
  statuses: readonly number[],
  templateFor: (status: number) => Written = () => ({}),
  patterns: ReadonlyMap<number, string> = new Map(),
): WrittenResponse[] {
  return statuses.map(status => ({
    StatusCode: status,
    SelectionPattern: patterns.get(status) ?? String(status),
    ResponseParameters: {},
    ResponseTemplates: templateFor(status),
  }))
}

function templateOf(given: Properties, status: number): Written {
  const name = status < 300 ? 'success' : status < 500 ? 'clientError' : 'serverError'
  const template = entryOf(given.inner('response').value('template'), name)?.value
  return template ? { 'application/json': template } : {}
}

/** The request templates, those of the user before the plugin's. */
function templates(given: Properties, otherwise: Readonly<Record<string, Written>>): Written {
  const own = entriesOf(given.inner('request').value('template'))
  return { ...otherwise, ...Object.fromEntries(own.map(({ name, value }) => [name, value])) }
}

/** What a template writes for a parameter: part of the path, the query string or the body, or a text. */
function velocityOf(node: Node | undefined): string | undefined {
  if (!node) return undefined
  const inner = (name: string) => stringOf(childAt(node, name))
  const [path, query, body] = [inner('pathParam'), inner('queryStringParam'), inner('bodyParam')]
  if (path !== undefined) return `$input.params().path.${path}`
  if (query !== undefined) return `$input.params().querystring.${query}`
  if (body !== undefined) return `$util.parseJson($input.body).${body}`
  return node.type === 'scalar' ? String(node.value) : undefined
}

function mappedFrom(key: Node): string {
  const path = stringOf(childAt(key, 'pathParam'))
  const query = stringOf(childAt(key, 'queryStringParam'))
  if (path !== undefined) return `method.request.path.${path}`
  return query === undefined ? `'${stringOf(key) ?? ''}'` : `method.request.querystring.${query}`
}

function sub(text: string, values: Readonly<Record<string, Written>> = {}): Written {
  return { 'Fn::Sub': [text, values] }
}

function allow(Action: readonly string[], Resource: Written): Written {
  return { Effect: 'Allow', Action, Resource }
}

function isNode(value: Written): value is Node {
  return typeof value === 'object' && 'type' in value && 'start' in value
}
