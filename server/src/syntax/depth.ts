import { Lexer } from 'yaml'

/**
 * How deep a JSON text nests, at most: brackets outside of strings and comments. Counted before the parser runs,
 * because the parser recurses and a stack that overflows inside a regular expression ends the process.
 */
export function jsonDepth(text: string): number {
  const depth = createCounter()
  for (let offset = 0; offset < text.length; offset++) {
    const code = text.charCodeAt(offset)
    if (code === quote) offset = endOfString(text, offset)
    else if (code === slash) offset = endOfComment(text, offset)
    else if (code === openBrace || code === openBracket) depth.open()
    else if (code === closeBrace || code === closeBracket) depth.close()
  }
  return depth.deepest()
}

/** The same for YAML: levels of indentation and of `- - -` on a line, plus brackets. */
export function yamlDepth(text: string, limit: number): number {
  const block = blockDepth(text)
  // Brackets inside of YAML's strings cannot be told from others without its lexer, which costs; ask it only in doubt.
  const rough = roughFlowDepth(text)
  return block + (block + rough > limit ? flowDepth(text) : rough)
}

const quote = 34
const slash = 47
const openBracket = 91
const closeBracket = 93
const openBrace = 123
const closeBrace = 125

interface Counter {
  readonly open: () => void
  readonly close: () => void
  readonly deepest: () => number
}

function createCounter(): Counter {
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

function roughFlowDepth(text: string): number {
  const depth = createCounter()
  for (let offset = 0; offset < text.length; offset++) {
    const code = text.charCodeAt(offset)
    if (code === openBrace || code === openBracket) depth.open()
    else if (code === closeBrace || code === closeBracket) depth.close()
  }
  return depth.deepest()
}

function flowDepth(text: string): number {
  const depth = createCounter()
  for (const token of new Lexer().lex(text)) {
    if (token === '{' || token === '[') depth.open()
    else if (token === '}' || token === ']') depth.close()
  }
  return depth.deepest()
}

/** An upper bound: text inside block scalars counts as if it were structure. */
function blockDepth(text: string): number {
  const columns: number[] = []
  let deepest = 0
  for (const [, indent = '', markers = '', rest] of text.matchAll(/^([ \t]*)((?:[-?:][ \t]+)*)(\S)?/gm)) {
    if (rest === undefined && markers === '') continue
    while ((columns.at(-1) ?? -1) >= indent.length) columns.pop()
    columns.push(indent.length)
    for (const marker of markers.matchAll(/[-?:][ \t]+/g)) {
      columns.push(indent.length + marker.index + marker[0].length)
    }
    deepest = Math.max(deepest, columns.length)
  }
  return deepest
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
