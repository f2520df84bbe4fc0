import { offsetAt } from '../../base/text.ts'
import type { OutputFinding, TemplateLine } from '../../protocol/rendering.ts'
import { parseJson } from '../../syntax/json.ts'
import type { PrintedReference } from '../../template/template.ts'
import type { Span } from '../../template/tree.ts'

/**
 * What is wrong with a template's output as JSON: where it is none, the first fault and the reference that is its likely
 * cause; where it is, names that stand twice.
 */
export function outputFindings(
  output: string,
  prints: readonly PrintedReference[],
  placeOf: (span: Span) => TemplateLine,
): OutputFinding[] {
  if (output.trim() === '') {
    const message = 'The template prints nothing, and nothing is no JSON'
    return [
      {
        severity: 'error',
        message,
        start: 0,
        end: 0,
        line: 1,
        ...causeOf({ start: 0, end: 0 }, output, prints, placeOf),
      },
    ]
  }
  const { diagnostics, lines } = parseJson('output.json', output, false)
  const at = ({ range }: (typeof diagnostics)[number]) => ({
    start: offsetAt(lines, range.start, output),
    end: offsetAt(lines, range.end, output),
    line: range.start.line + 1,
  })
  if (isJson(output)) {
    return diagnostics
      .filter(({ code }) => code === 'duplicate-key')
      .map(each => {
        const span = at(each)
        const name = output.slice(span.start, span.end).replace(/^"|"$/g, '')
        const message = `\`${name}\` appears twice, and most readers take the later one`
        return { severity: 'warning', message, ...span, ...rawCause(span, prints, placeOf) }
      })
  }
  const first = diagnostics.find(({ code }) => code !== 'duplicate-key')
  const span = first ? at(first) : { start: 0, end: 0, line: 1 }
  const message = first?.message ?? 'This is no JSON'
  return [{ severity: 'error', message, ...span, ...causeOf(span, output, prints, placeOf) }]
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

type Cause = Pick<OutputFinding, 'cause'>

/** The reference that printed the name itself: it came from a value. */
function rawCause(
  { start, end }: Span,
  prints: readonly PrintedReference[],
  placeOf: (span: Span) => TemplateLine,
): Cause {
  const found = prints.find(each => each.start <= start && end <= each.end && each.start < each.end)
  if (!found) return {}
  return { cause: { text: `\`${found.node.shown.text}\` printed this name`, place: placeOf(found.node) } }
}

/**
 * The reference that printed nothing just before a fault, or that printed its place; and where a string ended too early, the
 * one before it in the line that printed what ends strings.
 */
function causeOf(
  fault: Span,
  output: string,
  prints: readonly PrintedReference[],
  placeOf: (span: Span) => TemplateLine,
): Cause {
  const isBlank = (from: number, to: number) => output.slice(from, to).trim() === ''
  const empty = prints.findLast(
    ({ start, end }) => start === end && start <= fault.end && isBlank(start, fault.start),
  )
  const lineStart = output.lastIndexOf('\n', Math.max(0, fault.start - 1)) + 1
  const found =
    empty ??
    prints.find(({ start, end }) => start < end && start <= fault.start && fault.start <= end) ??
    prints.findLast(
      ({ start, end }) =>
        start >= lineStart && start <= fault.end && /["\\\n]/.test(output.slice(start, end)),
    )
  if (!found) return {}
  const { text } = found.node.shown
  const what =
    found === empty
      ? `\`${text}\` has no value in this context and prints nothing`
      : `\`${text}\` printed what stands here`
  return { cause: { text: what, place: placeOf(found.node) } }
}
