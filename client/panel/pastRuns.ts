import type { Repeat } from './repeatState.ts'
import type { Answer } from './runs.ts'

/** The answers of a panel, and which of them is looked at. */
export interface Answers {
  readonly answer?: Answer
  readonly past: readonly Answer[]
  readonly shownRun?: number
  readonly repeat?: Repeat
}

/** Answers before the last one that are kept at most, and how much of their bodies and traces, in characters. */
const mostPast = 20
const mostPastSize = 4_000_000

/** The answers before the newest, the oldest dropped where they get too many or too large. */
export function withPast(past: readonly Answer[], answer: Answer): readonly Answer[] {
  return keptPast([...past, answer], mostPastSize)
}

/** The newest of some answers that fit into so many characters. */
export function keptPast(answers: readonly Answer[], most: number): readonly Answer[] {
  let left = most
  const kept: Answer[] = []
  for (const each of answers.toReversed()) {
    left -= answerSize(each)
    if (left < 0 || kept.length === mostPast) break
    kept.unshift(each)
  }
  return kept
}

/** Characters of an answer's body and of the bodies in its trace, roughly what it takes to keep it. */
export function answerSize({ response, trace }: Answer): number {
  const contextSize = (template: { readonly context?: string } | undefined) => template?.context?.length ?? 0
  const steps = trace.steps.reduce(
    (sum, { before, after, template }) => sum + bodySize(before) + bodySize(after) + contextSize(template),
    0,
  )
  return response.bodyBase64.length + (trace.masked ? 2 : 1) * steps
}

/** The answer that is looked at: an earlier run, one of many of a repeated request, else the last. */
export function shownAnswer({ answer, past, shownRun, repeat }: Answers): Answer | undefined {
  if (repeat) return repeat.opened
  if (shownRun === undefined) return answer
  return past.find(({ number }) => number === shownRun) ?? answer
}

/** The run before the one that is looked at: what it is compared with. */
export function answerBefore(state: Answers): Answer | undefined {
  if (state.repeat) return undefined
  const shown = shownAnswer(state)
  return shown && state.past.findLast(({ number }) => number < shown.number)
}

/** The answer after the one that is looked at. */
export function answerAfter(state: Answers): Answer | undefined {
  if (state.repeat) return undefined
  const shown = shownAnswer(state)
  const all = state.answer ? [...state.past, state.answer] : []
  return shown && all.find(({ number }) => number > shown.number)
}

interface Sized {
  readonly body?: { readonly text?: string; readonly base64?: string }
}

function bodySize(message: Sized | undefined): number {
  return (message?.body?.text ?? message?.body?.base64 ?? '').length
}
