import { createHash } from 'node:crypto'
import path from 'node:path'
import type { LambdaFunction, LayerVersion } from '../api/lambdaFunction.ts'
import { valueOf } from '../base/origin.ts'
import type { Variables } from './environment.ts'
import { definedVariables, functionEnvironment, unknownVariables } from './environment.ts'
import { debuggedStart, debuggedTask } from './debuggedStart.ts'
import type { FunctionDebugging } from './functionDebugging.ts'
import type { FunctionCode, MissingCode } from './functionCode.ts'
import { findCode } from './functionCode.ts'
import { findLayers, searchVariables } from './layers.ts'
import type { Platform } from './platform.ts'
import type { LocalHosts, RuntimeTask } from './runtimeProcess.ts'
import type { RuntimeStart } from './runtimeStart.ts'
import { chooseRuntime } from './runtimes/chooseRuntime.ts'
import { bundleSource } from './sourceBundle.ts'

/** A function made ready to run. */
export interface FunctionSetup {
  readonly type: 'code'
  readonly task: RuntimeTask
  readonly start: RuntimeStart
  readonly timeoutMs: number
  /** Folders of its code and its layers; none for code that stands in the definition itself. */
  readonly watched: readonly string[]
  /** What differs from AWS. */
  readonly notes: readonly string[]
}

export interface SetupInput {
  readonly platform: Platform
  readonly bootstrapFile: string
  /** Folders whose code may be run. */
  readonly roots: readonly string[]
  /** The layers of the definition. */
  readonly layers?: () => readonly LayerVersion[]
  /** Milliseconds since 1970, for the name of the log stream. */
  readonly now: () => number
  /** Variables that a function finds unless its definition sets them. */
  readonly variables?: (lambda: LambdaFunction) => Promise<Variables>
  /** Hosts that functions find on this machine. */
  readonly localHosts?: () => Promise<LocalHosts | undefined>
  readonly debugging?: FunctionDebugging
}

/** Lambda's defaults: 3 seconds, 128 MB. */
const defaultTimeoutSeconds = 3
const defaultMemoryMb = 128
/** Works out how a function is started, or why it cannot run here. */
export async function setUpFunction(
  lambda: LambdaFunction,
  input: SetupInput,
): Promise<FunctionSetup | MissingCode> {
  const found = await findCode(lambda, input.roots)
  if (found.type === 'missing') return found
  const bundle = isNode(lambda)
    ? await bundleSource(lambda, found, input.roots, input.bootstrapFile)
    : undefined
  if (bundle?.type === 'missing') return bundle
  const code = { ...found, taskRoot: bundle?.taskRoot ?? found.taskRoot }
  const memoryMb = valueOf(lambda.memorySize) ?? defaultMemoryMb
  const { platform, bootstrapFile } = input
  const layers = await findLayers(lambda, input.layers?.() ?? [], input.roots)
  const own = definedVariables(lambda)
  const searched = searchVariables(valueOf(lambda.runtime) ?? '', layers.folders, found.dependencies, {
    ...platform.baseEnvironment(),
    ...own,
  })
  const runtime = await chooseRuntime(lambda, {
    platform,
    bootstrapFile,
    code,
    memoryMb,
    layers: layers.folders,
    variables: { ...own, ...searched },
  })
  if ('type' in runtime) return runtime
  const localHosts = await input.localHosts?.()
  const start = await debuggedStart(lambda, runtime.start, input.debugging)
  return {
    type: 'code',
    task: {
      ...taskOf(lambda, code, memoryMb, searched, input, (await input.variables?.(lambda)) ?? {}),
      ...(bundle && { source: bundle.source }),
      ...(localHosts && { localHosts }),
      ...debuggedTask(start, input.debugging),
    },
    start,
    timeoutMs: (valueOf(lambda.timeout) ?? defaultTimeoutSeconds) * 1000,
    watched: [...(bundle?.watched ?? code.watched), ...layers.folders],
    notes: [
      ...runtime.notes,
      ...(found.notes ?? []),
      ...(bundle?.notes ?? []),
      ...layers.notes,
      ...unknownVariables(lambda).map(
        ({ name, reason }) => `variable '${name}' of '${lambda.id}' is not set: ${reason}`,
      ),
    ],
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
    [...lambda.environment, ...(lambda.localEnvironment ?? [])].map(([key, fact]) => [key, valueOf(fact)]),
    (lambda.layers ?? []).map(fact => valueOf(fact)),
    valueOf(lambda.reservedConcurrentExecutions) ?? null,
    buildValues(lambda.build),
  ])
}

// Without the places: those move with every line above them.
function buildValues(build: LambdaFunction['build']): unknown {
  if (!build) return null
  const { method, target, format, mainFields, entryPoints, external, loader, outExtension, banner, define } =
    build
  const lists = [entryPoints, external, loader, outExtension, banner, define]
  const single = [method, target, format, mainFields].map(fact => valueOf(fact) ?? null)
  return [single, lists.map(facts => facts.map(fact => valueOf(fact)))]
}

function isNode(lambda: LambdaFunction): boolean {
  return valueOf(lambda.runtime)?.startsWith('nodejs') ?? true
}

function taskOf(
  lambda: LambdaFunction,
  code: FunctionCode,
  memoryMb: number,
  searched: Readonly<Record<string, string>>,
  input: SetupInput,
  variables: Variables,
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
    environment: {
      ...functionEnvironment(lambda, input.platform.baseEnvironment(), {
        taskRoot,
        runtimeFolder,
        handler,
        memoryMb,
        variables,
        ...names,
      }),
      ...searched,
    },
    functionName: lambda.name,
    functionArn: lambda.arn,
    memoryMb,
    ...names,
  }
}
