import type { Authorizer } from '../api/authorizer.ts'
import type { Fact, Origin } from '../base/origin.ts'
import type { Properties } from './properties.ts'
import type { SamAuth } from './samAuth.ts'
import type { Template } from './templateResources.ts'
import { originOfEntry } from '../syntax/node.ts'
import { defined } from './defined.ts'
import { propertiesOf } from './properties.ts'
import { children, known, textFact, textFacts } from './reader.ts'
import { invocationUri } from './samAuth.ts'

type Identity = readonly (readonly [property: string, prefix: string])[]

const restIdentity: Identity = [
  ['Headers', 'method.request.header.'],
  ['QueryStrings', 'method.request.querystring.'],
  ['StageVariables', 'stageVariables.'],
  ['Context', 'context.'],
]
const httpIdentity: Identity = [
  ['Headers', '$request.header.'],
  ['QueryStrings', '$request.querystring.'],
  ['StageVariables', '$stageVariables.'],
  ['Context', '$context.'],
]

/**
 * `Auth` of `AWS::Serverless::Api`.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-apiauth.html
 */
export function readRestAuth(template: Template, api: Properties): SamAuth {
  return readAuth(template, api, (properties, name, origin) =>
    properties.value('UserPoolArn')
      ? readCognito(properties, name, origin)
      : readLambda(template, properties, name, origin),
  )
}

/**
 * `Auth` of `AWS::Serverless::HttpApi`.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-httpapi-httpapiauth.html
 */
export function readHttpAuth(template: Template, api: Properties): SamAuth {
  const auth = readAuth(template, api, (properties, name, origin) =>
    properties.value('JwtConfiguration')
      ? readJwt(template, properties, name, origin)
      : readHttpLambda(template, properties, name, origin),
  )
  const iam = auth.properties.boolean('EnableIamAuthorizer')
  return { ...auth, isIamEnabled: iam?.known === true && iam.value }
}

function readAuth(
  template: Template,
  api: Properties,
  readAuthorizer: (properties: Properties, name: string, origin: Origin) => Authorizer,
): SamAuth {
  const properties = api.inner('Auth')
  const entries = children(template.reader, properties.value('Authorizers'))
    .filter(({ value }) => value.type === 'mapping')
    .map(({ entry, value }) => ({ entry, properties: propertiesOf(template.reader, value) }))
  return {
    properties,
    authorizers: entries.map(({ entry, properties: given }) =>
      readAuthorizer(given, entry.name, originOfEntry(entry)),
    ),
    scopes: new Map(
      entries.map(({ entry, properties: given }) => [entry.name, given.texts('AuthorizationScopes')]),
    ),
    isIamEnabled: true,
    ...defined({ defaultAuthorizer: properties.text('DefaultAuthorizer') }),
  }
}

function readCognito(properties: Properties, name: string, origin: Origin): Authorizer {
  return {
    name,
    origin,
    type: known('COGNITO_USER_POOLS', origin),
    identitySource: [headerOf(properties.inner('Identity'), origin)],
    providerArns: properties.texts('UserPoolArn'),
    unmodelled: [],
    ...defined({ identityValidationExpression: properties.inner('Identity').text('ValidationExpression') }),
  }
}

function readLambda(template: Template, properties: Properties, name: string, origin: Origin): Authorizer {
  const identity = properties.inner('Identity')
  const type = properties.text('FunctionPayloadType') ?? known('TOKEN', origin)
  const isToken = type.known && type.value === 'TOKEN'
  return {
    name,
    origin,
    type,
    identitySource: isToken ? [headerOf(identity, origin)] : sources(template, identity, restIdentity),
    providerArns: [],
    unmodelled: [],
    ...lambdaParts(template, properties),
    ...defined({
      identityValidationExpression: isToken ? identity.text('ValidationExpression') : undefined,
    }),
  }
}

function readHttpLambda(
  template: Template,
  properties: Properties,
  name: string,
  origin: Origin,
): Authorizer {
  return {
    name,
    origin,
    type: known('REQUEST', origin),
    identitySource: sources(template, properties.inner('Identity'), httpIdentity),
    providerArns: [],
    unmodelled: [],
    ...lambdaParts(template, properties),
    ...defined({
      payloadFormatVersion: properties.text('AuthorizerPayloadFormatVersion'),
      enableSimpleResponses: properties.boolean('EnableSimpleResponses'),
    }),
  }
}

function lambdaParts(template: Template, properties: Properties): Partial<Authorizer> {
  const arn = properties.text('FunctionArn')
  const role = properties.text('FunctionInvokeRole')
  return defined({
    uri: arn && invocationUri(arn, template),
    resultTtlInSeconds: properties.inner('Identity').number('ReauthorizeEvery'),
    credentials: role?.known && role.value === 'NONE' ? undefined : role,
  })
}

// SAM writes the keys of `JwtConfiguration` in lower case, whatever the user's case is.
function readJwt(template: Template, properties: Properties, name: string, origin: Origin): Authorizer {
  const entries = new Map(
    children(template.reader, properties.value('JwtConfiguration')).map(({ entry, value }) => [
      entry.name.toLowerCase(),
      value,
    ]),
  )
  const issuer = textFact(template.reader, entries.get('issuer'))
  return {
    name,
    origin,
    type: known('JWT', origin),
    identitySource: properties.texts('IdentitySource'),
    providerArns: [],
    jwt: { audience: textFacts(template.reader, entries.get('audience')), ...defined({ issuer }) },
    unmodelled: [],
  }
}

function headerOf(identity: Properties, origin: Origin): Fact<string> {
  const header = identity.text('Header')
  if (header && !header.known) return header
  return known(`method.request.header.${header?.value ?? 'Authorization'}`, header?.origin ?? origin)
}

function sources(template: Template, identity: Properties, pairs: Identity): Fact<string>[] {
  return pairs.flatMap(([property, prefix]) =>
    textFacts(template.reader, identity.value(property)).map(fact =>
      fact.known ? known(prefix + fact.value, fact.origin) : fact,
    ),
  )
}
