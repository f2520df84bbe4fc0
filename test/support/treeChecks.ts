import type { Node, SourceDocument } from '../../server/src/syntax/node.ts'

/**
 * What is wrong with a tree: nodes that do not know their parent, places outside of the text or of the parent (aliases
 * and merge keys bring nodes from elsewhere: pass `hasAliases`), diagnostics outside of the text. Empty when all is well.
 */
export function faultsOf(document: SourceDocument, hasAliases = false): string[] {
  const faults: string[] = []
  const check = (node: Node, parent: Node | undefined): void => {
    const label = `${node.type} ${node.start}-${node.end}`
    if (node.parent !== parent) faults.push(`${label} has another parent`)
    const isInside = node.start >= 0 && node.start <= node.end && node.end <= document.text.length
    if (!isInside) faults.push(`${label} lies outside of the text`)
    if (parent && !hasAliases && (node.start < parent.start || node.end > parent.end)) {
      faults.push(`${label} lies outside of its parent ${parent.start}-${parent.end}`)
    }
    if (node.type === 'sequence') for (const item of node.items) check(item, node)
    if (node.type === 'mapping') {
      for (const entry of node.entries) {
        check(entry.key, node)
        check(entry.value, node)
      }
    }
  }
  if (document.root) check(document.root, undefined)
  const lastLine = document.lines.length - 1
  for (const { range, message } of document.diagnostics) {
    const isOrdered =
      range.start.line < range.end.line ||
      (range.start.line === range.end.line && range.start.character <= range.end.character)
    if (!isOrdered || range.end.line > lastLine) faults.push(`'${message}' lies outside of the text`)
  }
  return faults
}

/** A generator of numbers below a bound, the same for the same seed. */
export function seededNumbers(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** A text with one to three random edits: stretches removed, doubled, or replaced by characters that mean something. */
export function mutate(text: string, random: (below: number) => number): string {
  const pieces = [
    '{',
    '}',
    '[',
    ']',
    ':',
    '"',
    "'",
    '\n',
    ' ',
    '\t',
    '- ',
    '# ',
    '|',
    '&a ',
    '*a',
    '!Ref ',
    '\\',
    ',',
    '\ufeff',
    '\u0000',
    '? ',
    '<<: ',
    '$ref',
  ]
  let result = text
  for (let edits = 1 + random(3); edits > 0; edits--) {
    const start = random(result.length + 1)
    const length = random(8)
    const kind = random(3)
    const cut = result.slice(start, start + length)
    const put = kind === 0 ? '' : kind === 1 ? cut + cut : (pieces[random(pieces.length)] ?? '')
    result = result.slice(0, start) + put + result.slice(start + (kind === 1 ? length : random(length + 1)))
  }
  return result
}
