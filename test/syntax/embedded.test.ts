import { describe, expect, it } from 'vitest'
import { offsetAt } from '../../server/src/base/text.ts'
import type { EmbeddedText } from '../../server/src/syntax/embedded.ts'
import { embeddedText } from '../../server/src/syntax/embedded.ts'
import { childAt } from '../../server/src/syntax/node.ts'
import { parseText } from '../../server/src/syntax/parse.ts'

/** The template under the key `t` of a document, and what stands in the document for each unit of it. */
function embed(text: string, file = 'a.yaml'): { found: EmbeddedText; written: (part: string) => string } {
  const document = parseText(file, text)
  const node = childAt(document.root, 't')
  const found = node && embeddedText(node)
  if (!found) throw new Error('no embedded text')
  return {
    found,
    written: part => {
      const start = found.text.indexOf(part)
      const { range } = found.origin({ start, end: start + part.length })
      const offset = (position: typeof range.start) => offsetAt(document.lines, position, text)
      return text.slice(offset(range.start), offset(range.end))
    },
  }
}

const lf = (text: string) => text.replaceAll('\r\n', '\n')

describe('the text of a string of each style', () => {
  const cases: Readonly<Record<string, { document: string; says: string; file?: string }>> = {
    plain: { document: 't: $input.json', says: '$input.json' },
    'plain over lines': { document: 't: $a\n  $b\n\n  $c\nu: 1', says: '$a $b\n$c' },
    single: { document: "t: 'it''s $a' # $a", says: "it's $a" },
    'single over lines': { document: "t: 'one  \n   two\n\n\n   $a'", says: 'one two\n\n$a' },
    double: { document: String.raw`t: "\"a\"\t\x41é\U0001F600 $a\/"`, says: '"a"\tAé😀 $a/' },
    'double over lines': {
      document: 't: "one \\\n   two\n  \n  three\\  \n  $a"',
      says: 'one two\nthree  $a',
    },
    literal: { document: 't: |\n  {\n    "a": $a\n\n  }\nu: 1', says: '{\n  "a": $a\n\n}\n' },
    'literal, stripped': { document: 't: |-\n  $a\n  $b\n\nu: 1', says: '$a\n$b' },
    'literal, kept': { document: 't: |+\n  $a\n\n\nu: 1', says: '$a\n\n\n' },
    'literal, indentation stated': { document: 't: |2-\n    $a\n  $b\nu: 1', says: '  $a\n$b' },
    'literal, nested indentation stated': { document: 'v:\n  t: 1\nt: |1\n  $a\n $b\n', says: ' $a\n$b\n' },
    'literal, trailing blanks': { document: 't: |\n  $a  \n   \n  $b\n', says: '$a  \n \n$b\n' },
    'literal, at the end of the file': { document: 't: |-\n  $a', says: '$a' },
    folded: { document: 't: >\n  $a\n  $b\n\n  $c\nu: 1', says: '$a $b\n$c\n' },
    'folded, more indented': {
      document: 't: >-\n  $a\n    $b\n    $c\n  $d\n  $e',
      says: '$a\n  $b\n  $c\n$d $e',
    },
    'folded, blank lines first': { document: 't: >\n\n  $a\n  $b\n', says: '\n$a $b\n' },
    JSON: {
      document: String.raw`{"t": "{\n  \"a\": \"é$a\"\n}"}`,
      says: '{\n  "a": "é$a"\n}',
      file: 'a.json',
    },
  }
  for (const [name, { document, says, file }] of Object.entries(cases)) {
    it.each(['\n', '\r\n'])(`stands where it is written: ${name} (%j)`, end => {
      const text = document.replaceAll('\n', end)
      const { found, written } = embed(text, file)
      expect(lf(found.text)).toBe(says)
      for (const [part] of says.matchAll(/\$\w+/g)) expect(written(part)).toBe(part)
      for (let offset = 0; offset < found.text.length; offset++) {
        const place = found.toDocument(offset)
        const back = found.toText(place)
        // Units that one escape gives share its place.
        expect(back === undefined ? undefined : found.toDocument(back)).toBe(place)
      }
      expect(found.toText(0)).toBeUndefined()
    })
  }

  it('has a place to write at where it is empty', () => {
    for (const [document, place] of [
      ["t: ''", 4],
      ['t: ""', 4],
    ] as const) {
      const { found } = embed(document)
      expect(found.toDocument(0)).toBe(place)
      expect(found.toText(place)).toBe(0)
      expect(found.toText(place - 1)).toBeUndefined()
      expect(found.origin({ start: 0, end: 0 }).range.start).toEqual({ line: 0, character: place })
    }
  })

  it('marks an escape as a whole', () => {
    const { written } = embed(String.raw`{"t": "a\"bé"}`, 'a.json')
    expect(written('"')).toBe(String.raw`\"`)
    const { written: single } = embed("t: 'it''s'")
    expect(single("'")).toBe("''")
  })

  it('is found nowhere for an alias or a value that is no text', () => {
    const text = 'a: &a "$x"\nt: *a\nn: 1'
    const { root } = parseText('a.yaml', text)
    const [alias, number] = [childAt(root, 't'), childAt(root, 'n')]
    expect(alias && embeddedText(alias)).toBeUndefined()
    expect(number && embeddedText(number)).toBeUndefined()
  })
})

describe('what CloudFormation fills in', () => {
  it('is a hole of Fn::Sub, and a literal loses its mark', () => {
    const { found, written } = embed('t: !Sub |\n  { "table": "${Table}", "id": "${!util.x}$id" }\n')
    expect(found.text).toBe('{ "table": "0", "id": "${util.x}$id" }\n')
    expect(written('${util')).toBe('${!util')
    expect(written('$id')).toBe('$id')
    expect(found.holes.map(({ start, end }) => written(found.text.slice(start, end)))).toEqual(['${Table}'])
  })

  it('is a hole of Fn::Join between its literal parts', () => {
    const { found, written } = embed(
      '{"t": {"Fn::Join": ["", ["{\\"t\\": \\"", {"Ref": "Table"}, "\\", $id}"]]}}',
      'a.json',
    )
    expect(found.text).toBe('{"t": "0", $id}')
    expect(written('$id')).toBe('$id')
    expect(written('0')).toBe('{"Ref": "Table"}')
  })

  it('is not written over, and what is written is escaped as the string wants it', () => {
    const write = (text: string, part: string, newText: string, file?: string) => {
      const { found } = embed(text, file)
      const start = found.text.indexOf(part)
      return found.edit({ start, end: start + part.length }, newText)?.newText
    }
    expect(write('t: !Sub "a ${Table} b"', '0', 'x')).toBeUndefined()
    expect(write('t: !Sub "a ${Table} b"', 'b', '${c}')).toBe('${!c}')
    expect(write('{"t": "a b"}', 'b', `("\\\\'")`, 'a.json')).toBe(String.raw`(\"\\\\'\")`)
    expect(write("t: 'a b'", 'b', "it's")).toBe("it''s")
    expect(write('t: a b', 'b', 'x: y')).toBeUndefined()
    expect(write('t: |\n  a b\n', 'b', 'x\ny')).toBeUndefined()
  })
})
