import type { GatewayState, ToPanel } from '../../client/src/panelMessages.ts'
import { without } from '../../client/panel/state.ts'
import type { InvokeResponse } from '../../server/src/protocol/gatewayControl.ts'
import type { IdentityChoice, IdentityList } from '../../server/src/protocol/identities.ts'
import type { RouteDetails } from '../../server/src/protocol/requests.ts'
import type { FunctionLogLine, StepName, Trace, TraceStep } from '../../server/src/protocol/trace.ts'

// Messages of an extension around a bookshop's gateway, for the panel's tests and pictures.

export const workspaceRoot = '/home/ada/bookshop'
const template = `${workspaceRoot}/template.yaml`
const at = (line: number, file = template) => ({ file, line: line - 1, character: 4 })
const location = (line: number) => ({
  uri: `file://${template}`,
  range: { start: { line: line - 1, character: 4 }, end: { line: line - 1, character: 9 } },
})

export const running: GatewayState = { type: 'running', url: 'http://127.0.0.1:3000', stage: 'dev' }

export const createOrder: RouteDetails = {
  route: { definition: `file://${template}`, apiId: 'Bookshop', method: 'POST', path: '/orders' },
  apiName: 'Bookshop',
  apiType: 'rest',
  location: location(118),
  stages: ['dev', 'prod'],
  pathParameters: [],
  queryParameters: [],
  headers: [
    { name: 'Authorization', isRequired: true, example: 'Bearer editor' },
    { name: 'X-Request-Source', isRequired: false },
  ],
  contentType: 'application/json',
  exampleBody: `{
  "items": [
    { "bookId": "b-1043", "quantity": 2 },
    { "bookId": "b-2210", "quantity": 1 }
  ],
  "note": "Gift wrap, please"
}`,
  model: 'OrderRequest',
  facts: [
    { kind: 'integration', text: 'CreateOrder through a mapping template', location: location(130) },
    { kind: 'authorizer', text: 'TokenAuthorizer', location: location(42) },
    { kind: 'apiKey', text: 'API key, plan Standard', location: location(201) },
    { kind: 'validation', text: 'body against OrderRequest', location: location(164) },
  ],
  integration: { name: 'CreateOrder', timeoutMs: 29_000 },
}

export const deleteBook: RouteDetails = {
  ...withoutBody(createOrder),
  route: { ...createOrder.route, method: 'DELETE', path: '/books/{bookId}' },
  location: location(96),
  pathParameters: [{ name: 'bookId', isRequired: true, example: 'b-1043' }],
  headers: [{ name: 'Authorization', isRequired: true, example: 'Bearer reader' }],
  facts: [
    { kind: 'integration', text: 'DeleteBook, proxy' },
    { kind: 'authorizer', text: 'TokenAuthorizer' },
  ],
  integration: { name: 'DeleteBook', timeoutMs: 29_000 },
}
export const getBook: RouteDetails = {
  ...deleteBook,
  route: { ...createOrder.route, method: 'ANY', path: '/books/{bookId}/{proxy+}' },
  location: location(74),
  pathParameters: [
    { name: 'bookId', isRequired: true, example: 'b-1043' },
    { name: 'proxy', isRequired: true },
  ],
  queryParameters: [
    { name: 'fields', isRequired: true, example: 'title' },
    { name: 'lang', isRequired: false },
  ],
  headers: [],
  facts: [
    { kind: 'integration', text: 'GetBook, proxy' },
    { kind: 'authorizer', text: 'no authorizer' },
    { kind: 'notEmulated', text: 'not emulated: `AWS::WAFv2::WebACLAssociation`' },
  ],
}

const identitiesUri = `file://${workspaceRoot}/gatehouse.identities.json`
const choice = (
  name: string,
  line: number,
  rest: Omit<IdentityChoice, 'name' | 'location' | 'fits'> & { readonly fits?: boolean },
): IdentityChoice => {
  const at = { line: line - 1, character: 2 }
  return { name, fits: true, ...rest, location: { uri: identitiesUri, range: { start: at, end: at } } }
}

/** Who may call the bookshop's orders. */
export const identities: readonly IdentityChoice[] = [
  choice('ann', 6, {
    kind: 'user',
    detail: 'groups admins',
    sends: [{ name: 'Authorization', value: 'Bearer access token, local issuer' }],
    token: { identity: 'ann', use: 'access', scopes: [] },
  }),
  choice('batch', 12, {
    kind: 'iam',
    detail: 'IAM role batch',
    fits: false,
    sends: [],
  }),
  choice('editor', 9, {
    kind: 'caller',
    detail: 'Authorization · API key ShopWeb',
    sends: [
      { name: 'Authorization', value: 'as the file states it' },
      { name: 'x-api-key', value: 'value of ShopWeb' },
      { name: 'Source IP', value: '203.0.113.10' },
    ],
  }),
  choice('office', 18, {
    kind: 'address',
    detail: '203.0.113.10',
    fits: false,
    sends: [{ name: 'Source IP', value: '203.0.113.10' }],
  }),
]

export function known(list: Partial<IdentityList> = {}): ToPanel {
  return {
    type: 'identities',
    fileName: 'gatehouse.identities.json',
    list: {
      file: identitiesUri,
      state: 'read',
      identities,
      authorizers: [{ name: 'MembersPool', use: 'id' }],
      ...list,
    },
  }
}

function withoutBody(details: RouteDetails): RouteDetails {
  return without(without(without(details, 'contentType'), 'exampleBody'), 'model')
}

export function show(details: RouteDetails, gateway: GatewayState = running): ToPanel {
  return { type: 'show', details, gateway, workspaceRoot }
}

export function responseOf(status: number, body: string | Buffer, type = 'application/json'): InvokeResponse {
  return {
    status,
    headers: [
      ['Content-Type', type],
      ['x-amzn-RequestId', '7c1e44d0-3b7e-4b0e-9f3a-51c1a2d0be11'],
      ['x-amz-apigw-id', 'Gh0stR1derEXAMPLE='],
      ['X-Amzn-Trace-Id', 'Root=1-6710d0f1-5c0f2a6b1d2e3f4a5b6c7d8e'],
      ['Content-Length', String(Buffer.byteLength(body))],
    ],
    bodyBase64: Buffer.from(body).toString('base64'),
  }
}

function step(
  name: StepName,
  title: string,
  summary: string,
  [startMs, durationMs]: readonly [number, number],
  rest: Partial<TraceStep> = {},
): TraceStep {
  return { name, title, state: 'passed', summary, startMs, durationMs, ...rest }
}

const orderBody =
  '{"items":[{"bookId":"b-1043","quantity":2},{"bookId":"b-2210","quantity":1}],"note":"Gift wrap, please"}'
const mappedBody =
  '{"customerId":"editor-7f3","stage":"dev","items":[{"bookId":"b-1043","quantity":2},{"bookId":"b-2210","quantity":1}],' +
  '"note":"Gift wrap, please","requestId":"7c1e44d0-3b7e-4b0e-9f3a-51c1a2d0be11"}'
const payload = (text: string) => ({ text, size: Buffer.byteLength(text) })

export const orderSteps: readonly TraceStep[] = [
  step('methodRequest', 'Method request', '`POST /orders` took resource `/orders`', [0, 0.3], {
    source: at(118),
    after: { title: 'Method request', method: 'POST', url: '/orders', headers: [['Host', '127.0.0.1:3000']] },
  }),
  step(
    'authorizer',
    'Authorizer',
    'TokenAuthorizer allowed **editor-7f3**; not in cache, kept 300 s',
    [0.3, 12.1],
    {
      source: at(42),
      before: { title: 'Event', body: payload('{"type":"TOKEN","authorizationToken":"Bearer editor"}') },
      after: { title: 'Policy', body: payload('{"principalId":"editor-7f3"}') },
    },
  ),
  step(
    'apiKey',
    'API key and usage plan',
    'key **shop-web**, plan Standard: 9 812 of 10 000 left today',
    [12.4, 0.1],
    {
      source: at(201),
    },
  ),
  step('requestValidation', 'Request validation', 'body is a valid `OrderRequest`', [12.5, 0.6], {
    source: at(164),
  }),
  step(
    'integrationRequest',
    'Integration request',
    'template for `application/json`: 104 B became 191 B',
    [13.1, 0.9],
    {
      source: at(1, `${workspaceRoot}/templates/create-order.vtl`),
      before: {
        title: 'Body of the method request',
        method: 'POST',
        url: '/orders',
        headers: [
          ['Content-Type', 'application/json'],
          ['Authorization', 'Bearer editor'],
        ],
        body: payload(orderBody),
      },
      after: {
        title: 'Body of the integration request',
        headers: [
          ['Content-Type', 'application/json'],
          ['X-Amzn-Trace-Id', 'Root=1-6710d0f1'],
        ],
        body: payload(mappedBody),
      },
      template: {
        mediaType: 'application/json',
        source: at(1, `${workspaceRoot}/templates/create-order.vtl`),
        output: payload(mappedBody),
        variables: [
          ['root', '{"customer":"c-17","items":[{"isbn":"9780141036144","quantity":2}]}'],
          ['total', '2'],
        ],
        overrides: [
          ['requestOverride.header.X-Tier', 'standard'],
          ['requestOverride.querystring.dryRun', 'false'],
        ],
      },
    },
  ),
  step(
    'integration',
    'Integration',
    'Lambda **CreateOrder**, warm; handler 24.1 ms, 3 log lines',
    [14, 26.4],
    {
      source: at(14, `${workspaceRoot}/src/orders/create.ts`),
      before: { title: 'Event', body: payload(mappedBody) },
      after: { title: 'Response of the function', body: payload('{"orderId":"o-88213","total":47.85}') },
    },
  ),
  step(
    'integrationResponse',
    'Integration response',
    'no `selectionPattern` matched: default, status 201',
    [40.4, 0.5],
    {
      source: at(140),
    },
  ),
  step('methodResponse', 'Method response', '201, 4 headers, 61 B', [40.9, 0.2], { source: at(152) }),
]

export const orderLog: readonly FunctionLogLine[] = [
  { functionId: 'TokenAuthorizer', stream: 'stdout', text: 'token of editor-7f3 is valid' },
  { functionId: 'CreateOrder', stream: 'platform', text: 'START RequestId: 7c1e44d0 Version: $LATEST' },
  { functionId: 'CreateOrder', stream: 'stdout', text: 'reserving stock for b-1043' },
  { functionId: 'CreateOrder', stream: 'stderr', text: 'stock service is slow (18 ms)' },
]

function traceOf(status: number, durationMs: number, steps: readonly TraceStep[], route: string): Trace {
  return {
    requestId: '7c1e44d0-3b7e-4b0e-9f3a-51c1a2d0be11',
    api: { id: 'Bookshop', name: 'Bookshop', type: 'rest' },
    stage: 'dev',
    route,
    startedAt: 1_790_000_000_000,
    durationMs,
    request: { title: 'Request' },
    response: { title: 'Response', status },
    steps,
    log: orderLog,
  }
}

export const created: Extract<ToPanel, { type: 'completed' }> = {
  type: 'completed',
  response: responseOf(201, '{"orderId":"o-88213","total":47.85,"currency":"EUR","state":"PLACED"}'),
  trace: traceOf(201, 41.1, orderSteps, 'POST /orders'),
}

const notReached = (name: StepName, title: string) =>
  step(name, title, 'not reached', [0, 0], { state: 'notReached' })
const skipped = (name: StepName, title: string, why: string) =>
  step(name, title, why, [0, 0], { state: 'skipped' })

export const forbidden: ToPanel = {
  type: 'completed',
  response: responseOf(
    403,
    '{"Message":"User is not authorized to access this resource with an explicit deny"}',
  ),
  trace: traceOf(
    403,
    13.9,
    [
      step(
        'methodRequest',
        'Method request',
        '`DELETE /books/b-1043` took resource `/books/{bookId}`',
        [0, 0.3],
        {
          source: at(96),
        },
      ),
      step('authorizer', 'Authorizer', 'TokenAuthorizer denied **reader-7f3**, statement 2', [0.3, 12.6], {
        state: 'failed',
        source: at(31, `${workspaceRoot}/src/auth/token.ts`),
        after: { title: 'Policy', body: payload('{"Statement":[{"Effect":"Deny"}]}') },
      }),
      notReached('apiKey', 'API key and usage plan'),
      notReached('requestValidation', 'Request validation'),
      notReached('integrationRequest', 'Integration request'),
      notReached('integration', 'Integration'),
      notReached('integrationResponse', 'Integration response'),
      step('gatewayResponse', 'Gateway response', '`ACCESS_DENIED`, default template', [12.9, 0.9], {
        after: {
          title: 'Gateway response',
          status: 403,
          headers: [['x-amzn-ErrorType', 'AccessDeniedException']],
        },
      }),
    ],
    'DELETE /books/{bookId}',
  ),
}

export const badGateway: ToPanel = {
  type: 'completed',
  response: responseOf(502, '{"message": "Internal server error"}'),
  trace: traceOf(
    502,
    32.8,
    [
      step('methodRequest', 'Method request', 'took `/books/{bookId}`, bookId = `b-1043`', [0, 0.3], {
        source: at(74),
      }),
      skipped('authorizer', 'Authorizer', 'none on this method'),
      skipped('apiKey', 'API key and usage plan', 'not required'),
      step(
        'requestValidation',
        'Request validation',
        'not emulated: `x-amazon-apigateway-request-validator` of draft 3',
        [0.3, 0],
        {
          state: 'notEmulated',
          source: at(164),
        },
      ),
      step('integrationRequest', 'Integration request', 'proxy event, payload 1.0, 2.1 kB', [0.3, 0.6], {
        source: at(80),
      }),
      step(
        'integration',
        'Integration',
        'Lambda **GetBook** returned a malformed proxy response: `body` is an object',
        [0.9, 31.2],
        {
          state: 'failed',
          source: at(22, `${workspaceRoot}/src/books/get.ts`),
          before: { title: 'Event', body: payload('{"httpMethod":"GET","path":"/books/b-1043"}') },
          after: {
            title: 'Response of the function',
            body: payload('{"statusCode":200,"body":{"bookId":"b-1043"}}'),
          },
        },
      ),
      skipped('integrationResponse', 'Integration response', 'proxy integrations have none'),
      step('gatewayResponse', 'Gateway response', '502, body of AWS', [32.1, 0.7]),
    ],
    'GET /books/{bookId}',
  ),
}

export const fromCache: ToPanel = {
  type: 'completed',
  response: responseOf(200, '{"bookId":"b-1043"}'),
  trace: traceOf(
    200,
    1.1,
    [
      step('methodRequest', 'Method request', 'took `/books/{bookId}`, bookId = `b-1043`', [0, 0.3], {
        source: at(74),
      }),
      skipped('authorizer', 'Authorizer', 'none on this method'),
      step(
        'apiKey',
        'API key and usage plan',
        'key **Reader** of plan **Standard**; 993 of 1000 requests are left until 01/Dec/2026:00:00:00 +0000; key **Reader** in plan **Standard** takes 19 more at once',
        [0.3, 0.2],
        { source: at(201) },
      ),
      step(
        'requestValidation',
        'Request validation',
        '**parameters**: the required parameters are there',
        [0.5, 0.1],
      ),
      step(
        'responseCache',
        'Response cache',
        'HIT, 20 s old, 280 s left: `GET /books/{bookId} path.bookId="b-1043"`',
        [0.6, 0.2],
        { source: at(220) },
      ),
      notReached('integrationRequest', 'Integration request'),
      notReached('integration', 'Integration'),
      notReached('integrationResponse', 'Integration response'),
      step('methodResponse', 'Method response', '200, 4 headers, 19 B', [0.8, 0.2]),
    ],
    'GET /books/{bookId}',
  ),
}

/** An answer with a body of `bytes` bytes in one line of JSON. */
export function longAnswer(bytes: number): ToPanel {
  const book =
    '{"bookId":"b-0001","title":"A Field Guide to Getting Lost, Annotated and Illustrated Edition","price":12.5}'
  const books = new Array<string>(Math.ceil(bytes / (book.length + 1))).fill(book).join(',')
  return {
    type: 'completed',
    response: responseOf(200, `{"next":"${'eyJraWQi'.repeat(40)}","books":[${books}]}`),
    trace: traceOf(200, 212, orderSteps, 'GET /books'),
  }
}

/** The second answer to a request, after a handler was saved: a price and a header are others. */
export const changedAnswer: ToPanel = {
  type: 'completed',
  response: {
    ...responseOf(
      200,
      '{"books":[{"bookId":"b-1043","title":"The Lighthouse","price":15.95,"currency":"EUR"},{"bookId":"b-2210","title":"Tides","price":12,"currency":"EUR"}],"next":null}',
    ),
    headers: [
      ['Content-Type', 'application/json'],
      ['ETag', '"b"'],
      ['x-amzn-RequestId', '2'],
    ],
  },
  trace: { ...traceOf(200, 9, orderSteps, 'GET /books'), requestId: 'second' },
}

export const firstAnswer: ToPanel = {
  type: 'completed',
  response: {
    ...responseOf(
      200,
      '{"books":[{"bookId":"b-1043","title":"The Lighthouse","price":1595},{"bookId":"b-2210","title":"Tides","price":1200}],"next":null}',
    ),
    headers: [
      ['Content-Type', 'application/json'],
      ['ETag', '"a"'],
      ['Set-Cookie', 'session=abc; Path=/; HttpOnly'],
      ['x-amzn-RequestId', '1'],
    ],
  },
  trace: { ...traceOf(200, 8, orderSteps, 'GET /books'), requestId: 'first' },
}

export const saved: ToPanel = {
  type: 'reloaded',
  cause: {
    files: [`${workspaceRoot}/src/books/list.ts`],
    changes: ['ListBooks was reloaded'],
    at: 1_790_000_000_000,
  },
}

/** Fifty answers, four of them throttled, one by a cold start. */
export const fifty: ToPanel = {
  type: 'repeated',
  isDone: true,
  results: Array.from({ length: 50 }, (_, index) => ({
    number: index + 1,
    status: index % 13 === 12 ? 429 : 201,
    durationMs:
      index === 0 ? 118 : index % 13 === 12 ? 1 : 30 + ((index * 7) % 19) + (index % 11 === 5 ? 22 : 0),
    ...(index === 0 && { isCold: true }),
  })),
}

/** A small picture, of one red pixel. */
export const picture: ToPanel = {
  type: 'completed',
  response: responseOf(
    200,
    Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==',
      'base64',
    ),
    'image/png',
  ),
  trace: traceOf(200, 9, orderSteps, 'GET /books'),
}

/** A route whose stage has variables and a canary, and whose model is known. */
export const staged: RouteDetails = {
  ...createOrder,
  stageDetails: [
    {
      name: 'dev',
      variables: [
        { name: 'tableName', value: 'orders-dev' },
        { name: 'logLevel', value: 'debug' },
        { name: 'secretArn' },
      ],
      canaryPercent: 10,
    },
    { name: 'prod', variables: [] },
  ],
  vpcEndpoints: ['vpce-0a1b2c3d4e5f67890'],
  bodyShape: {
    type: 'object',
    required: ['items'],
    properties: {
      items: {
        type: 'array',
        items: {
          type: 'object',
          required: ['bookId', 'quantity'],
          properties: {
            bookId: { type: 'string', description: 'Id of the book' },
            quantity: { type: 'integer' },
            wrap: { type: 'string', values: ['none', 'gift'] },
          },
        },
      },
      note: { type: 'string' },
      express: { type: 'boolean', values: [true, false] },
    },
  },
}
