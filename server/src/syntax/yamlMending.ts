/**
 * A YAML text with what is broken on single lines taken out, character for character, so that all offsets stay: brackets
 * and quotes that nobody closes, and lone words among the items of a list. What stands at `offset` is left alone.
 */
export function mendYaml(text: string, offset: number): string {
  const lines = text.split('\n')
  let start = 0
  const mended = lines.map((line, index) => {
    const own = start
    start += line.length + 1
    if (offset >= own && offset <= own + line.length) return line
    const indent = indentOf(line)
    const next = nextIndent(lines, index)
    if (indent === undefined) return line
    if (next !== undefined && next <= indent) {
      const open = openAt(line)
      if (open !== undefined && !closes(lines, index)) {
        return blank(line, isAmongItems(lines, index, indent) ? indent : open)
      }
    }
    return isLoneWord(line) && isAmongItems(lines, index, indent) ? blank(line, indent) : line
  })
  return mended.join('\n')
}

/**
 * A YAML text with what reaches from one half-typed line into the next ones taken out, character for character: a quote that
 * nobody closes, and an item that stands among keys. All else is left as it is: the reader gets along with it.
 */
export function mendReaches(text: string): string {
  const lines = text.split('\n')
  const isText = blockTexts(lines)
  return lines
    .map((line, index) => {
      const indent = indentOf(line)
      if (indent === undefined || isText(index)) return line
      const open = openQuoteAt(line)
      const next = nextIndent(lines, index)
      if (open !== undefined && next !== undefined && next <= indent) {
        const hasKey = line.slice(indent, open).replace(/^(- +)+/, '') !== ''
        return hasKey ? `${line.slice(0, open)} ${line.slice(open + 1)}` : blank(line, indent)
      }
      return isItemAmongKeys(lines, index, indent) ? blank(line, indent) : line
    })
    .join('\n')
}

/** Which lines stand in a block text (`|`, `>`), where nothing is a key. */
export function blockTexts(lines: readonly string[]): (line: number) => boolean {
  const texts = new Set<number>()
  let opener = -1
  for (const [line, text] of lines.entries()) {
    const indent = text.search(/[^ \t\ufeff\r]/)
    if (indent < 0) continue
    if (opener >= 0 && indent > opener) texts.add(line)
    else opener = opensBlock(text) ? indent : -1
  }
  return line => texts.has(line)
}

function opensBlock(text: string): boolean {
  // Nearly no line holds either of them: the expression is for those that do.
  return (text.includes('|') || text.includes('>')) && /(^|[\s:-])[|>][-+\d]*\s*(#.*)?$/.test(text)
}

function openQuoteAt(line: string): number | undefined {
  const open = openAt(line)
  return open !== undefined && /["']/.test(line[open] ?? '') ? open : undefined
}

/**
 * Whether an item of one word stands between the keys of a mapping. Items may stand as far left as their key, which then has
 * no value.
 */
function isItemAmongKeys(lines: readonly string[], index: number, indent: number): boolean {
  const isWord = /^\s*-(\s+[\w$./-]+)?\s*$/.test(lines[index] ?? '')
  if (!isWord || (nextIndent(lines, index) ?? 0) > indent) return false
  const aboveAt = nearest(lines, index, -1, indent)
  const above = lines[aboveAt] ?? ''
  if (indentOf(above) !== indent) {
    const below = lines[nearest(lines, index, 1, indent)]
    return below !== undefined && indentOf(below) === indent && !isItem(below)
  }
  if (isItem(above) || isLoneWord(above)) return false
  return !isEmptyKey(above) || nearest(lines, index, -1, mostIndent) !== aboveAt
}

/** More than any line has. */
const mostIndent = Number.MAX_SAFE_INTEGER

/** The nearest line above (-1) or below (1) one that stands no deeper than an indentation; outside of the text where none does. */
function nearest(lines: readonly string[], index: number, step: -1 | 1, indent: number): number {
  let at = index + step
  while (at >= 0 && at < lines.length && (indentOf(lines[at] ?? '') ?? Infinity) > indent) at += step
  return at
}

/** Whether a line is a key and nothing else, so that its value stands below. */
export function isEmptyKey(line: string): boolean {
  return /:\s*([&!]\S+\s*)*(#.*)?$/.test(line)
}

function isItem(line: string | undefined): boolean {
  return line !== undefined && /^\s*-(\s|$)/.test(line)
}

function indentOf(line: string): number | undefined {
  const indent = line.search(/\S/)
  return indent < 0 || line[indent] === '#' ? undefined : indent
}

function nextIndent(lines: readonly string[], index: number): number | undefined {
  for (let at = index + 1; at < lines.length; at++) {
    const indent = indentOf(lines[at] ?? '')
    if (indent !== undefined) return indent
  }
  return 0
}

// What is open may be closed by brackets as far left as its key.
function closes(lines: readonly string[], index: number): boolean {
  return /^\s*[\]}]/.test(lines[nearest(lines, index, 1, mostIndent)] ?? '')
}

/** Where a bracket or quote begins that its line leaves open; undefined when all are closed. */
function openAt(line: string): number | undefined {
  const value =
    /^\s*(?:- +)*(?:[^\s"'#[{][^"'#[{]*?:\s+|"[^"]*"\s*:\s+|'[^']*'\s*:\s+)?(?:![\w:]+\s+)?/.exec(line)?.[0]
      .length ?? 0
  const rest = line.slice(value)
  if (/^"(?:[^"\\]|\\.)*$/.test(rest) || /^'(?:[^']|'')*$/.test(rest)) return value
  if (!/^[[{]/.test(rest)) return undefined
  const plain = rest.replace(/"(?:[^"\\]|\\.)*"|'[^']*'/g, '')
  const count = (bracket: RegExp) => plain.match(bracket)?.length ?? 0
  return count(/[[{]/g) > count(/[\]}]/g) ? value : undefined
}

function isLoneWord(line: string): boolean {
  return /^\s*[\w$./-]+\s*$/.test(line) && !/^\s*-/.test(line)
}

/** Whether what stands beside a line, above or below it, are items of a list. */
function isAmongItems(lines: readonly string[], index: number, indent: number): boolean {
  const beside = [nearest(lines, index, -1, indent), nearest(lines, index, 1, indent)].map(at => lines[at])
  return beside.some(line => isItem(line) && indentOf(line ?? '') === indent)
}

function blank(line: string, from: number): string {
  const end = line.endsWith('\r') ? line.length - 1 : line.length
  return line.slice(0, from) + ' '.repeat(end - from) + line.slice(end)
}
