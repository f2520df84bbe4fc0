import type { FoldingRange } from 'vscode-languageserver-types'
import { FoldingRangeKind } from 'vscode-languageserver-types'
import type { Span, Template, TemplateNode } from '../../template/tree.ts'
import { childrenOf } from '../../template/tree.ts'
import { isTemplateFile } from '../../template/templateFileName.ts'
import type { Workspace } from '../workspace.ts'
import type { PlacedTemplate } from './placedTemplate.ts'
import { templatesIn } from './placedTemplate.ts'

/**
 * The blocks, brackets and comments of a template that is a file of its own; `#else` and `#end` stay to be seen. In other
 * files the editor folds by what the document's language has, which it would no longer do if some folds came from here.
 */
export function vtlFolding(workspace: Workspace, file: string): FoldingRange[] | undefined {
  if (!isTemplateFile(file)) return undefined
  return templatesIn(workspace, file).flatMap(placed => {
    const { template } = placed.parsed()
    return [...foldsIn(template, placed), ...bracketFolds(template, placed)]
  })
}

/** The brackets of the text that the template prints. */
function bracketFolds(template: Template, placed: PlacedTemplate): FoldingRange[] {
  const open: number[] = []
  const folds: FoldingRange[] = []
  for (const { start, end } of plainTexts(template))
    for (const { 0: bracket, index } of placed.text.slice(start, end).matchAll(/[[{}\]]/g)) {
      if (bracket === '{' || bracket === '[') open.push(start + index)
      else folds.push(...fold({ start: open.pop() ?? start + index, end: start + index }, placed, true))
    }
  return folds
}

function plainTexts(node: TemplateNode): Span[] {
  if (node.kind === 'text') return node.style === 'plain' ? [node] : []
  // What stands in a directive's parentheses is not printed.
  return childrenOf(node).flatMap(child => (isPrinted(child) ? plainTexts(child) : []))
}

function isPrinted({ kind }: TemplateNode): boolean {
  return /^(text|if|branch|block|directive|template)$/.test(kind)
}

function foldsIn(node: TemplateNode, placed: PlacedTemplate): FoldingRange[] {
  return [...ownFold(node, placed), ...childrenOf(node).flatMap(child => foldsIn(child, placed))]
}

function ownFold(node: TemplateNode, placed: PlacedTemplate): FoldingRange[] {
  switch (node.kind) {
    case 'branch':
      return fold({ start: node.start, end: node.body.end }, placed, true)
    case 'if':
      return node.otherwise
        ? fold({ start: elseStart(node.otherwise, placed), end: node.otherwise.end }, placed, true)
        : []
    case 'directive':
      return node.body ? fold({ start: node.start, end: node.body.end }, placed, true) : []
    case 'comment':
      return fold(node, placed, false).map(each => ({ ...each, kind: FoldingRangeKind.Comment }))
    case 'set':
      return fold(node, placed, false)
    default:
      return []
  }
}

/** The block begins behind its `#else`, and behind the end of that line. */
function elseStart(block: Span, { text }: PlacedTemplate): number {
  return Math.max(text.lastIndexOf('#', block.start - 1), 0)
}

/** `leavesLast`: what ends the block stands on the line after. */
function fold({ start, end }: Span, placed: PlacedTemplate, leavesLast: boolean): FoldingRange[] {
  const range = placed.rangeOf({ start, end })
  const last = leavesLast || range.end.character === 0 ? range.end.line - 1 : range.end.line
  return last > range.start.line ? [{ startLine: range.start.line, endLine: last }] : []
}
