import type { Api } from '../api/api.ts'
import type { DomainName } from '../api/domainName.ts'
import type { Fact } from '../base/origin.ts'
import { valueOf } from '../base/origin.ts'
import type { ClosedDoor, OpenDoor } from './door.ts'
import { endpointTypeOf } from './endpointType.ts'
import type { HttpRequest } from './messages.ts'

/**
 * Why a custom domain name with mutual TLS does not take a request; undefined where it does. AWS answers `Forbidden` to a
 * certificate that no authority of the truststore signed. Over plain HTTP nobody can show a certificate: such requests
 * are taken without one.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html
 */
export function mutualTlsFault(
  { mutualTls }: DomainName,
  host: string,
  { tls }: HttpRequest,
): ClosedDoor | undefined {
  if (!mutualTls || !tls) return undefined
  const { origin } = mutualTls
  const misnamed = misnamedFault(host, tls.serverName)
  if (misnamed !== undefined) return { type: 'closed', reason: misnamed, origin }
  if (tls.clientCert) return undefined
  const reason = `\`${host}\` asks for a client certificate (mutual TLS). Access denied. Reason: ${tls.certificateFault ?? ''}`
  return { type: 'closed', reason, origin }
}

/**
 * Why the endpoint access mode STRICT does not take a request: it has to come by the kind of endpoint that the API has, and
 * to name in the handshake (SNI) the host it is for.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies.html
 */
export function strictFault(
  api: Api,
  domain: DomainName | undefined,
  host: string,
  request: HttpRequest,
  door: OpenDoor,
): ClosedDoor | undefined {
  const own = strict(api.settings?.endpointAccessMode)
  const stated = strict(domain?.endpointAccessMode) ?? own
  if (!stated) return undefined
  const { origin } = stated
  const came = endpointTypeOf(api, { door })
  const has = endpointTypeOf(api, { door: { ...door, isCustom: false, endpointType: undefined } })
  if (own && came !== has) {
    const reason = `the endpoint access mode of the API is STRICT: \`${host}\` is ${came}, the API ${has}`
    return { type: 'closed', reason, origin }
  }
  // Before an edge-optimized endpoint CloudFront looks at the names in its own way.
  const misnamed = request.tls && came !== 'EDGE' ? misnamedFault(host, request.tls.serverName) : undefined
  if (misnamed === undefined) return undefined
  return { type: 'closed', reason: `the endpoint access mode is STRICT: ${misnamed}`, origin }
}

function strict(mode: Fact<string> | undefined): Fact<string> | undefined {
  return valueOf(mode)?.toUpperCase() === 'STRICT' ? mode : undefined
}

function misnamedFault(host: string, serverName: string | undefined): string | undefined {
  if (serverName === host) return undefined
  const named = serverName === undefined ? 'no host' : `\`${serverName}\``
  return `the handshake (SNI) names ${named}, the Host header \`${host}\``
}

/** The lowest version of TLS that a security policy takes; what is older than 1.2 this machine does not speak. */
export function minTlsVersion(policy: Fact<string> | undefined): 'TLSv1.2' | 'TLSv1.3' {
  return /^SecurityPolicy_TLS13_(?:1_3_|2025_EDGE)/.test(valueOf(policy) ?? '') ? 'TLSv1.3' : 'TLSv1.2'
}
