import type { Integration, IntegrationResponse } from '../api/integration.ts'
import type { Origin } from '../base/origin.ts'
import type { ApiEvent } from './samEvents.ts'
import type { Template, TemplateResource } from './templateResources.ts'
import { valueOf } from '../base/origin.ts'
import { defined } from './defined.ts'
import { upperCase } from './properties.ts'
import { known } from './reader.ts'
import { functionArn, nameOf } from './resourceValues.ts'
import { invocationUri, streamingUri } from './samAuth.ts'

/** The integration with the function (or state machine) whose event it is. */
export function eventIntegration(template: Template, event: ApiEvent): Integration {
  const { owner, origin, properties } = event
  if (owner.type === 'AWS::Serverless::StateMachine') return stateMachineIntegration(template, event)
  const mode = upperCase(properties.text('ResponseTransferMode'))
  const isStreamed = mode?.known === true && mode.value === 'RESPONSE_STREAM'
  const arn = known(targetArn(template, owner), origin)
  return {
    ...emptyIntegration(origin, 'AWS_PROXY'),
    uri: isStreamed ? streamingUri(arn, template) : invocationUri(arn, template),
    ...(isStreamed ? { responseTransferMode: known('STREAM', mode.origin) } : {}),
    ...(event.kind === 'http'
      ? { payloadFormatVersion: properties.text('PayloadFormatVersion') ?? known('2.0', origin) }
      : {}),
    ...defined({ timeoutInMillis: properties.number('TimeoutInMillis') }),
  }
}

/** An integration of a type that calls with POST, with nothing else said yet. */
export function emptyIntegration(origin: Origin, type: string): Integration {
  return {
    origin,
    type: known(type, origin),
    httpMethod: known('POST', origin),
    requestParameters: new Map(),
    requestTemplates: new Map(),
    cacheKeyParameters: [],
    responses: [],
    unmodelled: [],
  }
}

/** With `AutoPublishAlias` events call the alias. */
export function targetArn(template: Template, owner: TemplateResource): string {
  const alias = valueOf(owner.properties.text('AutoPublishAlias'))
  const arn = functionArn(owner, template)
  return alias === undefined ? arn : `${arn}:${alias}`
}

// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-statemachine-api.html
function stateMachineIntegration(
  template: Template,
  { owner, name, origin, properties }: ApiEvent,
): Integration {
  const { region, accountId } = template
  const stateMachine = `arn:aws:states:${region}:${accountId}:stateMachine:${nameOf(owner)}`
  const isUnescaped = valueOf(properties.boolean('UnescapeMappingTemplate')) === true
  const escaped = "$util.escapeJavaScript($input.json('$'))"
  const input = isUnescaped ? `${escaped}.replaceAll("\\\\'","'")` : escaped
  const text = `{"input": "${input}", "stateMachineArn": "${stateMachine}"}`
  const response = (status: string): IntegrationResponse => ({
    origin,
    statusCode: known(status, origin),
    selectionPattern: known(status, origin),
    responseParameters: new Map(),
    responseTemplates: new Map(),
  })
  return {
    ...emptyIntegration(origin, 'AWS'),
    uri: known(`arn:aws:apigateway:${region}:states:action/StartExecution`, origin),
    credentials: known(`arn:aws:iam::${accountId}:role/${owner.id}${name}Role`, origin),
    requestTemplates: new Map([['application/json', known(text, origin)]]),
    responses: [response('200'), response('400')],
  }
}
