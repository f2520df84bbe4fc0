/**
 * How deep a JSON text nests, at most: brackets outside of strings and comments. Counted before the parser runs,
 * because the parser recurses and a stack that overflows inside a regular expression ends the process.
 */
export function jsonDepth(text: string): number {
  const depth = createDepthCounter()
  for (let offset = 0; offset < text.length; offset++) {
    const code = text.charCodeAt(offset)
    if (code === quote) offset = endOfString(text, offset)
    else if (code === slash) offset = endOfComment(text, offset)
    else if (code === openBrace || code === openBracket) depth.open()
    else if (code === closeBrace || code === closeBracket) depth.close()
  }
  return depth.deepest()
}

const quote = 34
const slash = 47
export const openBracket = 91
export const closeBracket = 93
export const openBrace = 123
export const closeBrace = 125

interface Counter {
  readonly open: () => void
  readonly close: () => void
  readonly deepest: () => number
}

/** Counts brackets that open and close. */
export function createDepthCounter(): Counter {
  let level = 0
  let deepest = 0
  return {
    open: () => {
      level++
      if (level > deepest) deepest = level
    },
    close: () => {
      if (level > 0) level--
    },
    deepest: () => deepest,
  }
}

function endOfString(text: string, start: number): number {
  for (let offset = start + 1; offset < text.length; offset++) {
    const code = text.charCodeAt(offset)
    if (code === quote || code === 10 || code === 13) return offset
    if (code === 92) offset++
  }
  return text.length
}

function endOfComment(text: string, start: number): number {
  const second = text[start + 1]
  if (second !== '/' && second !== '*') return start
  const end = second === '/' ? text.indexOf('\n', start) : text.indexOf('*/', start + 2)
  return end < 0 ? text.length : end
}
