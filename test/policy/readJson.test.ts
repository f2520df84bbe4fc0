import { describe, expect, it } from 'vitest'
import { memberOf, valuesOf } from '../../server/src/policy/policyTree.ts'
import { readPolicyJson } from '../../server/src/policy/readJson.ts'
import { errors, fixAll } from './policyCase.ts'

const good =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"execute-api:Invoke","Resource":"*"}]}'

describe('broken JSON', () => {
  it.each([
    ['a missing comma', good.replace(',"Statement"', '"Statement"')],
    ['a comma behind the last item', good.replace('"*"}]', '"*"},]')],
    ['a comma behind the last member', good.replace('"*"}', '"*",}')],
    ['a comment', good.replace('{"Effect"', '/* all */{"Effect"')],
    ['single quotes', good.replace('"Allow"', "'Allow'")],
  ])('%s is one error, and its fix mends it', (_, text) => {
    expect(errors('identity', text).map(line => line.split(' ')[0])).toEqual(['json-syntax'])
    expect(fixAll('identity', text)).toBe(good)
  })

  it.each([
    ['no text', ''],
    ['blanks', ' \n\t'],
    ['no JSON', 'not json'],
    ['a cut text', good.slice(0, 60)],
    ['typographic quotes', good.replaceAll('"', '\u201d')],
    ['two values', `${good}\n${good}`],
    ['deep nesting', '['.repeat(100_000)],
    ['a huge text', `"${'x'.repeat(2_000_001)}"`],
  ])('%s is an error and nothing worse', (_, text) => {
    expect(errors('identity', text).filter(line => line.startsWith('json-syntax '))).not.toEqual([])
  })

  it('marks a key that stands twice, and names the first one', () => {
    const { diagnostics } = readPolicyJson('/p.json', '{"Id": "a",\n "Id": "b"}')
    expect(diagnostics.map(({ code, pointer, range }) => [code, pointer, range.start.line])).toEqual([
      ['duplicate-key', '/Id', 1],
    ])
    expect(diagnostics[0]?.related?.[0]?.range.start).toEqual({ line: 0, character: 1 })
  })

  it('keeps places behind a byte order mark, and escapes pointers', () => {
    const source = readPolicyJson('/p.json', '\ufeff{"a/b~": [1]}')
    const [item] = valuesOf(memberOf(source.root, 'a/b~')?.value)
    expect([item?.pointer, item?.start, source.diagnostics]).toEqual(['/a~1b~0/0', 11, []])
  })
})
