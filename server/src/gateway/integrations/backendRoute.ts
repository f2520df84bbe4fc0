import type { Integration } from '../../api/integration.ts'
import { vpcLinkOf } from '../../api/vpcLink.ts'
import { valueOf } from '../../base/origin.ts'
import { withStageVariables } from '../integrationUri.ts'
import type { ServedApi } from '../servedApi.ts'
import type { BackendRequest, BackendTls } from '../world.ts'

/** How a request gets to its backend: through which VPC link, and how the backend's certificate is looked at. */
export function routeToBackend(
  { served }: { readonly served: ServedApi },
  integration: Integration,
): Pick<BackendRequest, 'vpcLink' | 'tls'> {
  const vpcLink = isPrivate(integration)
    ? { names: namesOf(served, integration), hasHost: hasHost(integration) }
    : undefined
  const tls = tlsOf(integration)
  return { ...(vpcLink && { vpcLink }), ...(tls && { tls }) }
}

/** Whether the backend stands in a VPC. */
export function isPrivate({ connectionType }: Pick<Integration, 'connectionType'>): boolean {
  return valueOf(connectionType)?.toUpperCase() === 'VPC_LINK'
}

/** Whether the URI is a URL; that of an HTTP API is mostly the ARN of what stands in the VPC. */
export function hasHost({ uri }: Pick<Integration, 'uri'>): boolean {
  return /^(?:https?:|\$\{stageVariables\.)/i.test(valueOf(uri) ?? '')
}

/** The link by its id, its logical id and its name; then what stands behind it: the ARN of a listener or a service. */
function namesOf(served: ServedApi, integration: Integration): string[] {
  const { connectionId: stated, uri, integrationTarget } = integration
  const connectionId = stated?.known
    ? { ...stated, value: withStageVariables(served, stated.value).text }
    : stated
  const link = vpcLinkOf({ ...(connectionId && { connectionId }) }, served.definition.surroundings.vpcLinks)
  const names = [
    valueOf(connectionId),
    valueOf(link?.name),
    ...[integrationTarget, hasHost(integration) ? undefined : uri].map(
      fact => fact && withStageVariables(served, valueOf(fact) ?? '').text,
    ),
  ]
  return names.flatMap(name => (name === undefined || name === '' ? [] : [name]))
}

// https://docs.aws.amazon.com/apigateway/latest/api/API_TlsConfig.html and, of HTTP APIs, the `tlsConfig` of an integration
function tlsOf({ tlsConfig }: Integration): BackendTls | undefined {
  if (!tlsConfig) return undefined
  const serverName = valueOf(tlsConfig.serverNameToVerify)
  return {
    ...(valueOf(tlsConfig.insecureSkipVerification) === true && { skipsVerification: true }),
    ...(serverName !== undefined && serverName !== '' && { serverName }),
  }
}
