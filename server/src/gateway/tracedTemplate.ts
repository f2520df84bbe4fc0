import type { Origin } from '../base/origin.ts'
import type { SourceLine, TracedTemplate } from '../protocol/trace.ts'
import { jsonText } from '../template/jsonText.ts'
import type { Overrides, OverrideValue } from '../template/scope.ts'
import type { RenderResult, TemplateScope } from '../template/template.ts'
import type { JavaValue } from '../template/values.ts'
import { textPayload } from './tracedMessage.ts'

/** A template with what became of it. */
export interface TemplateRun {
  readonly mediaType: string
  readonly origin: Origin
  readonly text: string
  readonly result: RenderResult
  readonly scope: TemplateScope
  readonly overrides: Overrides
}

/** A template's run for the trace: what it printed, set and overrode, and where it failed. */
export function tracedTemplate({
  mediaType,
  origin,
  text,
  result,
  scope,
  overrides,
}: TemplateRun): TracedTemplate {
  const { output, error } = result
  return {
    mediaType,
    source: placeInTemplate(origin, text, 1),
    output: textPayload(output),
    variables: variableFields(result, scope),
    overrides: overrideFields(overrides),
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
  if (lines !== stated || line > lines) return { file, line: start.line, character: start.character }
  return { file, line: start.line + line, character: 0 }
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
