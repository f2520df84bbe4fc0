import { createServer } from 'node:net'

/** Whether a server could listen on `port` of `host` now; another program may still come first. */
export async function isPortFree(host: string, port: number): Promise<boolean> {
  return new Promise(resolve => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(true)))
  })
}

/**
 * Chooses a port for each of `names`: the one it had before, else the next from `first` on that none of our own gateways
 * uses. All 0 (the system chooses) when `first` is 0.
 */
export function assignPorts(
  names: readonly string[],
  first: number,
  before: ReadonlyMap<string, number>,
  used: ReadonlySet<number>,
): Map<string, number> {
  const assigned = new Map<string, number>()
  const isTaken = (port: number) => used.has(port) || [...assigned.values()].includes(port)
  for (const name of names) {
    const earlier = before.get(name)
    let port = first
    if (first !== 0 && earlier !== undefined && !isTaken(earlier)) port = earlier
    else if (first !== 0) while (isTaken(port) && port < 65_535) port++
    assigned.set(name, port)
  }
  return assigned
}
