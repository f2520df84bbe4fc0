import type { RestApi } from '../api/api.ts'
import type { Authorization, Authorizer } from '../api/authorizer.ts'
import { partsOfPool, userPoolsOf } from '../api/cognito.ts'
import type { Surroundings } from '../api/surroundings.ts'
import type { Fact } from '../base/origin.ts'
import { valueOf } from '../base/origin.ts'
import type { MigrationFinding, Teller } from './finding.ts'
import { createTeller } from './finding.ts'
import { mappedSource } from './mappings.ts'

/** The authorizers of an HTTP API, and what is to be known about them. */
export interface MigratedAuthorizers {
  readonly authorizers: readonly Authorizer[]
  readonly findings: readonly MigrationFinding[]
}

/** REST APIs keep decisions for this long where nothing is stated, in seconds; HTTP APIs keep none. */
const restTtl = 300

/** Those that an HTTP API can have; the others are missing from the list, and findings say why. */
export function migrateAuthorizers(api: RestApi, surroundings: Surroundings): MigratedAuthorizers {
  const authorizers: Authorizer[] = []
  const findings: MigrationFinding[] = []
  for (const authorizer of api.authorizers) {
    const name = authorizer.listedName ?? authorizer.name
    const tell = createTeller(`authorizer '${name}'`, authorizer.origin, [
      'components',
      'securitySchemes',
      name,
    ])
    for (const { name: property, origin } of authorizer.unmodelled)
      tell.decision('unread', `'${property}' is not read here; see what becomes of it`, origin)
    const made = migrateAuthorizer(authorizer, surroundings, tell)
    if (made) authorizers.push(made)
    findings.push(...tell.findings)
  }
  return { authorizers, findings }
}

function migrateAuthorizer(
  authorizer: Authorizer,
  surroundings: Surroundings,
  tell: Teller,
): Authorizer | undefined {
  switch (valueOf(authorizer.type)) {
    case 'TOKEN':
    case 'REQUEST':
      return lambdaAuthorizer(authorizer, tell)
    case 'COGNITO_USER_POOLS':
      return jwtAuthorizer(authorizer, surroundings, tell)
    default:
      tell.decision('unread', 'its type cannot be known here, so it is left out', authorizer.type?.origin)
      return undefined
  }
}

function lambdaAuthorizer(authorizer: Authorizer, tell: Teller): Authorizer {
  const isToken = valueOf(authorizer.type) === 'TOKEN'
  const origin = authorizer.type?.origin ?? authorizer.origin
  tell.changed(
    'lambda-authorizer',
    isToken
      ? `it becomes of type REQUEST with events of format 1.0: 'authorizationToken' and 'methodArn' stay, 'type' is REQUEST, and values of the context reach handlers with their types, not as texts`
      : `its events are of format 1.0: header names come in lower case, and values of the context reach handlers with their types, not as texts`,
    origin,
  )
  const expression = authorizer.identityValidationExpression
  if (expression)
    tell.lost(
      'lambda-authorizer',
      `'identityValidationExpression' is lost: let the function refuse tokens of another form, which are sent to it now`,
      expression.origin,
    )
  const identitySource = authorizer.identitySource.flatMap(source => identitySourceOf(source, tell) ?? [])
  const ttl = ttlOf(authorizer, identitySource.length > 0, tell)
  return {
    name: authorizer.name,
    ...(authorizer.listedName !== undefined && { listedName: authorizer.listedName }),
    origin: authorizer.origin,
    type: { known: true, value: 'REQUEST', origin },
    identitySource,
    resultTtlInSeconds: ttl,
    payloadFormatVersion: { known: true, value: '1.0', origin },
    enableSimpleResponses: { known: true, value: false, origin },
    providerArns: [],
    unmodelled: [],
    ...(authorizer.uri && { uri: authorizer.uri }),
    ...(authorizer.credentials && { credentials: authorizer.credentials }),
  }
}

function ttlOf(
  { resultTtlInSeconds: stated, origin }: Authorizer,
  hasSources: boolean,
  tell: Teller,
): Fact<number> {
  if (stated && !stated.known)
    tell.decision(
      'lambda-authorizer',
      `how long its decisions are kept cannot be known here (${stated.reason}); write 'authorizerResultTtlInSeconds', which is 0 now`,
      stated.origin,
    )
  const known = stated ? (valueOf(stated) ?? 0) : restTtl
  // Without anything to keep decisions by, AWS refuses to keep them.
  return { known: true, value: hasSources ? known : 0, origin: stated?.origin ?? origin }
}

function identitySourceOf(source: Fact<string>, tell: Teller): Fact<string> | undefined {
  if (!source.known) {
    tell.decision(
      'lambda-authorizer',
      `an identity source cannot be known here (${source.reason}) and is left out`,
      source.origin,
    )
    return undefined
  }
  const translated = mappedSource(source.value)
  if (translated.type === 'mapped' && !translated.expression.startsWith('$request.path'))
    return { ...source, value: translated.expression }
  tell.lost(
    'lambda-authorizer',
    `the identity source '${source.value}' is left out: ${translated.type === 'none' ? translated.why : 'an HTTP API takes headers, query parameters, context and stage variables'}`,
    source.origin,
  )
  return undefined
}

function jwtAuthorizer(
  authorizer: Authorizer,
  surroundings: Surroundings,
  tell: Teller,
): Authorizer | undefined {
  const [provider, ...others] = authorizer.providerArns
  const issuer = provider && issuerOf(provider)
  if (others.length > 0 || !provider) {
    tell.decision(
      'cognito-authorizer',
      `it takes tokens of ${others.length + (provider ? 1 : 0)} user pools, and a JWT authorizer has one issuer: make one authorizer for each pool and choose by route, or check tokens by a Lambda authorizer; its routes ask for a signature by IAM until then`,
      others[0]?.origin,
    )
    return undefined
  }
  if (!issuer) {
    tell.decision(
      'cognito-authorizer',
      `its user pool cannot be known here${provider.known ? '' : ` (${provider.reason})`}, so it is left out, and its routes ask for a signature by IAM until then; write a JWT authorizer whose issuer is https://cognito-idp.REGION.amazonaws.com/POOL_ID`,
      provider.origin,
    )
    return undefined
  }
  const clients = userPoolsOf(authorizer, surroundings.userPools).flatMap(pool =>
    partsOfPool(pool, surroundings.userPoolClients),
  )
  tell.changed(
    'cognito-authorizer',
    `it becomes a JWT authorizer: routes without scopes take access tokens too, not ID tokens alone; claims reach handlers at 'requestContext.authorizer.claims' as before`,
    authorizer.origin,
  )
  if (clients.length > 0)
    tell.decision(
      'cognito-authorizer',
      `the audience is ${clients.map(({ id }) => `'${id}'`).join(', ')}, the name of the app client in this definition: write the ids that AWS gave to the clients`,
      clients[0]?.origin,
    )
  else
    tell.decision(
      'cognito-authorizer',
      `it needs an audience: write the ids of the app clients whose tokens it takes into 'jwtConfiguration.audience'`,
      authorizer.origin,
    )
  const expression = authorizer.identityValidationExpression
  if (expression)
    tell.lost(
      'cognito-authorizer',
      `'identityValidationExpression' is lost: the audience decides`,
      expression.origin,
    )
  const identitySource = authorizer.identitySource.flatMap(source => identitySourceOf(source, tell) ?? [])
  return {
    name: authorizer.name,
    ...(authorizer.listedName !== undefined && { listedName: authorizer.listedName }),
    origin: authorizer.origin,
    type: { known: true, value: 'JWT', origin: authorizer.origin },
    identitySource,
    providerArns: [],
    jwt: {
      issuer,
      audience: clients.map(({ id, origin }) => ({ known: true, value: id, origin })),
    },
    unmodelled: [],
  }
}

// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
function issuerOf(provider: Fact<string>): Fact<string> | undefined {
  const [, partition, region, pool] =
    /^arn:([\w-]+):cognito-idp:([\w-]+):\d*:userpool\/(\S+)$/.exec(valueOf(provider) ?? '') ?? []
  if (region === undefined || pool === undefined) return undefined
  const suffix = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com'
  return { known: true, value: `https://cognito-idp.${region}.${suffix}/${pool}`, origin: provider.origin }
}

/** Who may call a route; a guard that an HTTP API cannot have is never left off, IAM stands in for it. */
export function migrateAuthorization(
  {
    authorization,
    apiKeyRequired,
  }: { readonly authorization: Authorization; readonly apiKeyRequired?: Fact<boolean> | undefined },
  authorizers: readonly Authorizer[],
  tell: Teller,
): Authorization {
  const needsKey = apiKeyRequired && (!apiKeyRequired.known || apiKeyRequired.value)
  const { type, origin } = authorization
  const signed: Authorization = { origin, type: 'AWS_IAM', scopes: [] }
  if (needsKey && type !== 'NONE')
    tell.lost('api-keys', 'no API key is asked for any more', apiKeyRequired.origin)
  switch (type) {
    case 'NONE':
      if (!needsKey) return authorization
      tell.lost('api-keys', `the API key was all that this route asked for`, apiKeyRequired.origin)
      tell.decision(
        'api-keys',
        `a signature by IAM stands in for the API key, so that the route is not open to anybody: choose an authorizer (a Lambda authorizer can check keys), or take 'x-amazon-apigateway-auth' out to open the route`,
        apiKeyRequired.origin,
      )
      return signed
    case 'AWS_IAM':
      tell.changed(
        'iam',
        `policies must allow 'execute-api:Invoke' on the new API; an unsigned request gets 403 {"message":"Forbidden"}`,
        origin,
      )
      return signed
    case 'CUSTOM':
    case 'COGNITO_USER_POOLS':
    case 'JWT':
      return withAuthorizer(authorization, authorizers, tell) ?? signed
    case 'UNKNOWN':
      tell.decision(
        'unread',
        `who may call cannot be known here; a signature by IAM stands in, so that the route is not open to anybody`,
        origin,
      )
      return signed
  }
}

function withAuthorizer(
  authorization: Authorization,
  authorizers: readonly Authorizer[],
  tell: Teller,
): Authorization | undefined {
  const name = valueOf(authorization.authorizer)
  const found = authorizers.find(each => each.name === name)
  if (!found) {
    tell.decision(
      'unread',
      `its authorizer${name === undefined ? '' : ` '${name}'`} is not in the new API; a signature by IAM stands in, so that the route is not open to anybody`,
      authorization.origin,
    )
    return undefined
  }
  const isJwt = valueOf(found.type) === 'JWT'
  tell.changed(
    isJwt ? 'cognito-authorizer' : 'lambda-authorizer',
    `'${found.listedName ?? found.name}' decides as ${isJwt ? 'a JWT authorizer' : 'one of type REQUEST'}; a refusal is {"message":"Unauthorized"} or {"message":"Forbidden"}`,
    authorization.origin,
  )
  const ten = authorization.scopes.length > 10
  if (ten)
    tell.lost(
      'quotas',
      `it has ${authorization.scopes.length} scopes, an HTTP API takes 10 a route`,
      authorization.scopes[10]?.origin,
    )
  return { ...authorization, type: isJwt ? 'JWT' : 'CUSTOM', scopes: isJwt ? authorization.scopes : [] }
}
