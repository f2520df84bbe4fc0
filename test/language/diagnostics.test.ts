import { expect, it } from 'vitest'
import { diagnose } from '../../server/src/language/diagnostics.ts'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import { memoryFiles } from '../support/memoryFiles.ts'

const mock = (type: string) => `openapi: 3.0.1
info: { title: Shop, version: '1' }
paths:
  /books:
    get:
      x-amazon-apigateway-integration:
        ${type}
        requestTemplates:
          application/json: |
            {"statusCode": $input.params('code')}
`

function found(text: string): string[] {
  const files = memoryFiles({ '/a.yaml': text })
  return diagnose(loadDefinition('/a.yaml', files), files).map(
    ({ code, severity, range: { start, end } }) =>
      `${severity} ${code} ${start.line}:${start.character}-${end.line}:${end.character}`,
  )
}

it('says one thing about one fault', () => {
  expect(found(mock('type:'))).toEqual(['error schema-enum 6:8-6:12'])
})

it('marks one line of what is not emulated, not the whole block', () => {
  const text = mock(`type: aws
        httpMethod: POST
        uri: >-
          arn:aws:apigateway:us-east-1:sqs:path/queue`)
  expect(found(text).filter(line => line.includes('not-emulated'))).toEqual(['info not-emulated 8:13-8:15'])
})
