import { describe, expect, it, test } from 'vitest'
import { TemplateInput } from '../../server/src/template/input.ts'
import { toJavaText } from '../../server/src/template/javaText.ts'
import { prepareJsonPath, readJsonPath } from '../../server/src/template/jsonPath/jsonPath.ts'
import { parseJsonPath } from '../../server/src/template/jsonPath/parsePath.ts'
import { parsePermissiveJson } from '../../server/src/template/permissiveJson.ts'

/** The store of Goessner's article, https://goessner.net/articles/JsonPath/, on which json-path's own examples stand. */
const store = `{
  store: {
    book: [
      {category: reference, author: "Nigel Rees", title: "Sayings of the Century", price: 8.95},
      {category: fiction, author: "Evelyn Waugh", title: "Sword of Honour", price: 12.99},
      {category: fiction, author: "Herman Melville", title: "Moby Dick", isbn: "0-553-21311-3", price: 8.99},
      {category: fiction, author: "J. R. R. Tolkien", title: "The Lord of the Rings", isbn: "0-395-19395-8", price: 22.99}
    ],
    bicycle: {color: red, price: 19.95}
  },
  expensive: 10
}`

function read(body: string, path: string): string {
  try {
    return toJavaText(new TemplateInput(body, () => new Map()).call('json', [path]) ?? null)
  } catch (error) {
    return error instanceof Error ? `exception: ${error.message}` : String(error)
  }
}

// The answers of json-path 2.9.0 with json-smart 2.2; 2.0.0 gives the same unless a line says otherwise.
describe('names, indexes, slices', () => {
  test.each([
    ['$.expensive', '10'],
    ['$["store"].bicycle[\'color\']', '"red"'],
    ['expensive', '10'],
    ['$.store.bicycle.size', '""'],
    ['$.store.book[0].title', '"Sayings of the Century"'],
    ['$.store.book[-1].title', '"The Lord of the Rings"'],
    ['$.store.book[9].title', '""'],
    ['$.store.book[*].isbn', '["0-553-21311-3","0-395-19395-8"]'],
    ['$.store.book[0,2].price', '[8.95,8.99]'],
    ['$.store.book[1:3].price', '[12.99,8.99]'],
    ['$.store.book[-2:].price', '[8.99,22.99]'],
    ['$.store.book[:2].price', '[8.95,12.99]'],
    ['$.store.book[0:4:2].price', '[8.95,12.99,8.99,22.99]'],
    ["$.store.bicycle['color','price','none']", '{"color":"red","price":19.95}'],
    ["$.store['bicycle','none'].price", '[19.95]'],
    ['$..price', '[8.95,12.99,8.99,22.99,19.95]'],
    ['$..book[2].title', '["Moby Dick"]'],
    ['$..nothing', '[]'],
    ['$.store.book.title', '""'],
    ['$.store.*.color', '["red"]'],
  ])('%s', (path, expected) => {
    expect(read(store, path)).toBe(expected)
  })
})

describe('filters', () => {
  test.each([
    ['$..book[?(@.isbn)].price', '[8.99,22.99]'],
    ['$..book[?(!@.isbn)].price', '[8.95,12.99]'],
    ['$..book[?(@.price < 10)].price', '[8.95,8.99]'],
    ['$..book[?(@.price < $.expensive && @.isbn)].price', '[8.99]'],
    ["$..book[?(@.category == 'reference' || @.price > 20)].price", '[8.95,22.99]'],
    ["$..book[?((@.category == 'reference' || @.price > 20) && !(@.isbn))].price", '[8.95]'],
    ['$..book[?(@.author =~ /.*rees/i)].price', '[8.95]'],
    ['$..book[?(@.author =~ /rees/i)].price', '[]'],
    ["$..book[?(@.category in ['reference', 'other'])].price", '[8.95]'],
    ["$..book[?(@.category nin ['reference', 'other'])].price", '[12.99,8.99,22.99]'],
    ["$..book[?(@.title contains 'Lord')].price", '[22.99]'],
    ['$..book[?(@.title size 9)].price', '[8.99]'],
    ['$..book[?(@.isbn empty false)].price', '[8.99,22.99]'],
    ["$..book[?(@['price'] >= 12.99)].price", '[12.99,22.99]'],
    ['$..book[?(@.price != 8.95)].price', '[12.99,8.99,22.99]'],
    ['$..book[?(@.title.length() > 3)].price', '[]'],
    ['$.store[?(@.color)].price', '[]'],
    [
      '$.store.bicycle[?(@.color == red)]',
      'exception: com.jayway.jsonpath.InvalidPathException: A value is expected (offset 29 of the path)',
    ],
  ])('%s', (path, expected) => {
    expect(read(store, path)).toBe(expected)
  })

  test.each([
    ['{l:[{a:[1,2]},{a:[3]},{a:[]}]}', '$.l[?(@.a subsetof [1,2,3])].a', '[[1,2],[3],[]]'],
    ['{l:[{a:[1,2]},{a:[3]},{a:[]}]}', '$.l[?(@.a anyof [2,9])].a', '[[1,2]]'],
    ['{l:[{a:[1,2]},{a:[3]},{a:[]}]}', '$.l[?(@.a noneof [2,9])].a', '[[3],[]]'],
    ['{l:[{a:[1,2]},{a:[3]},{a:[]}]}', '$.l[?(@.a size 1)].a', '[[3]]'],
    ['{l:[{a:[1,2]},{a:[3]},{a:[]}]}', '$.l[?(@.a == [3])].a', '[[3]]'],
    ['{l:[{a:[1,2]},{a:[3]},{a:[]}]}', '$.l[?([3] == @.a)].a', '[]'],
    ['[{k:42},{k:"42"},{k:42.0}]', '$[?(@.k == 42)].k', '[42,"42",42.0]'],
    ['[{k:42},{k:"42"},{k:42.0}]', "$[?(@.k == '42')].k", '[42,"42",42.0]'],
    ['[{k:42},{k:"42"},{k:42.0}]', "$[?('42' == @.k)].k", '[42,"42"]'],
    ['[{k:42},{k:"42"},{k:42.0}]', '$[?(@.k === 42)].k', '[42,42.0]'],
    ['[{k:null},{}]', '$[?(@.k == null)]', '[{"k":null}]'],
    ['[{k:null},{}]', '$[?(@.k != 1)]', '[{"k":null},{}]'],
    [
      '[12345678901234567890.1234567890]',
      '$[?(@ == 12345678901234567890.123456789)]',
      '[12345678901234567890.1234567890]',
    ],
  ])('%s %s', (body, path, expected) => {
    expect(read(body, path)).toBe(expected)
  })
})

describe('functions (none in json-path 2.0.0)', () => {
  test.each([
    ['$.n.length()', '3'],
    ['$.n.size()', '3'],
    ['$.length()', '3'],
    ['$.t.length()', '""'],
    ['$.n.sum()', '6.0'],
    ['$.n.avg()', '2.0'],
    ['$.n.min()', '1.0'],
    ['$.n.max(9, $.n)', '9.0'],
    ['$.n.stddev()', '0.8164965809277263'],
    ['$.o.keys()', '["a","b"]'],
    ['$.n.first()', '1'],
    ['$.n.last()', '3'],
    ['$.n.index(-2)', '2'],
    ['$.n.append(4)', '[1,2,3,4]'],
    ['$.concat($.t, "-", $.n)', '"text-123"'],
    ['$..n.sum()', 'exception: Aggregation function attempted to calculate value using empty array'],
    ['$..a.sum()', '1.0'],
    ['$.t.sum()', 'exception: Aggregation function attempted to calculate value using empty array'],
    [
      '$.n.nothing()',
      'exception: com.jayway.jsonpath.InvalidPathException: Function with name: nothing does not exist.',
    ],
  ])('%s', (path, expected) => {
    expect(read('{n:[1,2,3],t:text,o:{a:1,b:2}}', path)).toBe(expected)
  })
})

describe('a path that is none is said to be, with its place', () => {
  test.each([
    ['$.store.', 7, `A path must not end with '.'`],
    ['$store', 1, `'.' or '[' is expected after '$'`],
    ["$['a", 2, `The name is not closed with '`],
    ["$['a',]", 6, 'A name is missing after the comma'],
    ['$.a[::]', 4, 'A slice needs a beginning or an end'],
    ['$.a[1,]', 4, `'' is no index`],
    ['$.a[(@.length-1)]', 3, `'[' must be followed by ?, ', a number or *`],
    ['$.a[?(@.b ==)]', 12, 'A value is expected'],
    ['$.a[?(@.b like 1)]', 10, `There is no operator 'like'`],
    ['$.a b', 2, `A name with blanks is written ['my name']`],
    [
      '$.a[?(@.b =~ /[/)]',
      0,
      'java.util.regex.PatternSyntaxException: Unclosed character class near index 1 [',
    ],
    [' $.a', 0, 'A name is expected, not a blank'],
  ])('%s', (path, start, message) => {
    const { fault } = prepareJsonPath(path)
    expect(fault && [fault.start, fault.message]).toEqual([start, message])
  })

  it('and is read as far as it goes', () => {
    const { path, fault } = parseJsonPath('$.store.book[?(@.price <')
    expect(path.segments.map(({ type, start, end }) => [type, start, end])).toEqual([
      ['property', 2, 7],
      ['property', 8, 12],
    ])
    expect(fault?.start).toBe(12)
  })
})

it('knows where every part of a path stands', () => {
  const text = "$.a['b','c'][?(@.d == 1)]..e"
  const parts = parseJsonPath(text).path.segments.map(({ start, end }) => text.slice(start, end))
  expect(parts).toEqual(['a', "['b','c']", '[?(@.d == 1)]', '..', 'e'])
})

it('reaches nothing but the payload', () => {
  const { value = null } = parsePermissiveJson('{"a":{}}')
  for (const path of [
    '$.constructor',
    '$.__proto__',
    "$['toString']",
    '$.a.size',
    '$.a.constructor.prototype',
    '$.a[length]',
  ])
    expect(() => expect(readJsonPath(value, path)).toBeUndefined()).not.toThrow(TypeError)
})

it('is bounded: scans in scans, long paths, deep filters, lists that hold themselves', () => {
  const wide = `[${Array.from({ length: 300 }, () => '{a:[{a:1},{a:[1,2]}]}').join()}]`
  expect(read(wide, '$..*..*..*..[?(@..a)]..*')).toMatch(/^exception|^\[/)
  expect(read(wide, '$[?(@..a == $..a)][?($..[?($..a)])]..[?($..*)]')).toMatch(/^exception|^\[/)
  expect(read('{}', `$${'.a'.repeat(9000)}`)).toContain('The path has too many parts')
  expect(read('{}', `$[?(${'('.repeat(5000)}@.a${')'.repeat(5000)})]`)).toContain('nested too deeply')
  expect(read('[[1]]', `$${'[?(@'.repeat(300)}.a${')]'.repeat(300)}`)).toContain('nested too deeply')
  expect(read('["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"]', '$[?(@ =~ /(a+)+b/)]')).toContain(
    'more than 1000000 steps',
  )
  expect(read('{a:[1]}', '$.a.append($)')).toContain('StackOverflowError')
})

it('shares the payload: what a template changes shows in the JSON afterwards', () => {
  // https://qiita.com/makisyu/items/649f2c1945bde57c129f reports it of API Gateway.
  const input = new TemplateInput('{"a":1}', () => new Map())
  const root = input.call('path', ['$'])
  if (root instanceof Map) root.set('b', 2)
  expect(input.call('json', ['$'])).toBe('{"a":1,"b":2}')
})
