import type { Origin } from '../base/origin.ts'
import type { SourceLine, TracedTemplate } from '../protocol/trace.ts'
import { jsonText } from '../template/jsonText.ts'
import type { Overrides, OverrideValue, TemplateContext, TemplateVariables } from '../template/scope.ts'
import type { RenderResult, TemplateScope } from '../template/template.ts'
import type { JavaValue } from '../template/values.ts'
import { textPayload } from './tracedMessage.ts'

/** A template with what became of it. */
export interface TemplateRun {
  readonly mediaType: string
  readonly origin: Origin
  readonly text: string
  readonly result: RenderResult
  readonly scope: TemplateVariables
  readonly overrides: Overrides
  readonly given: TemplateContext
}

/** A template's run for the trace: what it printed, set and overrode, and where it failed. */
export function tracedTemplate({
  mediaType,
  origin,
  text,
  result,
  scope,
  overrides,
  given,
}: TemplateRun): TracedTemplate {
  const { output, error } = result
  const context = contextText(given, scope, text)
  return {
    mediaType,
    source: placeInTemplate(origin, text, 1),
    output: textPayload(output),
    variables: variableFields(result, scope),
    overrides: overrideFields(overrides),
    ...(context !== undefined && { context }),
    ...(error && {
      fault: {
        message: error.message,
        line: error.line,
        column: error.column,
        source: placeInTemplate(origin, text, error.line),
      },
    }),
  }
}

/** What a template set, by name, as JSON; of very many or very long ones the beginning. */
export function variableFields({ variables }: RenderResult, scope: TemplateScope): [string, string][] {
  const own = [...variables].filter(([name, value]) => scope.get(name) !== value)
  return own.slice(0, shownVariables).map(([name, value]) => [name, shortJson(value)])
}

/** What a template overrode: `requestOverride.header.X-Tier` and the value. */
export function overrideFields({ request, response }: Overrides): [string, string][] {
  const { status } = response
  return [
    ...named('requestOverride.header', request.header),
    ...named('requestOverride.querystring', request.querystring),
    ...named('requestOverride.path', request.path),
    ...named('responseOverride.header', response.header),
    ...(status === undefined ? [] : [['responseOverride.status', status] as [string, string]]),
  ]
}

/** Characters of JSON that a trace repeats of what a template found. */
const longestContext = 200_000

/** What of its context a template has looked at, as far as its text tells. */
function contextText(
  { body, params, context, stageVariables }: TemplateContext,
  scope: TemplateVariables,
  text: string,
): string | undefined {
  if ((body?.length ?? 0) > longestContext) return undefined
  const json = JSON.stringify({
    ...(scope.isMade('input') && { body, ...(/params/.test(text) && { params: plain(params) }) }),
    ...(scope.isMade('context') && { context: namedIn(text, plain(context)) }),
    ...(scope.isMade('stageVariables') && { stageVariables: plain(stageVariables) }),
  })
  return json.length > longestContext ? undefined : json
}

/** The members of `$context` that a template names; all of them where it takes the map as a whole. */
function namedIn(text: string, context: unknown): unknown {
  const names = [...text.matchAll(/\bcontext\b(?:\.(\w+))?/g)].map(([, name]) => name)
  if (typeof context !== 'object' || context === null || names.includes(undefined)) return context
  return Object.fromEntries(Object.entries(context).filter(([name]) => names.includes(name)))
}

function plain(value: unknown): unknown {
  if (value instanceof Map) {
    const map: ReadonlyMap<unknown, unknown> = value
    return Object.fromEntries([...map].map(([name, part]) => [String(name), plain(part)]))
  }
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plain(part)]))
}

/**
 * The line of the definition where a line of a template stands (`line` counts from 1), or where the template begins when
 * that cannot be told: a block scalar of YAML keeps a template's lines, below the mark that opens it; one in quotes
 * or folded does not.
 */
export function placeInTemplate(origin: Origin, text: string, line: number): SourceLine {
  const { file, range } = origin
  const lines = text.trimEnd().split(/\r\n|\r|\n/).length
  const { start, end } = range
  const stated = end.line - start.line - (end.character === 0 ? 1 : 0)
  if (lines !== stated) return { file, line: start.line, character: start.character }
  // What is missing at the end of the text is missing behind its last line.
  return { file, line: start.line + Math.min(line, lines), character: 0 }
}

/** The names a template overrode below a root (all by default), as a summary tells them; empty when there are none. */
export function overridesText(overrides: Overrides, root = ''): string {
  const names = overrideFields(overrides).flatMap(([name]) => (name.startsWith(root) ? [`\`${name}\``] : []))
  return names.length === 0 ? '' : `, overrides ${names.join(', ')}`
}

function named(place: string, values: ReadonlyMap<string, OverrideValue>): [string, string][] {
  return [...values].map(([name, value]) => [
    `${place}.${name}`,
    typeof value === 'string' ? value : value.join(', '),
  ])
}

/** A trace is for reading: of very many variables and very long values it shows the beginning. */
const shownVariables = 100
const shownText = 2000

function shortJson(value: JavaValue): string {
  const text = jsonOrNothing(value)
  return text.length > shownText ? `${text.slice(0, shownText)}…` : text
}

function jsonOrNothing(value: JavaValue): string {
  try {
    return jsonText(value)
  } catch {
    // A list that holds itself, or one too large: Java cannot print it either.
    return '(no text)'
  }
}
