import { examineCors } from '../gateway/why/corsDoctor.ts'
import type { World } from '../gateway/world.ts'
import type { FromGateway, ToGateway } from '../protocol/gatewayControl.ts'
import type { ApiServer } from './gatewayHostServer.ts'
import { requestOf } from './gatewayHostServer.ts'

/** Plays the browser of a page for the editor, through the API as it is served at the moment. */
export async function examineFor(
  { id, request, origin }: Extract<ToGateway, { type: 'checkCors' }>,
  server: ApiServer,
  world: World,
): Promise<FromGateway> {
  const chosen = server.current()
  const { api } = chosen
  if (api.type === 'websocket')
    return { type: 'failed', id, message: 'a browser asks no WebSocket API whether a page may call it' }
  const sent = requestOf(request, server.listening().url)
  return { type: 'corsChecked', id, report: await examineCors({ ...chosen, api }, sent, origin, world) }
}
