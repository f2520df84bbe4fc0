import { createServer } from 'node:net'
import type { LambdaFunction } from '../api/lambdaFunction.ts'
import { valueOf } from '../base/origin.ts'
import type { FunctionDebugging } from './functionDebugging.ts'
import type { RuntimeTask } from './runtimeProcess.ts'
import type { RuntimeStart } from './runtimeStart.ts'

/** How a function is started while somebody debugs: our own bootstraps as ever, other programs by the user's command. */
export async function debuggedStart(
  lambda: LambdaFunction,
  start: RuntimeStart,
  debugging: FunctionDebugging | undefined,
): Promise<RuntimeStart> {
  if (start.type === 'frames' || !debugging?.isOn()) return start
  const given = debugging.commandOf(lambda.id, valueOf(lambda.runtime))
  if (!given) return start
  const debugPort = await freePort()
  const withPort = (text: string) => text.replaceAll('{port}', String(debugPort))
  const [file = '', ...rest] = given.command.flatMap(word => {
    if (word === '{command}') return [start.file, ...start.arguments]
    if (word === '{arguments}') return start.arguments
    return [withPort(word.replaceAll('{program}', start.file))]
  })
  const own = Object.entries(given.env).map(([name, value]) => [name, withPort(value)])
  const environment = { ...start.environment, ...(Object.fromEntries(own) as Record<string, string>) }
  return { ...start, file, arguments: rest, environment, debugPort }
}

/** What an environment that is started so is told of its debugger. */
export function debuggedTask(
  start: RuntimeStart,
  debugging: FunctionDebugging | undefined,
): Pick<RuntimeTask, 'heldTimeFile' | 'isDebugged'> {
  const isDebugged = debugging?.isOn() === true && (start.type === 'frames' || start.debugPort !== undefined)
  if (!isDebugged) return {}
  const heldTimeFile = debugging.heldTimeFile()
  return { isDebugged, ...(heldTimeFile !== undefined && { heldTimeFile }) }
}

/** A port of 127.0.0.1 that nobody listens at. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0))
    })
  })
}
