import { seededNumbers } from '../support/treeChecks.ts'

export { seededNumbers }

/** Numbers below a bound, the same for the same seed. */
export type Random = (below: number) => number

export interface GeneratedTemplate {
  readonly template: string
  readonly variables: Readonly<Record<string, unknown>>
}

/**
 * Makes templates by Velocity's grammar, over variables of every kind; one in eight is broken by an edit. They use
 * what API Gateway's engine has and what has one answer there: no reflection, no addresses of objects, no methods that
 * newer Javas added.
 */
export function generateTemplate(random: Random): GeneratedTemplate {
  const maker = new TemplateMaker(random)
  const body = maker.body(3)
  return { template: random(8) === 0 ? breakUp(body, random) : body, variables: variables(random) }
}

const words = [
  'a',
  'Hello',
  'x y',
  'true',
  '12',
  '-7',
  '',
  'a,b,,c',
  'Ünï',
  'foo.bar',
  'AbC',
  ' trim ',
  '{"k": 1}',
  '1.50',
]

function variables(random: Random): Record<string, unknown> {
  const word = () => words[random(words.length)] ?? ''
  const number = () =>
    [0, 1, -1, 7, 42, 2147483647, -2147483648, 4294967296, 9007199254740991][random(9)] ?? 0
  return {
    s: word(),
    t: word(),
    n: number(),
    i: random(5),
    d: [0.5, 1.25, -2.75, 1e21, 1.5e-7, 123456.789, 12345678.9][random(7)],
    b: random(2) === 0,
    l: [1, 'two', [3, null], { k: word() }].slice(0, random(5)),
    m: {
      k: word(),
      'with-dash': 2,
      nested: { deep: [1, 2] },
      size: 'own',
      flag: random(2) === 0,
      nothing: null,
    },
    e: [],
    o: {},
    z: null,
    names: ['x', 'y', 'z'].slice(0, random(4)),
  }
}

function breakUp(text: string, random: Random): string {
  const pieces = [
    '#',
    '$',
    '{',
    '}',
    '(',
    ')',
    '[',
    ']',
    '"',
    "'",
    '\\',
    '#end',
    '#else',
    ' ',
    '\n',
    '!',
    '.',
    ',',
    '#if(',
    '##',
    '#*',
    ']]#',
    '..',
    '-',
    ':',
    '@',
  ]
  let result = text
  for (let edits = 1 + random(2); edits > 0; edits--) {
    const at = random(result.length + 1)
    const piece = random(3) === 0 ? '' : (pieces[random(pieces.length)] ?? '')
    result = result.slice(0, at) + piece + result.slice(at + random(3))
  }
  return result
}

class TemplateMaker {
  private readonly random: Random
  private left = 60
  /** A name of its own: Velocity remembers a macro's name longer than its template. */
  private readonly macro: string

  constructor(random: Random) {
    this.random = random
    this.macro = `macro${random(1_000_000)}`
  }

  body(depth: number): string {
    let text = ''
    for (let count = 1 + this.random(5); count > 0 && this.left > 0; count--) text += this.statement(depth)
    return text
  }

  private pick<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.random(choices.length)] ?? choices[0]
  }

  private statement(depth: number): string {
    this.left--
    const kind = this.random(depth > 0 ? 24 : 15)
    if (kind < 4) return this.text()
    if (kind < 8) return this.reference(2) + this.pick(['', '', ' ', '\n', '.', '-', 'x'])
    if (kind < 12) return this.set()
    if (kind === 12) return this.comment()
    if (kind === 13) return this.escape()
    if (kind === 14) return this.line()
    if (kind < 18) return this.ifBlock(depth)
    if (kind < 22) return this.foreach(depth)
    if (kind === 22) return this.define(depth)
    return this.odd(depth)
  }

  private text(): string {
    return this.pick([
      'text ',
      '{"a": ',
      '"',
      ', ',
      '\n',
      '  \n',
      '\r\n',
      '\t',
      ' # ',
      ' $ ',
      '$5',
      '#fff ',
      '$.',
      '$(',
      '[0]',
      '()',
      '!',
      '\\',
      '\\\\',
      '#1',
      '}',
      "'",
      '$!',
      'é',
      '#[[ raw $s #if ]]#',
      '$$',
      '# ',
      '{',
      '$[',
      '${',
      '$!{ ',
      '. ',
      '@',
      '-',
      '..',
      '\\ ',
    ])
  }

  private variable(): string {
    return this.pick([
      's',
      't',
      'n',
      'i',
      'd',
      'b',
      'l',
      'm',
      'e',
      'o',
      'z',
      'names',
      'x',
      'y',
      'item',
      'missing',
      'foreach',
      'velocityCount',
      'blk',
      'a-b',
      '_u',
    ])
  }

  private reference(depth: number): string {
    const path = this.variable() + this.accessors(depth)
    switch (this.random(9)) {
      case 0:
        return `\${${path}}`
      case 1:
        return `$!{${path}}`
      case 2:
        return `$!${path}`
      case 3:
        return this.random(4) === 0 ? `$$${path}` : `$${path}`
      default:
        return `$${path}`
    }
  }

  private accessors(depth: number): string {
    let text = ''
    while (this.random(3) === 0) text += this.accessor(depth)
    return text
  }

  private accessor(depth: number): string {
    const kind = this.random(8)
    if (kind < 2)
      return `.${this.pick(['k', 'nested', 'deep', 'with-dash', 'size', 'flag', 'nothing', 'empty', 'nokey', 'index', 'count', 'hasNext', 'first', 'last', 'parent'])}`
    if (kind === 2) return `[${this.pick(['0', '1', '-1', '7', '"k"', "'k'", '$i', '$s', 'true', ' 0 '])}]`
    return `.${this.method(depth)}`
  }

  private method(depth: number): string {
    const value = () => this.parameter(depth - 1)
    const text = () => this.pick(["'a'", '"b"', '"$s"', "''", "'l'", '$s', '$t', "','", "'[a-c]'", "'x'"])
    const int = () => this.pick(['0', '1', '2', '$i', '-1', '9'])
    return this.pick<() => string>([
      () => 'size()',
      () => 'length()',
      () => 'isEmpty()',
      () => 'toString()',
      () => 'trim()',
      () => 'toUpperCase()',
      () => 'toLowerCase()',
      () => `equals(${value()})`,
      () => `contains(${value()})`,
      () => `indexOf(${value()})`,
      () => `lastIndexOf(${value()})`,
      () => `startsWith(${text()})`,
      () => `endsWith(${text()})`,
      () => `concat(${text()})`,
      () => `compareTo(${value()})`,
      () => `equalsIgnoreCase(${text()})`,
      () => `substring(${int()})`,
      () => `substring(${int()}, ${int()})`,
      () => `charAt(${int()})`,
      () => `codePointAt(${int()})`,
      () => `replace(${text()}, ${text()})`,
      () => `replaceAll(${this.pattern()}, ${this.replacement()})`,
      () => `replaceFirst(${this.pattern()}, ${this.replacement()})`,
      () => `matches(${this.pattern()})`,
      () => `split(${this.pattern()}).size()`,
      () => `split(${this.pattern()})[${int()}]`,
      () => `split(${text()}, ${int()}).get(0)`,
      () => `get(${this.pick(['0', '1', "'k'", '"nested"', '$i', '9'])})`,
      () => `add(${value()})`,
      () => `add(${int()}, ${value()})`,
      () => `set(${int()}, ${value()})`,
      () => `remove(${int()})`,
      () => `remove("two")`,
      () => `addAll(${value()})`,
      () => `clear()`,
      () => `subList(0, ${int()})`,
      () => `put(${text()}, ${value()})`,
      () => `putAll(${value()})`,
      () => `containsKey(${text()})`,
      () => `containsValue(${value()})`,
      () => `keySet()`,
      () => `values()`,
      () => `entrySet()`,
      () => `remove('k')`,
      () => `intValue()`,
      () => `longValue()`,
      () => `doubleValue()`,
      () => `parseInt(${this.pick(["'42'", "'-7'", "'x'", '$s', "'99999999999'"])})`,
      () => `valueOf(${int()})`,
      () => `booleanValue()`,
      () => `compareTo(${value()})`,
      () => `iterator().next()`,
      () => `keySet().size()`,
      () => `keySet().contains(${text()})`,
      () => `noSuchMethod(${value()})`,
      () => `containsAll(${value()})`,
      () => `removeAll(${value()})`,
      () => `retainAll(${value()})`,
      () => `parseBoolean(${text()})`,
    ])()
  }

  private pattern(): string {
    return this.pick([
      "'a'",
      "'[a-z]+'",
      "'\\s'",
      "'(.)(.)'",
      "'^.'",
      "'.$'",
      "'[^a-c]'",
      "'\\d+'",
      "','",
      "'a|b'",
      "'x*'",
      "'(?i)ABC'",
      "'\\W'",
      "'.*?l'",
      "'\\Q.\\E'",
      "'\\p{Upper}'",
      "'[a-z&&[^b]]'",
      "'(a'",
      "'l{1,2}'",
      "'\\b'",
      "'\\.'",
      "'(?<n>o)'",
      "'o++'",
      "''",
      '"$t"',
    ])
  }

  private replacement(): string {
    return this.pick(["'-'", "'$0$0'", "'[$1]'", "'\\\\$'", "''", "'$2'", "'${n}'", "'\\\\'"])
  }

  private parameter(depth: number): string {
    const kind = this.random(depth > 0 ? 13 : 9)
    if (kind < 2) return this.integer()
    if (kind === 2) return this.float()
    if (kind === 3) return this.pick(['true', 'false'])
    if (kind < 7) return this.string(depth)
    if (kind < 10) return this.reference(Math.max(depth, 0))
    if (kind === 10) return this.list(depth)
    if (kind === 11) return this.map(depth)
    return `[${this.pick(['0', '1', '$i', '-2', '5', '$n'])}..${this.pick(['3', '0', '$i', '-1', '$s'])}]`
  }

  private integer(): string {
    return this.pick([
      '0',
      '1',
      '2',
      '-3',
      '7',
      '10',
      '2147483647',
      '9223372036854775807',
      '99999999999999999999',
      '-2147483648',
      '007',
    ])
  }

  private float(): string {
    return this.pick(['1.0', '0.5', '-.5', '1e7', '12345678.9', '1.', '2.5e-5', '100.0', '0.1'])
  }

  private string(depth: number): string {
    const inner = this.pick([
      '',
      'a',
      'k',
      'two words',
      '$s',
      '${t}',
      '$m.k',
      '#if($b)y#{else}n#end',
      '$n-$i',
      '\\$s',
      '$missing',
      '#set($y = 1)',
      'A',
      '## c',
      '\\u0041$s',
      '$blk',
      '1',
      '""',
      'x#end',
    ])
    if (this.random(12) === 0) return `"${inner} ${depth > 0 ? this.reference(0) : ''}"`
    return this.random(2) === 0 ? `"${inner === 'x#end' ? 'x' : inner}"` : `'${inner.replaceAll("'", "''")}'`
  }

  private list(depth: number): string {
    const items = Array.from({ length: this.random(4) }, () => this.parameter(depth - 1))
    return `[${items.join(this.pick([', ', ',', ' , ']))}]`
  }

  private map(depth: number): string {
    const entries = Array.from(
      { length: this.random(3) },
      () => `${this.pick(["'k'", '"a"', '$s', '1', 'true'])} : ${this.parameter(depth - 1)}`,
    )
    return `{${entries.join(', ')}${entries.length === 0 ? this.pick(['', ' ']) : ''}}`
  }

  private expression(depth: number): string {
    if (depth <= 0 || this.random(3) === 0) return this.parameter(depth)
    switch (this.random(6)) {
      case 0:
        return `(${this.expression(depth - 1)})`
      case 1:
        return `${this.pick(['!', 'not ', '! '])}${this.expression(depth - 1)}`
      default: {
        const operator = this.pick([
          '+',
          '+',
          '-',
          '*',
          '/',
          '%',
          '==',
          '!=',
          '<',
          '<=',
          '>',
          '>=',
          '&&',
          '||',
          'and',
          'or',
          'eq',
          'ne',
          'lt',
          'le',
          'gt',
          'ge',
        ])
        const blank = this.random(6) === 0 && !/[a-z]/.test(operator) ? '' : ' '
        return this.expression(depth - 1) + blank + operator + blank + this.expression(depth - 1)
      }
    }
  }

  private set(): string {
    const target = this.pick([
      'x',
      'y',
      'x',
      'y',
      'item',
      '{x}',
      '!x',
      'm.k',
      'm.new',
      'l[0]',
      'm["q"]',
      'o.p',
      'l[-1]',
      's.k',
      'missing.k',
      'm.nested.deep',
      'o[$s]',
      'foreach.own',
      'foreach',
    ])
    const before = this.pick(['', '', ' ', '  '])
    const after = this.pick(['', '', '\n', ' \n', ' ', '\r\n'])
    return `${before}#${this.random(12) === 0 ? '{set}' : 'set'}${this.pick(['', '', ' '])}(${this.pick(['', ' '])}$${target} = ${this.expression(3)})${after}`
  }

  private comment(): string {
    return this.pick([
      '## a comment\n',
      '#* a\nblock *#',
      '#** formal *#',
      '##\n',
      '#**#',
      '$## x\n',
      '#*$s*#\n',
      '## $',
      '## #if\r\n',
    ])
  }

  private escape(): string {
    return this.pick([
      '\\$s',
      '\\\\$s',
      '\\\\\\$s',
      '\\$missing',
      '\\#if',
      '\\#foo',
      '\\\\#end',
      '\\#{set}',
      '\\$!{s}',
      '$\\!s',
      '\\\\ ',
      '\\#set($x = 1)',
      '$!\\s',
      '\\\\#foo()',
      '#\\$s',
      '\\${m.k}',
    ])
  }

  private line(): string {
    return this.pick(
      [
        '#foo()',
        '#foo($s "a")',
        '#foo',
        '#{foo}',
        '#@bar',
        '#evaluate("$s")',
        '#return',
        '#stop',
        '#break',
        '#end_',
        '#endx',
        '#elsex',
        '#ifx',
        '#set',
        '#foo ($x)',
        '#foo\n',
        '#foo()\n',
        '#break($foreach)',
        '#stop()',
        '#include()',
        '#parse("x")',
        '$#foo',
        '$$#set($x = 1)',
      ].map(text =>
        // What ends rendering is left out mostly: nothing after it would be compared.
        /#(?:stop|break|parse)/.test(text) && this.random(4) > 0 ? '#foo()' : text,
      ) as [string, ...string[]],
    )
  }

  private ifBlock(depth: number): string {
    const end = this.lineEnd()
    let text = `${this.keyword('if')}${this.pick(['', ' '])}(${this.expression(2)})${end}${this.body(depth - 1)}`
    while (this.random(4) === 0)
      text += `${this.keyword('elseif')}(${this.expression(2)})${this.lineEnd()}${this.body(depth - 1)}`
    if (this.random(2) === 0) text += `#{else}${this.lineEnd()}${this.body(depth - 1)}`
    return `${text}${this.keyword('end')}${this.lineEnd()}`
  }

  private keyword(name: string): string {
    const bracketed = this.random(6) === 0
    return `${this.pick(['', '', '  '])}#${bracketed ? `{${name}}` : name}`
  }

  private lineEnd(): string {
    return this.pick(['', '', ' ', '\n', '  \n', '\r\n'])
  }

  private foreach(depth: number): string {
    const list = this.pick<() => string>([
      () => '$l',
      () => '$m',
      () => '$names',
      () => this.list(1),
      () => '[1..3]',
      () => '[$i..0]',
      () => '$m.keySet()',
      () => '$m.entrySet()',
      () => this.reference(1),
      () => '$s',
      () => '$m.values()',
      () => '{"p": 1, "q": $s}',
      () => "$s.split(',')",
      () => '"$s"',
      () => '$l.iterator()',
      () => '[$l, $e]',
    ])()
    const element = this.pick(['item', 'item', 'x', 'k', '{y}', 's'])
    return `#foreach${this.pick(['', ' '])}($${element} in ${list})${this.lineEnd()}${this.loopBody(depth - 1)}#end${this.lineEnd()}`
  }

  private loopBody(depth: number): string {
    const inside = this.pick([
      '$item',
      '$foreach.index',
      '$velocityCount',
      '#if($foreach.hasNext),#end',
      '$foreach.count/$velocityHasNext',
      '$item.key=$item.value',
      '$k',
      '#if($item == 1)#break#end',
      '$foreach.parent.count',
      '$foreach',
      '$x$y',
      '#set($x = $item)',
      '',
    ])
    return this.random(2) === 0 ? inside + this.body(depth) : this.body(depth) + inside
  }

  private define(depth: number): string {
    const name = this.pick(['blk', 'x', 'blk'])
    return `#define($${name})${this.lineEnd()}${this.body(depth - 1)}#end${this.lineEnd()}$${name}${this.pick(['', '.length()', ' $blk', '()'])}`
  }

  private odd(depth: number): string {
    return this.pick<() => string>([
      () =>
        `#macro(${this.macro} $p)${this.body(depth - 1)}#end #${this.macro}() \\#${this.macro} \\\\#${this.macro}()`,
      () => `#literal()${this.body(0)} #end`,
      () => `#foreach($x in $l $s)${this.body(0)}#end`,
      () => `#@bar($s)${this.body(depth - 1)}#end`,
      () => `$s#set($x = 1)word{$x`,
      () => `#foreach($x $l)${this.body(0)}#end`,
      () => `$l.add($x)#foreach($q in $l)$q#end`,
      () => `#if($s)#set($s = $s + "more")$s#end`,
    ])()
  }
}
