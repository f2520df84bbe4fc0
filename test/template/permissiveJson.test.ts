import { describe, expect, it, test } from 'vitest'
import { jsonListText, jsonText } from '../../server/src/template/jsonText.ts'
import { toJavaText } from '../../server/src/template/javaText.ts'
import { JavaDecimal } from '../../server/src/template/javaDecimal.ts'
import { parsePermissiveJson, payloadFaultText } from '../../server/src/template/permissiveJson.ts'
import { JavaDouble, JsonArray } from '../../server/src/template/values.ts'

// What json-smart 2.2 makes of texts in its permissive mode; each answer was taken from json-smart itself.
describe('reads what json-smart reads', () => {
  test.each([
    ['{"a": 1}', '{"a":1}'],
    ['{statusCode: 200}', '{"statusCode":200}'],
    ["{'statusCode': 200,}", '{"statusCode":200}'],
    ['[1,,2,]', '[1,2]'],
    ['[1 2]', '["1 2"]'],
    ['["a" "b"]', '["a","b"]'],
    ['{a b : some words }', '{"a b":"some words"}'],
    ['{"a": 1 "b": 2}', '{"a":"1 \\"b\\": 2"}'],
    ['a=b', '"a=b"'],
    ['"statusCode": 200', '"statusCode"'],
    ['{"a":1} and more', '{"a":1}'],
    ['[true, null, false, NaN, nullable]', '[true,null,false,NaN,"nullable"]'],
    ['[007, -0, 1., .5, -.5]', '[7,0,1.0,".5",-0.5]'],
    ['[1e3, 1E, 1a, 2020-01-01]', '[1000.0,"1E","1a","2020-01-01"]'],
    ['[9007199254740993, 123456789012345678901]', '[9007199254740993,123456789012345678901]'],
    [
      '[0.1, 3.14159265358979323846, 1.00000000000000000000e5]',
      '[0.1,3.14159265358979323846,100000.000000000000000]',
    ],
    ['"\\u00e9\\x41\\q\\/"', '"éA/"'],
    ['{"a":1,"a":2}', '{"a":2}'],
    ['[1:2]', '["1:2"]'],
    ['[1é]', '[1,"é"]'],
    ['', '""'],
  ])('%s', (text, expected) => {
    const { value, fault } = parsePermissiveJson(text)
    expect(fault ?? jsonText(value)).toBe(expected)
  })
})

describe('refuses what json-smart refuses, in its words', () => {
  test.each([
    // Recorded on AWS: https://github.com/ToQoz/api-gateway-mapping-template/blob/master/test/_.md
    ['{a', 'Unexpected End Of File position 1: null'],
    ['[a', 'Unexpected End Of File position 1: EOF'],
    ['{"a":1', 'Unexpected End Of File position 5: null'],
    ['{"statusCode: 200}', 'Unexpected End Of File position 18: null'],
    ['{"statusCode" 200}', 'Unexpected character (2) at position 13.'],
    ['{a:}', 'Unexpected character (}) at position 3.'],
    ['}', 'Unexpected character (}) at position 0.'],
    ['{:1}', 'Unexpected character (:) at position 1.'],
    ['{"a":[1}', 'Unexpected End Of File position 7: EOF'],
    ['"\\u00zz"', 'Unexpected unicode escape sequence z at position 5.'],
    ['["a" : 1]', 'Unexpected character (:) at position 5.'],
  ])('%s', (text, message) => {
    expect(parsePermissiveJson(text).fault?.message).toBe(message)
  })

  it('says so as API Gateway does', () => {
    const { fault } = parsePermissiveJson('{a')
    expect(fault && payloadFaultText(fault)).toBe(
      'Could not process payload net.minidev.json.parser.ParseException: Unexpected End Of File position 1: null',
    )
  })
})

it('makes numbers of the class that json-smart makes', () => {
  const { value } = parsePermissiveJson('[1, 9007199254740993, 1.0, 0.1234567890123456789]')
  expect(value).toEqual(
    JsonArray.from([1, 9007199254740993n, new JavaDouble(1), new JavaDecimal(1234567890123456789n, 19)]),
  )
})

it('takes time in proportion to the text, however deep or broken that is', () => {
  expect(parsePermissiveJson('['.repeat(100_000)).fault?.message).toContain('non natural depths')
  expect(parsePermissiveJson('{a:'.repeat(100_000)).fault?.message).toContain('non natural depths')
  const started = performance.now()
  for (const text of [
    '"'.repeat(1e6),
    '\\"'.repeat(5e5),
    `[${'"\\u'.repeat(3e5)}`,
    '1'.repeat(90_000),
    `{${'a,'.repeat(3e5)}`,
  ])
    parsePermissiveJson(text)
  expect(performance.now() - started).toBeLessThan(3000)
})

describe('a list of the payload prints as JSON, a map as Java', () => {
  const { value } = parsePermissiveJson('{"foo":[{"nested":"a/b"}],"one":{"two":[1.0,"x\\n"]}}')

  it('where it is printed itself or in a map', () => {
    // Recorded on AWS: localstack/airspeed, tests/test_templating.snapshot.json.
    expect(toJavaText(value ?? null)).toBe('{foo=[{"nested":"a\\/b"}], one={two=[1.0,"x\\n"]}}')
  })

  it('and by $input.json', () => {
    expect(jsonText(value ?? null)).toBe('{"foo":[{"nested":"a/b"}],"one":{"two":[1.0,"x\\n"]}}')
  })

  it('with what json-smart escapes', () => {
    expect(jsonText('"\\/\b\u0001\u007f\u2028é')).toBe('"\\"\\\\/\\b\\u0001\\u007F\\u2028é"')
    expect(jsonListText(['/'])).toBe('["\\/"]')
  })

  it('and ends with an exception where a list holds itself', () => {
    const list = new JsonArray()
    list.push(list)
    expect(() => jsonText(list)).toThrow('StackOverflowError')
  })
})
