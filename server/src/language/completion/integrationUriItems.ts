import type { CompletionItem } from 'vscode-languageserver-types'
import { CompletionItemKind } from 'vscode-languageserver-types'
import { takesValue } from '../site.ts'
import type { CompletionContext, Provider } from './context.ts'
import { declaredResources } from './context.ts'
import type { Draft } from './draft.ts'
import { withSlots } from './draft.ts'
import { valueItem } from './proposal.ts'
import { stageVariables } from './stageVariableItems.ts'

/**
 * URIs of integrations and authorizers: the template's own functions, state machines and queues, AWS services by action, and
 * what stage variables name.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_Integration.html
 */
export const integrationUriItems: Provider = context => {
  const { site, property, intrinsics } = context
  const isSub = intrinsics.length === 1 && intrinsics[0]?.name === 'Fn::Sub'
  const isPlace = intrinsics.length === 0 || isSub
  // In `${` only names come.
  const isNaming = /\$\{[^}]*$/.test(site.prefix)
  if (!isPlace || isNaming || !takesValue(site)) return []
  if (!/^(uri|Uri|integrationUri|IntegrationUri|authorizerUri|AuthorizerUri)$/.test(property)) return []
  if (!isIntegration(context)) return []
  const isAuthorizer = /^authorizerUri$/i.test(property)
  return [
    ...functionItems(context, isSub),
    ...(isAuthorizer ? [] : serviceItems(context)),
    ...(isAuthorizer ? [] : httpItems(context)),
  ]
}

function isIntegration({ resource, openApi }: CompletionContext): boolean {
  return openApi !== undefined || resource?.type.startsWith('AWS::ApiGateway') === true
}

const invocation = (region: string, partition: string, target: string) =>
  `arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${target}/invocations`

function functionItems(context: CompletionContext, isSub: boolean): CompletionItem[] {
  const { site, template, resource } = context
  if (!template) {
    const argument = invocation('${Region}', 'aws', 'arn:aws:lambda:${Region}:${AccountId}:function:${Name}')
    return [
      uriItem(site, 'Lambda function', withSlots(argument), '1'),
      ...[...stageVariables(context).keys()].map(name =>
        uriItem(
          site,
          `Lambda function of \${stageVariables.${name}}`,
          invocation(
            'eu-central-1',
            'aws',
            `arn:aws:lambda:eu-central-1:123456789012:function:\${stageVariables.${name}}`,
          ),
          '2',
        ),
      ),
    ]
  }
  const functions = declaredResources(context).filter(({ type }) =>
    /^AWS::(Lambda|Serverless)::Function$/.test(type),
  )
  return functions.flatMap(({ name, type }) => {
    const argument = invocation('${AWS::Region}', '${AWS::Partition}', `\${${name}.Arn}`)
    const whole = uriItem(site, `Lambda function ${name}`, { intrinsic: 'Fn::Sub', argument }, '0', type)
    // An HTTP API takes the function's own ARN as well.
    const isV2 = resource?.type === 'AWS::ApiGatewayV2::Integration'
    const own: Draft = { intrinsic: 'Fn::GetAtt', argument: `${name}.Arn` }
    return isV2 && !isSub
      ? [whole, uriItem(site, `Lambda function ${name} by its ARN`, own, '0', type)]
      : [whole]
  })
}

/** Services that a REST API calls without a function. */
const services: readonly (readonly [label: string, target: string])[] = [
  ['DynamoDB action', 'dynamodb:action/${Action}'],
  ['SQS queue', 'sqs:path/${AccountId}/${QueueName}'],
  ['SNS action', 'sns:action/${Action}'],
  ['S3 object', 's3:path/{bucket}/{key}'],
  ['Step Functions action', 'states:action/${Action}'],
  ['Kinesis action', 'kinesis:action/${Action}'],
  ['EventBridge action', 'events:action/${Action}'],
]

function serviceItems({ site, template, resource }: CompletionContext): CompletionItem[] {
  if (resource?.type.startsWith('AWS::ApiGatewayV2::') === true) return []
  return services.map(([label, target]) => {
    if (!template) return uriItem(site, label, withSlots(`arn:aws:apigateway:\${Region}:${target}`), '5')
    const parts = withSlots(target).parts
    const argument = { parts: ['arn:${AWS::Partition}:apigateway:${AWS::Region}:', ...parts] }
    return uriItem(site, label, { intrinsic: 'Fn::Sub', argument }, '5')
  })
}

function httpItems(context: CompletionContext): CompletionItem[] {
  const { site, template } = context
  if (template) return []
  return [...stageVariables(context).keys()].map(name =>
    uriItem(site, `http://\${stageVariables.${name}}`, `http://\${stageVariables.${name}}`, '3'),
  )
}

function uriItem(
  site: CompletionContext['site'],
  label: string,
  draft: Draft,
  sort: string,
  detail = 'integration URI',
): CompletionItem {
  const item = valueItem(site, { label, draft, sort, detail, kind: CompletionItemKind.Value })
  // What is typed is the URI, not the label.
  return site.prefix === '' || site.quote ? item : { ...item, filterText: `${site.prefix} ${label}` }
}
