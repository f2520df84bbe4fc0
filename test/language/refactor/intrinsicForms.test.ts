import { describe, expect, it } from 'vitest'
import { dedent } from '../../support/cursor.ts'
import { offered, refactored } from '../../support/refactored.ts'

const inTemplate = (body: string) => `
  AWSTemplateFormatVersion: '2010-09-09'
  Half
  Outputs:
${dedent(body).replace(/^/gm, '    ').trimEnd()}
  Typed: [
`

/** The body in its other form, or all that is offered. */
function turned(body: string): string {
  const text = refactored('t.yaml', inTemplate(body), 'Write')
  return dedent(text.slice(text.indexOf('Outputs:\n') + 9, text.indexOf('\nTyped')) + '\n')
}

describe('intrinsic functions', () => {
  it.each([
    ['Url: !R<|>ef Shop # the shop\n', 'Url:\n  Ref: Shop # the shop\n'],
    ['Url: !GetAtt Sh<|>op.Outputs.Url\n', 'Url:\n  Fn::GetAtt: [Shop, Outputs.Url]\n'],
    ["Url: !S<|>ub 'a: ${B}'\n", "Url:\n  Fn::Sub: 'a: ${B}'\n"],
    ['All: [!R<|>ef A, !Ref B]\n', 'All: [{ Ref: A }, !Ref B]\n'],
    ['All:\n  - !R<|>ef A\n  - b\n', 'All:\n  - Ref: A\n  - b\n'],
    ['Text: !S<|>ub |\n  one\n    two\n', 'Text:\n  Fn::Sub: |\n    one\n      two\n'],
    [
      "Text: !J<|>oin\n  # parts\n  - ''\n  - - !GetAtt A.B\n    - !Sub 'c'\n",
      "Text:\n  Fn::Join:\n  # parts\n  - ''\n  - - Fn::GetAtt: [A, B]\n    - Fn::Sub: 'c'\n",
    ],
  ])('are written long: %j', (body, expected) => {
    expect(turned(body)).toBe(expected)
  })

  it.each([
    ['Url:\n  R<|>ef: Shop # the shop\n', 'Url: !Ref Shop # the shop\n'],
    ['Url: # why\n  R<|>ef: Shop\n', 'Url: # why\n  !Ref Shop\n'],
    ['Url: {"R<|>ef": "Shop"}\n', 'Url: !Ref "Shop"\n'],
    ['Url:\n  Fn::Get<|>Att:\n    - Shop\n    - Outputs.Url\n', 'Url: !GetAtt Shop.Outputs.Url\n'],
    [
      'Url:\n  Fn::Get<|>Att:\n    - Shop # the first\n    - Url\n',
      'Url: !GetAtt\n    - Shop # the first\n    - Url\n',
    ],
    ['Text:\n  Fn::S<|>ub: |\n    one\n      two\n', 'Text: !Sub |\n    one\n      two\n'],
    ['Text:\n  Fn::B<|>ase64:\n    Fn::Sub: x\n', 'Text: !Base64\n    Fn::Sub: x\n'],
    [
      "Text:\n  Fn::J<|>oin:\n    - ''\n    - - Fn::GetAtt: [A, B]\n      - {Ref: C}\n",
      "Text: !Join\n    - ''\n    - - !GetAtt A.B\n      - !Ref C\n",
    ],
  ])('are written short: %j', (body, expected) => {
    expect(turned(body)).toBe(expected)
  })

  it('are converted in the whole selection, each where it stands', () => {
    expect(turned('A<|>: !Ref B\nC: { D: !Sub e, F: !GetAtt G.H }\nI: j<|>\n')).toBe(
      'A:\n  Ref: B\nC: { D: { Fn::Sub: e }, F: { Fn::GetAtt: [G, H] } }\nI: j\n',
    )
  })

  it('keep the ends of lines', () => {
    const marked = 'Outputs:\r\n  A: !S<|>ub |\r\n    b\r\n  C: d\r\n'
    expect(refactored('t.yaml', marked, 'Write')).toBe(
      'Outputs:\r\n  A:\r\n    Fn::Sub: |\r\n      b\r\n  C: d\r\n',
    )
  })

  it('have both forms in YAML only, and neither beside them', () => {
    expect(offered('t.json', '{"Outputs": {"A": {"R<|>ef": "B"}}}')).toEqual([])
    expect(offered('t.yaml', inTemplate('A: pl<|>ain\n'))).toEqual([])
    expect(offered('t.yaml', inTemplate('A: !Base64\n  Fn::S<|>ub: x\n'))).toEqual([])
    expect(offered('t.yaml', inTemplate('A: &a !R<|>ef B\nC: *a\n'))).toEqual([])
  })
})
