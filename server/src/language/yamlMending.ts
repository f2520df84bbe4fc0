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
  const next = lines.slice(index + 1).find(line => indentOf(line) !== undefined) ?? ''
  return /^\s*[\]}]/.test(next)
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
  const above = lines.slice(0, index).findLast(line => (indentOf(line) ?? indent + 1) <= indent)
  const below = lines.slice(index + 1).find(line => (indentOf(line) ?? indent + 1) <= indent)
  return [above, below].some(
    line => line !== undefined && indentOf(line) === indent && /^\s*-(\s|$)/.test(line),
  )
}

function blank(line: string, from: number): string {
  const end = line.endsWith('\r') ? line.length - 1 : line.length
  return line.slice(0, from) + ' '.repeat(end - from) + line.slice(end)
}
