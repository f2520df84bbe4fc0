import type { HttpApi, Method, RestApi, Route } from '../../api/api.ts'
import type { Authorization, Authorizer } from '../../api/authorizer.ts'
import { valueOf } from '../../base/origin.ts'
import { defined } from '../defined.ts'
import type { Data, FactWriter } from './factWriter.ts'

/** The security schemes of an API, and what its operations say of them. */
export interface WrittenSecurity {
  readonly schemes: Data | undefined
  /** `place` names the operation in notes. */
  readonly operation: (operation: Method | Route, place: string) => Data
}

/**
 * Authorizers, IAM and API keys as AWS's export has them: each a scheme of its own, named in `security`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authtype.html
 */
export function writeSecurity(api: RestApi | HttpApi, writer: FactWriter): WrittenSecurity {
  const operations: readonly (Method | Route)[] =
    api.type === 'rest' ? api.resources.flatMap(({ methods }) => methods) : api.routes
  const schemes = new Map<string, Data>(
    api.authorizers.map(authorizer => [nameOf(authorizer), schemeOf(authorizer, api.type, writer)]),
  )
  const keyName = freeName('api_key', schemes)
  const iamName = freeName('sigv4', schemes)
  // An HTTP API says it at the operation.
  if (api.type === 'rest' && operations.some(({ authorization }) => authorization.type === 'AWS_IAM')) {
    schemes.set(iamName, { ...header('Authorization'), 'x-amazon-apigateway-authtype': 'awsSigv4' })
  }
  if (operations.some(({ apiKeyRequired }) => valueOf(apiKeyRequired) === true)) {
    schemes.set(keyName, header('x-api-key'))
  }
  return {
    schemes: schemes.size > 0 ? Object.fromEntries(schemes) : undefined,
    operation: ({ authorization, apiKeyRequired }, place) => {
      if (apiKeyRequired?.known === false) {
        writer.note(`The API key of ${place} is left out, since it cannot be known: ${apiKeyRequired.reason}`)
      }
      const isIam = authorization.type === 'AWS_IAM'
      const requirement = isIam
        ? { [iamName]: [] }
        : requirementOf(api.authorizers, authorization, place, writer)
      const isExtension = isIam && api.type === 'http'
      const security = [
        ...(requirement && !isExtension ? [requirement] : []),
        ...(valueOf(apiKeyRequired) === true ? [{ [keyName]: [] }] : []),
      ]
      return {
        ...(security.length > 0 ? { security } : {}),
        ...(isExtension ? { 'x-amazon-apigateway-auth': { type: 'AWS_IAM' } } : {}),
      }
    },
  }
}

/** The name under which an authorizer stands in the document. */
function nameOf({ name, listedName }: Authorizer): string {
  return listedName ?? name
}

function freeName(name: string, taken: ReadonlyMap<string, unknown>): string {
  let free = name
  for (let count = 2; taken.has(free); count++) free = `${name}_${count}`
  return free
}

function header(name: string): Data {
  return { type: 'apiKey', name, in: 'header' }
}

function requirementOf(
  authorizers: readonly Authorizer[],
  { type, authorizer, scopes }: Authorization,
  place: string,
  writer: FactWriter,
): Data | undefined {
  if (type === 'NONE') return undefined
  const name = writer.word(authorizer, `The authorizer of ${place}`)
  if (!authorizer) writer.note(`The authorization of ${place} is left out: its type is none that AWS has`)
  if (name === undefined) return undefined
  const found = authorizers.find(candidate => candidate.name === name)
  return { [found ? nameOf(found) : name]: writer.list(scopes, `A scope of ${place}`) ?? [] }
}

function schemeOf(authorizer: Authorizer, api: 'rest' | 'http', writer: FactWriter): Data {
  const place = `authorizer '${nameOf(authorizer)}'`
  const type = writer.word(authorizer.type, `The type of ${place}`)?.toLowerCase()
  const sources = authorizer.identitySource.flatMap(source => {
    const written = source.known ? source.value : writer.value(source, `The identity source of ${place}`)
    return written === undefined ? [] : [written]
  })
  const own = type === 'token' || type === 'cognito_user_pools' ? headerOf(sources) : undefined
  const { jwt } = authorizer
  const extension = defined({
    type,
    authorizerUri: writer.uri(authorizer.uri, `'authorizerUri' of ${place}`),
    authorizerCredentials: writer.value(authorizer.credentials, `'authorizerCredentials' of ${place}`),
    authorizerPayloadFormatVersion: writer.value(
      authorizer.payloadFormatVersion,
      `'authorizerPayloadFormatVersion' of ${place}`,
    ),
    authorizerResultTtlInSeconds: writer.value(
      authorizer.resultTtlInSeconds,
      `'authorizerResultTtlInSeconds' of ${place}`,
    ),
    enableSimpleResponses: writer.value(
      authorizer.enableSimpleResponses,
      `'enableSimpleResponses' of ${place}`,
    ),
    identitySource: own === undefined ? sourcesOf(sources) : undefined,
    identityValidationExpression: writer.value(
      authorizer.identityValidationExpression,
      `'identityValidationExpression' of ${place}`,
    ),
    providerARNs: writer.list(authorizer.providerArns, `A user pool of ${place}`),
    jwtConfiguration:
      jwt &&
      defined({
        issuer: writer.value(jwt.issuer, `The issuer of ${place}`),
        audience: writer.list(jwt.audience, `The audience of ${place}`),
      }),
  })
  const authType = type === 'cognito_user_pools' ? type : 'custom'
  return {
    ...(type === 'jwt' ? { type: 'oauth2' } : header(own ?? 'Unused')),
    ...(api === 'rest' ? { 'x-amazon-apigateway-authtype': authType } : {}),
    'x-amazon-apigateway-authorizer': extension,
  }
}

/** The one header that a scheme can name itself. */
function headerOf(sources: readonly unknown[]): string | undefined {
  const [source, ...others] = sources
  const name = typeof source === 'string' ? /^method\.request\.header\.(.+)$/.exec(source)?.[1] : undefined
  return others.length === 0 ? name : undefined
}

function sourcesOf(sources: readonly unknown[]): unknown {
  if (sources.length === 0) return undefined
  return sources.every(source => typeof source === 'string') ? sources.join(', ') : sources[0]
}
