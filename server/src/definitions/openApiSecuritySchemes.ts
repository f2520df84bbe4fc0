import type { Authorizer } from '../api/authorizer.ts'
import type { Fact } from '../base/origin.ts'
import { valueOf } from '../base/origin.ts'
import { originOf, originOfEntry } from '../syntax/node.ts'
import { defined } from './defined.ts'
import type { Member, OpenApiDocument } from './openApiDocument.ts'
import { securitySchemes } from './openApiType.ts'
import { versionFact } from './payloadFormatVersion.ts'
import type { Properties } from './properties.ts'
import { propertiesOf, upperCase } from './properties.ts'
import type { Reader } from './reader.ts'
import { child, known } from './reader.ts'
import { splitSources } from './restParts.ts'

/** What a security scheme means to API Gateway; `foreign` schemes (a bare `oauth2`, `http`) mean nothing to it. */
export interface SecurityScheme {
  readonly kind: 'authorizer' | 'iam' | 'apiKey' | 'foreign'
  readonly authorizer?: Authorizer
}

/**
 * The security schemes by name.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html
 */
export function readSecuritySchemes(document: OpenApiDocument): ReadonlyMap<string, SecurityScheme> {
  return document.remember(document.root, 'securitySchemes', [], () => readSchemes(document))
}

function readSchemes(document: OpenApiDocument): Map<string, SecurityScheme> {
  const schemes = new Map<string, SecurityScheme>()
  for (const member of securitySchemes(document.root).flatMap(node => document.members(node))) {
    schemes.set(member.entry.name, readScheme(document, member))
  }
  return schemes
}

function readScheme(document: OpenApiDocument, member: Member): SecurityScheme {
  const { reader } = document
  const scheme = propertiesOf(reader, member.value)
  const authType = valueOf(scheme.text('x-amazon-apigateway-authtype'))?.toLowerCase()
  const node = scheme.value('x-amazon-apigateway-authorizer')
  if (node?.type === 'mapping' || authType === 'custom' || authType === 'cognito_user_pools') {
    return { kind: 'authorizer', authorizer: readAuthorizer(document, member, scheme) }
  }
  if (authType === 'awssigv4') return { kind: 'iam' }
  const isApiKey = valueOf(scheme.text('type')) === 'apiKey'
  return { kind: isApiKey ? 'apiKey' : 'foreign' }
}

function readAuthorizer(document: OpenApiDocument, member: Member, scheme: Properties): Authorizer {
  const { reader } = document
  const properties = scheme.inner('x-amazon-apigateway-authorizer')
  const type = upperCase(properties.text('type')) ?? typeOfScheme(scheme)
  const jwt = properties.inner('jwtConfiguration')
  const payloadFormatVersion = versionFact(reader, properties.value('authorizerPayloadFormatVersion'))
  return {
    name: member.entry.name,
    origin: originOfEntry(member.entry),
    identitySource: identitySources(reader, scheme, properties, type),
    providerArns: properties.texts('providerARNs'),
    unmodelled: [],
    ...defined({
      type,
      uri: properties.text('authorizerUri'),
      identityValidationExpression: properties.text('identityValidationExpression'),
      resultTtlInSeconds: properties.number('authorizerResultTtlInSeconds'),
      credentials: properties.text('authorizerCredentials'),
      payloadFormatVersion,
      enableSimpleResponses: properties.boolean('enableSimpleResponses'),
      jwt: jwt.node && { audience: jwt.texts('audience'), ...defined({ issuer: jwt.text('issuer') }) },
    }),
  }
}

function typeOfScheme(scheme: Properties): Fact<string> | undefined {
  const authType = upperCase(scheme.text('x-amazon-apigateway-authtype'))
  return valueOf(authType) === 'COGNITO_USER_POOLS' ? authType : undefined
}

/** Where an authorizer looks for the caller: as written, else the header that the scheme itself names. */
function identitySources(
  reader: Reader,
  scheme: Properties,
  properties: Properties,
  type: Fact<string> | undefined,
): Fact<string>[] {
  const given = properties.texts('identitySource').flatMap(splitSources)
  const isHeader = ['TOKEN', 'COGNITO_USER_POOLS'].includes(valueOf(type) ?? '')
  const name = scheme.text('name')
  if (given.length > 0 || !isHeader || !name || valueOf(scheme.text('in')) !== 'header') return given
  const node = child(reader, scheme.node, 'name')
  const origin = node ? originOf(node) : name.origin
  return [name.known ? known(`method.request.header.${name.value}`, origin) : name]
}
