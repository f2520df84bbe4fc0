import type { Diagnostic } from '../base/diagnostic.ts'
import type { Node } from '../syntax/node.ts'
import { documentOf, entriesOf, entryOf, itemsOf, rangeOf, stringOf } from '../syntax/node.ts'
import { prepareJsonPath } from '../template/jsonPath/jsonPath.ts'

/** What is wrong with regular expressions, JSONPaths, statuses and instants of a test; the schema cannot tell. */
export function wrongExpressions(test: Node): Diagnostic[] {
  const steps = [test, ...itemsOf(entryOf(test, 'steps')?.value)]
  return [
    ...steps.flatMap(wrongInStep),
    ...wrongClock(entryOf(entryOf(test, 'setup')?.value, 'clock')?.value),
  ]
}

/** An error in a test file. */
export function findingAt(node: Node, code: string, message: string): Diagnostic {
  return { code, severity: 'error', message, file: documentOf(node).file, range: rangeOf(node) }
}

/** Instants are read as JavaScript reads ISO 8601; milliseconds since 1970, undefined for other texts. */
export function instantOf(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?$/.test(text)) return undefined
  const ms = Date.parse(text)
  return Number.isNaN(ms) ? undefined : ms
}

/** `200` or `2XX`. */
export function isStatusPattern(text: string): boolean {
  return /^[1-5](?:\d\d|XX)$/i.test(text)
}

const code = 'test-expression'

function wrongInStep(step: Node): Diagnostic[] {
  const expected = entryOf(step, 'expect')?.value
  const body = entryOf(expected, 'body')?.value
  const matchers = [
    ...entriesOf(entryOf(expected, 'headers')?.value),
    ...entriesOf(entryOf(body, 'paths')?.value),
    ...entriesOf(entryOf(expected, 'variables')?.value),
    ...entriesOf(entryOf(step, 'capture')?.value),
  ].map(({ value }) => entryOf(value, 'matches')?.value)
  const own = [expected, body, entryOf(expected, 'error')?.value].map(node => entryOf(node, 'matches')?.value)
  return [
    ...[...own, ...matchers].flatMap(wrongPattern),
    ...entriesOf(entryOf(body, 'paths')?.value).flatMap(({ key, name }) => wrongPath(key, name)),
    ...entriesOf(entryOf(step, 'capture')?.value).flatMap(({ value }) => {
      const node = entryOf(value, 'path')?.value ?? value
      return wrongPath(node, stringOf(node))
    }),
    ...wrongStatus(entryOf(expected, 'status')?.value),
  ]
}

function wrongPattern(node: Node | undefined): Diagnostic[] {
  const text = stringOf(node)
  if (!node || text === undefined || hasPlaceholder(text)) return []
  try {
    new RegExp(text)
    return []
  } catch {
    return [findingAt(node, code, `'${text}' is no regular expression: it cannot be looked for; correct it`)]
  }
}

function wrongPath(node: Node, text: string | undefined): Diagnostic[] {
  if (text === undefined || hasPlaceholder(text)) return []
  const { fault } = prepareJsonPath(text)
  if (!fault) return []
  return [findingAt(node, code, `'${text}' is no JSONPath: ${fault.message}; write one as $.items[0].title`)]
}

function wrongStatus(node: Node | undefined): Diagnostic[] {
  return [node, ...itemsOf(node)].flatMap(each => {
    if (each?.type !== 'scalar') return []
    const text = String(each.value)
    if (hasPlaceholder(text) || isStatusPattern(text)) return []
    return [findingAt(each, code, `'${text}' is no status of HTTP: write a status as 200, or 2XX`)]
  })
}

function wrongClock(node: Node | undefined): Diagnostic[] {
  if (node?.type !== 'scalar') return []
  const text = String(node.value)
  if (hasPlaceholder(text) || instantOf(text) !== undefined) return []
  return [findingAt(node, code, `'${text}' is no instant: write one as 2026-11-22T09:30:00Z`)]
}

function hasPlaceholder(text: string): boolean {
  return text.includes('${')
}
