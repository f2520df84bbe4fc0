import { describe, expect, it } from 'vitest'
import { corsMarkdown } from '../../client/src/corsMarkdown.ts'
import { readFromPanel } from '../../client/src/fromPanel.ts'

const range = { start: { line: 21, character: 10 }, end: { line: 21, character: 14 } }
const edit = { file: '/shop/get.ts', range, newText: 'JSON.stringify(book)' }
const change = {
  edit,
  oldText: 'book',
  removed: ['    body: book,'],
  added: ['    body: JSON.stringify(book),'],
}

describe('messages of the card', () => {
  it.each([
    { type: 'applyChange', change },
    {
      type: 'applyRule',
      rule: 'lambda-permission-missing',
      source: { file: '/shop/t.yaml', line: 3, character: 0 },
    },
    { type: 'checkCors' },
    { type: 'openWho' },
    { type: 'openPage', url: 'https://docs.aws.amazon.com/apigateway/' },
  ])('$type is taken', message => {
    expect(readFromPanel(message)).toBe(message)
  })

  it.each([
    { type: 'applyChange', change: { ...change, oldText: undefined } },
    { type: 'applyChange', change: { ...change, edit: { ...edit, range: { start: range.start } } } },
    { type: 'applyRule', rule: 'x', source: { file: '/shop/t.yaml', line: -1, character: 0 } },
    { type: 'openPage', url: 'https://elsewhere.test/' },
    { type: 'openPage', url: 'command:workbench.action.quit' },
  ])('$type of another shape is not: %j', message => {
    expect(readFromPanel(message)).toBeUndefined()
  })
})

it('a report of the browser says what is missing and where to add it', () => {
  const text = corsMarkdown({
    origin: 'https://shop.example',
    request: 'PUT /books/b-1',
    checks: [
      { title: 'Preflight', state: 'passed', sentence: 'OPTIONS was answered with 204' },
      {
        title: 'Answer',
        state: 'failed',
        sentence: 'The 200 came, and the page may not read it',
        header: 'Access-Control-Allow-Origin',
        add: 'the header to the handler',
        source: { file: '/shop/get.ts', line: 3, character: 0 },
      },
    ],
  })
  expect(text).toBe(`# CORS of \`PUT /books/b-1\` for \`https://shop.example\`

One answer keeps the page from it.

## ✓ Preflight

OPTIONS was answered with 204.

## ✗ Answer

The 200 came, and the page may not read it.

Add the header to the handler.

/shop/get.ts:4
`)
})
