import { readDecimal } from '../javaDecimal.ts'
import { Cursor } from './cursor.ts'
import type { ReadPart } from './parseArguments.ts'
import type { Condition, JsonPath, Operand, Operator } from './syntax.ts'
import { operators, PathSyntaxError } from './syntax.ts'
import { unescapeText } from './unescape.ts'

/**
 * Reads a filter, from its `(` to the `]` that ends it:
 *
 *     or         = and { '||' and }
 *     and        = operand { '&&' operand }
 *     operand    = comparison | '(' or ')' | '!' operand
 *     comparison = value [ operator value ]
 */
export function parseFilter(text: string, base: number, readPath: ReadPart): Condition {
  return new FilterReader(text, base, readPath).whole()
}

/** How deep parentheses and negations may lie in each other. */
const maxDepth = 100

class FilterReader {
  readonly #cursor: Cursor
  readonly #readPath: ReadPart
  #depth = 0
  /** What spoke against a comparison behind the path that was read last. */
  #passed: PathSyntaxError | undefined

  constructor(text: string, base: number, readPath: ReadPart) {
    this.#cursor = new Cursor(text, base)
    this.#cursor.end--
    this.#cursor.trim()
    this.#readPath = readPath
  }

  whole(): Condition {
    const condition = this.#or()
    this.#cursor.skipBlanks()
    if (this.#cursor.isInside()) throw this.#unexpected('The filter should end here')
    return condition
  }

  #or(): Condition {
    const operands = [this.#and()]
    while (this.#takes('||')) operands.push(this.#and())
    return single(operands) ?? { type: 'or', operands }
  }

  #and(): Condition {
    const operands = [this.#operand()]
    while (this.#takes('&&')) operands.push(this.#operand())
    return single(operands) ?? { type: 'and', operands }
  }

  #operand(): Condition {
    const cursor = this.#cursor
    if (++this.#depth > maxDepth) throw cursor.fault('The filter is nested too deeply')
    const condition = this.#nested() ?? this.#comparison()
    this.#depth--
    return condition
  }

  #nested(): Condition | undefined {
    const cursor = this.#cursor
    const start = cursor.skipBlanks().position
    if (cursor.current === '!') {
      cursor.position++
      if (!'$@'.includes(cursor.skipBlanks().current)) return { type: 'not', operand: this.#operand() }
      cursor.position = start
    }
    if (cursor.skipBlanks().current !== '(') return undefined
    cursor.position++
    const condition = this.#or()
    if (cursor.skipBlanks().current !== ')') throw this.#unexpected(`')' is expected`)
    cursor.position++
    return condition
  }

  #comparison(): Condition {
    const cursor = this.#cursor
    const left = this.#value()
    const behind = cursor.position
    try {
      const operator = this.#operator()
      return { type: 'comparison', left: left.operand, operator, right: this.#value().operand }
    } catch (error) {
      // A path with no comparison behind it asks whether there is such a member.
      if (!(error instanceof PathSyntaxError) || !error.isSyntax || left.operand.type !== 'path') throw error
      cursor.position = behind
      this.#passed = error
      return { type: 'exists', path: left.operand.path, shouldExist: !left.isNegated }
    }
  }

  /** Where a path is followed by something unknown, what is wrong with that says more. */
  #unexpected(message: string): PathSyntaxError {
    const { base, position } = this.#cursor
    return this.#passed && this.#passed.start >= base + position ? this.#passed : this.#cursor.fault(message)
  }

  #operator(): Operator {
    const cursor = this.#cursor
    const start = cursor.skipBlanks().position
    if (isOperatorCharacter(cursor.current)) {
      while (cursor.isInside() && isOperatorCharacter(cursor.current)) cursor.position++
    } else while (cursor.isInside() && cursor.current !== ' ') cursor.position++
    const text = cursor.text.slice(start, cursor.position)
    const operator = operators.find(each => each === text.toLowerCase())
    if (!operator) throw cursor.fault(`There is no operator '${text}'`, start, cursor.position)
    return operator
  }

  #value(): { operand: Operand; isNegated: boolean } {
    const cursor = this.#cursor
    const isNegated = cursor.skipBlanks().current === '!'
    if (isNegated) cursor.position++
    const character = cursor.skipBlanks().current
    if ('$@'.includes(character)) return { operand: { type: 'path', path: this.#path() }, isNegated }
    if (isNegated) throw cursor.fault(`'!' must be followed by a path or '('`)
    return { operand: this.#literal(character), isNegated }
  }

  #literal(character: string): Operand {
    switch (character) {
      case "'":
      case '"':
        return this.#string(character)
      case 't':
        return this.#word('true', { type: 'boolean', value: true })
      case 'f':
        return this.#word('false', { type: 'boolean', value: false })
      case 'n':
        return this.#word('null', { type: 'null' })
      case '{':
        return this.#json('{', '}')
      case '[':
        return this.#json('[', ']')
      case '/':
        return this.#pattern()
      default:
        return this.#number()
    }
  }

  #string(quote: string): Operand {
    const cursor = this.#cursor
    const start = cursor.position
    const close = cursor.indexOfUnescaped(start, quote)
    if (close < 0) throw cursor.fault(`The string is not closed with ${quote}`, start, cursor.end)
    cursor.position = close + 1
    return { type: 'string', value: unescapeText(cursor.text.slice(start + 1, close), cursor.base + start) }
  }

  #word(word: string, operand: Operand): Operand {
    const cursor = this.#cursor
    const start = cursor.position
    if (!cursor.isInside(start + word.length - 1) || !cursor.text.startsWith(word, start))
      throw cursor.fault(`'${word}' is expected`, start)
    cursor.position += word.length
    return operand
  }

  #json(open: string, close: string): Operand {
    const cursor = this.#cursor
    const start = cursor.position
    const end = cursor.indexOfClosing(start, open, close, '')
    if (end < 0) throw cursor.fault(`'${close}' is missing`, start)
    cursor.position = end + 1
    return { type: 'json', text: cursor.text.slice(start, end + 1) }
  }

  #pattern(): Operand {
    const cursor = this.#cursor
    const start = cursor.position
    const close = cursor.indexOfUnescaped(start, '/')
    if (close < 0) throw cursor.fault('The pattern is not closed with /', start, cursor.end)
    let end = close + 1
    while (cursor.isInside(end) && 'dixmsuU'.includes(cursor.at(end))) end++
    cursor.position = end
    const { text } = cursor
    return { type: 'pattern', source: text.slice(start + 1, close), flags: text.slice(close + 1, end) }
  }

  #number(): Operand {
    const cursor = this.#cursor
    const start = cursor.position
    while (cursor.isInside() && /[0-9.eE-]/.test(cursor.current)) cursor.position++
    const text = cursor.text.slice(start, cursor.position)
    const value = readDecimal(text)
    if (value) return { type: 'number', value }
    throw new PathSyntaxError(
      text === '' ? 'A value is expected' : `'${text}' is no number`,
      cursor.base + start,
      cursor.base + Math.max(cursor.position, start + 1),
      false,
    )
  }

  /** A path, to the blank, operator or bracket that ends it. */
  #path(): JsonPath {
    const cursor = this.#cursor
    const start = cursor.position
    cursor.position++
    while (cursor.isInside()) {
      if (cursor.current === '[') {
        const close = cursor.indexOfClosing(cursor.position, '[', ']', '')
        if (close < 0) throw cursor.fault(`']' is missing`)
        cursor.position = close + 1
      }
      const { current } = cursor
      const isLogical = current === ')' && !this.#closesFunction(start)
      if (!cursor.isInside() || isOperatorCharacter(current) || current === ' ' || isLogical) break
      cursor.position++
    }
    return this.#readPath(cursor.text.slice(start, cursor.position), cursor.base + start)
  }

  /** Whether the current `)` ends a function without arguments: json-path knows no others in a filter. */
  #closesFunction(start: number): boolean {
    const { position, character } = this.#cursor.previousSignificant()
    return (
      character === '(' && this.#cursor.text.slice(start + 1, Math.max(position, start + 1)).includes('.')
    )
  }

  #takes(operator: '&&' | '||'): boolean {
    const cursor = this.#cursor
    const start = cursor.position
    cursor.skipBlanks()
    if (cursor.isInside(cursor.position + 1) && cursor.text.startsWith(operator, cursor.position)) {
      cursor.position += operator.length
      return true
    }
    cursor.position = start
    return false
  }
}

function single(operands: readonly Condition[]): Condition | undefined {
  return operands.length === 1 ? operands[0] : undefined
}

function isOperatorCharacter(character: string): boolean {
  return '<>=~!'.includes(character)
}
