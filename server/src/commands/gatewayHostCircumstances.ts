import { X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import { canaryHeader } from '../gateway/canary.ts'
import { withField } from '../gateway/fieldMaps.ts'
import type { HttpRequest } from '../gateway/messages.ts'
import { lastField } from '../base/headers.ts'
import { clientCertOf } from '../io/tlsServer.ts'
import type { Circumstances } from '../protocol/gatewayControl.ts'
import { CallerError, throughEndpoint } from './gatewayHostCallers.ts'
import type { ChosenApi } from './gatewayFront.ts'

/**
 * The request as it comes under circumstances that the editor chose: through a VPC endpoint, with a client's certificate,
 * to one release of a canary. The address is for who takes the request. Throws a `CallerError` for what cannot be.
 */
export function underCircumstances(
  request: HttpRequest,
  { sourceIp, vpcEndpoint, clientCertificate, release }: Circumstances,
  chosen: ChosenApi,
): HttpRequest {
  if (sourceIp !== undefined && isIP(sourceIp) === 0) {
    throw new CallerError(`the source IP '${sourceIp}' is no address of IPv4 or IPv6`)
  }
  if (vpcEndpoint !== undefined && !/^vpce-[0-9a-f]+$/.test(vpcEndpoint)) {
    throw new CallerError(`'${vpcEndpoint}' is no id of a VPC endpoint: vpce- and hexadecimal digits`)
  }
  const sent = throughEndpoint(withCertificate(request, clientCertificate), { vpcEndpoint }, chosen)
  return release === undefined ? sent : { ...sent, headers: withField(sent.headers, canaryHeader, release) }
}

/** Mutual TLS is what a custom domain name asks for; here the certificate counts as one of its truststore. */
function withCertificate(request: HttpRequest, pem: string | undefined): HttpRequest {
  if (pem === undefined) return request
  const serverName = lastField(request.headers, 'host')?.replace(/:\d+$/, '').toLowerCase()
  const connection = { version: 'TLSv1.3', cipherSuite: 'TLS_AES_128_GCM_SHA256' }
  return {
    ...request,
    tls: { ...connection, ...(serverName !== undefined && { serverName }), clientCert: readCertificate(pem) },
  }
}

function readCertificate(pem: string): ReturnType<typeof clientCertOf> {
  try {
    return clientCertOf(new X509Certificate(pem))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new CallerError(`the client certificate is no X.509 certificate in PEM form: ${reason}`)
  }
}
