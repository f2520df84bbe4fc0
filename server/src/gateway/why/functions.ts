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
  if (cause.type === 'malformed') return malformed(about, cause, told.step.source)
  if (cause.type === 'stillBase64') return stillBase64(about, cause)
  const { failure } = cause
  const { words, ...parts } = failureParts(about, failure)
  const then = failure.kind === 'gatewayTimeout' ? 'It may run on, and nobody hears of its end' : hidden
  return {
    cause: causeOf[failure.kind],
    sentence: `${failure.functionId} was called and gave no answer: **it ${words}**. ${then}.`,
    ...parts,
  }
}

const causeOf: Readonly<Record<FunctionFailure['kind'], CauseId>> = {
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
export function failureParts(about: About, failure: FunctionFailure): FailureParts {
  const target = functionNamed(about, failure.functionId)
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
      const limit = targetOf(about)?.integration?.timeoutInMillis
      const seconds = (valueOf(limit) ?? defaultLimit(about)) / 1000
      const words = `did not answer within the ${seconds} s of the integration`
      const fact = limit ?? targetOf(about)?.integration
      return settled(words, fact, limit ? 'Go to the time limit' : 'Go to the integration')
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

function defaultLimit({ served }: About): number {
  return served.api.type === 'rest' ? 29_000 : 30_000
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

function malformed(
  about: About,
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
