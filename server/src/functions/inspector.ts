import { WebSocket } from 'ws'

/** What Node says on stderr about its inspector: no line of the function's. */
export function isInspectorLine(text: string): boolean {
  return /^(Debugger (listening on|attached|ending on)|For help, see: https:\/\/nodejs\.org\/|Waiting for the debugger)/.test(
    text,
  )
}

/** Lets a Node run on that waits for its debugger (`inspector.waitForDebugger`); harmless once it runs. */
export function letInspectedRun(url: string): void {
  const socket = new WebSocket(url)
  socket.once('open', () => socket.send(JSON.stringify({ id: 1, method: 'Runtime.runIfWaitingForDebugger' })))
  socket.once('message', () => socket.close())
  // The process is gone.
  socket.on('error', () => undefined)
}
