/** A part of a metric math expression. */
export type Token =
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'text'; readonly value: string }
  | { readonly type: 'name'; readonly value: string }
  | { readonly type: 'sign'; readonly value: string }

/** Divides an expression into its parts; a text says where it is none. */
export function readTokens(expression: string): Token[] | string {
  const tokens: Token[] = []
  const part =
    /\s*(?:(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)|(["'])(.*?)\2|([A-Za-z_]\w*)|(==|!=|<=|>=|&&|\|\||[-+*/^<>(),[\]]))/y
  while (expression.slice(part.lastIndex).trim() !== '') {
    const at = part.lastIndex
    const found = part.exec(expression)
    if (!found) return `'${expression.slice(at).trim()}' is not understood`
    const [, number, , text, name, sign] = found
    if (number !== undefined) tokens.push({ type: 'number', value: Number(number) })
    else if (text !== undefined) tokens.push({ type: 'text', value: text })
    else if (name !== undefined) tokens.push(wordToken(name))
    else tokens.push({ type: 'sign', value: sign ?? '' })
  }
  return tokens
}

function wordToken(name: string): Token {
  if (name === 'AND') return { type: 'sign', value: '&&' }
  return name === 'OR' ? { type: 'sign', value: '||' } : { type: 'name', value: name }
}
