import { describe, expect, it } from 'vitest'
import { listApi } from '../../../server/src/definitions/listing.ts'
import { loadDefinition } from '../../../server/src/definitions/load.ts'
import type { ConvertedFormat } from '../../../server/src/language/refactor/convertFormat.ts'
import { convertFormat, isConvertible } from '../../../server/src/language/refactor/convertFormat.ts'
import { parseText } from '../../../server/src/syntax/parse.ts'
import { dedent, openAt } from '../../support/cursor.ts'
import { memoryFiles } from '../../support/memoryFiles.ts'

function converted(name: string, text: string): ConvertedFormat {
  const made = convertFormat(parseText(`/work/${name}`, text))
  if (typeof made === 'string') throw new Error(made)
  return made
}

function listed(name: string, text: string): unknown {
  const file = `/work/${name}`
  const { definition } = loadDefinition(file, memoryFiles({ [file]: text }))
  return definition?.apis.map(listApi)
}

const template = dedent(`
  AWSTemplateFormatVersion: '2010-09-09'
  Transform: AWS::Serverless-2016-10-31
  # what they share
  Globals: { Api: &shared { TracingEnabled: on } }
  Resources:
    Shop:
      Type: AWS::Serverless::Api
      Properties: { <<: *shared, StageName: !Sub '\${AWS::StackName}-dev' }
    List:
      Type: AWS::Serverless::Function
      Properties:
        InlineCode: |
          # no comment of YAML
          exports.handler = () => 1
        Handler: index.handler
        Runtime: nodejs22.x
        MemorySize: 128
        Events:
          Get: { Type: Api, Properties: { RestApiId: !Ref Shop, Path: /notes, Method: get } }
  Outputs:
    Arn: { Value: !GetAtt List.Arn }
`)

describe('a definition in the other format', () => {
  it('is the same API, with its functions in their long form', () => {
    const { text, language, lost } = converted('t.yaml', template)
    expect(language).toBe('json')
    expect(JSON.parse(text)).toMatchObject({
      Resources: {
        List: { Properties: { InlineCode: '# no comment of YAML\nexports.handler = () => 1\n' } },
      },
      Outputs: { Arn: { Value: { 'Fn::GetAtt': ['List', 'Arn'] } } },
    })
    expect(lost).toEqual(['1 comment', 'its anchors, whose values are written out'])
    const back = converted('t.json', text)
    expect(back).toMatchObject({ language: 'yaml', lost: [] })
    expect(back.text).toContain('      InlineCode: |\n        # no comment')
    expect([listed('t.json', text), listed('t.yaml', back.text)]).toEqual([
      listed('t.yaml', template),
      listed('t.yaml', template),
    ])
  })

  it('keeps order, numbers and texts that look like something else', () => {
    const json =
      '{"b": 1.50, "a": {"default": 1, "200": 12345678901234567890}, "c": ["on", "0123", "2010-09-09", ""], "d": {}}'
    const { text } = converted('t.json', json)
    expect(text).toBe(
      "b: 1.50\na:\n  default: 1\n  '200': 12345678901234567890\nc:\n  - 'on'\n  - '0123'\n  - '2010-09-09'\n  - ''\nd: {}\n",
    )
    expect(converted('t.yaml', text).text.replace(/\s+/g, '')).toBe(json.replace(/\s+/g, ''))
  })

  it('tells of the comments of JSON too, and keeps the ends of lines', () => {
    const { text, lost } = converted('t.jsonc', '{\r\n  // a\r\n  "b": "/* c */" /* d */\r\n}\r\n')
    expect([text, lost]).toEqual(['b: /* c */\r\n', ['2 comments']])
  })

  it.each([
    ['a: .inf\n', 'it holds a value that JSON cannot say'],
    ['', 'it is empty'],
  ])('does not exist for %j', (text, why) => {
    expect(convertFormat(parseText('/work/t.yaml', text))).toBe(why)
  })

  it('is not made of a broken text', () => {
    expect(convertFormat(parseText('/work/t.yaml', 'a: b\nc\n'))).toMatch(/^line 2 is broken: /)
  })

  it('is offered at the keys of the root alone', () => {
    const isOffered = (marked: string): boolean => {
      const { document, position, owner } = openAt('t.yaml', marked)
      return isConvertible(document, { start: position, end: position }, owner)
    }
    expect(isOffered(template.replace('AWSTemp', 'AWS<|>Temp'))).toBe(true)
    expect(isOffered(template.replace('Shop:', 'Sh<|>op:'))).toBe(false)
    expect(isOffered('a<|>: 1\n')).toBe(false)
  })
})
