import { seededNumbers } from '../support/treeChecks.ts'

/** A document as text and a path to read in it. */
export interface JsonPathCase {
  readonly body: string
  readonly path: string
}

/** Makes documents and paths, the same for the same seed: mostly valid ones, of all that json-path knows. */
export function jsonPathCases(seed: number): () => JsonPathCase {
  const random = seededNumbers(seed)
  const maker = new CaseMaker(random)
  return () => ({ body: maker.body(), path: maker.path() })
}

type Random = (below: number) => number

const NAMES = ['a', 'b', 'c', 'd', 'key', 'x-y', 'a b', 'é', 'length', '0']
const STRINGS = [
  '',
  'a',
  'b',
  'abc',
  'x y',
  '1',
  '1.0',
  '42',
  'true',
  "it's",
  'a/b',
  '[1]',
  '$.a',
  '@',
  'ABC',
  'line\\nend',
  '{a:1}',
  'é',
]
const NUMBERS = [
  '0',
  '1',
  '2',
  '3',
  '-1',
  '42',
  '1.0',
  '2.5',
  '-0.5',
  '1e3',
  '1E+2',
  '100',
  '12345678901',
  '9007199254740993',
  '0.1',
  '3.14159265358979323846',
  '007',
  '-0',
  '1e-7',
  '123456789012345678901',
]

class CaseMaker {
  readonly #random: Random

  constructor(random: Random) {
    this.#random = random
  }

  body(): string {
    return this.#chance(20) ? this.#object(4) : this.#chance(30) ? this.#list(4) : this.#value(4)
  }

  path(): string {
    const path = `${this.#root()}${this.#segments(4)}`
    return this.#chance(4) ? this.#broken(path) : path
  }

  #root(): string {
    return this.#pick(['$', '$', '$', '$', '$', '@'])
  }

  #segments(most: number): string {
    let text = ''
    for (let count = this.#random(most + 1); count > 0; count--) text += this.#segment()
    return this.#chance(15) ? text + this.#call() : text
  }

  #segment(): string {
    switch (this.#random(14)) {
      case 0:
      case 1:
      case 2:
      case 3:
      case 4:
        return this.#dotName()
      case 5:
        return `['${this.#name()}']`
      case 6:
        return `[${this.#index()}]`
      case 7:
        return this.#pick(['[*]', '.*'])
      case 8:
        return this.#pick([
          `..${this.#plainName()}`,
          '..*',
          `..['${this.#name()}']`,
          `..[${this.#index()}]`,
          '..[*]',
          `..${this.#filter(1)}`,
        ])
      case 9:
        return `[${this.#slice()}]`
      case 10:
        return `['${this.#name()}','${this.#name()}']`
      case 11:
        return this.#pick([
          `[${this.#index()},${this.#index()}]`,
          `[ ${this.#index()} , ${this.#index()} ]`,
          `["${this.#plainName()}"]`,
          `.['${this.#plainName()}']`,
        ])
      default:
        return this.#filter(2)
    }
  }

  #dotName(): string {
    return `.${this.#plainName()}`
  }

  #plainName(): string {
    return this.#pick(['a', 'b', 'c', 'd', 'key', 'x-y', 'length', 'é', '0'])
  }

  #name(): string {
    return this.#pick(NAMES)
  }

  #index(): string {
    return String(this.#random(5) - 1)
  }

  #slice(): string {
    const bound = () => (this.#chance(30) ? '' : String(this.#random(7) - 3))
    return `${bound()}:${bound()}${this.#chance(10) ? ':1' : ''}`
  }

  #call(): string {
    return this.#pick([
      '.length()',
      '.size()',
      '.min()',
      '.max()',
      '.avg()',
      '.sum()',
      '.stddev()',
      '.keys()',
      '.first()',
      '.last()',
      '.concat()',
      `.concat("x",${this.#operandPath()})`,
      `.append(${this.#argument()})`,
      `.index(${this.#index()})`,
      `.sum(${this.#argument()})`,
      `.max(${this.#argument()}, ${this.#argument()})`,
      `.length(${this.#operandPath()})`,
      '.nothing()',
      `.sum(1).${this.#plainName()}`,
      '.length().a',
      `.min(${this.#operandPath()})`,
    ])
  }

  #argument(): string {
    return this.#pick(['1', '2.5', '"text"', '{"a":1}', this.#operandPath(), '-3', ' 4 ', '[1,2]'])
  }

  #filter(depth: number): string {
    const blank = this.#pick(['', '', ' '])
    return `[${blank}?${blank}(${this.#condition(depth)})]`
  }

  #condition(depth: number): string {
    const kind = depth > 0 ? this.#random(12) : this.#random(7)
    if (kind < 4) return this.#comparison()
    if (kind < 7) return `${this.#pick(['', '', '', '!', '! '])}${this.#operandPath()}`
    if (kind < 9)
      return `${this.#condition(depth - 1)}${this.#pick([' && ', '&&', ' || ', ' ||'])}${this.#condition(depth - 1)}`
    if (kind < 11) return `(${this.#condition(depth - 1)})`
    return `!(${this.#condition(depth - 1)})`
  }

  #comparison(): string {
    const operator = this.#pick([
      '==',
      '==',
      '==',
      '!=',
      '<',
      '<=',
      '>',
      '>=',
      '===',
      '!==',
      '=~',
      'in',
      'nin',
      'subsetof',
      'anyof',
      'noneof',
      'size',
      'empty',
      'contains',
      'IN',
      'all',
      'exists',
      'type',
    ])
    const right = operator === '=~' && !this.#chance(15) ? this.#pattern() : this.#right(operator)
    const blank = /^\w/.test(operator) || !this.#chance(25) ? ' ' : ''
    return `${this.#chance(8) ? this.#literal() : this.#operandPath()}${blank}${operator}${blank}${right}`
  }

  #right(operator: string): string {
    if (['in', 'nin', 'subsetof', 'anyof', 'noneof', 'IN'].includes(operator) && !this.#chance(10))
      return this.#pick([this.#literalList(), this.#literalList(), this.#operandPath()])
    if (operator === 'empty' && !this.#chance(10)) return this.#pick(['true', 'false'])
    return this.#chance(20) ? this.#operandPath() : this.#literal()
  }

  #operandPath(): string {
    return (
      this.#pick(['@', '@', '@', '@', '$']) +
      this.#pick([
        '',
        this.#dotName(),
        this.#dotName(),
        this.#dotName(),
        this.#dotName() + this.#dotName(),
        `['${this.#name()}']`,
        `[${this.#index()}]`,
        `..${this.#plainName()}`,
        '.*',
        '.length()',
        `${this.#dotName()}.length()`,
        `${this.#dotName()}[0]`,
        '[*]',
        `${this.#dotName()}[1:]`,
      ])
    )
  }

  #literal(): string {
    return this.#pick([
      this.#number(),
      this.#number(),
      `'${this.#pick(STRINGS).replace(/'/g, "\\'")}'`,
      `'${this.#pick(STRINGS).replace(/'/g, "\\'")}'`,
      `"${this.#pick(STRINGS)}"`,
      'true',
      'false',
      'null',
      this.#literalList(),
      '{"a":1}',
      '[]',
      '{}',
    ])
  }

  #number(): string {
    return this.#pick(NUMBERS)
  }

  #literalList(): string {
    const items = Array.from({ length: this.#random(4) }, () =>
      this.#pick([
        this.#number(),
        `'${this.#pick(['a', 'b', 'abc', '1'])}'`,
        `"${this.#pick(['a', 'b', 'abc'])}"`,
        'true',
        'null',
      ]),
    )
    return `[${items.join(this.#pick([',', ', ']))}]`
  }

  #pattern(): string {
    return `/${this.#pick(['a', 'a.*', '.*b.*', '[a-c]+', '(a|b)+', '\\d+', '.*', '', '^a$', 'x\\/y', 'A.*', '[^a]*', '\\w{2,3}', '1.0'])}/${this.#pick(['', '', 'i', 'is'])}`
  }

  #value(depth: number): string {
    switch (this.#random(depth > 0 ? 10 : 6)) {
      case 0:
      case 1:
        return this.#number()
      case 2:
      case 3:
        return `"${this.#pick(STRINGS).replace(/"/g, '\\"')}"`
      case 4:
        return this.#pick(['true', 'false'])
      case 5:
        return this.#pick(['null', 'word', "'single'"])
      case 6:
      case 7:
        return this.#list(depth - 1)
      default:
        return this.#object(depth - 1)
    }
  }

  #list(depth: number): string {
    return `[${Array.from({ length: this.#random(5) }, () => this.#value(depth)).join(this.#pick([',', ', ']))}]`
  }

  #object(depth: number): string {
    return `{${Array.from({ length: this.#random(5) }, () => `"${this.#name()}":${this.#value(depth)}`).join(',')}}`
  }

  #broken(path: string): string {
    const at = this.#random(path.length + 1)
    const piece = this.#pick([
      '',
      '.',
      '[',
      ']',
      '(',
      ')',
      "'",
      '?',
      '*',
      ' ',
      ',',
      ':',
      '-1',
      '@',
      '$',
      '!',
      '&&',
      '/',
      '\\',
      '"',
      '~',
    ])
    return path.slice(0, at) + piece + path.slice(at + this.#random(2))
  }

  #chance(percent: number): boolean {
    return this.#random(100) < percent
  }

  #pick<T>(from: readonly T[]): T {
    // The list is not empty and the index below its length.
    return from[this.#random(from.length)] as T
  }
}
