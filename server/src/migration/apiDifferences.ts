import type { Definition, RestApi } from '../api/api.ts'
import { lambdaTargetOf } from '../api/lambdaFunction.ts'
import { valueOf } from '../base/origin.ts'
import type { MigrationFinding, Teller } from './finding.ts'
import { createTeller } from './finding.ts'

/** What of a REST API as a whole an HTTP API lacks or does otherwise. */
export function apiDifferences(definition: Definition, api: RestApi): readonly MigrationFinding[] {
  const tell = createTeller('the API', api.origin)
  tellOfNewApi(definition, api, tell)
  tellOfEndpoint(api, tell)
  tellOfBodies(api, tell)
  tellOfParts(api, tell)
  for (const { name, origin } of api.unmodelled)
    tell.decision('unread', `'${name}' is not read here and left out; see what becomes of it`, origin)
  const count = api.resources.reduce((sum, { methods }) => sum + methods.length, 0)
  if (count > 300)
    tell.decision(
      'quotas',
      `it has ${count} methods, and an HTTP API takes 300 routes unless the quota is raised, and 300 integrations`,
    )
  return tell.findings
}

function tellOfNewApi(definition: Definition, api: RestApi, tell: Teller): void {
  const stage = api.stages[0]
  const name = stage && stage.isInvented !== true ? stage.name : undefined
  tell.decision(
    'address',
    name === undefined
      ? 'clients get a new address; make a stage for it: $default has no name in the path'
      : `clients get a new address; a stage named '${name}' keeps '/${name}' in the path, $default has nothing there`,
    stage?.origin,
  )
  if (callsFunctions(api))
    tell.decision(
      'lambda-permission',
      "functions must permit calls by the new API: an 'AWS::Lambda::Permission' (or 'aws lambda add-permission') with its ARN as SourceArn, for authorizers too",
    )
  if (definition.kind !== 'openapi')
    tell.decision(
      'address',
      `the generated definition is an OpenAPI document with account 123456789012 and the ids of this machine in its ARNs: put yours there, and import it ('aws apigatewayv2 import-api'), or make it the Body of an 'AWS::ApiGatewayV2::Api' or the DefinitionBody of an 'AWS::Serverless::HttpApi'`,
    )
  tell.changed(
    'errors',
    'answers that the gateway itself gives have other statuses, bodies and headers: a path or method that there is not is 404 in place of 403',
  )
  tell.changed(
    'routing',
    "a path with a slash at its end is another path: '/books/' reached '/books' before and is 404 now",
  )
}

function callsFunctions(api: RestApi): boolean {
  const uris = [
    ...api.authorizers.map(({ uri }) => uri),
    ...api.resources.flatMap(({ methods }) => methods.map(({ integration }) => integration?.uri)),
  ]
  return uris.some(uri => lambdaTargetOf(valueOf(uri) ?? '') !== undefined)
}

function tellOfEndpoint(api: RestApi, tell: Teller): void {
  const types = api.endpointTypes
  const isPrivate = types.find(type => valueOf(type) === 'PRIVATE')
  const edge = types.find(type => valueOf(type) === 'EDGE')
  const unknown = types.find(type => !type.known)
  if (isPrivate) {
    tell.lost('private-endpoint', 'it is private, and would be open to the internet', isPrivate.origin)
    tell.decision(
      'private-endpoint',
      'keep the REST API, or guard every route by IAM or an authorizer before you deploy',
      isPrivate.origin,
    )
  }
  if (edge || types.length === 0)
    tell.changed(
      'edge-endpoint',
      `it is edge-optimized${types.length === 0 ? ', as one is that states no endpoint type' : ''}, and becomes regional: put a CloudFront distribution of your own in front where clients are far away or handlers read CloudFront-… headers`,
      edge?.origin,
    )
  if (unknown && !unknown.known)
    tell.decision(
      'edge-endpoint',
      `its endpoint type cannot be known here (${unknown.reason}); the new API is regional`,
      unknown.origin,
    )
  if (api.policy) {
    tell.lost(
      'resource-policy',
      'the resource policy is lost: callers that it keeps out could come in',
      api.policy.origin,
    )
    tell.decision(
      'resource-policy',
      'say otherwise who may call, by IAM or an authorizer on each route, before you deploy',
      api.policy.origin,
    )
  }
  const { securityPolicy, endpointAccessMode, disableExecuteApiEndpoint } = api.settings ?? {}
  if (securityPolicy)
    tell.lost(
      'custom-domain',
      "its own 'securityPolicy' is lost: the execute-api address of an HTTP API takes TLS 1.2",
      securityPolicy.origin,
    )
  if (endpointAccessMode)
    tell.lost('custom-domain', "'endpointAccessMode' is lost", endpointAccessMode.origin)
  if (valueOf(disableExecuteApiEndpoint) === true)
    tell.same('address', 'the execute-api address stays switched off', disableExecuteApiEndpoint?.origin)
}

function tellOfBodies(api: RestApi, tell: Teller): void {
  const [binary] = api.binaryMediaTypes
  if (binary)
    tell.changed(
      'binary-media-types',
      'the list of binary media types is left out: which bodies reach handlers in base64 goes by their content type, text or not',
      binary.origin,
    )
  else
    tell.changed(
      'binary-media-types',
      'bodies that are no text (images, archives, forms too) reach handlers in base64, and isBase64Encoded of an answer counts',
    )
  if (api.minimumCompressionSize)
    tell.lost(
      'compression',
      'answers are not compressed, and compressed requests reach backends as they are: let the backend do it, or CloudFront',
      api.minimumCompressionSize.origin,
    )
}

function tellOfParts(api: RestApi, tell: Teller): void {
  for (const { type, origin } of api.gatewayResponses)
    tell.lost(
      'gateway-responses',
      `the gateway response ${type} is lost: its status, headers and body are the gateway's own`,
      origin,
    )
  if (valueOf(api.apiKeySource) === 'AUTHORIZER')
    tell.lost('api-keys', 'the source of API keys is lost with the keys', api.apiKeySource?.origin)
  const [model] = api.models.filter(({ name }) => name !== 'Empty' && name !== 'Error')
  if (model)
    tell.lost(
      'documentation',
      'the models are left out: nothing is validated by them, and no SDK is generated',
      model.origin,
    )
  const [part] = api.settings?.documentation?.parts ?? []
  if (part) tell.lost('documentation', 'the documentation parts are lost', part.origin)
  if (api.settings?.cloneFrom)
    tell.decision(
      'unread',
      `what comes from '${valueOf(api.settings.cloneFrom) ?? 'another API'}' is not read here and missing`,
      api.settings.cloneFrom.origin,
    )
}
