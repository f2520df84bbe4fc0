/** An expression of Terraform's language, taken apart. */
export type Expression =
  | { readonly type: 'literal'; readonly value: string | number | boolean | null }
  | { readonly type: 'template'; readonly parts: readonly Expression[] }
  | { readonly type: 'tuple'; readonly items: readonly Expression[] }
  | { readonly type: 'object'; readonly entries: readonly (readonly [Expression, Expression])[] }
  | { readonly type: 'variable'; readonly name: string }
  | { readonly type: 'get'; readonly from: Expression; readonly key: Expression }
  /** `list[*].a.b`: of each item what stands at `path`. */
  | { readonly type: 'splat'; readonly of: Expression; readonly path: readonly (string | number)[] }
  | {
      readonly type: 'call'
      readonly name: string
      readonly arguments: readonly Expression[]
      /** `f(list...)` */
      readonly isSpread: boolean
    }
  | { readonly type: 'unary'; readonly operator: string; readonly operand: Expression }
  | {
      readonly type: 'binary'
      readonly operator: string
      readonly left: Expression
      readonly right: Expression
    }
  | {
      readonly type: 'conditional'
      readonly test: Expression
      readonly then: Expression
      readonly otherwise: Expression
    }
  | {
      readonly type: 'for'
      readonly names: readonly string[]
      readonly of: Expression
      /** Undefined for a list. */
      readonly key: Expression | undefined
      readonly value: Expression
      readonly test: Expression | undefined
    }

/**
 * Parses an expression; undefined for a text that is none, or that uses what is not read here (heredocs).
 * https://developer.hashicorp.com/terraform/language/expressions
 */
export function parseExpression(text: string): Expression | undefined {
  return attempt(text, parser => parser.whole())
}

/**
 * Parses a text with `${…}` and `%{…}` in it, as every string of a `.tf.json` file is one.
 * https://developer.hashicorp.com/terraform/language/expressions/strings#string-templates
 */
export function parseTemplate(text: string): Expression | undefined {
  return attempt(text, parser => parser.template())
}

class Failure extends Error {}

/** A template of these parts; a single one stands for itself, whatever it is. */
function joined(parts: readonly Expression[]): Expression {
  const [only] = parts
  if (!only) return { type: 'literal', value: '' }
  return parts.length === 1 ? only : { type: 'template', parts }
}

function attempt(text: string, parse: (parser: ExpressionParser) => Expression): Expression | undefined {
  try {
    return parse(new ExpressionParser(text))
  } catch (error) {
    if (error instanceof Failure) return undefined
    throw error
  }
}

const deepest = 100
/** Weakest first. */
const operators = [['||'], ['&&'], ['==', '!='], ['<=', '>=', '<', '>'], ['+', '-'], ['*', '/', '%']]
const escapes = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['"', '"'],
  ['\\', '\\'],
])

class ExpressionParser {
  readonly #text: string
  #at = 0
  #depth = 0

  constructor(text: string) {
    this.#text = text
  }

  whole(): Expression {
    const expression = this.#expression()
    this.#skip()
    if (this.#at < this.#text.length) throw new Failure()
    return expression
  }

  /** Up to a closing quote, or to the end of the text when there is none to wait for. */
  template(quote?: string): Expression {
    const { parts, end } = this.#parts(quote)
    if (end !== undefined) throw new Failure()
    if (quote !== undefined) this.#expect(quote)
    return joined(parts)
  }

  /** The parts of a template up to its end, or up to a directive that belongs to one before it. */
  #parts(quote: string | undefined): { parts: Expression[]; end: string | undefined } {
    const parts: Expression[] = []
    let plain = ''
    const flush = (before: string) => {
      if (before !== '') parts.push({ type: 'literal', value: before })
      plain = ''
    }
    while (this.#at < this.#text.length && this.#text[this.#at] !== quote) {
      if (this.#takes('$${')) plain += '${'
      else if (this.#takes('%%{')) plain += '%{'
      else if (this.#takes('${') || this.#takes('%{')) {
        const isDirective = this.#text[this.#at - 2] === '%'
        // `~` takes the space away that is next to it.
        flush(this.#takes('~') ? plain.trimEnd() : plain)
        const part = isDirective ? this.#directive(quote) : this.#expression()
        if (typeof part === 'string') return { parts, end: part }
        if (!isDirective) this.#closeSequence()
        parts.push(part)
      } else if (quote !== undefined && this.#text[this.#at] === '\\') plain += this.#escape()
      else plain += this.#text[this.#at++]
    }
    flush(plain)
    return { parts, end: undefined }
  }

  /** A directive with all that belongs to it; the word of one that ends another (`else`, `endif`, `endfor`). */
  #directive(quote: string | undefined): Expression | string {
    const word = this.#identifier()
    if (word === 'if') {
      const test = this.#expression()
      this.#closeSequence()
      const then = this.#parts(quote)
      const otherwise = then.end === 'else' ? this.#parts(quote) : { parts: [], end: then.end }
      if (otherwise.end !== 'endif') throw new Failure()
      return { type: 'conditional', test, then: joined(then.parts), otherwise: joined(otherwise.parts) }
    }
    if (word === 'for') {
      const { names, of } = this.#loopHead()
      this.#closeSequence()
      const { parts, end } = this.#parts(quote)
      if (end !== 'endfor') throw new Failure()
      const list = { type: 'for', names, of, key: undefined, value: joined(parts), test: undefined } as const
      return {
        type: 'call',
        name: 'join',
        arguments: [{ type: 'literal', value: '' }, list],
        isSpread: false,
      }
    }
    if (!/^(else|endif|endfor)$/.test(word)) throw new Failure()
    this.#closeSequence()
    return word
  }

  /** The end of `${…}` or `%{…}`. */
  #closeSequence(): void {
    const isTrimmed = this.#word('~')
    this.#expect('}')
    if (isTrimmed) this.#at += /^\s*/.exec(this.#rest())?.[0].length ?? 0
  }

  #expression(): Expression {
    if (this.#depth >= deepest) throw new Failure()
    this.#depth++
    const test = this.#binary(0)
    const expression = this.#word('?') ? this.#conditional(test) : test
    this.#depth--
    return expression
  }

  #conditional(test: Expression): Expression {
    const then = this.#expression()
    this.#expect(':')
    return { type: 'conditional', test, then, otherwise: this.#expression() }
  }

  #binary(level: number): Expression {
    const names = operators[level]
    if (!names) return this.#unary()
    let left = this.#binary(level + 1)
    for (;;) {
      const operator = names.find(name => this.#word(name))
      if (operator === undefined) return left
      left = { type: 'binary', operator, left, right: this.#binary(level + 1) }
    }
  }

  #unary(): Expression {
    const operator = ['!', '-'].find(name => this.#word(name))
    if (operator === undefined) return this.#postfix(this.#primary())
    if (this.#depth >= deepest) throw new Failure()
    this.#depth++
    const operand = this.#unary()
    this.#depth--
    return { type: 'unary', operator, operand }
  }

  #postfix(start: Expression): Expression {
    let from = start
    for (;;) {
      if (this.#text.startsWith('...', this.#at)) return from
      const isFull = this.#word('[*]')
      if (isFull || this.#word('.*')) from = { type: 'splat', of: from, path: this.#splatPath(isFull) }
      else if (this.#word('.')) from = { type: 'get', from, key: { type: 'literal', value: this.#name() } }
      else if (this.#word('[')) {
        const key = this.#expression()
        this.#expect(']')
        from = { type: 'get', from, key }
      } else return from
    }
  }

  /** A name or a position behind a dot. */
  #name(): string | number {
    const name = /^[\w-]+/.exec(this.#rest())?.[0]
    if (name === undefined) throw new Failure()
    this.#at += name.length
    return /^\d+$/.test(name) ? Number(name) : name
  }

  // Behind `[*]` positions belong to each item, behind `.*` to the list of results.
  #splatPath(isFull: boolean): (string | number)[] {
    const path: (string | number)[] = []
    while (!this.#text.startsWith('...', this.#at)) {
      if (this.#word('.')) path.push(this.#name())
      else if (isFull && this.#word('[')) {
        const key = this.#expression()
        this.#expect(']')
        if (key.type !== 'literal' || (typeof key.value !== 'string' && typeof key.value !== 'number'))
          throw new Failure()
        path.push(key.value)
      } else break
    }
    return path
  }

  #primary(): Expression {
    if (this.#word('(')) {
      const inner = this.#expression()
      this.#expect(')')
      return inner
    }
    if (this.#word('"')) return this.template('"')
    if (this.#word('[')) return this.#loop(']') ?? { type: 'tuple', items: this.#list(']') }
    if (this.#word('{')) return this.#loop('}') ?? this.#object()
    const number = /^\d+(\.\d+)?([eE][+-]?\d+)?/.exec(this.#rest())?.[0]
    if (number !== undefined) {
      this.#at += number.length
      return { type: 'literal', value: Number(number) }
    }
    return this.#named(this.#identifier())
  }

  #named(name: string): Expression {
    if (this.#text[this.#at] === '(') {
      this.#at++
      const found = this.#list(')')
      const isSpread = this.#text.slice(0, this.#at).trimEnd().endsWith('...)')
      return { type: 'call', name, arguments: found, isSpread }
    }
    if (name === 'true' || name === 'false') return { type: 'literal', value: name === 'true' }
    return name === 'null' ? { type: 'literal', value: null } : { type: 'variable', name }
  }

  #list(end: string): Expression[] {
    const items: Expression[] = []
    while (!this.#word(end)) {
      items.push(this.#expression())
      this.#word('...')
      if (this.#word(',')) continue
      this.#expect(end)
      return items
    }
    return items
  }

  #object(): Expression {
    const entries: [Expression, Expression][] = []
    while (!this.#word('}')) {
      const written = this.#expression()
      // A bare word is the key itself.
      const key: Expression = written.type === 'variable' ? { type: 'literal', value: written.name } : written
      if (!this.#word('=')) this.#expect(':')
      entries.push([key, this.#expression()])
      this.#word(',')
    }
    return { type: 'object', entries }
  }

  #loop(end: string): Expression | undefined {
    this.#skip()
    if (!/^for\s/.test(this.#rest())) return undefined
    this.#at += 3
    const { names, of } = this.#loopHead()
    this.#expect(':')
    const first = this.#expression()
    const second = this.#word('=>') ? this.#expression() : undefined
    this.#skip()
    const isTested = /^if\s/.test(this.#rest())
    if (isTested) this.#at += 2
    const test = isTested ? this.#expression() : undefined
    this.#expect(end)
    return { type: 'for', names, of, key: second && first, value: second ?? first, test }
  }

  #loopHead(): { names: string[]; of: Expression } {
    const names = [this.#identifier()]
    if (this.#word(',')) names.push(this.#identifier())
    if (this.#identifier() !== 'in') throw new Failure()
    return { names, of: this.#expression() }
  }

  #identifier(): string {
    this.#skip()
    const name = /^[A-Za-z_][\w-]*/.exec(this.#rest())?.[0]
    if (name === undefined) throw new Failure()
    this.#at += name.length
    return name
  }

  #escape(): string {
    const next = this.#text[this.#at + 1] ?? ''
    const digits = /^\\u([0-9a-fA-F]{4})/.exec(this.#rest())?.[1]
    this.#at += digits === undefined ? 2 : 6
    if (digits !== undefined) return String.fromCharCode(parseInt(digits, 16))
    const plain = escapes.get(next)
    if (plain === undefined) throw new Failure()
    return plain
  }

  #word(word: string): boolean {
    this.#skip()
    // `=` is no beginning of `==`, `!` none of `!=`.
    if (/^[=!]$/.test(word) && this.#text[this.#at + 1] === '=') return false
    if (word === '=' && this.#text[this.#at + 1] === '>') return false
    return this.#takes(word)
  }

  #takes(word: string): boolean {
    if (!this.#text.startsWith(word, this.#at)) return false
    this.#at += word.length
    return true
  }

  #expect(word: string): void {
    if (!this.#word(word)) throw new Failure()
  }

  #skip(): void {
    this.#at += /^(?:\s|#.*|\/\/.*|\/\*[\s\S]*?\*\/)*/.exec(this.#rest())?.[0].length ?? 0
  }

  // A window: expressions are short, and a long text must not be copied at every step.
  #rest(): string {
    return this.#text.slice(this.#at, this.#at + 2000)
  }
}
