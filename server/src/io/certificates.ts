import { createHash, createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import path from 'node:path'
import { keep, kept } from './keptFile.ts'

/** A certificate and its private key, PEM both. */
export interface KeyPair {
  readonly cert: string
  readonly key: string
}

/** A certificate of this machine's gateways, with where others find it. */
export interface OwnCertificate extends KeyPair {
  /** Absolute path of the certificate alone, for `curl --cacert` and the like. */
  readonly file: string
}

const day = 24 * 60 * 60 * 1000

/**
 * The certificate by which gateways of this machine serve HTTPS under these names: signed by itself and no authority, so
 * that whoever trusts it trusts nothing else. It lies in the user's cache folder, the same for the same names until it
 * runs out, so that an exception in a browser stays.
 */
export async function serverCertificate(folder: string, names: readonly string[]): Promise<OwnCertificate> {
  const sorted = [...new Set(names)].sort()
  const id = createHash('sha256').update(sorted.join('\n')).digest('hex').slice(0, 16)
  return keptCertificate(path.join(folder, 'https', id), async () => {
    const { generate } = await import('selfsigned')
    const made = await generate([{ name: 'commonName', value: 'Gatehouse on this machine' }], {
      keyType: 'ec',
      algorithm: 'sha256',
      // The longest that browsers take is 398 days.
      notAfterDate: new Date(Date.now() + 397 * day),
      extensions: [
        { name: 'basicConstraints', cA: false, critical: true },
        { name: 'keyUsage', digitalSignature: true, critical: true },
        { name: 'extKeyUsage', serverAuth: true },
        { name: 'subjectAltName', altNames: sorted.map(altName) },
      ],
    })
    return { cert: made.cert, key: made.private }
  })
}

/**
 * The certificate that a stage shows its backends, made once for each `ClientCertificateId`; AWS's own are valid for 365
 * days and signed by themselves, too.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/getting-started-client-side-ssl-authentication.html
 */
export async function clientCertificate(folder: string, id: string): Promise<OwnCertificate> {
  const name = createHash('sha256').update(id).digest('hex').slice(0, 16)
  return keptCertificate(path.join(folder, 'client-certificates', name), async () => {
    const { generate } = await import('selfsigned')
    const made = await generate([{ name: 'commonName', value: 'ApiGateway' }], {
      keySize: 2048,
      algorithm: 'sha256',
      notAfterDate: new Date(Date.now() + 365 * day),
      extensions: [
        { name: 'basicConstraints', cA: false, critical: true },
        { name: 'keyUsage', digitalSignature: true, critical: true },
        { name: 'extKeyUsage', clientAuth: true },
      ],
    })
    return { cert: made.cert, key: made.private }
  })
}

async function keptCertificate(place: string, make: () => Promise<KeyPair>): Promise<OwnCertificate> {
  const secret = `${place}.json`
  const { cert, key } = kept(secret, isUsable) ?? keep(secret, await make(), isUsable)
  const file = `${place}.pem`
  try {
    if (read(file) !== cert) writeFileSync(file, cert)
  } catch {
    // A folder that cannot be written costs the file that others read, and nothing else.
  }
  return { cert, key, file }
}

function altName(name: string) {
  return isIP(name) === 0 ? ({ type: 2, value: name } as const) : ({ type: 7, ip: name } as const)
}

function isUsable(value: unknown): value is KeyPair {
  if (typeof value !== 'object' || value === null || !('cert' in value) || !('key' in value)) return false
  const { cert, key } = value
  if (typeof cert !== 'string' || typeof key !== 'string') return false
  try {
    return new Date(new X509Certificate(cert).validTo).getTime() > Date.now() + day
  } catch {
    return false
  }
}

/** Reads a certificate and its key from the user's files; a text says what is wrong with them. */
export function readKeyPair(certFile: string, keyFile: string): KeyPair | string {
  const cert = read(certFile)
  if (cert === undefined) return `'${certFile}' cannot be read`
  const key = read(keyFile)
  if (key === undefined) return `'${keyFile}' cannot be read`
  const certificates = readCertificates(cert)
  if (typeof certificates === 'string') return `'${certFile}' ${certificates}`
  const [first] = certificates
  if (/-----BEGIN ENCRYPTED PRIVATE KEY-----|Proc-Type: 4,ENCRYPTED/.test(key)) {
    return `'${keyFile}' is encrypted: give the key without a passphrase`
  }
  try {
    if (first?.checkPrivateKey(createPrivateKey(key)) !== true) {
      return `the key '${keyFile}' is not that of the certificate '${certFile}'`
    }
  } catch {
    return `'${keyFile}' is no private key in PEM`
  }
  return { cert, key }
}

/** A truststore: the certificates of authorities in PEM. A text says what is wrong with the file. */
export function readTruststore(file: string): { readonly pem: string } | string {
  const pem = read(file)
  if (pem === undefined) return `'${file}' cannot be read`
  const certificates = readCertificates(pem)
  return typeof certificates === 'string' ? `'${file}' ${certificates}` : { pem }
}

/** The certificates of a PEM text, in their order; a text says why there are none, to follow the file's name. */
function readCertificates(pem: string): X509Certificate[] | string {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g)
  if (!blocks) return 'holds no certificate in PEM (-----BEGIN CERTIFICATE-----)'
  const certificates: X509Certificate[] = []
  for (const block of blocks) {
    try {
      certificates.push(new X509Certificate(block))
    } catch {
      return `holds a certificate that cannot be read, the one in place ${certificates.length + 1}`
    }
  }
  return certificates
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
