import type { TextEdit } from '../../base/diagnostic.ts'
import type { Position, Range } from '../../base/text.ts'
import { comparePositions, createLineIndex, offsetAt, rangeAt } from '../../base/text.ts'
import { parsedOnce } from '../../rules/mappingTemplates.ts'
import type { TemplateEdit } from '../../rules/rule.ts'
import { embeddedText } from '../../syntax/embedded.ts'
import { intrinsicOf } from '../../syntax/intrinsics.ts'
import type { Node, SourceDocument } from '../../syntax/node.ts'
import { documentOf, pathAtOffset } from '../../syntax/node.ts'
import type { ContextUse } from '../../template/member.ts'
import type { ParsedTemplate } from '../../template/parser.ts'
import type { Span } from '../../template/tree.ts'
import type { OwnedDocument } from '../definitionAt.ts'
import { definitionAt, definitionsIn } from '../definitionAt.ts'
import { isTemplateFile } from '../../template/templateFileName.ts'
import type { Workspace } from '../workspace.ts'
import { usesOfTemplate } from '../workspace.ts'
import type { PlacedUse } from './statedTemplates.ts'
import { usesByNode } from './statedTemplates.ts'

/**
 * A mapping template where it is edited: a file of its own, or a string of a definition. Features work on its text and
 * its offsets (UTF-16 units), and this is the only thing that knows where those stand.
 */
export interface PlacedTemplate {
  readonly file: string
  readonly text: string
  readonly parsed: () => ParsedTemplate
  /** Empty where no definition is known to use it. */
  readonly uses: readonly PlacedUse[]
  /** How the text is written: a file as it stands, or the style of the string. */
  readonly style: 'double' | 'file' | 'folded' | 'json' | 'literal' | 'mixed' | 'plain' | 'single'
  /** Offset in the text of a position of the document; undefined outside of it, and in what is filled in at deployment. */
  readonly offsetAt: (position: Position) => number | undefined
  readonly rangeOf: (span: Span) => Range
  /** The stretches of the document that a span covers, one for each line, without what indents a string's lines. */
  readonly linesOf: (span: Span) => Range[]
  /** The stretches that are filled in when the definition is deployed. */
  readonly holes: readonly Span[]
  /** Undefined where it cannot be written as the string's style wants it. */
  readonly edit: (edit: TemplateEdit) => TextEdit | undefined
}

/** The template at a position of a file; undefined where there is none. */
export function templateAt(
  workspace: Workspace,
  file: string,
  position: Position,
): PlacedTemplate | undefined {
  if (isTemplateFile(file)) return templateFile(workspace, file)
  const { document, uses } = withUses(definitionAt(workspace, file, position))
  if (!document) return undefined
  const { nodes } = pathAtOffset(document.root, offsetAt(document.lines, position, document.text))
  const node = nodes.findLast(each => uses.has(each) || isTemplateByPlace(each))
  const found = node && embedded(node, uses.get(node) ?? [])
  return found?.offsetAt(position) === undefined ? undefined : found
}

/** The templates of a file, in the order of its text; those that touch a range, where one is given. */
export function templatesIn(workspace: Workspace, file: string, range?: Range): PlacedTemplate[] {
  return foundIn(workspace, file, range).flatMap(({ place }) => place() ?? [])
}

/** A template that was found, and not looked at yet. */
export interface FoundTemplate {
  /** Of a file of its own undefined. While the text of a string stays, its node is the same object, wherever it moves. */
  readonly node: Node | undefined
  readonly uses: readonly PlacedUse[]
  readonly place: () => PlacedTemplate | undefined
}

/** The templates of a file, as `templatesIn` gives them. */
export function foundIn(workspace: Workspace, file: string, range?: Range): FoundTemplate[] {
  if (isTemplateFile(file)) return [{ node: undefined, uses: [], place: () => templateFile(workspace, file) }]
  return definitionsIn(workspace, file).flatMap(each => foundInDocument(withUses(each), range))
}

function foundInDocument({ document, uses }: ReturnType<typeof withUses>, range?: Range): FoundTemplate[] {
  if (!document?.root) return []
  const from = range ? offsetAt(document.lines, range.start, document.text) : 0
  const to = range ? offsetAt(document.lines, range.end, document.text) : document.text.length
  const isWanted = (node: Node): boolean => uses.has(node) || isTemplateByPlace(node)
  return nodesIn(document.root, from, to, isWanted).map(node => {
    const own = uses.get(node) ?? []
    return { node, uses: own, place: () => embedded(node, own) }
  })
}

/** The tree that the definition was read from, so that its nodes are those that the uses are told of. */
function withUses({ document, owner }: OwnedDocument) {
  return { document, uses: usesByNode(owner) }
}

function templateFile(workspace: Workspace, file: string): PlacedTemplate | undefined {
  const text = workspace.files.read(file)
  if (text === undefined) return undefined
  const lines = createLineIndex(text)
  const uses = usesOfTemplate(workspace, file)
  const document = { text, lines }
  return {
    file,
    text,
    parsed: () => parsedOnce(text),
    uses,
    style: 'file',
    holes: [],
    offsetAt: position => offsetAt(lines, position, text),
    rangeOf: ({ start, end }) => rangeAt(lines, start, end),
    linesOf: span => linesBetween(document, span.start, span.end),
    edit: ({ start, end, newText }) => ({ file, range: rangeAt(lines, start, end), newText }),
  }
}

function embedded(node: Node, uses: readonly PlacedUse[]): PlacedTemplate | undefined {
  const found = embeddedText(node)
  if (!found) return undefined
  const document = documentOf(node)
  const { text, holes } = found
  const endOf = (end: number, start: number) =>
    offsetAt(document.lines, found.origin({ start, end }).range.end, document.text)
  return {
    file: document.file,
    text,
    parsed: () => parsedOnce(text),
    uses,
    style: styleOf(node),
    holes,
    offsetAt: position => {
      const offset = found.toText(offsetAt(document.lines, position, document.text))
      if (offset === undefined || holes.some(hole => hole.start <= offset && offset < hole.end))
        return undefined
      // What indents a line, stands in an escape or below a block, is the document's own.
      const place = found.origin({ start: offset, end: offset }).range.start
      const isBelow = offset === text.length && text.endsWith('\n') && position.character === 0
      return comparePositions(place, position) === 0 && !isBelow ? offset : undefined
    },
    rangeOf: span => found.origin(span).range,
    linesOf: ({ start, end }) => {
      const from = found.toDocument(start)
      const to = endOf(end, start)
      return linesBetween(document, from, to).flatMap((line, index) =>
        index === 0 ? line : withoutIndent(document, line),
      )
    },
    edit: edit => found.edit(edit, edit.newText),
  }
}

function styleOf(node: Node): PlacedTemplate['style'] {
  if (node.type === 'scalar') return node.style
  const inner = node.type === 'mapping' ? node.entries[0]?.value : undefined
  const text = inner?.type === 'sequence' ? inner.items[0] : inner
  return text?.type === 'scalar' ? text.style : 'mixed'
}

/** By the keys around it, which tell it also where the definition cannot be read: the value of a media type or selection key. */
function isTemplateByPlace(node: Node): boolean {
  const media = node.parent
  const around = media?.type === 'mapping' ? media.parent : undefined
  if (around?.type !== 'mapping') return false
  const name = around.entries.find(entry => entry.value === media)?.name ?? ''
  return (
    /^(request|response)Templates$/i.test(name) && (node.type === 'scalar' || intrinsicOf(node) !== undefined)
  )
}

function nodesIn(root: Node, from: number, to: number, isWanted: (node: Node) => boolean): Node[] {
  const found: Node[] = []
  const visit = (node: Node): void => {
    if (node.end < from || node.start > to) return
    if (isWanted(node)) found.push(node)
    else if (node.type === 'mapping') for (const { value } of node.entries) visit(value)
    else if (node.type === 'sequence') node.items.forEach(visit)
  }
  visit(root)
  return found
}

function linesBetween(
  { text, lines }: Pick<SourceDocument, 'lines' | 'text'>,
  start: number,
  end: number,
): Range[] {
  const { start: first, end: last } = rangeAt(lines, start, end)
  const found: Range[] = []
  for (let line = first.line; line <= last.line; line++) {
    const from = line === first.line ? start : (lines[line] ?? 0)
    const next = lines[line + 1] ?? text.length
    const whole = text.slice(from, line === last.line ? end : next).replace(/[\r\n]+$/, '')
    if (whole !== '') found.push(rangeAt(lines, from, from + whole.length))
  }
  return found
}

function withoutIndent({ text, lines }: SourceDocument, range: Range): Range[] {
  const from = offsetAt(lines, range.start, text)
  const to = offsetAt(lines, range.end, text)
  const blanks = /^[ \t]*/.exec(text.slice(from, to))?.[0].length ?? 0
  return from + blanks < to ? [rangeAt(lines, from + blanks, to)] : []
}

/** Whether a text is the body of a gateway response, which API Gateway does not read as VTL. */
export function isGatewayResponse({ uses }: Pick<PlacedTemplate, 'uses'>): boolean {
  return uses.length > 0 && uses.every(use => 'gatewayResponse' in use)
}

/** For which APIs a template is; both kinds where nobody says. */
export function contextUsesOf({ uses }: PlacedTemplate): readonly ContextUse[] {
  if (uses.length === 0) return ['rest', 'websocket']
  return [
    ...new Set(
      uses.map((use): ContextUse => {
        if ('gatewayResponse' in use) return 'gatewayResponse'
        return use.owner.api.type === 'websocket' ? 'websocket' : 'rest'
      }),
    ),
  ]
}
