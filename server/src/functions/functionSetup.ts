import { createHash } from 'node:crypto'
import path from 'node:path'
import type { LambdaFunction } from '../api/lambdaFunction.ts'
import { valueOf } from '../base/origin.ts'
import { functionEnvironment, startVariables, unknownVariables } from './environment.ts'
import type { FunctionCode, MissingCode } from './functionCode.ts'
import { findCode } from './functionCode.ts'
import type { NodeProgram, Platform } from './platform.ts'
import type { RuntimeTask } from './runtimeProcess.ts'
import type { StartSettings } from './spareProcess.ts'

/** A function made ready to run. */
export interface FunctionSetup {
  readonly type: 'code'
  readonly task: RuntimeTask
  readonly start: StartSettings
  readonly timeoutMs: number
  readonly watched: string | undefined
  /** What differs from AWS. */
  readonly notes: readonly string[]
}

export interface SetupInput {
  readonly platform: Platform
  readonly bootstrapFile: string
  /** Folders whose code may be run. */
  readonly roots: readonly string[]
  /** Milliseconds since 1970, for the name of the log stream. */
  readonly now: () => number
  /** Variables that a function finds unless its definition sets them. */
  readonly variables?: (lambda: LambdaFunction) => Readonly<Record<string, string>>
}

/** Lambda's defaults: 3 seconds, 128 MB. */
const defaultTimeoutSeconds = 3
const defaultMemoryMb = 128
/** Below this a handler's heap is not limited: this machine is not Lambda's, and a spare should fit most functions. */
const smallestHeapMb = 1024

/** Works out how a function is started, or why it cannot run here. */
export async function setUpFunction(
  lambda: LambdaFunction,
  input: SetupInput,
): Promise<FunctionSetup | MissingCode> {
  const code = await findCode(lambda, input.roots)
  if (code.type === 'missing') return code
  const program = await input.platform.nodeProgram()
  const memoryMb = valueOf(lambda.memorySize) ?? defaultMemoryMb
  return {
    type: 'code',
    task: taskOf(lambda, code, memoryMb, input),
    start: startSettings(program, {
      runtime: valueOf(lambda.runtime),
      memoryMb,
      variables: startVariables(lambda),
    }),
    timeoutMs: (valueOf(lambda.timeout) ?? defaultTimeoutSeconds) * 1000,
    watched: code.watched,
    notes: notesOf(lambda, program),
  }
}

/**
 * Node's flags for a function. Up to nodejs22.x Lambda turns two features of Node off that are on by default.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html
 */
export function startSettings(
  program: NodeProgram,
  wanted: { runtime?: string | undefined; memoryMb?: number; variables?: Record<string, string> },
): StartSettings {
  const heap = `--max-old-space-size=${Math.max(smallestHeapMb, wanted.memoryMb ?? 0)}`
  const features = isBefore24(wanted.runtime) ? disabledFeatures(program.version) : []
  const options = wanted.variables?.['NODE_OPTIONS'] ?? ''
  return {
    nodeArguments: [heap, ...features.filter(flag => !options.includes(flag.replace('--no-', '--')))],
    environment: wanted.variables ?? {},
  }
}

/** Everything of a function that a running process depends on; equal texts mean the process may stay. */
export function fingerprint(lambda: LambdaFunction): string {
  const { name, arn, handler, runtime, code, inlineCode, packageType, timeout, memorySize } = lambda
  const values = [handler, runtime, code, inlineCode, packageType, timeout, memorySize].map(
    fact => valueOf<string | number>(fact) ?? null,
  )
  return JSON.stringify([
    name,
    arn,
    values,
    [...lambda.environment].map(([key, fact]) => [key, valueOf(fact)]),
  ])
}

function taskOf(
  lambda: LambdaFunction,
  code: FunctionCode,
  memoryMb: number,
  input: SetupInput,
): RuntimeTask {
  const date = new Date(input.now()).toISOString().slice(0, 10).replaceAll('-', '/')
  const stream = createHash('md5').update(`${lambda.arn} ${input.now()}`).digest('hex')
  const names = {
    logGroupName: `/aws/lambda/${lambda.name}`,
    logStreamName: `${date}/[$LATEST]${stream}`,
  }
  const { taskRoot, handler } = code
  const runtimeFolder = path.dirname(input.bootstrapFile)
  return {
    taskRoot,
    handler,
    environment: functionEnvironment(
      lambda,
      { ...input.platform.baseEnvironment(), ...input.variables?.(lambda) },
      {
        taskRoot,
        runtimeFolder,
        handler,
        memoryMb,
        ...names,
      },
    ),
    functionName: lambda.name,
    functionArn: lambda.arn,
    memoryMb,
    ...names,
  }
}

/** Says on which Node a runtime runs here; undefined when it is the one asked for. */
export function versionNote(runtime: string, program: NodeProgram): string | undefined {
  const wanted = /^nodejs(\d+)/.exec(runtime)?.[1]
  if (wanted === undefined || wanted === program.version.split('.')[0]) return undefined
  return `${runtime} is not installed, ran on Node ${shortVersion(program)}`
}

function notesOf(lambda: LambdaFunction, program: NodeProgram): string[] {
  const runtime = valueOf(lambda.runtime)
  const unknown = unknownVariables(lambda).map(
    ({ name, reason }) => `variable '${name}' of '${lambda.id}' is not set: ${reason}`,
  )
  const version =
    runtime === undefined
      ? `'${lambda.id}' names no known Runtime, ran on Node ${shortVersion(program)}`
      : versionNote(runtime, program)
  return version === undefined ? unknown : [version, ...unknown]
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
