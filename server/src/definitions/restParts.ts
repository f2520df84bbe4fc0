import type { DocumentationPart, GatewayResponse, Model, RequestValidator, Stage } from '../api/api.ts'
import type { Authorizer } from '../api/authorizer.ts'
import type { Deployment } from '../api/stage.ts'
import type { Fact } from '../base/origin.ts'
import type { Node } from '../syntax/node.ts'
import type { Properties } from './properties.ts'
import type { Reader } from './reader.ts'
import type { Template, TemplateResource } from './templateResources.ts'
import { valueOf } from '../base/origin.ts'
import { defined } from './defined.ts'
import { upperCase } from './properties.ts'
import { known } from './reader.ts'
import { nameOf } from './resourceValues.ts'
import { readCanary, readRestStageSettings } from './stageSettings.ts'

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
    name: valueOf(properties.text('Name')) ?? nameOf(resource),
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
export function readStage({ reader }: Template, { id, origin, properties }: TemplateResource): Stage {
  return {
    id,
    name: valueOf(properties.text('StageName')) ?? id,
    origin,
    variables: properties.textMap('Variables'),
    ...readRestStageSettings(reader, properties),
    unmodelled: [],
  }
}

/** The stage that an `AWS::ApiGateway::Deployment` makes when it has a `StageName`. */
export function readDeploymentStage(
  { reader }: Template,
  { id, properties }: TemplateResource,
): Stage | undefined {
  const origin = properties.origin('StageName')
  if (!origin) return undefined
  const description = properties.inner('StageDescription')
  const canary = readCanary(properties, 'DeploymentCanarySettings')
  return {
    name: valueOf(properties.text('StageName')) ?? id,
    origin,
    variables: description.textMap('Variables'),
    ...defined({ canary }),
    ...readRestStageSettings(reader, description),
    deploymentId: known(id, origin),
    unmodelled: [],
  }
}

/** `AWS::ApiGateway::Deployment` and `AWS::ApiGatewayV2::Deployment`. */
export function readDeployment({ id, origin, properties }: TemplateResource): Deployment {
  return {
    id,
    origin,
    ...defined({
      description: properties.text('Description'),
      stageName: properties.text('StageName'),
      canary: readCanary(properties, 'DeploymentCanarySettings'),
    }),
  }
}

/** `AWS::ApiGateway::DocumentationPart`. */
export function readDocumentationPart(
  { reader }: Template,
  { origin, properties }: TemplateResource,
): DocumentationPart {
  const given = properties.value('Properties')
  // CloudFormation spells the keys of a location with a capital, the API and its listing without.
  const location = [...properties.textMap('Location')].map(
    ([name, fact]) => [name.charAt(0).toLowerCase() + name.slice(1), fact] as const,
  )
  return { origin, location: new Map(location), properties: given && schemaOf(reader, given) }
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
