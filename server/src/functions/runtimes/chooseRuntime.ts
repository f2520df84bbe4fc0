import type { LambdaFunction } from '../../api/lambdaFunction.ts'
import type { Origin } from '../../base/origin.ts'
import { valueOf } from '../../base/origin.ts'
import type { MissingCode } from '../functionCode.ts'
import { customStart } from './custom.ts'
import { dotnetStart, javaStart, rubyStart } from './interfaceClients.ts'
import { nodeStart } from './node.ts'
import { pythonStart } from './python.ts'
import type { ChosenRuntime, RuntimeInput, StartOrReason } from './runtime.ts'

/** Chooses the program for a function's runtime, or says what is missing on this machine. */
export async function chooseRuntime(
  lambda: LambdaFunction,
  input: RuntimeInput,
): Promise<ChosenRuntime | MissingCode> {
  const runtime = valueOf(lambda.runtime)
  const chosen = await startOf(lambda, runtime, input)
  if (typeof chosen !== 'string') return chosen
  const origin: Origin = lambda.runtime?.origin ?? lambda.origin
  return {
    type: 'missing',
    message: `'${lambda.id}' cannot run here: ${chosen}`,
    place: { file: origin.file, line: origin.range.start.line },
  }
}

async function startOf(
  lambda: LambdaFunction,
  runtime: string | undefined,
  input: RuntimeInput,
): Promise<StartOrReason> {
  if (runtime === undefined || runtime.startsWith('nodejs')) return nodeStart(lambda.id, runtime, input)
  if (runtime.startsWith('python')) return pythonStart(runtime, input)
  if (runtime.startsWith('provided') || runtime === 'go1.x') return customStart(runtime, input)
  if (runtime.startsWith('ruby')) return rubyStart(runtime, input)
  if (runtime.startsWith('java')) return javaStart(runtime, input)
  if (runtime.startsWith('dotnet')) return dotnetStart(runtime, input)
  return `there is no runtime '${runtime}' on Lambda`
}
