import type { HandleOptions } from '../exchange.ts'
import type { HttpRequest } from '../messages.ts'
import type { World } from '../world.ts'
import { editedMessage, editedRequest } from './editedResult.ts'
import type { RequestDebugger } from './requestDebugger.ts'

/** What has come, as somebody who held it up before its first step lets it go on. */
export interface Arrived {
  readonly request: HttpRequest
  /** Undefined while nobody debugs. */
  readonly watching: RequestDebugger | undefined
}

/** Takes a request in; `follower` hears where it stands. */
export async function arriving(
  sent: HttpRequest,
  world: Pick<World, 'debugger'>,
  follower?: HandleOptions['follower'],
): Promise<Arrived> {
  const watching = world.debugger?.open(sent, follower)
  if (!watching) return { request: sent, watching }
  const edited = editedRequest(sent)
  await watching.arrives(edited)
  return { request: edited.result(), watching }
}

/** Takes in a message of a WebSocket client, which is the body of a request of its own. */
export async function arrivingMessage(sent: HttpRequest, world: Pick<World, 'debugger'>): Promise<Arrived> {
  const watching = world.debugger?.open(sent)
  if (!watching) return { request: sent, watching }
  const edited = editedMessage(sent)
  await watching.arrives(edited)
  return { request: edited.result(), watching }
}
