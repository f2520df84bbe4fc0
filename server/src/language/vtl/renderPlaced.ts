import type { Uris } from '../places.ts'
import type { PrintedValue, Rendering, TemplateLine } from '../../protocol/rendering.ts'
import { createLineIndex, positionAt } from '../../base/text.ts'
import { overrideFields, variableFields } from '../../gateway/tracedTemplate.ts'
import { rawSource } from '../../rules/mappingTemplate/stringValues.ts'
import { namesOf } from '../../rules/mappingTemplate/templateNodes.ts'
import { shapeOf } from '../../rules/mappingTemplate/templateShape.ts'
import { parseTemplateContext } from '../../template/contextText.ts'
import { createTemplateScope, readOverrides } from '../../template/scope.ts'
import type { PrintedReference } from '../../template/template.ts'
import { compileTemplate } from '../../template/template.ts'
import type { Span } from '../../template/tree.ts'
import { outputFindings } from './outputFindings.ts'
import type { PlacedTemplate } from './placedTemplate.ts'
import { templateName, usesOf } from './templateName.ts'

/** Milliseconds of a clock that never goes back. */
export type Clock = () => number

/**
 * Renders a template with the text of a context, as far as a second of the clock goes; twice, since telling which reference
 * printed what takes longer than printing.
 */
export function renderPlaced(
  placed: PlacedTemplate,
  contextText: string,
  uris: Uris,
  clock: Clock,
): Rendering {
  const template = templateName(placed, uris)
  const context = parseTemplateContext(contextText)
  if (typeof context === 'string') return { ...nothing, template, contextFault: context }
  const compiled = compileTemplate(placed.text)
  const limits = () => {
    const end = clock() + renderMs
    return { isOverdue: () => clock() > end }
  }
  const scope = createTemplateScope(context)
  const startedAt = clock()
  const result = compiled.render(scope, limits())
  const durationMs = clock() - startedAt
  const { output, error } = result
  const isLong = output.length > shownOutput || durationMs > renderMs / 4
  const prints = isLong ? [] : compiled.renderTold(createTemplateScope(context), limits()).prints
  const placeOf = (span: Span): TemplateLine => ({
    line: positionAt(createLineIndex(placed.text), span.start).line + 1,
    location: { uri: uris.toUri(placed.file), range: placed.rangeOf(span) },
  })
  const rawStarts = rawReferences(placed)
  const overrides = readOverrides(scope)
  const isOther = usesOf(placed).some(({ mediaType }) => isOtherType(mediaType))
  const findings = isOther || error ? [] : outputFindings(output.slice(0, shownOutput), prints, placeOf)
  const isBad = findings.some(({ severity }) => severity === 'error')
  return {
    template,
    output: output.slice(0, shownOutput),
    isCut: output.length > shownOutput,
    size: new TextEncoder().encode(output).length,
    durationMs,
    kind: isOther ? 'other' : isBad || error ? 'notJson' : 'json',
    findings: output.length > shownOutput ? [] : findings,
    raw: prints.filter(({ node }) => rawStarts.has(node.start)).flatMap(each => breakingPart(output, each)),
    values: valuesOf(output, prints, rawStarts, placeOf),
    variables: variableFields(result, scope),
    overrides: overrideFields(overrides),
    repeated: overrides.repeated,
    ...(error && {
      fault: { message: error.message, isLimit: error.kind === 'limit', place: placeOf(error) },
    }),
  }
}

/** Milliseconds for each of the two runs: it is rendered at every key. */
const renderMs = 1000
/** UTF-16 units of the output that are shown and looked at. */
const shownOutput = 512 * 1024
const shownValues = 200
const shownValue = 500

const nothing: Omit<Rendering, 'template'> = {
  output: '',
  isCut: false,
  size: 0,
  durationMs: 0,
  kind: 'other',
  findings: [],
  raw: [],
  values: [],
  variables: [],
  overrides: [],
  repeated: [],
}

/** As `shapeOf` takes templates for JSON: where nobody says what it is for, and for media types that are not plainly another's. */
function isOtherType(mediaType: string): boolean {
  return /xml|html|javascript|form|text\/(?!json)/i.test(mediaType)
}

/** Where references begin that put what a caller chooses into a JSON string as it came. */
function rawReferences(placed: PlacedTemplate): ReadonlySet<number> {
  const uses = usesOf(placed)
  if (uses.length > 0 && uses.every(({ direction }) => direction === 'response')) return new Set()
  const { holes } = placed
  const parsed = placed.parsed()
  const place = {
    hasComputed: holes.length > 0,
    isComputed: (span: Span) => holes.some(({ start, end }) => start < span.end && span.start < end),
  }
  const names = namesOf(parsed.template)
  const inString = shapeOf({ parsed, place, use: uses[0] })?.inString ?? []
  return new Set([...inString].flatMap(node => (rawSource(node, names) ? [node.start] : [])))
}

/** What follows the first character that JSON would have escaped. */
function breakingPart(output: string, { start, end }: PrintedReference) {
  const from = output.slice(start, end).search(/["\\\u0000-\u001f]/)
  return from < 0 ? [] : [{ start: start + from, end }]
}

function valuesOf(
  output: string,
  prints: readonly PrintedReference[],
  rawStarts: ReadonlySet<number>,
  placeOf: (span: Span) => TemplateLine,
): PrintedValue[] {
  const values = new Map<number, { value: Omit<PrintedValue, 'count'>; count: number }>()
  for (const { node, start, end } of prints) {
    const known = values.get(node.start)
    if (known) known.count++
    else if (values.size < shownValues) {
      const whole = output.slice(start + node.shown.prefix.length, end)
      const text = whole.length > shownValue ? `${whole.slice(0, shownValue)}…` : whole
      const { text: reference } = node.shown
      const value = { reference, text, isRaw: rawStarts.has(node.start), place: placeOf(node) }
      values.set(node.start, { value, count: 1 })
    }
  }
  return [...values.values()].map(({ value, count }) => ({ ...value, count }))
}
