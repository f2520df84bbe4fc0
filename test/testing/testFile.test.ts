import { expect, test } from 'vitest'
import { isTestFileName } from '../../server/src/testing/testFileName.ts'
import { outlineOf, readTestFile } from '../../server/src/testing/testFile.ts'

const file = '/shop/template.gatehouse.yaml'

/** The errors of a file, as `line: message`, lines from 1. */
function errorsOf(text: string): string[] {
  return readTestFile(file, text).diagnostics.map(
    ({ range, message }) => `${range.start.line + 1}: ${message}`,
  )
}

test('files of tests are told by their names', () => {
  expect(isTestFileName('template.gatehouse.yaml')).toBe(true)
  expect(isTestFileName('/shop/orders.gatehouse.yml')).toBe(true)
  expect(isTestFileName('.gatehouse.yaml')).toBe(false)
  expect(isTestFileName('gatehouse.json')).toBe(false)
})

test('the outline names each test with its place; a name counts once in its kind', () => {
  const read = readTestFile(
    file,
    `routes:
  - name: health
    request: GET /health
    expect: { status: 200 }
  - name: later
    skip: needs the new handler
    steps: [{ request: GET /a }]
templates:
  - name: health
    template: a.vtl
    expect: { text: hi }
`,
  )
  expect(read.diagnostics).toEqual([])
  expect(
    outlineOf(read).tests.map(({ id, nameRange, skip }) => ({ id, line: nameRange.start.line, skip })),
  ).toEqual([
    { id: 'route: health', line: 1, skip: undefined },
    { id: 'route: later', line: 4, skip: 'needs the new handler' },
    { id: 'template: health', line: 8, skip: undefined },
  ])
})

test('a wrong file is told with what to write instead', () => {
  expect(errorsOf('')).toEqual([
    "1: This file holds no tests: write 'routes', 'templates' or 'policies' with a list of them",
  ])
  expect(errorsOf('definition: template.yaml\n')).toEqual([
    "1: the test file has none of 'routes', 'templates' or 'policies': Gatehouse refuses it so; add one of them",
  ])
  expect(errorsOf('routes:\n  - name: a\n    request: GET /\n    expect: { statsu: 200 }\n')).toEqual([
    "4: 'statsu' is no property of 'expect': Gatehouse refuses it; write 'status'",
  ])
  expect(errorsOf('routes:\n  - name: a\n    expect: { status: 200 }\n')).toEqual([
    "2: 'routes' has none of 'request' or 'steps': Gatehouse refuses it so; add one of them",
  ])
})

test('what a schema cannot tell is told, too: names, expressions, statuses, instants', () => {
  expect(
    errorsOf(`routes:
  - name: a
    setup: { clock: tomorrow }
    request: GET /
    expect:
      status: 2000
      headers: { Location: { matches: '(' } }
      body: { paths: { '$.a[?(@.b': 1 } }
  - name: a
    request: GET /
`).sort(),
  ).toEqual([
    "3: 'tomorrow' is no instant: write one as 2026-11-22T09:30:00Z",
    "6: '2000' is no status of HTTP: write a status as 200, or 2XX",
    "7: '(' is no regular expression: it cannot be looked for; correct it",
    expect.stringContaining("8: '$.a[?(@.b' is no JSONPath: "),
    "9: 'a' is the name of another route test above: a report could not tell them apart; choose another name",
  ])
})

test('placeholders stand wherever a value may', () => {
  const text =
    "routes:\n  - name: a\n    request: GET /${id}\n    expect: { status: '${status}', maxDurationMs: '${ms}' }\n"
  expect(errorsOf(text)).toEqual([])
})

test('no beginning of a file is too broken to be read', () => {
  const text =
    "routes:\n  - name: a\n    request: { path: '/', headers: { A: [1, 2] } }\n    expect: { body: { paths: { '$.a': { matches: x } } } }\n"
  for (let length = 0; length <= text.length; length++) {
    const read = readTestFile(file, text.slice(0, length))
    outlineOf(read)
    expect(Array.isArray(read.tests)).toBe(true)
  }
})
