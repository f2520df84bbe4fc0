import path from 'node:path'
import type { CryptoKey, JSONWebKeySet, JWK, JWTPayload } from 'jose'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose'
import { keep, kept } from './keptFile.ts'

/** The issuer of this machine: its key lies in the user's cache folder, so that every gateway here takes its tokens. */
export interface LocalIssuer {
  /** The public key, for `jwks.json` and for whoever verifies. */
  readonly keys: () => Promise<JSONWebKeySet>
  /** Signs claims as they are (RS256). */
  readonly mint: (claims: JWTPayload) => Promise<string>
  /** A secret access key for a pretended caller, the same on this machine each time. */
  readonly secretFor: (accessKeyId: string) => Promise<string>
}

/** Opens the issuer whose key lies in `folder`; the key is made when it is first asked for. */
export function openIssuer(folder: string): LocalIssuer {
  let opened: Promise<SigningKey> | undefined
  const key = () => (opened ??= readKey(path.join(folder, 'issuer.json')))
  return {
    keys: async () => ({ keys: [(await key()).publicJwk] }),
    mint: async claims => {
      const { privateKey, publicJwk } = await key()
      const header = { alg: 'RS256', typ: 'JWT', ...(publicJwk.kid !== undefined && { kid: publicJwk.kid }) }
      return new SignJWT(claims).setProtectedHeader(header).sign(privateKey)
    },
    secretFor: async accessKeyId => (await key()).secretFor(accessKeyId),
  }
}

interface SigningKey {
  readonly privateKey: CryptoKey
  readonly publicJwk: JWK
  readonly secretFor: (name: string) => Promise<string>
}

async function readKey(file: string): Promise<SigningKey> {
  const jwk = kept(file, isRsaKey) ?? keep(file, await newKey(), isRsaKey)
  const privateKey = await importJWK(jwk, 'RS256')
  if (privateKey instanceof Uint8Array) throw new Error(`'${file}' holds no RSA key: remove it`)
  const { kty, n, e, kid } = jwk
  return {
    privateKey,
    publicJwk: { ...({ kty, n, e, kid } as JWK), alg: 'RS256', use: 'sig' },
    secretFor: async name => {
      const text = new TextEncoder().encode(`secret access key of ${name}`)
      const signature = await crypto.subtle.sign('RSASSA-PKCS1-v1_5', privateKey, text)
      // As long as AWS's, of the same characters.
      return Buffer.from(signature).toString('base64').slice(0, 40)
    },
  }
}

async function newKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  const jwk = await exportJWK(privateKey)
  return { ...jwk, alg: 'RS256', use: 'sig', kid: await calculateJwkThumbprint(jwk) }
}

function isRsaKey(read: unknown): read is JWK {
  return (
    typeof read === 'object' &&
    read !== null &&
    'kty' in read &&
    read.kty === 'RSA' &&
    'd' in read &&
    'kid' in read
  )
}
