import { describe, expect, it } from 'vitest'
import { childAt, nodeAtPointer, pathAtOffset, toValue } from '../../server/src/syntax/node.ts'
import { parseText } from '../../server/src/syntax/parse.ts'
import { findings, sketch } from '../support/sketch.ts'

const yaml = (text: string) => parseText('/api.yaml', text)
const valueOf = (text: string): unknown => toValue(yaml(text).root)

describe('YAML', () => {
  it('keeps the range of every key and value', () => {
    const text = 'a: 1 # one\nb:\n  - "x"\n  - {c: d, e: [f]}\n  -\n  - g: h\n'
    const document = yaml(text)
    expect(sketch(document)).toBe('{a: 1, b: ["x", {c: d, e: [f]}, ~, {g: h}]}')
    expect(document.diagnostics).toEqual([])
    expect(childAt(document.root, 'b')).toMatchObject({
      start: text.indexOf('-'),
      end: text.length - 1,
      isFlow: false,
    })
  })

  it('reads byte order mark, CRLF and a tab behind a value', () => {
    const document = yaml('\ufeffa: 1\t\r\nb: |\r\n  l1\r\n  l2\r\nc: d\r\n')
    expect(toValue(document.root)).toEqual({ a: 1, b: 'l1\nl2\n', c: 'd' })
    expect(sketch(document)).toBe('{a: 1, b: |\r\n  l1\r\n  l2, c: d}')
  })

  it('knows how a scalar is written', () => {
    const document = yaml('a: x\nb: "x"\nc: \'x\'\nd: |\n  x\ne: >-\n  x\n  y\n')
    const styles = ['a', 'b', 'c', 'd', 'e'].map(name => childAt(document.root, name))
    expect(styles).toMatchObject([
      { style: 'plain', value: 'x' },
      { style: 'double', value: 'x' },
      { style: 'single', value: 'x' },
      { style: 'literal', value: 'x\n' },
      { style: 'folded', value: 'x y' },
    ])
  })

  it('resolves plain scalars as YAML 1.2 does, and leaves dates alone', () => {
    expect(
      valueOf('a: 2012-10-17\nb: yes\nc: 0x1f\nd: 1.5\ne: ~\nf: True\ng:\nh: !!timestamp 2001-01-01\n'),
    ).toEqual({
      a: '2012-10-17',
      b: 'yes',
      c: 31,
      d: 1.5,
      e: null,
      f: true,
      g: null,
      h: '2001-01-01',
    })
  })

  it('names keys by their text', () => {
    const document = yaml('200: a\n1.0: b\non: c\n? d\n: e\n"200": f\n')
    const names = document.root?.type === 'mapping' ? document.root.entries.map(entry => entry.name) : []
    expect(names).toEqual(['200', '1.0', 'on', 'd', '200'])
    expect(document.diagnostics).toMatchObject([{ code: 'duplicate-key', range: { start: { line: 5 } } }])
  })

  it('puts the null of a key without a value behind its colon', () => {
    const document = yaml('a:\nb: 1\n')
    expect(childAt(document.root, 'a')).toMatchObject({ value: null, start: 2, end: 2 })
  })

  it.each(['', '\n\n', '# only a comment\n', '---\n'])('has no tree and no error for %j', text => {
    expect(yaml(text)).toMatchObject({ root: undefined, diagnostics: [] })
  })

  it('reads the first of several documents and says so', () => {
    const document = yaml('a: 1\n---\na: 2\n')
    expect(toValue(document.root)).toEqual({ a: 1 })
    expect(findings(document.diagnostics, document)).toEqual([
      'info syntax «---» Only the first YAML document of this file is served; move the rest to another file',
    ])
  })

  it('finds the path to an offset', () => {
    const text = 'a:\n  b:\n    - c: d\n'
    const path = pathAtOffset(yaml(text).root, text.indexOf('d'))
    expect(path.nodes.map(node => node.type)).toEqual(['mapping', 'mapping', 'sequence', 'mapping', 'scalar'])
    expect(pathAtOffset(yaml(text).root, text.indexOf('b')).key?.name).toBe('b')
  })
})

describe("CloudFormation's short tags", () => {
  it('become their long form, the key standing at the tag', () => {
    const document = yaml(
      'a: !Ref Name\nb: !GetAtt A.B\nc: !Sub\n  - "${x}"\n  - {x: !Ref Y}\nd: [!If [c, !Ref AWS::NoValue, 1]]\ne: !Condition Prod\n',
    )
    expect(document.diagnostics).toEqual([])
    expect(toValue(document.root)).toEqual({
      a: { Ref: 'Name' },
      b: { 'Fn::GetAtt': 'A.B' },
      c: { 'Fn::Sub': ['${x}', { x: { Ref: 'Y' } }] },
      d: [{ 'Fn::If': ['c', { Ref: 'AWS::NoValue' }, 1] }],
      e: { Condition: 'Prod' },
    })
    expect(sketch(document)).toBe(
      '{a: {!Ref: Name}, b: {!GetAtt: A.B}, c: {!Sub: ["${x}", {x: {!Ref: Y}}]}, d: [{!If: [c, {!Ref: AWS::NoValue}, 1]}], e: {!Condition: Prod}}',
    )
    expect(childAt(document.root, 'a')).toMatchObject({ shortTag: '!Ref', start: 3, end: 12 })
  })

  it.each([
    'And',
    'Base64',
    'Cidr',
    'Equals',
    'FindInMap',
    'GetAtt',
    'GetAZs',
    'If',
    'ImportValue',
    'Join',
    'Not',
    'Or',
    'Select',
    'Split',
    'Sub',
    'Transform',
    'ToJsonString',
    'Length',
  ])('!%s', name => {
    expect(valueOf(`a: !${name} [x]`)).toEqual({ a: { [`Fn::${name}`]: ['x'] } })
  })

  it('find the tag behind a comment that names it', () => {
    const document = yaml('a: # !Sub here\n  !Sub # and !Sub there\n  text\n')
    expect(childAt(document.root, 'a')).toMatchObject({ start: 17, end: 45, shortTag: '!Sub' })
  })

  it('keep a value half typed', () => {
    expect(valueOf('a: !Ref\nb: 1\n')).toEqual({ a: { Ref: '' }, b: 1 })
  })

  it('leave the value of an unknown tag as it is', () => {
    const document = yaml('a: !Mine {x: 1}\nb: !Other text\n')
    expect(document.diagnostics).toEqual([])
    expect(toValue(document.root)).toEqual({ a: { x: 1 }, b: 'text' })
  })
})

describe('anchors', () => {
  it('expand at each alias, which stands at its own place', () => {
    const text = 'a: &base {x: [1]}\nb: *base\nc: *base\n'
    const document = yaml(text)
    expect(toValue(document.root)).toEqual({ a: { x: [1] }, b: { x: [1] }, c: { x: [1] } })
    expect(childAt(document.root, 'c')).toMatchObject({ start: text.lastIndexOf('*'), end: text.length - 1 })
    const [inB, inC] = [nodeAtPointer(document.root, '/b/x/0'), nodeAtPointer(document.root, '/c/x/0')]
    expect(inB).not.toBe(inC)
    expect(inC).toMatchObject({ start: text.indexOf('1') })
  })

  it('merge: own keys win, then the earlier source', () => {
    const text = 'a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc:\n  <<: [*a, *b]\n  x: 3\n'
    expect(valueOf(text)).toMatchObject({ c: { x: 3, y: 1, z: 2 } })
    expect(valueOf('a: {"<<": 1}')).toEqual({ a: { '<<': 1 } })
  })

  it('that are not there, cyclic or merged wrongly are reported', () => {
    const document = yaml('a: *nowhere\nb: &b [*b]\nc:\n  <<: text\n')
    expect(findings(document.diagnostics, document)).toEqual([
      "error syntax «*nowhere» No anchor '&nowhere' stands above this alias; add it or correct the name",
      "error syntax «*b» Alias '*b' stands inside its own anchor and has no end; write the value out",
      "error syntax «<<» A merge key '<<' takes a mapping or an alias of one; correct its value",
    ])
  })

  it('that grow without bound are cut off', () => {
    const levels = Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(9)}]`)
    const document = yaml(`a0: &a0 [x]\n${levels.join('\n')}\n`)
    expect(document.diagnostics[0]?.message).toBe(
      'The aliases of this file expand to too many values; write some of them out',
    )
  })
})
