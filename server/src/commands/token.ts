import path from 'node:path'
import type { Api, Definition } from '../api/api.ts'
import { emptyDefinition } from './emptyDefinition.ts'
import { accessKeyOf } from '../gateway/authorizers/accessKey.ts'
import type { TokenIssuer } from '../gateway/authorizers/tokenIssuer.ts'
import { takesTokens, tokenIssuer } from '../gateway/authorizers/tokenIssuer.ts'
import { loadDefinition } from '../definitions/load.ts'
import { systemClock } from '../io/clock.ts'
import { diskFiles } from '../io/files.ts'
import type { TokenRequest } from './mintToken.ts'
import { defaultSeconds, mintToken } from './mintToken.ts'
import { namedValues, parseOptions, reportUsage, UsageError } from './options.ts'
import { print } from './print.ts'
import { givenOptions, readGivenOptions } from './givenOptions.ts'
import type { OpenTrust } from './trustOptions.ts'
import { openTrust, readTrust, trustSpecs } from './trustOptions.ts'

/**
 * `gatehouse token [DEFINITION]`: prints a token of the local issuer, which the authorizers of every gateway on this
 * machine take. With a definition it is one of the user pool, or of the issuer, that its authorizer names. `--credentials`
 * prints the access key of an identity instead. Exit status 0, 1 when the definition has no such authorizer, 2 for wrong
 * usage.
 */
export async function run(argv: readonly string[]): Promise<number> {
  const options = readTokenOptions(argv)
  if (options instanceof UsageError) return reportUsage('token', options)
  const { definition, request, opened } = options
  const identities = opened.identitiesOf(definition)
  if (options.credentials) {
    const known = typeof identities === 'string' ? [] : identities
    const found = known.find(({ name, principal }) => principal && name === request.identity)
    if (!found)
      return reportUsage(
        'token',
        new UsageError(
          `--credentials needs an identity with a 'principal': --identities FILE --identity NAME`,
        ),
      )
    const accessKeyId = accessKeyOf(found)
    const secret = await opened.issuer.secretFor(accessKeyId)
    await print(`AWS_ACCESS_KEY_ID=${accessKeyId}\nAWS_SECRET_ACCESS_KEY=${secret}\n`)
    return 0
  }
  const token = await mintToken(request, identities, opened.issuer, systemClock)
  if (typeof token !== 'string') return reportUsage('token', token)
  await print(`${token}\n`)
  return 0
}

interface TokenOptions {
  readonly definition: Definition
  readonly request: TokenRequest
  readonly opened: OpenTrust
  readonly credentials: boolean
}

/** What the address of a gateway's issuer is unless it is stated: that of a gateway started without options. */
const localIssuer = 'http://127.0.0.1:3000/.gatehouse'

function readTokenOptions(argv: readonly string[]): TokenOptions | UsageError {
  const parsed = parseOptions(argv, {
    identity: { type: 'text' },
    identities: trustSpecs.identities,
    authorizer: { type: 'text' },
    use: { type: 'text', oneOf: ['id', 'access'] },
    scope: { type: 'texts' },
    group: { type: 'texts' },
    claim: { type: 'texts' },
    issuer: { type: 'text' },
    client: { type: 'text' },
    'expires-in': { type: 'text' },
    credentials: { type: 'flag' },
    ...givenOptions,
  })
  if (parsed instanceof UsageError) return parsed
  const { values, positionals } = parsed
  if (positionals.length > 1) return new UsageError('takes one DEFINITION at most')
  const trust = readTrust({ ...values, jwks: [], 'skip-authorizers': false, as: undefined })
  if (trust instanceof UsageError) return trust
  const claims = namedValues('claim', values.claim)
  if (claims instanceof UsageError) return claims
  const seconds = Number(values['expires-in'] ?? defaultSeconds)
  if (!Number.isFinite(seconds))
    return new UsageError(`--expires-in takes seconds, not '${values['expires-in'] ?? ''}'`)
  const given = readGivenOptions(values)
  if (given instanceof UsageError) return given
  const [file] = positionals
  const definition =
    file === undefined ? emptyDefinition : loadDefinition(path.resolve(file), diskFiles, given).definition
  if (!definition) return new UsageError(`'${file ?? ''}' is no API definition`)
  const named = authorizerIssuer(definition, values.authorizer)
  if (named instanceof UsageError) return named
  return {
    definition,
    opened: openTrust(trust, process.env),
    credentials: values.credentials,
    request: {
      identity: values.identity,
      use:
        values.use === 'access' || (values.use === undefined && (values.scope.length > 0 || named.isJwt))
          ? 'access'
          : 'id',
      issuer: values.issuer ?? named.issuer ?? localIssuer,
      client: values.client ?? named.client ?? 'local',
      scopes: values.scope.flatMap(text => text.split(' ')),
      groups: values.group,
      claims: Object.fromEntries([...claims].map(([name, text]) => [name, plainValue(text)])),
      seconds,
    },
  }
}

/** Whose tokens the authorizer takes: the named one, else the first of the definition that takes tokens of an issuer. */
function authorizerIssuer(definition: Definition, name: string | undefined): TokenIssuer | UsageError {
  const able = definition.apis.flatMap((api: Api) => api.authorizers).filter(takesTokens)
  const found = name === undefined ? able[0] : able.find(each => each.name === name)
  if (found) return tokenIssuer(found, definition.surroundings)
  if (name === undefined) return { issuer: undefined, client: undefined, isJwt: false }
  return new UsageError(
    `no authorizer '${name}' takes tokens of an issuer: there is ${able.map(each => `'${each.name}'`).join(', ') || 'none'}`,
  )
}

/** A claim's value: JSON where it is some, else the text. */
function plainValue(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
