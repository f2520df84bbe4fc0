import vm from 'node:vm'
import type { LambdaFunction } from '../../server/src/api/lambdaFunction.ts'
import type {
  BackendRequest,
  BackendResponse,
  FunctionCall,
  FunctionResult,
  World,
} from '../../server/src/gateway/world.ts'
import { GatewayState } from '../../server/src/gateway/state.ts'
import { contentCoder } from '../../server/src/io/contentCoder.ts'
import { withTimeLimit } from '../../server/src/io/timeLimit.ts'
import type { Trust } from '../../server/src/gateway/trust.ts'
import { BackendError } from '../../server/src/gateway/world.ts'

/** A world that stands still: fixed time, counted ids, functions as lines of JavaScript, recorded calls. */
export interface FixedWorld extends World {
  /** Events that functions got, oldest first. */
  readonly events: { readonly functionId: string; readonly event: string }[]
  /** Requests that backends got, oldest first. */
  readonly sent: BackendRequest[]
}

export interface FixedWorldOptions {
  /** By function id: a JavaScript expression of `event`, `throw '...'`, or `function timeout`, `integration timeout`, `throttled`, `init Runtime.HandlerNotFound`, `exit Runtime.OutOfMemory`, or `throws 'no table' at /file.js:7:3`. */
  readonly functions?: ReadonlyMap<string, string>
  /** What every backend answers; without it backends are unreachable, `timeout` never answers. */
  readonly backend?: BackendResponse | 'timeout'
  /** What earlier requests left. */
  readonly state?: GatewayState
  /** Whose signatures it believes; nobody's unless stated. */
  readonly trust?: Partial<Trust>
  /** What AWS's services answer; nobody does unless stated. */
  readonly service?: BackendResponse
  readonly stubs?: boolean
  /** Texts of the user's files. */
  readonly files?: ReadonlyMap<string, string>
}

/** 2020-03-12T19:03:58Z */
export const fixedTime = Date.UTC(2020, 2, 12, 19, 3, 58)

/** Makes a world for one test. */
export function fixedWorld(options: FixedWorldOptions = {}): FixedWorld {
  const { state = new GatewayState() } = options
  let ids = 0
  let ticks = 0
  const events: { functionId: string; event: string }[] = []
  const sent: BackendRequest[] = []
  return {
    events,
    sent,
    now: () => fixedTime + state.clockOffset,
    state,
    clock: () => ticks++ / 10,
    id: () => `00000000-0000-4000-8000-${String(++ids).padStart(12, '0')}`,
    fetch: request => {
      sent.push(request)
      return answer(options.backend, request)
    },
    callService: request => {
      sent.push(request)
      return Promise.resolve(
        options.service
          ? { type: 'answered', response: options.service, by: 'the test' }
          : { type: 'nobody' },
      )
    },
    stubs: options.stubs ?? false,
    readText: file => options.files?.get(file),
    withTimeLimit,
    coder: contentCoder,
    trust: {
      localKeys: async () => ({ keys: [] }),
      issuerKeys: new Map(),
      callers: async () => [],
      ...options.trust,
    },
    invokeFunction: call => {
      events.push({ functionId: call.function.id, event: call.event })
      return Promise.resolve(run(options.functions?.get(call.function.id), call))
    },
  }
}

/** A function of the definition, as a template's reader gives it. */
export function lambdaFunction(id: string): LambdaFunction {
  const start = { line: 0, character: 0 }
  return {
    id,
    name: id,
    arn: `arn:aws:lambda:us-east-1:123456789012:function:${id}`,
    origin: { file: '/template.yaml', pointer: `/Resources/${id}`, range: { start, end: start } },
    environment: new Map(),
    unmodelled: [],
  }
}

function answer(
  backend: FixedWorldOptions['backend'],
  { timeoutMs }: Pick<BackendRequest, 'timeoutMs'>,
): Promise<BackendResponse> {
  if (backend === 'timeout')
    return Promise.reject(new BackendError('timeout', `no answer within ${timeoutMs / 1000} s`))
  if (!backend) return Promise.reject(new BackendError('unreachable', 'connect ECONNREFUSED'))
  return Promise.resolve(backend)
}

function run(code: string | undefined, call: FunctionCall): FunctionResult {
  const ran = {
    log: [],
    durationMs: 1.5,
    source: { file: `/functions/${call.function.id}.js`, line: 0 },
    notes: [],
  }
  if (code === undefined) throw new Error(`the test has no function '${call.function.id}'`)
  const timeout = /^(function|integration) timeout$/.exec(code.trim())?.[1]
  if (timeout === 'function' || timeout === 'integration') {
    const errorMessage = 'Task timed out after 3.00 seconds'
    const payload = JSON.stringify({ errorMessage })
    return { type: 'timeout', limit: timeout, errorMessage, payload, ...ran }
  }
  if (code.trim() === 'throttled') {
    const error = { errorType: 'TooManyRequestsException', errorMessage: 'Rate Exceeded.' }
    return { type: 'error', cause: 'throttled', payload: '{}', ...error, ...ran }
  }
  const [, cause, errorType = ''] = /^(init|exit) (Runtime\.\w+)$/.exec(code.trim()) ?? []
  if (cause === 'init' || cause === 'exit') {
    const error = { errorType, errorMessage: 'as the test says' }
    return { type: 'error', cause, payload: JSON.stringify(error), ...error, ...ran }
  }
  const [, message, place] = /^throws '(.*)' at (\S+)$/.exec(code.trim()) ?? []
  if (message !== undefined) {
    const error = { errorType: 'Error', errorMessage: message }
    const trace = [`Error: ${message}`, '    at node:internal/main:1:1', `    at handler (${place})`]
    return { type: 'error', cause: 'handler', payload: JSON.stringify({ ...error, trace }), ...error, ...ran }
  }
  try {
    const value: unknown = vm.runInNewContext(`(event => (${code}\n))(JSON.parse(text))`, {
      text: call.event,
      fail,
    })
    return { type: 'success', payload: JSON.stringify(value ?? null), ...ran }
  } catch (error) {
    const errorMessage = error instanceof Error ? error.message : String(error)
    const payload = JSON.stringify({ errorType: 'Error', errorMessage, trace: [] })
    return { type: 'error', errorType: 'Error', errorMessage, payload, cause: 'handler', ...ran }
  }
}

function fail(message: string): never {
  throw new Error(message)
}
