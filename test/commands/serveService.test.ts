import { expect, test } from 'vitest'
import type { Project } from './gatewayProgram.ts'
import { runProgram, serveInTest, testProject } from './gatewayProgram.ts'

const service = `service: shop
provider:
  name: aws
  runtime: nodejs20.x
  environment:
    TABLE: \${self:custom.table}
    SECRET: \${env:SHOP_SECRET, 'none'}
custom: \${file(custom.yml)}
functions:
  books:
    handler: src/books.handler
    events:
      - http: GET books/{id}
      - http: { path: mock, method: get, integration: mock, cors: true }
      - httpApi: GET /notes/{id}
`

const handler = `exports.handler = async event => ({
  statusCode: 200,
  body: JSON.stringify({ version: event.version ?? '1.0', id: event.pathParameters.id, table: process.env.TABLE, name: process.env.AWS_LAMBDA_FUNCTION_NAME, secret: process.env.SECRET }),
})`

function createService(): Project {
  const project = testProject({
    'serverless.yml': service,
    'custom.yml': 'table: books-${sls:stage}\n',
    'src/books.js': handler,
  })
  return project
}

test('serves the http and httpApi events of a serverless.yml with the handlers beside it', async () => {
  const { folder } = createService()
  const program = await serveInTest(folder, ['serverless.yml', '--port', '0'])
  const addressOf = (api: string) =>
    new RegExp(`listening on (\\S+) ${api}`).exec(program.output().stdout)?.[1]
  await expect.poll(() => addressOf('HttpApi')).toBeDefined()
  const answerOf = async (address: string) => (await fetch(address)).json()
  const books = { table: 'books-dev', name: 'shop-dev-books', secret: 'none' }
  expect(await answerOf(`${addressOf('ApiGatewayRestApi')}/books/7`)).toEqual({
    version: '1.0',
    id: '7',
    ...books,
  })
  expect(await answerOf(`${addressOf('HttpApi')}/notes/9`)).toEqual({ version: '2.0', id: '9', ...books })
  const preflight = await fetch(`${addressOf('ApiGatewayRestApi')}/mock`, { method: 'OPTIONS' })
  expect([preflight.status, preflight.headers.get('access-control-allow-methods')]).toEqual([
    200,
    'OPTIONS,GET',
  ])
})

test('answers an httpApi event, at the stage that is asked for', () => {
  const { folder } = createService()
  const { status, stdout } = runProgram(
    folder,
    'invoke',
    'serverless.yml',
    'GET',
    '/notes/9',
    '--api',
    'HttpApi',
    '--parameter',
    'stage=prod',
    '--format',
    'json',
  )
  expect(status).toBe(0)
  expect(stdout).toContain('shop-prod-books')
  expect(stdout).toContain('2.0')
})
