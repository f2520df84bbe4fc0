import type { LambdaFunction } from '../../api/lambdaFunction.ts'
import type { Origin } from '../../base/origin.ts'
import { valueOf } from '../../base/origin.ts'
import type { Evidence, SourceLine, WhyFact, WhyFix } from '../../protocol/trace.ts'
import type { About, Explanation } from './about.ts'
import { functionNamed, targetOf } from './about.ts'
import type { FunctionCause, FunctionFailure } from './cause.ts'
import type { CauseId } from './causes.ts'
import { returnedProperty, thrownAt } from './handlerText.ts'
import { memberLines } from './jsonLines.ts'
import { brief, code, goTo, listed, stated, statedFact } from './parts.ts'
import type { ToldStep } from '../trace.ts'

const hidden = 'AWS hides this behind `Internal server error`'
const openLog: WhyFix = { type: 'log', title: "Open the function's log" }

/** Why a function gave no answer that can be used. */
export function functionWhy(about: About, cause: FunctionCause, told: ToldStep): Explanation {
  if (cause.type === 'malformed') return malformedWhy(about, cause, told.step.source)
  if (cause.type === 'stillBase64') return stillBase64(about, cause)
  const { failure } = cause
  const { words, ...parts } = failureParts(failure, functionNamed(about, failure.functionId), limitOf(about))
  const then = failure.kind === 'gatewayTimeout' ? 'It may run on, and nobody hears of its end' : hidden
  return {
    cause: causeOf[failure.kind],
    sentence: `${failure.functionId} was called and gave no answer: **it ${words}**. ${then}.`,
    ...parts,
  }
}

/** The causes of docs/why.md by what a function did. */
export const causeOf: Readonly<Record<FunctionFailure['kind'], CauseId>> = {
  threw: 'function-threw',
  noHandler: 'handler-not-found',
  notLoaded: 'function-not-loaded',
  memory: 'function-out-of-memory',
  exited: 'function-gave-no-answer',
  missing: 'function-gave-no-answer',
  tooLarge: 'function-gave-no-answer',
  throttled: 'function-gave-no-answer',
  timeout: 'function-timed-out',
  gatewayTimeout: 'integration-timed-out',
}

interface FailureParts {
  /** `threw `Error: no such book`` */
  readonly words: string
  readonly source?: SourceLine
  readonly evidence?: Evidence
  readonly facts: readonly WhyFact[]
  readonly fixes: readonly WhyFix[]
}

/** What a function did instead of answering, where, and the ways out; of an integration or an authorizer alike. */
export function failureParts(
  failure: FunctionFailure,
  target: LambdaFunction | undefined,
  limit: TimeLimit | undefined,
): FailureParts {
  const error = code(brief(`${failure.errorType}: ${failure.errorMessage}`, 18, 160))
  const settled = (
    words: string,
    fact: { readonly origin: Origin } | undefined,
    title: string,
  ): FailureParts => {
    const origin = fact?.origin ?? target?.origin
    return { words, ...stated(origin), facts: settingFacts(target), fixes: [...goTo(title, origin), openLog] }
  }
  switch (failure.kind) {
    case 'threw':
    case 'notLoaded': {
      const source = thrownAt(failure.payload) ?? failure.source
      return {
        words: `${failure.kind === 'threw' ? 'threw' : 'did not load:'} ${error}`,
        ...(source ? { source } : stated(target?.origin)),
        facts: target ? [statedFact('Function', code(failure.functionId), target.origin)] : [],
        fixes: [
          ...goTo(source ? `Go to line ${source.line + 1}` : 'Go to the function', source ?? target?.origin),
          openLog,
        ],
      }
    }
    case 'noHandler': {
      const parts = settled(`has no handler ${code(handlerName(target))}`, target?.handler, 'Go to Handler')
      const { source } = parts
      const fix: WhyFix[] = source
        ? [{ type: 'rule', title: 'Apply the quick fix', rule: 'function-handler-missing', source }]
        : []
      return { ...parts, fixes: [...fix, ...parts.fixes] }
    }
    case 'memory':
      return settled('used more memory than it has', target?.memorySize, 'Go to MemorySize')
    case 'timeout':
      return settled(
        `reached its own timeout of ${valueOf(target?.timeout) ?? 3} s`,
        target?.timeout,
        'Go to Timeout',
      )
    case 'gatewayTimeout': {
      const words = `did not answer within the ${(limit?.ms ?? 0) / 1000} s of the integration`
      return settled(words, limit?.at, limit?.isStated ? 'Go to the time limit' : 'Go to the integration')
    }
    case 'throttled':
      return settled(
        `was refused by Lambda, ${code('Rate Exceeded')}`,
        target?.reservedConcurrentExecutions,
        'Go to the concurrency',
      )
    case 'tooLarge':
      return settled('answered with more than 6 MB', undefined, 'Go to the function')
    case 'missing':
      return settled('has no code on this machine', target?.code, 'Go to the function')
    case 'exited':
      return settled(`ended: ${error}`, undefined, 'Go to the function')
  }
}

/** How long an integration may take, and where that or the integration stands. */
interface TimeLimit {
  readonly ms: number
  readonly at: { readonly origin: Origin } | undefined
  readonly isStated: boolean
}

/** The time limit of the integration of what took the request. */
export function limitOf(about: About): TimeLimit {
  const integration = targetOf(about)?.integration
  const stated = integration?.timeoutInMillis
  const usual = about.served.api.type === 'http' ? 30_000 : 29_000
  return { ms: valueOf(stated) ?? usual, at: stated ?? integration, isStated: stated !== undefined }
}

function handlerName(target: LambdaFunction | undefined): string {
  return valueOf(target?.handler) ?? 'it names'
}

function settingFacts(target: LambdaFunction | undefined): WhyFact[] {
  if (!target) return []
  const { timeout, memorySize, origin } = target
  return [
    statedFact('Function', code(target.id), origin),
    statedFact('Timeout', `${valueOf(timeout) ?? 3} s${timeout ? '' : ', the default'}`, timeout?.origin),
    statedFact(
      'Memory',
      `${valueOf(memorySize) ?? 128} MB${memorySize ? '' : ', the default'}`,
      memorySize?.origin,
    ),
  ]
}

/** Why the answer of a function cannot be used. */
export function malformedWhy(
  about: Pick<About, 'readText'>,
  cause: Extract<FunctionCause, { type: 'malformed' }>,
  handler: SourceLine | undefined,
): Explanation {
  const { functionId, fault, payload, property, format } = cause
  const place =
    property === undefined ? undefined : handler && returnedProperty(handler, property, about.readText)
  const source = place?.source ?? handler
  const what = format === 'proxy' ? 'is no Lambda proxy response' : `is none of format ${format}`
  const { change } = place ?? {}
  return {
    cause: 'proxy-response-malformed',
    sentence: `${functionId} ran without an error, but its answer ${what}: **${fault.replaceAll('**', '')}**. ${hidden}.`,
    ...(source && { source }),
    evidence: { title: `What ${functionId} returned`, firstLine: 1, lines: memberLines(payload, property) },
    facts: [],
    fixes: [
      ...(change ? [{ type: 'edit', title: 'Write it as JSON', change } as const] : []),
      ...goTo(`Go to line ${(source?.line ?? 0) + 1}`, source),
      openLog,
    ],
  }
}

function stillBase64(
  about: About,
  { functionId, accept }: Extract<FunctionCause, { type: 'stillBase64' }>,
): Explanation {
  const { api } = about.served
  const types = api.type === 'rest' ? api.binaryMediaTypes : []
  const origin: Origin = types[0]?.origin ?? api.origin
  const first = (accept ?? 'application/json').split(',')[0]?.trim() ?? ''
  return {
    cause: 'body-left-in-base64',
    sentence: `${functionId} sent bytes as base64, and the client got the base64: **${code(first)}, the first type of ${code('Accept')}, is no binary media type**. AWS decodes a body only for one that is.`,
    ...stated(origin),
    facts: [
      {
        label: 'Binary media types',
        text: types.length === 0 ? 'none' : listed(types.map(type => code(valueOf(type) ?? '?'))),
      },
      {
        label: 'Accept',
        text: accept === undefined ? 'not sent: counts as `application/json`' : code(brief(accept)),
      },
    ],
    fixes: goTo(types.length === 0 ? 'Go to the API' : 'Go to the binary media types', origin),
    isQuiet: true,
  }
}
