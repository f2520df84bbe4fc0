import type { ToPanel } from '../../client/src/panelMessages.ts'
import type { Why } from '../../server/src/protocol/trace.ts'
import { badGateway, created, forbidden, workspaceRoot } from './scenarios.ts'

// Answers of the bookshop with what the gateway says of their causes.

type Completed = Extract<ToPanel, { type: 'completed' }>

const handler = { file: `${workspaceRoot}/src/auth/token.ts`, line: 30, character: 0 }
const returned = { file: `${workspaceRoot}/src/books/get.ts`, line: 21, character: 4 }

const whyDenied: Why = {
  cause: 'authorizer-policy-denies',
  sentence:
    'TokenAuthorizer returned a policy whose **statement 2 denies** `DELETE /books/b-1043`. A Deny wins over any Allow, so DeleteBook was never called.',
  step: 'authorizer',
  source: handler,
  evidence: {
    title: 'Policy of TokenAuthorizer',
    firstLine: 1,
    lines: [
      { text: '{ "Effect": "Allow", "Action": "execute-api:Invoke",' },
      { text: '  "Resource": "arn:aws:execute-api:*:*:*/dev/GET/*" }' },
      { text: '{ "Effect": "Deny", "Action": "execute-api:Invoke",', isDeciding: true },
      { text: '  "Resource": "arn:aws:execute-api:*:*:*/dev/DELETE/*" }', isDeciding: true },
    ],
  },
  facts: [
    {
      label: 'Request ARN',
      text: '`arn:aws:execute-api:eu-west-1:000000000000:bookshop/dev/DELETE/books/b-1043`',
    },
    { label: 'Policy from', text: 'returned now, not from the cache', source: handler },
  ],
  fixes: [{ type: 'open', title: 'Go to the handler', source: handler }],
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/',
}

const start = { line: 21, character: 10 }

const whyMalformed: Why = {
  cause: 'proxy-response-malformed',
  sentence:
    'GetBook ran without an error, but its answer is no Lambda proxy response: **`body` must be a string and is an object**. AWS hides this behind `Internal server error`.',
  step: 'integration',
  source: returned,
  evidence: {
    title: 'What GetBook returned',
    firstLine: 1,
    lines: [
      { text: '{' },
      { text: '  "statusCode": 200,' },
      { text: '  "headers": { "content-type": "application/json" },' },
      {
        text: '  "body": { "bookId": "b-1043", "title": "The Lighthouse" }',
        isDeciding: true,
        wrong: { start: 10, end: 59 },
      },
      { text: '}' },
    ],
  },
  facts: [],
  fixes: [
    {
      type: 'edit',
      title: 'Write it as JSON',
      change: {
        edit: {
          file: returned.file,
          range: { start, end: { line: 21, character: 14 } },
          newText: 'JSON.stringify(book)',
        },
        oldText: 'book',
        removed: ['    body: book,'],
        added: ['    body: JSON.stringify(book),'],
      },
    },
    { type: 'open', title: 'Go to line 22', source: returned },
    { type: 'log', title: "Open the function's log" },
  ],
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/',
}

const whyUnreadable: Why = {
  cause: 'cors-header-missing',
  sentence:
    'Bookshop answered, but a page of `https://shop.example` may not read it: **the answer has no `Access-Control-Allow-Origin`**. The browser reports a network error.',
  step: 'integration',
  source: returned,
  facts: [{ label: 'Add', text: '`Access-Control-Allow-Origin` to the `headers` that CreateOrder returns' }],
  fixes: [{ type: 'open', title: 'Go to the function', source: returned }],
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/',
  isQuiet: true,
}

export const deniedByStatement = explained(forbidden, whyDenied)
export const malformedBody = explained(badGateway, whyMalformed)
export const unreadableByPage = explained(created, whyUnreadable)

function explained(message: ToPanel, why: Why): Completed {
  if (message.type !== 'completed') throw new Error('only an answer is explained')
  return { ...message, trace: { ...message.trace, why } }
}
