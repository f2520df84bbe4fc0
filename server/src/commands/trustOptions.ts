import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { JSONWebKeySet } from 'jose'
import type { Definition } from '../api/api.ts'
import { cacheFolder } from '../functions/cacheFolder.ts'
import type { Identity } from '../gateway/access/identity.ts'
import { readIdentities, readIdentitiesText } from '../gateway/access/readIdentities.ts'
import { accessKeyOf } from '../gateway/authorizers/accessKey.ts'
import type { KnownCaller, Trust } from '../gateway/trust.ts'
import { placeOf } from '../gateway/servedApi.ts'
import type { LocalIssuer } from '../io/issuer.ts'
import { openIssuer } from '../io/issuer.ts'
import type { PolicySource } from '../policy/policyTree.ts'
import type { OptionValues } from './options.ts'
import { UsageError } from './options.ts'

/** The options by which a gateway is told whom to believe. */
export const trustSpecs = {
  identities: { type: 'text' },
  jwks: { type: 'texts' },
  'skip-authorizers': { type: 'flag' },
  as: { type: 'text' },
} as const

/** Whom to believe, as the command line says it. */
export interface TrustOptions {
  /** The file of identities, read; undefined when none was named. */
  readonly identities: PolicySource | undefined
  readonly issuerKeys: ReadonlyMap<string, JSONWebKeySet>
  /** Absolute path of the file of identities. */
  readonly identitiesFile?: string
  /** Absolute paths of the files of keys, by issuer. */
  readonly jwksFiles: ReadonlyMap<string, string>
  readonly skipsAuthorizers: boolean
  /** Name of the identity that is let in. */
  readonly as: string | undefined
}

/** Reads `--identities`, `--jwks`, `--skip-authorizers` and `--as`. */
export function readTrust(values: OptionValues<typeof trustSpecs>): TrustOptions | UsageError {
  const issuerKeys = new Map<string, JSONWebKeySet>()
  const jwksFiles = new Map<string, string>()
  for (const text of values.jwks) {
    const [, issuer, file] = /^(https?:\/\/[^=]+)=(.+)$/.exec(text) ?? []
    if (issuer === undefined || file === undefined) {
      return new UsageError(`--jwks takes ISSUER=FILE with the URL of an issuer, not '${text}'`)
    }
    const keys = readKeys(file)
    if (typeof keys === 'string') return new UsageError(`--jwks names '${file}', ${keys}`)
    issuerKeys.set(issuer.replace(/\/$/, ''), keys)
    jwksFiles.set(issuer.replace(/\/$/, ''), path.resolve(file))
  }
  const identities = values.identities === undefined ? undefined : readSource(values.identities)
  if (typeof identities === 'string') {
    return new UsageError(`--identities names '${values.identities ?? ''}', ${identities}`)
  }
  if (values.as !== undefined && !values['skip-authorizers']) {
    return new UsageError('--as says whom --skip-authorizers lets in: give both')
  }
  return {
    identities,
    issuerKeys,
    jwksFiles,
    ...(values.identities !== undefined && { identitiesFile: path.resolve(values.identities) }),
    skipsAuthorizers: values['skip-authorizers'],
    as: values.as,
  }
}

/** What a gateway of this machine believes. */
export interface OpenTrust {
  readonly trust: Trust
  /** What functions sign their calls of the `@connections` API with; of no use anywhere else. */
  readonly functionCredentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
  readonly issuer: LocalIssuer
  /** The identities as a definition knows them; a text says what is wrong with their file. */
  readonly identitiesOf: (definition: Definition) => readonly Identity[] | string
  /** Takes other identities from now on; a text says what is wrong with them. */
  readonly setIdentities: (text: string, definition: Definition) => string | undefined
  /** Takes other keys of an issuer from now on. */
  readonly setKeys: (issuer: string, keys: JSONWebKeySet) => void
  /** Takes the text of the identities file as it is now; what is wrong with it is told when somebody is asked for. */
  readonly replaceIdentities: (file: string, text: string) => void
  /** No identities from now on. */
  readonly forgetIdentities: () => void
  /** The access key of an identity that signs; undefined for one without a principal. */
  readonly callerOf: (identity: Identity) => Promise<KnownCaller | undefined>
}

/** Opens the local issuer and the identities; `environment` is that of the process. */
export function openTrust(options: TrustOptions, environment: NodeJS.ProcessEnv): OpenTrust {
  const issuer = openIssuer(cacheFolder())
  const issuerKeys = new Map(options.issuerKeys)
  let source = options.identities
  let known = new WeakMap<Definition, readonly Identity[] | string>()
  const identitiesOf = (definition: Definition) => {
    const read = known.get(definition) ?? (source ? readIdentities(source, definition) : [])
    known.set(definition, read)
    return read
  }
  const functionCredentials = {
    accessKeyId: 'ASIAGATEHOUSEFUNCTION',
    secretAccessKey: randomBytes(30).toString('base64'),
  }
  const take = (next: PolicySource | undefined) => {
    source = next
    known = new WeakMap()
  }
  const region = environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION']
  return {
    issuer,
    functionCredentials,
    identitiesOf,
    setKeys: (issuer, keys) => void issuerKeys.set(issuer, keys),
    callerOf: async identity => (await callersOf([identity], issuer))[0],
    replaceIdentities: (file, text) => take(readIdentitiesText(file, text)),
    forgetIdentities: () => take(undefined),
    setIdentities: (text, definition) => {
      const next = readIdentitiesText('identities', text)
      const read = readIdentities(next, definition)
      if (typeof read === 'string') return read
      take(next)
      return undefined
    },
    trust: {
      localKeys: issuer.keys,
      issuerKeys,
      callers: async definition => {
        const identities = identitiesOf(definition)
        const named = typeof identities === 'string' ? [] : identities
        return [
          ...(await callersOf(named, issuer)),
          ...callerOfEnvironment(environment, definition),
          callerOfFunctions(functionCredentials, definition),
        ]
      },
      ...(region !== undefined && { region }),
      ...(options.skipsAuthorizers && {
        pretended: (definition: Definition) => pretendedOf(identitiesOf(definition), options.as),
      }),
    },
  }
}

function callersOf(identities: readonly Identity[], issuer: LocalIssuer): Promise<KnownCaller[]> {
  const signers = identities.filter(({ principal }) => principal !== undefined)
  return Promise.all(
    signers.map(async identity => {
      const accessKeyId = accessKeyOf(identity)
      return { accessKeyId, secretAccessKey: await issuer.secretFor(accessKeyId), identity }
    }),
  )
}

/** Whoever has the credentials of the process: somebody of the API's account who may call everything. */
function callerOfEnvironment(environment: NodeJS.ProcessEnv, definition: Definition): KnownCaller[] {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = environment
  if (!accessKeyId || !secretAccessKey) return []
  const sessionToken = environment['AWS_SESSION_TOKEN']
  const { accountId: account } = placeOf(definition)
  const arn = `arn:aws:iam::${account}:user/local`
  const identity: Identity = {
    name: 'local',
    detail: 'the credentials in the environment of the gateway',
    principal: { arn, principalArn: arn, account, policies: { type: 'everything' } },
  }
  return [{ accessKeyId, secretAccessKey, identity, ...(sessionToken ? { sessionToken } : {}) }]
}

/** Any function of the definition: its role may do everything, as far as this gateway is concerned. */
function callerOfFunctions(
  credentials: OpenTrust['functionCredentials'],
  definition: Definition,
): KnownCaller {
  const { accountId: account } = placeOf(definition)
  const principalArn = `arn:aws:iam::${account}:role/local-function`
  const arn = `arn:aws:sts::${account}:assumed-role/local-function/local-function`
  const identity: Identity = {
    name: 'local-function',
    detail: 'the functions of the definition, as this gateway runs them',
    principal: { arn, principalArn, account, policies: { type: 'everything' } },
  }
  return { ...credentials, identity }
}

function pretendedOf(identities: readonly Identity[] | string, as: string | undefined): Identity {
  const known = typeof identities === 'string' ? [] : identities
  const found = as === undefined ? known[0] : known.find(({ name }) => name === as)
  return found ?? { name: as ?? 'local', detail: 'let in by --skip-authorizers' }
}

function readSource(name: string): PolicySource | string {
  const file = path.resolve(name)
  try {
    const source = readIdentitiesText(file, readFileSync(file, 'utf8'))
    const [fault] = source.diagnostics
    return fault ? `line ${fault.range.start.line + 1}: ${fault.message}` : source
  } catch {
    return 'which cannot be read'
  }
}

/** Reads a file of keys; a text says why it is none, to follow its name. */
export function readKeys(name: string): JSONWebKeySet | string {
  try {
    const read: unknown = JSON.parse(readFileSync(path.resolve(name), 'utf8'))
    return isKeySet(read) ? read : 'which holds no JSON Web Key Set'
  } catch {
    return 'which cannot be read as JSON'
  }
}

function isKeySet(read: unknown): read is JSONWebKeySet {
  return typeof read === 'object' && read !== null && 'keys' in read && Array.isArray(read.keys)
}
