import { Lexer } from 'yaml'
import { closeBrace, closeBracket, createDepthCounter, openBrace, openBracket } from '../base/jsonDepth.ts'

/** How deep a YAML text nests, at most: levels of indentation and of `- - -` on a line, plus brackets. */
export function yamlDepth(text: string, limit: number): number {
  const block = blockDepth(text)
  // Brackets inside of YAML's strings cannot be told from others without its lexer, which costs; ask it only in doubt.
  const rough = roughFlowDepth(text)
  return block + (block + rough > limit ? flowDepth(text) : rough)
}

function roughFlowDepth(text: string): number {
  const depth = createDepthCounter()
  for (let offset = 0; offset < text.length; offset++) {
    const code = text.charCodeAt(offset)
    if (code === openBrace || code === openBracket) depth.open()
    else if (code === closeBrace || code === closeBracket) depth.close()
  }
  return depth.deepest()
}

function flowDepth(text: string): number {
  const depth = createDepthCounter()
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
