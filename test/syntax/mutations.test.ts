import { describe, expect, it } from 'vitest'
import { parseText } from '../../server/src/syntax/parse.ts'
import { faultsOf, mutate, seededNumbers } from '../support/treeChecks.ts'

const samples: Record<string, string> = {
  '/template.yaml': `AWSTemplateFormatVersion: 2010-09-09
Resources:
  Api: # the front
    Type: AWS::Serverless::Api
    Properties:
      Name: !Sub "\${Stage}-books"
      Tags: &tags {team: a, "cost": [1, 2]}
      DefinitionBody:
        Fn::Transform: {Name: AWS::Include, Parameters: {Location: ./api.yaml}}
  Other:
    <<: *tags
    Text: |-
      one
        two
    List:
    - !If [A, !Ref B, 'c']
    - ? key
      : value
`,
  '/windows.yaml': 'a:\r\n  b: "x\r\n    y"\r\n  c: >\r\n    d\r\n\r\n  e: [1, {f: g}]\r\n',
  '/api.json': '\ufeff{ "a": [1, -2.5e3, "x\\u00e9\\"", null], "b": { "c": true, "d": {} } }',
  '/api.jsonc': '{\n  // one\n  "a": [1, /* two */ 2,],\n  "b": "c",\n}',
}

describe('random edits', () => {
  it.each(Object.keys(samples))('of %s never throw, and leave every node in its place', file => {
    const random = seededNumbers(42)
    for (let round = 0; round < 400; round++) {
      const text = mutate(samples[file] ?? '', random)
      const hasAliases = /[&*]|<</.test(text)
      expect(faultsOf(parseText(file, text), hasAliases), JSON.stringify(text)).toEqual([])
    }
  })

  it('the checks themselves see a wrong tree', () => {
    const document = parseText('/api.yaml', 'a: [b]')
    if (document.root) document.root.parent = document.root.type === 'mapping' ? document.root : undefined
    expect(faultsOf(document)).toEqual(['mapping 0-6 has another parent'])
  })
})
