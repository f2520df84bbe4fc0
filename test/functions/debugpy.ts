import { readdirSync, readFileSync } from 'node:fs'
import { DebugClient } from '@vscode/debugadapter-testsupport'
import type { DebugProtocol } from '@vscode/debugprotocol'

/** Attaches as the editor does: the port speaks the Debug Adapter Protocol. */
export async function attachDebugpy(
  child: Readonly<Record<string, unknown>>,
  file: string,
  lines: readonly number[],
) {
  const { port } = child['connect'] as { port: number }
  const client = new DebugClient('', '', 'debugpy')
  await client.start(port)
  client.defaultTimeout = 30_000
  await client.initializeRequest()
  const ready = client.waitForEvent('initialized')
  const attached = client.attachRequest(child)
  await ready
  await client.setBreakpointsRequest({ source: { path: file }, breakpoints: lines.map(line => ({ line })) })
  const stop = async () => {
    const { body } = (await client.waitForEvent('stopped')) as DebugProtocol.StoppedEvent
    const threadId = body.threadId ?? 0
    const { stackFrames } = (await client.stackTraceRequest({ threadId })).body
    return { threadId, file: stackFrames[0]?.source?.path, line: stackFrames[0]?.line }
  }
  const first = stop()
  await client.configurationDoneRequest()
  await attached
  return { client, stop, first: await first }
}

/** Ids of the processes that were started with a text in their environment. */
export function processesWith(text: string): number[] {
  return readdirSync('/proc').flatMap(name => {
    try {
      return readFileSync(`/proc/${name}/environ`, 'latin1').includes(text) ? [Number(name)] : []
    } catch {
      // No process, one of somebody else, or gone already.
      return []
    }
  })
}
