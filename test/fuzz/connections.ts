import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Broken } from './definition.ts'
import { megabytes } from './http.ts'
import { askGood, memory, startServer } from './httpServer.ts'

export interface ConnectionsOptions {
  /** Connections at once. */
  readonly inputs: number
  /** `connectionsClient.mjs` */
  readonly clientFile: string
  /** Those that the server takes; what is beyond gets a 503. */
  readonly mostConnections: number
  readonly onFigures?: (text: string) => void
}

interface Outcomes {
  readonly open: number
  readonly answered: number
  readonly throttled: number
  readonly busy: number
  readonly refused: number
  readonly hung: number
  readonly other: number
  readonly slowestMs: number
}

/**
 * Holds many connections at once from a second process and asks on each: every one is answered or gets a 503, and
 * afterwards the memory is back within 10 %.
 */
export async function fuzzConnections(options: ConnectionsOptions): Promise<Broken[]> {
  const { inputs, clientFile, mostConnections, onFigures } = options
  const server = await startServer(mostConnections)
  const run = async (count: number): Promise<Outcomes> => {
    const args = [clientFile, String(server.port), String(count)]
    const { stdout } = await promisify(execFile)(process.execPath, args)
    // Our own client wrote it.
    return JSON.parse(stdout) as Outcomes
  }
  // Once before, so that what is made on first use does not count.
  await run(Math.min(inputs, 500))
  const before = await memory()
  const outcomes = await run(inputs)
  await askGood(server.port)
  const after = await memory()
  await server.close()
  onFigures?.(`${JSON.stringify(outcomes)}; memory ${megabytes(before)} before, ${megabytes(after)} after`)
  const answered = outcomes.answered + outcomes.throttled + outcomes.busy
  const faults = [
    ...(answered === inputs ? [] : ['not every connection was answered']),
    ...(after.heap <= before.heap * 1.1 + 1024 * 1024 ? [] : ['the memory is not back within 10 %']),
    ...server.problems,
  ]
  return faults.map(why => ({ why, file: 'connections.json', text: JSON.stringify(outcomes) }))
}
