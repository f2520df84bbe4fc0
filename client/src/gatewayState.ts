import * as vscode from 'vscode'
import type { RouteReference } from '../../server/src/protocol/places.ts'
import type { Gateways } from './gateways.ts'
import type { GatewayState } from './panelMessages.ts'

/** What a panel shows of the local gateway of its API. */
export function gatewayStateOf(
  gateways: Gateways,
  { definition, apiId }: Pick<RouteReference, 'definition' | 'apiId'>,
): GatewayState {
  if (!vscode.workspace.isTrusted) return { type: 'untrusted' }
  const server = gateways.of(definition)
  const listening = server.listening(apiId)
  if (listening) {
    const { url, stage } = listening
    const refusal = gateways.refusalOf(definition)
    return { type: 'running', url, stage, ...(refusal && { notServed: refusal }) }
  }
  if (server.status.type === 'starting') return { type: 'starting' }
  const port = server.portOf(apiId)
  return port === undefined ? { type: 'stopped' } : { type: 'stopped', port }
}
