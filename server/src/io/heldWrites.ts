import type { Duplex } from 'node:stream'

const held = new Set<Duplex>()

/**
 * Holds what is written to a socket until this turn of the loop ends, so that the answers of one turn leave together. A
 * write wakes its reader: alone, it would run before the next answer is made.
 */
export function holdWrites(socket: Duplex): void {
  if (held.has(socket)) return
  if (held.size === 0) setImmediate(release)
  held.add(socket)
  socket.cork()
}

function release(): void {
  const sockets = [...held]
  held.clear()
  for (const socket of sockets) socket.uncork()
}
