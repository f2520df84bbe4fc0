import type { GatewayResponse, Model, RequestValidator, Stage } from '../api/api.ts'
import type { Authorizer } from '../api/authorizer.ts'
import type { Fact } from '../base/origin.ts'
import type { Node } from '../syntax/node.ts'
import type { Properties } from './properties.ts'
import type { Reader } from './reader.ts'
import type { Template, TemplateResource } from './templateResources.ts'
import { valueOf } from '../base/origin.ts'
import { defined } from './defined.ts'
import { upperCase } from './properties.ts'
import { nameOf } from './resourceValues.ts'

const stageProperties = [
  'CacheClusterEnabled',
  'CanarySetting',
  'MethodSettings',
  'TracingEnabled',
  'AccessLogSetting',
  'ClientCertificateId',
]

/** `AWS::ApiGateway::Authorizer`. */
export function readAuthorizer({ id, origin, properties }: TemplateResource): Authorizer {
  return {
    name: id,
    ...listedName(properties),
    origin,
    identitySource: splitSources(properties.text('IdentitySource')),
    providerArns: properties.texts('ProviderARNs'),
    unmodelled: [],
    ...defined({
      type: upperCase(properties.text('Type')),
      uri: properties.text('AuthorizerUri'),
      identityValidationExpression: properties.text('IdentityValidationExpression'),
      resultTtlInSeconds: properties.number('AuthorizerResultTtlInSeconds'),
      credentials: properties.text('AuthorizerCredentials'),
    }),
  }
}

/** `AWS::ApiGateway::Model`. */
export function readModel(template: Template, resource: TemplateResource): Model {
  const { origin, properties } = resource
  return {
    name: nameOf(resource),
    origin,
    contentType: valueOf(properties.text('ContentType')) ?? 'application/json',
    schema: schemaOf(template.reader, properties.value('Schema')),
    ...defined({ description: valueOf(properties.text('Description')) }),
  }
}

/** `AWS::ApiGateway::RequestValidator`; methods refer to it by its logical id. */
export function readRequestValidator({ id, origin, properties }: TemplateResource): RequestValidator {
  return {
    name: id,
    ...listedName(properties),
    origin,
    ...defined({
      validateRequestBody: properties.boolean('ValidateRequestBody'),
      validateRequestParameters: properties.boolean('ValidateRequestParameters'),
    }),
  }
}

/** `AWS::ApiGateway::GatewayResponse`. */
export function readGatewayResponse({ origin, properties }: TemplateResource): GatewayResponse {
  return {
    type: valueOf(properties.text('ResponseType')) ?? '',
    origin,
    responseParameters: properties.textMap('ResponseParameters'),
    responseTemplates: properties.textMap('ResponseTemplates'),
    ...defined({ statusCode: properties.text('StatusCode') }),
  }
}

/** `AWS::ApiGateway::Stage`. */
export function readStage({ id, origin, properties }: TemplateResource): Stage {
  return {
    name: valueOf(properties.text('StageName')) ?? id,
    origin,
    variables: properties.textMap('Variables'),
    unmodelled: properties.unmodelled(stageProperties),
  }
}

/** The stage that an `AWS::ApiGateway::Deployment` makes when it has a `StageName`. */
export function readDeploymentStage({ id, properties }: TemplateResource): Stage | undefined {
  const origin = properties.origin('StageName')
  if (!origin) return undefined
  const description: Properties = properties.inner('StageDescription')
  return {
    name: valueOf(properties.text('StageName')) ?? id,
    origin,
    variables: description.textMap('Variables'),
    unmodelled: [
      ...description.unmodelled([...stageProperties, 'ThrottlingBurstLimit', 'ThrottlingRateLimit']),
      ...properties.unmodelled(['DeploymentCanarySettings']),
    ],
  }
}

/** A JSON Schema as plain data; it may be written as JSON text. Undefined when it cannot be known. */
export function schemaOf(reader: Reader, node: Node | undefined): unknown {
  const fact = node && reader.evaluate(node)
  const value = valueOf(fact)
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value) as unknown
  } catch {
    return undefined
  }
}

/** The `Name` of a resource that others refer to by its logical id. */
export function listedName(properties: Properties): { readonly listedName?: string } {
  return defined({ listedName: valueOf(properties.text('Name')) })
}

/** `method.request.header.A, context.identity.sourceIp` as a list. */
export function splitSources(fact: Fact<string> | undefined): Fact<string>[] {
  if (!fact) return []
  if (!fact.known) return [fact]
  const sources = fact.value.split(',').map(source => source.trim())
  return sources.filter(source => source !== '').map(value => ({ ...fact, value }))
}
