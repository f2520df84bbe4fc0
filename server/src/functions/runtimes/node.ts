import type { NodeProgram } from '../platform.ts'
import type { FrameStart } from '../runtimeStart.ts'
import type { RuntimeInput, StartOrReason } from './runtime.ts'

/** Megabytes in which young objects live. Node's own 16 would make every process of a busy function a third larger. */
const youngHeap = '--max-semi-space-size=4'

/** Below this a handler's heap is not limited: this machine is not Lambda's, and a spare should fit most functions. */
const smallestHeapMb = 1024

/** Node runs our own bootstrap. */
export async function nodeStart(
  id: string,
  runtime: string | undefined,
  input: RuntimeInput,
): Promise<StartOrReason> {
  const program = await input.platform.nodeProgram()
  const start = frameStart(program, input.bootstrapFile, {
    runtime,
    memoryMb: input.memoryMb,
    variables: startVariables(input.variables),
  })
  const note =
    runtime === undefined
      ? `'${id}' names no known Runtime, ran on Node ${shortVersion(program)}`
      : versionNote(runtime, program)
  return { start, notes: note === undefined ? [] : [note] }
}

/**
 * Node with its flags for a function. Up to nodejs22.x Lambda turns two features of Node off that are on by default.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html
 */
export function frameStart(
  program: NodeProgram,
  bootstrapFile: string,
  wanted: { runtime?: string | undefined; memoryMb?: number; variables?: Record<string, string> },
): FrameStart {
  const heap = `--max-old-space-size=${Math.max(smallestHeapMb, wanted.memoryMb ?? 0)}`
  const features = isBefore24(wanted.runtime) ? disabledFeatures(program.version) : []
  const options = wanted.variables?.['NODE_OPTIONS'] ?? ''
  // A flag on the command line would have the better of one in NODE_OPTIONS.
  const ownHeap = /--max[-_]old[-_]space[-_]size\b/.test(options)
  const flags = [
    ...(ownHeap ? [] : [heap]),
    youngHeap,
    ...features.filter(flag => !options.includes(flag.replace('--no-', '--'))),
  ]
  return {
    type: 'frames',
    file: program.file,
    arguments: [...flags, bootstrapFile],
    environment: { ...wanted.variables, ...program.environment },
    takesMore: true,
  }
}

/** Says on which Node a runtime runs here; undefined when it is the one asked for. */
export function versionNote(runtime: string, program: NodeProgram): string | undefined {
  const wanted = /^nodejs(\d+)/.exec(runtime)?.[1]
  if (wanted === undefined || wanted === program.version.split('.')[0]) return undefined
  return `${runtime} is not installed, ran on Node ${shortVersion(program)}`
}

/** The definition's variables that Node reads only when it starts. */
function startVariables(variables: RuntimeInput['variables']): Record<string, string> {
  const names = ['NODE_OPTIONS', 'NODE_PATH', 'NODE_EXTRA_CA_CERTS', 'NODE_ICU_DATA']
  return Object.fromEntries(Object.entries(variables).filter(([name]) => names.includes(name)))
}

function shortVersion(program: NodeProgram): string {
  return program.version.split('.').slice(0, 2).join('.')
}

function isBefore24(runtime: string | undefined): boolean {
  return Number(/^nodejs(\d+)/.exec(runtime ?? '')?.[1] ?? 0) < 24
}

// A Node that does not know a flag refuses to start.
function disabledFeatures(version: string): string[] {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const knowsBoth = major >= 22 || (major === 20 && minor >= 17)
  return knowsBoth ? ['--no-experimental-require-module', '--no-experimental-detect-module'] : []
}
