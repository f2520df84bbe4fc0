import type { FoldingRange } from 'vscode-languageserver-types'
import { FoldingRangeKind } from 'vscode-languageserver-types'
import type { SourceDocument } from '../syntax/node.ts'
import { blockTexts, isEmptyKey } from '../syntax/yamlMending.ts'

/**
 * What can be folded, by the text alone and not by its tree, so that a broken line takes no fold away: in YAML what is
 * indented further, in JSON what stands in brackets, and comments.
 */
export function foldingRange({ language, text }: SourceDocument): FoldingRange[] {
  const lines = text.split(/\r\n|\n|\r/)
  const isText = language === 'json' ? () => false : blockTexts(lines)
  const folds = language === 'json' ? bracketFolds(lines) : indentFolds(lines, isText)
  return [...folds, ...commentFolds(lines, isText)].sort((a, b) => a.startLine - b.startLine)
}

interface Open {
  readonly line: number
  readonly indent: number
  readonly isItem: boolean
}

/** How many characters stand in front of the text of a line; all of them in a blank line. */
function indentOf(text: string): number {
  let at = text.startsWith('\uFEFF') ? 1 : 0
  while (text[at] === ' ' || text[at] === '\t') at++
  return at
}

function indentFolds(lines: readonly string[], isText: (line: number) => boolean): FoldingRange[] {
  const folds: FoldingRange[] = []
  const open: Open[] = []
  let last = 0
  const closeDownTo = (indent: number, isItem: boolean) => {
    for (let top = open.at(-1); top; top = open.at(-1)) {
      // The items of a list may stand as far left as the key that holds them.
      const holdsItems = () => isItem && !top.isItem && isEmptyKey(lines[top.line] ?? '')
      const isAround = top.indent < indent || (top.indent === indent && holdsItems())
      if (isAround) return
      if (last > top.line) folds.push({ startLine: top.line, endLine: last })
      open.pop()
    }
  }
  for (const [line, text] of lines.entries()) {
    const indent = indentOf(text)
    const first = text[indent]
    if (first === undefined || (first === '#' && !isText(line))) continue
    const next = text[indent + 1]
    const isItem = first === '-' && (next === ' ' || next === undefined) && !isText(line)
    const isBoundary = indent === 0 && (text.startsWith('---') || text.startsWith('...'))
    closeDownTo(isBoundary ? -1 : indent, isItem)
    open.push({ line, indent, isItem })
    last = line
  }
  closeDownTo(-1, false)
  return folds
}

/** Strings and comments in JSON, or one bracket. */
const jsonToken = /"(?:\\.|[^"\\])*"?|\/\/.*|[[\]{}]/g

function bracketFolds(lines: readonly string[]): FoldingRange[] {
  const folds: FoldingRange[] = []
  const open: { readonly line: number; readonly indent: number }[] = []
  for (const [line, text] of lines.entries()) {
    const indent = indentOf(text)
    // A bracket that nobody closes: one that stands further left is closed here.
    if (/[\]}]/.test(text[indent] ?? '') && open.some(each => each.indent === indent))
      while ((open.at(-1)?.indent ?? indent) > indent) open.pop()
    for (const [token] of text.matchAll(jsonToken)) {
      if (token === '{' || token === '[') open.push({ line, indent })
      if (token !== '}' && token !== ']') continue
      const start = open.pop()?.line
      // The closing bracket stays in sight.
      if (start !== undefined && line - 1 > start) folds.push({ startLine: start, endLine: line - 1 })
    }
  }
  return folds
}

function commentFolds(lines: readonly string[], isText: (line: number) => boolean): FoldingRange[] {
  const folds: FoldingRange[] = []
  const regions: number[] = []
  let start = -1
  for (const [line, text] of [...lines, ''].entries()) {
    const at = indentOf(text)
    const isComment = (text[at] === '#' || text.startsWith('//', at)) && !isText(line)
    const word = isComment ? /^\s*(?:#|\/\/)\s*#?(region|endregion)\b/.exec(text)?.[1] : undefined
    if (word === 'region') regions.push(line)
    const region = word === 'endregion' ? regions.pop() : undefined
    if (region !== undefined) folds.push({ startLine: region, endLine: line, kind: FoldingRangeKind.Region })
    if (isComment && start < 0) start = line
    if (isComment) continue
    if (start >= 0 && line - 1 > start) {
      folds.push({ startLine: start, endLine: line - 1, kind: FoldingRangeKind.Comment })
    }
    start = -1
  }
  return folds
}
