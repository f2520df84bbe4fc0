/** An expression of Terraform's language, taken apart. */
export type Expression =
  | { readonly type: 'literal'; readonly value: string | number | boolean | null }
  | { readonly type: 'template'; readonly parts: readonly Expression[] }
  | { readonly type: 'tuple'; readonly items: readonly Expression[] }
  | { readonly type: 'object'; readonly entries: readonly (readonly [Expression, Expression])[] }
  | { readonly type: 'variable'; readonly name: string }
  | { readonly type: 'get'; readonly from: Expression; readonly key: Expression }
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
 * Parses an expression; undefined for a text that is none, or that uses what is not read here (heredocs, splats of
 * attributes, directives). https://developer.hashicorp.com/terraform/language/expressions
 */
export function parseExpression(text: string): Expression | undefined {
  return attempt(text, parser => parser.whole())
}

/** Parses a text with `${…}` in it, as every string of a `.tf.json` file is one; undefined where it holds directives. */
export function parseTemplate(text: string): Expression | undefined {
  return attempt(text, parser => parser.template())
}

class Failure extends Error {}

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
    const parts: Expression[] = []
    let plain = ''
    const flush = () => {
      if (plain !== '') parts.push({ type: 'literal', value: plain })
      plain = ''
    }
    while (this.#at < this.#text.length && this.#text[this.#at] !== quote) {
      if (this.#takes('$${')) plain += '${'
      else if (this.#takes('%%{')) plain += '%{'
      else if (this.#text.startsWith('%{', this.#at)) throw new Failure()
      else if (this.#takes('${')) {
        flush()
        parts.push(this.#expression())
        // `~` trims the text around it.
        this.#skip()
        this.#expect('}')
      } else if (quote !== undefined && this.#text[this.#at] === '\\') plain += this.#escape()
      else plain += this.#text[this.#at++]
    }
    flush()
    if (quote !== undefined) this.#expect(quote)
    const [only] = parts
    if (parts.length === 0) return { type: 'literal', value: '' }
    return only && parts.length === 1 ? only : { type: 'template', parts }
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
      if (this.#word('.')) {
        const name = /^[\w-]+/.exec(this.#rest())?.[0]
        if (name === undefined) throw new Failure()
        this.#at += name.length
        from = {
          type: 'get',
          from,
          key: { type: 'literal', value: /^\d+$/.test(name) ? Number(name) : name },
        }
      } else if (this.#word('[')) {
        const key = this.#expression()
        this.#expect(']')
        from = { type: 'get', from, key }
      } else return from
    }
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
    const names = [this.#identifier()]
    if (this.#word(',')) names.push(this.#identifier())
    if (this.#identifier() !== 'in') throw new Failure()
    const of = this.#expression()
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
