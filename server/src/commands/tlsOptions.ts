import os from 'node:os'
import path from 'node:path'
import type { Api, Definition } from '../api/api.ts'
import { valueOf } from '../base/origin.ts'
import { domainOfHost } from '../gateway/frontDoor.ts'
import { minTlsVersion } from '../gateway/handshakeRules.ts'
import { placeOf, servedApiId } from '../gateway/servedApi.ts'
import { cacheFolder } from '../functions/cacheFolder.ts'
import type { KeyPair, OwnCertificate } from '../io/certificates.ts'
import { readKeyPair, readTruststore, serverCertificate } from '../io/certificates.ts'
import type { ListenTls } from '../io/tlsServer.ts'
import type { OptionValues } from './options.ts'
import { UsageError } from './options.ts'

/** The options by which a gateway serves HTTPS. */
export const tlsSpecs = {
  https: { type: 'flag' },
  cert: { type: 'text' },
  key: { type: 'text' },
  'mtls-truststore': { type: 'texts' },
} as const

/** How to serve HTTPS. */
export interface TlsOptions {
  /** The user's own certificate; without it this machine's. */
  readonly keyPair?: KeyPair
  readonly truststores: readonly TruststoreOption[]
}

interface TruststoreOption {
  /** `s3://BUCKET/KEY`, or undefined for every domain name. */
  readonly uri: string | undefined
  /** Absolute path. */
  readonly file: string
}

/** Reads `--https`, `--cert`, `--key` and `--mtls-truststore`; undefined for plain HTTP. */
export function readTls(values: OptionValues<typeof tlsSpecs>): TlsOptions | undefined | UsageError {
  const { cert, key, 'mtls-truststore': texts } = values
  if ((cert === undefined) !== (key === undefined)) {
    return new UsageError('--cert and --key belong together: give both, or --https alone')
  }
  const isHttps = values.https || cert !== undefined
  if (!isHttps) {
    if (texts.length === 0) return undefined
    return new UsageError('--mtls-truststore asks for client certificates, which takes --https')
  }
  const truststores: TruststoreOption[] = []
  for (const text of texts) {
    const [, uri, name = text] = /^(s3:\/\/[^=]+)=(.+)$/.exec(text) ?? []
    const read = readTruststore(path.resolve(name))
    if (typeof read === 'string') return new UsageError(`--mtls-truststore: ${read}`)
    truststores.push({ uri, file: path.resolve(name) })
  }
  if (cert === undefined || key === undefined) return { truststores }
  const keyPair = readKeyPair(path.resolve(cert), path.resolve(key))
  if (typeof keyPair === 'string') return new UsageError(`--cert and --key: ${keyPair}`)
  return { keyPair, truststores }
}

/** HTTPS as it is served: what hangs on the definition follows the one that is served at the moment. */
export interface OpenTls {
  readonly listen: (current: () => { definition: Definition; api: Api }) => ListenTls
  /** This machine's certificate; undefined for the user's own. */
  readonly certificate: OwnCertificate | undefined
  /** Absolute paths of what has to be watched. */
  readonly files: readonly string[]
  /** Reads the truststores anew; a text says what is wrong with one, and the old ones stay. */
  readonly reload: () => string | undefined
  /** What of a definition's mutual TLS cannot be had: one sentence each. */
  readonly missing: (definition: Definition) => string[]
}

/** Makes or finds the certificate for the names of a definition that is served on `host`. */
export async function openTls(options: TlsOptions, definition: Definition, host: string): Promise<OpenTls> {
  const certificate = options.keyPair
    ? undefined
    : await serverCertificate(cacheFolder(), certificateNames(definition, host))
  const keyPair = options.keyPair ?? certificate
  if (!keyPair) throw new Error('there is no certificate')
  let truststores = readTruststores(options.truststores)
  const truststoreOf = (uri: string | undefined) => truststores.get(uri) ?? truststores.get(undefined)
  return {
    certificate,
    files: options.truststores.map(({ file }) => file),
    reload: () => {
      const faults = options.truststores.flatMap(({ file }) => {
        const read = readTruststore(file)
        return typeof read === 'string' ? [read] : []
      })
      if (faults[0] !== undefined) return faults[0]
      truststores = readTruststores(options.truststores)
      return undefined
    },
    missing: ({ surroundings }) =>
      surroundings.domainNames.flatMap(({ name, mutualTls }) => {
        const uri = valueOf(mutualTls?.truststoreUri)
        if (!mutualTls || truststoreOf(uri) !== undefined) return []
        return [
          `'${valueOf(name) ?? ''}' takes nobody: its truststore ${uri ?? ''} is not on this machine; --mtls-truststore ${uri ?? 's3://BUCKET/KEY'}=FILE gives it`,
        ]
      }),
    listen: current => ({
      cert: keyPair.cert,
      key: keyPair.key,
      asksForCertificates: options.truststores.length > 0,
      truststoreOf: host => {
        const mutualTls = domainOfHost(current().definition, host)?.mutualTls
        return mutualTls && truststoreOf(valueOf(mutualTls.truststoreUri))
      },
      minVersionOf: host => {
        const { definition: served, api } = current()
        const domain = host === undefined ? undefined : domainOfHost(served, host)
        return minTlsVersion((domain ?? api.settings)?.securityPolicy)
      },
    }),
  }
}

function readTruststores(options: readonly TruststoreOption[]): ReadonlyMap<string | undefined, string> {
  return new Map(
    options.flatMap(({ uri, file }) => {
      const read = readTruststore(file)
      return typeof read === 'string' ? [] : [[uri, read.pem] as const]
    }),
  )
}

/** The names under which the APIs of a definition can be reached at a port of this machine. */
export function certificateNames(definition: Definition, host: string): string[] {
  const domains = definition.surroundings.domainNames.flatMap(
    ({ name }) => valueOf(name)?.toLowerCase() ?? [],
  )
  const executeApi = definition.apis.flatMap(api => executeApiHosts(definition, api))
  return [...ownAddresses(host), ...domains, ...executeApi]
}

/** The execute-api hosts of an API: AWS's, and the one that browsers find on this machine. */
export function executeApiHosts(definition: Definition, api: Api): string[] {
  const host = `${servedApiId(api)}.execute-api.${placeOf(definition).region}`
  return [`${host}.localhost`, `${host}.amazonaws.com`]
}

/** By what a port is reached that listens on an address: this machine's own names, and where it listens everywhere all addresses. */
export function ownAddresses(host: string): string[] {
  const isEverywhere = host === '0.0.0.0' || host === '::'
  const others = isEverywhere
    ? Object.values(os.networkInterfaces()).flatMap(each => each?.map(({ address }) => address) ?? [])
    : [host]
  // An address of a link names its interface behind a `%`, which certificates cannot.
  return [...new Set(['localhost', '127.0.0.1', '::1', ...others.filter(each => !each.includes('%'))])]
}
