import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { CryptoKey, JSONWebKeySet, JWK, JWTPayload } from 'jose'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose'

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
  const kept = keptKey(file) ?? keepKey(file, await newKey())
  const privateKey = await importJWK(kept, 'RS256')
  if (privateKey instanceof Uint8Array) throw new Error(`'${file}' holds no RSA key: remove it`)
  const { kty, n, e, kid } = kept
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

function keptKey(file: string): JWK | undefined {
  try {
    const read: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return isRsaKey(read) ? read : undefined
  } catch {
    return undefined
  }
}

/** Keeps a key unless another gateway was faster, whose key it is then; where nothing can be kept it lasts as long as we do. */
function keepKey(file: string, jwk: JWK): JWK {
  const own = `${file}.${process.pid}`
  try {
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(own, JSON.stringify(jwk), { mode: 0o600 })
    chmodSync(own, 0o600)
    try {
      linkSync(own, file)
      return jwk
    } catch {
      const other = keptKey(file)
      if (other) return other
      // What lies there is no key: ours takes its place.
      writeFileSync(file, JSON.stringify(jwk), { mode: 0o600 })
      return jwk
    } finally {
      rmSync(own, { force: true })
    }
  } catch {
    return jwk
  }
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
