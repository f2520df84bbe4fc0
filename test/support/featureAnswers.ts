import type {
  CodeAction,
  CompletionItem,
  Range,
  TextDocumentEdit,
  TextEdit,
} from 'vscode-languageserver-types'
import type { Position } from '../../server/src/base/text.ts'
import { createLineIndex, offsetAt, positionAt } from '../../server/src/base/text.ts'
import { withAccepted } from './acceptedItem.ts'
import type { Disturbed } from './disturbed.ts'
import type { EditorSession } from './editorSession.ts'

/** What a feature is asked, by its name; undefined places stand for the whole document. */
export interface Question {
  readonly feature: keyof typeof requests
  /** The name of a mark. */
  readonly at?: string
  /** Of a selection: the mark where it ends. */
  readonly to?: string
  /** The new name, the label of what is accepted, the title of an action, the words that are searched. */
  readonly given?: string
}

interface Asked {
  readonly position: Position
  readonly range: Range
  readonly whole: Range
  readonly given: string
}

type Request = readonly [method: string, parameters?: (asked: Asked) => object]

const atPosition = ({ position }: Asked) => ({ position })
const actions =
  (...only: string[]) =>
  ({ range }: Asked) => ({ range, context: { diagnostics: [], only } })
const options = { tabSize: 2, insertSpaces: true }

/** Every language feature with the request that asks for it. */
export const requests = {
  completion: ['textDocument/completion', atPosition],
  hover: ['textDocument/hover', atPosition],
  signatureHelp: ['textDocument/signatureHelp', atPosition],
  definition: ['textDocument/definition', atPosition],
  references: [
    'textDocument/references',
    ({ position }) => ({ position, context: { includeDeclaration: true } }),
  ],
  documentHighlight: ['textDocument/documentHighlight', atPosition],
  prepareRename: ['textDocument/prepareRename', atPosition],
  rename: ['textDocument/rename', ({ position, given }) => ({ position, newName: given })],
  linkedEditing: ['textDocument/linkedEditingRange', atPosition],
  selectionRange: ['textDocument/selectionRange', ({ position }) => ({ positions: [position] })],
  documentLink: ['textDocument/documentLink'],
  documentSymbol: ['textDocument/documentSymbol'],
  workspaceSymbol: ['workspace/symbol', ({ given }) => ({ query: given })],
  foldingRange: ['textDocument/foldingRange'],
  inlayHint: ['textDocument/inlayHint', ({ whole }) => ({ range: whole })],
  codeLens: ['textDocument/codeLens'],
  semanticTokens: ['textDocument/semanticTokens/full'],
  formatting: ['textDocument/formatting', () => ({ options })],
  quickFix: ['textDocument/codeAction', actions('quickfix')],
  refactoring: ['textDocument/codeAction', actions('refactor')],
  fixAll: [
    'textDocument/codeAction',
    ({ whole }) => ({ range: whole, context: { diagnostics: [], only: ['source.fixAll.gatehouse'] } }),
  ],
} as const satisfies Record<string, Request>

export interface AskedText {
  readonly name: string
  readonly text: string
  /** Offset of a mark. */
  readonly at: (mark: string) => number
}

/** The answer as it came. */
export async function answerTo(
  { feature, at, to, given = '' }: Question,
  { name, text, at: offsetOf }: AskedText,
  session: EditorSession,
): Promise<unknown> {
  const lines = createLineIndex(text)
  const position = positionAt(lines, at === undefined ? 0 : offsetOf(at))
  const end = to === undefined ? position : positionAt(lines, offsetOf(to))
  const whole = { start: { line: 0, character: 0 }, end: positionAt(lines, text.length) }
  const [method, parameters]: Request = requests[feature]
  const answer = await session.ask(
    method,
    name,
    parameters?.({ position, range: { start: position, end }, whole, given }),
  )
  if (feature !== 'quickFix' && feature !== 'refactoring') return answer
  const wanted = (answer as CodeAction[]).filter(({ title }) => title.startsWith(given))
  // Findings are told of by the words of the editor's list, which has a test of its own.
  return wanted.map(({ diagnostics, ...action }) => ({
    ...action,
    codes: diagnostics?.map(each => each.code),
  }))
}

/** The text after what an answer would change in it; undefined where it changes nothing. */
export function textAfter({ feature, given }: Question, answer: unknown, text: string): string | undefined {
  if (feature === 'completion' && given !== undefined) {
    const item = (answer as CompletionItem[]).find(({ label }) => label === given)
    return item && withAccepted(text, createLineIndex(text), item)
  }
  const edits = editsIn(answer, feature === 'formatting')
  return edits.length === 0 ? undefined : applied(text, edits)
}

function editsIn(answer: unknown, isList: boolean): TextEdit[] {
  if (isList) return answer as TextEdit[]
  const [action] = Array.isArray(answer) ? (answer as CodeAction[]) : []
  const edit = action?.edit ?? (answer as CodeAction['edit'] | null)
  const changes = Object.values(edit?.changes ?? {}).flat()
  const documents = (edit?.documentChanges ?? []) as TextDocumentEdit[]
  return [...changes, ...documents.flatMap(each => (each.edits ?? []) as TextEdit[])]
}

export function applied(text: string, edits: readonly TextEdit[]): string {
  const lines = createLineIndex(text)
  return edits
    .map(({ range, newText }) => ({
      start: offsetAt(lines, range.start, text),
      end: offsetAt(lines, range.end, text),
      newText,
    }))
    .sort((a, b) => b.start - a.start || b.end - a.end)
    .reduce((now, { start, end, newText }) => now.slice(0, start) + newText + now.slice(end), text)
}

/**
 * An answer with every place in it as the offset where it stood in the text before; what is about the lines that were put
 * in is left out. `of` says whether places lie in the disturbed text: those of other files stay.
 */
export function undisturbed(answer: unknown, disturbed: Disturbed, uri: string): unknown {
  const convert = (value: unknown, isHere: boolean): unknown => {
    if (Array.isArray(value))
      return value.filter(item => !isHere || !isOfPutIn(item)).map(item => convert(item, isHere))
    if (typeof value === 'string')
      return value
        .replaceAll('\r\n', '\n')
        .replaceAll('😀', '')
        .replace(/(?<=:)\t/g, ' ')
        .replaceAll('\t', '  ')
    if (typeof value !== 'object' || value === null) return value
    const own = value as Record<string, unknown>
    if (isHere && isPosition(own)) return disturbed.back(own)
    const isStill = isHere && (own['uri'] === undefined || own['uri'] === uri)
    return Object.fromEntries(
      Object.entries(own).map(([key, inner]) => {
        const isLine = key === 'startLine' || key === 'endLine'
        if (isLine) return [key, disturbed.lineBack(inner as number)]
        const isElsewhere = key.includes('://') && key !== uri
        return [key, convert(inner, isStill && !isElsewhere)]
      }),
    )
  }
  const isOfPutIn = (item: unknown): boolean => {
    const { range, location } = (item ?? {}) as { range?: Range; location?: { range?: Range } }
    const place = range ?? location?.range
    return place !== undefined && place.start.line !== undefined && disturbed.isPutIn(place.start, place.end)
  }
  return convert(answer, true)
}

function isPosition(value: Record<string, unknown>): value is Record<string, unknown> & Position {
  return typeof value['line'] === 'number' && typeof value['character'] === 'number'
}
