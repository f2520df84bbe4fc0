import type { MethodResponse } from '../api/api.ts'
import type { Integration, IntegrationResponse } from '../api/integration.ts'
import type { Fact } from '../base/origin.ts'
import type { Node } from '../syntax/node.ts'
import type { Properties } from './properties.ts'
import type { ServiceEvent } from './serverlessEvents.ts'
import type { EventParameter } from './serverlessRequests.ts'
import type { Service } from './serverlessService.ts'
import { valueOf } from '../base/origin.ts'
import { entriesOf, originOfEntry } from '../syntax/node.ts'
import { defined } from './defined.ts'
import { propertiesOf, unknownAt, upperCase } from './properties.ts'
import { children, known, textFact } from './reader.ts'
import { invocationUri, streamingUri } from './samAuth.ts'
import { emptyIntegration } from './samIntegrations.ts'
import { arnAt, partOf } from './serverlessService.ts'
import { defaultTemplates } from './serverlessRequestTemplates.ts'

/** The integration of an `http` event and what the method answers with. */
export interface EventIntegration {
  readonly integration: Integration
  readonly responses: readonly MethodResponse[]
}

const words: Readonly<Record<string, string>> = { LAMBDA: 'AWS', LAMBDA_PROXY: 'AWS_PROXY' }
/** The statuses that an answer of a function without a proxy is told by: `[404]` somewhere in its error message. */
const statuses = ['200', '400', '401', '403', '404', '422', '500', '502', '504']

/**
 * `integration`, `request` and `response` of an `http` event. The framework passes over `request` and `response` of a
 * proxy, save its parameters and schemas.
 * https://www.serverless.com/framework/docs/providers/aws/events/apigateway#lambda-integration
 */
export function readEventIntegration(
  service: Service,
  event: ServiceEvent,
  parameters: readonly EventParameter[],
  corsHeaders: ReadonlyMap<string, Fact<string>>,
): EventIntegration {
  const { properties, origin, owner } = event
  const isAsync = valueOf(properties.boolean('async')) === true
  const type = typeOf(properties) ?? known(isAsync ? 'AWS' : 'AWS_PROXY', origin)
  const kind = valueOf(type) ?? ''
  const isLambda = kind === 'AWS' || kind === 'AWS_PROXY'
  const isHttp = kind === 'HTTP' || kind === 'HTTP_PROXY'
  const isMapped = kind === 'AWS' || kind === 'HTTP' || kind === 'MOCK'
  const request = properties.inner('request')
  // Only a proxy's answer is streamed.
  const transferMode = isMapped ? undefined : upperCase(properties.inner('response').text('transferMode'))
  const lambdaUri = valueOf(transferMode) === 'STREAM' && !isHttp ? streamingUri : invocationUri
  const responses = isMapped ? readResponses(service, event, kind, corsHeaders) : []
  const integration: Integration = {
    ...emptyIntegration(origin, kind),
    type,
    requestParameters: kind === 'MOCK' ? new Map() : passedOn(parameters, kind, isAsync, event),
    requestTemplates: isMapped ? templatesOf(request, kind, event) : new Map(),
    responses,
    ...(isHttp ? { httpMethod: upperCase(request.text('method')) ?? known(event.method, origin) } : {}),
    ...defined({
      responseTransferMode: transferMode,
      uri: isLambda
        ? lambdaUri(arnAt(owner, origin), service.template)
        : isHttp
          ? request.text('uri')
          : undefined,
      timeoutInMillis:
        properties.number('timeoutInMillis') ??
        service.provider.inner('apiGateway').number('timeoutInMillis'),
      connectionType: isHttp ? underscored(upperCase(properties.text('connectionType'))) : undefined,
      connectionId: isHttp ? properties.text('connectionId') : undefined,
      passthroughBehavior: isMapped
        ? (upperCase(request.text('passThrough')) ?? (kind === 'AWS' ? known('NEVER', origin) : undefined))
        : undefined,
      contentHandling: isMapped ? upperCase(request.text('contentHandling')) : undefined,
    }),
  }
  return { integration, responses: responses.map(methodResponse) }
}

function typeOf(properties: Properties): Fact<string> | undefined {
  const given = underscored(upperCase(properties.text('integration')))
  return given?.known ? { ...given, value: words[given.value] ?? given.value } : given
}

function underscored(fact: Fact<string> | undefined): Fact<string> | undefined {
  return fact?.known ? { ...fact, value: fact.value.replaceAll('-', '_') } : fact
}

// Of a proxy's parameters the framework hands on none but the tenant's id.
function passedOn(
  parameters: readonly EventParameter[],
  kind: string,
  isAsync: boolean,
  { origin }: ServiceEvent,
): Map<string, Fact<string>> {
  const passed = parameters.flatMap(({ location, name, origin: place, mappedValue }) => {
    const source = `method.request.${location}.${name}`
    const isLeft = kind === 'AWS_PROXY' && source.toLowerCase() !== 'method.request.header.x-amz-tenant-id'
    if (isLeft) return []
    return [[`integration.request.${location}.${name}`, mappedValue ?? known(source, place)] as const]
  })
  const invocation = ['integration.request.header.X-Amz-Invocation-Type', known("'Event'", origin)] as const
  return new Map(isAsync ? [...passed, invocation] : passed)
}

// A null takes the framework's own template of that type away.
function templatesOf(request: Properties, kind: string, { origin }: ServiceEvent): Map<string, Fact<string>> {
  const stated = partOf(request.value('template'))
  const own = stated ? request.textMap('template') : new Map<string, Fact<string>>()
  if (kind !== 'AWS') return own
  const given = [...defaultTemplates].map(([type, text]) => [type, known(text, origin)] as const)
  const taken = new Set(
    entriesOf(stated)
      .filter(({ value }) => isNull(value))
      .map(({ name }) => name),
  )
  return new Map([...given.filter(([type]) => !taken.has(type)), ...own])
}

function isNull(node: Node): boolean {
  return node.type === 'scalar' && node.value === null
}

function readResponses(
  { reader }: Service,
  { properties, origin }: ServiceEvent,
  kind: string,
  corsHeaders: ReadonlyMap<string, Fact<string>>,
): IntegrationResponse[] {
  const response = properties.inner('response')
  if (!response.node && kind !== 'AWS') return []
  const shared = new Map([...corsHeaders, ...response.textMap('headers')])
  const template = response.text('template')
  const stated = children(reader, partOf(response.value('statusCodes'))).map(({ entry, value }) => {
    const given = propertiesOf(reader, value)
    const own = given.value('template')
    const templates = own?.type === 'mapping' && partOf(own) ? given.textMap('template') : undefined
    const text = given.text('template') ?? template
    return {
      origin: originOfEntry(entry),
      statusCode: textFact(reader, entry.key) ?? unknownAt(value, 'the status is no text'),
      selectionPattern: given.text('pattern') ?? known('', origin),
      responseParameters: destinations(new Map([...shared, ...given.textMap('headers')])),
      responseTemplates: templates ?? new Map(text ? [['application/json', text]] : []),
      ...(entry.name.startsWith('2')
        ? defined({ contentHandling: upperCase(response.text('contentHandling')) })
        : {}),
    }
  })
  const hasDefault = stated.some(({ selectionPattern }) => valueOf(selectionPattern) === '')
  const made = stated.length === 0 ? statuses : hasDefault ? [] : ['200']
  return [
    ...stated.filter(({ statusCode }) => hasDefault || valueOf(statusCode) !== '200'),
    ...made.map(status => ({
      origin,
      statusCode: known(status, origin),
      selectionPattern: known(patternOf(status), origin),
      responseParameters: destinations(shared),
      responseTemplates: new Map(template ? [['application/json', template]] : []),
    })),
  ]
}

function patternOf(status: string): string {
  const anything = '[\\s\\S]*'
  if (status === '200') return ''
  if (status === '500')
    return `${anything}(Process\\s?exited\\s?before\\s?completing\\s?request|\\[500\\])${anything}`
  const marked = `${anything}\\[${status}\\]${anything}`
  return status === '504' ? `(${marked})|(.*Task timed out after \\d+\\.\\d+ seconds$)` : marked
}

function destinations(headers: ReadonlyMap<string, Fact<string>>): Map<string, Fact<string>> {
  return new Map([...headers].map(([name, fact]) => [`method.response.header.${name}`, fact]))
}

function methodResponse({ origin, statusCode, responseParameters }: IntegrationResponse): MethodResponse {
  const prefix = 'method.response.header.'
  const headers = [...responseParameters].map(
    ([name, fact]) => [name.slice(prefix.length), fact.origin] as const,
  )
  return {
    statusCode: valueOf(statusCode) ?? '',
    origin,
    headers: new Map(headers),
    requiredHeaders: new Set(headers.map(([name]) => name)),
    models: new Map(),
  }
}
