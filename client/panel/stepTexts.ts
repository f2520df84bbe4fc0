import type { Payload, TracedMessage, TracedTemplate, TraceStep } from '../../server/src/protocol/trace.ts'
import { bytesOfBase64, hexDump } from './body.ts'
import { formatBytes } from './format.ts'
import { indentJson } from './jsonText.ts'

export type DetailTab = 'body' | 'headers' | 'template' | 'url' | 'otherFormat'

/** Tabs that lay what went in beside what came out. */
export type ComparedTab = Exclude<DetailTab, 'template' | 'otherFormat'>

/** One side of a comparison. */
export interface SideText {
  readonly title: string
  readonly lines: readonly string[]
  readonly isJson: boolean
  /** What the heading adds: size, or that the text is cut. */
  readonly note: string
}

/** The tabs that have something to show for a step, each with its value. */
export function detailTabs({
  before,
  after,
  template,
  otherFormat,
}: TraceStep): { id: DetailTab; title: string; value?: string }[] {
  const sides = [before, after].filter(side => side !== undefined)
  const tabs: { id: DetailTab; title: string; value?: string }[] = []
  if (sides.some(side => side.body)) tabs.push({ id: 'body', title: 'Body' })
  if (sides.some(side => side.headers))
    tabs.push({ id: 'headers', title: 'Headers', value: headerCounts(sides) })
  if (sides.some(side => urlLines(side).length > 0)) tabs.push({ id: 'url', title: urlTitle(sides) })
  if (otherFormat) tabs.push({ id: 'otherFormat', title: 'Other payload format' })
  if (template) tabs.push({ id: 'template', title: 'Template' })
  return tabs
}

/** What one side shows under a tab. */
export function sideText(side: TracedMessage, tab: ComparedTab): SideText {
  if (tab === 'body') return bodySide(side.title, side.body)
  const lines = tab === 'headers' ? fieldLines(side.headers ?? [], ': ') : urlLines(side)
  return { title: side.title, lines, isJson: false, note: '' }
}

/** What a template overrode and set, and where it failed; what it printed when it is not shown as the step's body. */
export function templateText({ mediaType, output, variables, overrides, fault }: TracedTemplate): SideText {
  const printed = fault ? bodySide('', output).lines : []
  const lines = [
    ...(fault ? [`line ${fault.line}, column ${fault.column}: ${fault.message}`] : []),
    ...section('Printed until then', printed),
    ...section('Overrides', fieldLines(overrides, ' = ')),
    ...section('Variables', fieldLines(variables, ' = ')),
  ]
  const note = lines.length === 0 ? 'sets and overrides nothing' : ''
  return { title: `Template for ${mediaType}`, lines, isJson: false, note }
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines.map(line => `  ${line}`)]
}

function headerCounts(sides: readonly TracedMessage[]): string {
  return sides.map(side => String(side.headers?.length ?? 0)).join(' → ')
}

function urlTitle(sides: readonly TracedMessage[]): string {
  return sides.some(side => side.url !== undefined || side.query) ? 'Path and query' : 'Status'
}

function urlLines({ method, url, status, query }: TracedMessage): string[] {
  const first = [method, url].filter(part => part !== undefined).join(' ')
  const fields = query && query.length > 0 ? ['', ...fieldLines(query, ' = ')] : []
  return [...(first ? [first] : []), ...(status === undefined ? [] : [`status ${status}`]), ...fields]
}

function fieldLines(fields: readonly (readonly [string, string])[], separator: string): string[] {
  return fields.map(([name, value]) => `${name}${separator}${value}`)
}

function bodySide(title: string, body: Payload | undefined): SideText {
  if (!body || body.size === 0) return { title, lines: [], isJson: false, note: 'no body' }
  const note = body.isCut ? `the beginning of ${formatBytes(body.size)}` : formatBytes(body.size)
  if (body.text === undefined) {
    const lines = hexDump(bytesOfBase64(body.base64 ?? ''), 4096).split('\n')
    return { title, lines, isJson: false, note }
  }
  const indented = indentJson(body.text)
  return { title, lines: (indented ?? body.text).split(/\r\n|\r|\n/), isJson: indented !== undefined, note }
}
