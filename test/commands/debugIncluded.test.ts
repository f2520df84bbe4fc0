import { describe, expect, test } from 'vitest'
import { debugAdapter } from './debugAdapter.ts'

const list = `#set($page = $input.params('page'))
## a comment
{"statusCode": 200, "page": "$page"}
`

const service = `service: shop
provider: { name: aws, runtime: nodejs22.x }
custom:
  answers: \${file(./answers.yml)}
functions:
  list:
    handler: list.handler
    events:
      - http:
          path: books
          method: get
          integration: lambda
          request:
            template:
              application/json: \${file(./templates/list.vtl)}
          response: \${self:custom.answers.list}
`

describe('a template that a serverless.yml takes in from its file', () => {
  test('is stopped at in that file, taken in directly or by another; a saved one is served at its new lines', async () => {
    const { client, file, write } = await debugAdapter({
      'serverless.yml': service,
      'answers.yml': 'list:\n  template: ${file(./templates/answer.vm)}\n',
      'templates/list.vtl': list,
      'templates/answer.vm': '#set($root = $input.path(\'$\'))\n{"answer": "$root"}\n',
      'list.js': 'exports.handler = async event => `page ${event.page}`',
    })
    const [template, answer] = [file('templates/list.vtl'), file('templates/answer.vm')]
    await client.initializeRequest()
    const { url } = await client.serve({ definition: file('serverless.yml'), port: 0 }, [
      [template, 2],
      [answer, 2],
      [file('serverless.yml'), 15],
    ])
    expect(client.placed).toMatchObject([
      { verified: true, line: 3 },
      { verified: true, line: 2 },
      { verified: false },
    ])
    const answered = fetch(`${url}/books?page=7`)
    await client.assertStoppedLocation('breakpoint', { path: template, line: 3 })
    const inAnswer = client.assertStoppedLocation('breakpoint', { path: answer, line: 2 })
    await client.continueRequest({ threadId: 1 })
    await inAnswer
    await client.continueRequest({ threadId: 1 })
    expect(await (await answered).json()).toEqual({ answer: 'page 7' })

    const moved = client.waitForEvent('breakpoint')
    write({ 'templates/list.vtl': `## more\n## lines\n## above\n${list}` })
    expect((await moved).body).toMatchObject({ breakpoint: { verified: true, line: 4 } })
  }, 30_000)
})
