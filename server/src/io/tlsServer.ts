import type { ServerOptions } from 'node:http'
import { createServer as createHttpServer } from 'node:http'
import type { Server } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { Duplex } from 'node:stream'
import type { X509Certificate } from 'node:crypto'
import type { SecureContext } from 'node:tls'
import { createSecureContext, TLSSocket } from 'node:tls'
import type { ClientCert, ClientTls } from '../gateway/clientTls.ts'
import type { KeyPair } from './certificates.ts'

/** How a port speaks TLS. What hangs on the host is asked anew for every connection. */
export interface ListenTls extends KeyPair {
  /** Whether clients are asked for a certificate; which of them need one hangs on the host. */
  readonly asksForCertificates: boolean
  /** The authorities (PEM) one of which must have signed the clients' certificates of a host; undefined where none is asked for. */
  readonly truststoreOf: (serverName: string) => string | undefined
  /** The lowest version that the security policy of a host takes. */
  readonly minVersionOf: (serverName: string | undefined) => 'TLSv1.2' | 'TLSv1.3'
}

/** A server for plain HTTP, or for HTTPS. */
export function createServer(tls: ListenTls | undefined, options: ServerOptions): Server {
  if (!tls) return createHttpServer(options)
  const { cert, key } = tls
  const contexts = new Map<string, SecureContext>()
  const contextOf = (serverName: string): SecureContext | undefined => {
    const ca = tls.truststoreOf(serverName)
    if (ca === undefined) return undefined
    const known = contexts.get(ca) ?? createSecureContext({ cert, key, ca })
    contexts.set(ca, known)
    return known
  }
  const server = createHttpsServer({
    ...options,
    cert,
    key,
    requestCert: tls.asksForCertificates,
    // Who is not trusted gets an answer that says so.
    rejectUnauthorized: false,
    SNICallback: (serverName, done) => done(null, contextOf(serverName.toLowerCase())),
  })
  server.on('secureConnection', (socket: TLSSocket) => {
    const name = serverNameOf(socket)
    if (tls.minVersionOf(name) === 'TLSv1.3' && socket.getProtocol() !== 'TLSv1.3') socket.destroy()
  })
  return server
}

/** How a client's connection is secured; undefined for a plain one. */
export function clientTlsOf(socket: Duplex): ClientTls | undefined {
  if (!(socket instanceof TLSSocket)) return undefined
  const serverName = serverNameOf(socket)
  const certificate = socket.getPeerX509Certificate()
  const isTrusted = socket.authorized && certificate !== undefined
  return {
    version: socket.getProtocol() ?? '',
    cipherSuite: socket.getCipher().name,
    ...(serverName !== undefined && { serverName }),
    ...(isTrusted
      ? { clientCert: clientCertOf(certificate) }
      : { certificateFault: faultOf(certificate, socket.authorizationError) }),
  }
}

function serverNameOf(socket: TLSSocket): string | undefined {
  const { servername } = socket as { servername?: unknown }
  return typeof servername === 'string' && servername !== '' ? servername.toLowerCase() : undefined
}

/** A certificate as events show it. */
export function clientCertOf(certificate: X509Certificate): ClientCert {
  return {
    clientCertPem: certificate.toString(),
    subjectDN: nameOf(certificate.subject),
    issuerDN: nameOf(certificate.issuer),
    serialNumber: serialOf(certificate.serialNumber),
    validity: { notBefore: certificate.validFrom, notAfter: certificate.validTo },
  }
}

// Node puts each part on a line of its own.
function nameOf(lines: string): string {
  return lines.trim().split('\n').join(',')
}

// As OpenSSL prints it: a number as long as it fits eight bytes, else its bytes.
function serialOf(hex: string): string {
  const number = BigInt(`0x${hex}`)
  if (number < 2n ** 63n) return String(number)
  const even = hex.length % 2 === 0 ? hex : `0${hex}`
  return even.toLowerCase().match(/../g)?.join(':') ?? even
}

/** Why a certificate is not taken, where AWS's execution logs have words for it in those. */
function faultOf(certificate: X509Certificate | undefined, error: Error | string | null | undefined): string {
  if (!certificate) return 'the client sent no certificate'
  const code = error instanceof Error ? ('code' in error ? String(error.code) : error.message) : String(error)
  return faults.get(code) ?? `the certificate is not taken: ${code}`
}

// https://repost.aws/knowledge-center/api-gateway-mutual-tls-403-errors
const faults: ReadonlyMap<string, string> = new Map([
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'self signed certificate'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'Could not find issuer for certificate'],
  ['UNABLE_TO_GET_ISSUER_CERT', 'Could not find issuer for certificate'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'Could not find issuer for certificate'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'Could not find issuer for certificate'],
  ['CA_MD_TOO_WEAK', 'Client cert using an insecure Signature Algorithm'],
  ['EE_KEY_TOO_SMALL', 'Client cert using an insecure Signature Algorithm'],
  ['CERT_HAS_EXPIRED', 'the certificate has expired'],
  ['CERT_NOT_YET_VALID', 'the certificate is not valid yet'],
])
