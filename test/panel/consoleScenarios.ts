import type { ConsoleFrame, ToConsole } from '../../client/src/consoleMessages.ts'
import type { Trace, TraceStep } from '../../server/src/protocol/trace.ts'

// The chat of the design: two clients, a push, a frame that failed.

const source = (line: number) => ({ file: '/project/template.yaml', line, character: 6 })
const at = (time: string) => new Date(`2026-01-02T${time}`).getTime()

const step = (
  name: TraceStep['name'],
  title: string,
  summary: string,
  rest: Partial<TraceStep> = {},
): TraceStep => ({
  name,
  title,
  state: 'passed',
  summary,
  startMs: 0,
  durationMs: 1,
  ...rest,
})

export const chatTrace = (route: string, steps: readonly TraceStep[], durationMs = 9): Trace => ({
  requestId: 'r=',
  api: { id: 'Chat', name: 'Chat', type: 'websocket' },
  stage: 'dev',
  route,
  connection: { id: 'L0SM9cOFvHc=', eventType: 'MESSAGE' },
  startedAt: at('11:42:09'),
  durationMs,
  request: { title: 'Event of the client' },
  response: { title: 'Answer to the client', status: 200 },
  steps,
  log: [],
})

export const sendMessage = chatTrace('sendMessage', [
  step('methodRequest', 'Route request', '`$request.body.action` gives `sendMessage`', {
    source: source(21),
  }),
  step('integration', 'Integration', 'Lambda **SendMessage** answered 200', { startMs: 1, durationMs: 8 }),
  step('methodResponse', 'Route response', 'the route has no route response: nothing is sent', {
    state: 'skipped',
    startMs: 9,
    durationMs: 0,
  }),
])

const kickTrace = chatTrace('$default', [
  step(
    'methodRequest',
    'Route request',
    '`$request.body.action` gives `kick`, which no route has: `$default`',
  ),
  step('integration', 'Integration', '**Echo** threw: cannot read `text` of undefined', {
    state: 'failed',
    source: source(6),
  }),
])

const kick: Trace = {
  ...kickTrace,
  why: {
    cause: 'function-threw',
    sentence:
      'Echo was called and gave no answer: **it threw `TypeError: cannot read text of undefined`**. AWS hides this behind `Internal server error`.',
    step: 'integration',
    source: { file: '/project/src/chat/echo.ts', line: 6, character: 2 },
    evidence: {
      title: 'echo.ts',
      firstLine: 5,
      lines: [
        { text: 'export const handler = async event => {' },
        { text: '  const message = JSON.parse(event.body)' },
        { text: '  return { statusCode: 200, body: message.data.text }', isDeciding: true },
        { text: '}' },
      ],
    },
    facts: [
      { label: 'Function', text: '`Echo`', source: source(40) },
      {
        label: 'Route',
        text: '`$request.body.action` gives `kick`, and no route has that key, so `$default` took the message',
        source: source(8),
      },
    ],
    fixes: [
      {
        type: 'open',
        title: 'Go to line 7',
        source: { file: '/project/src/chat/echo.ts', line: 6, character: 2 },
      },
      { type: 'log', title: "Open the function's log" },
    ],
    documentation: 'https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-invocation.html',
  },
}

const connect = chatTrace(
  '$connect',
  [step('authorizer', 'Authorizer', '**ConnectAuthorizer** allowed it')],
  11,
)
const push = chatTrace('POST @connections', [step('integration', 'Integration', 'sent to the client')], 1)

const hello = '{"action":"sendMessage","room":"poetry","text":"Hello"}'
const pushed = '{"room":"poetry","from":"Ana","text":"Hello"}'
const refusal = '{"message":"Internal server error","connectionId":"L0SNBdPFoAA=","requestId":"r="}'

type Line = [
  client: number,
  time: string,
  ...rest: [Pick<ConsoleFrame, 'kind' | 'label' | 'tone' | 'text'>, Trace],
]

const lines: Line[] = [
  [
    1,
    '11:42:01',
    { kind: 'opened', label: '$connect', tone: 'route', text: 'ConnectAuthorizer allowed it' },
    connect,
  ],
  [
    2,
    '11:42:04',
    { kind: 'opened', label: '$connect', tone: 'route', text: 'ConnectAuthorizer allowed it' },
    connect,
  ],
  [1, '11:42:09', { kind: 'sent', label: 'sendMessage', tone: 'route', text: hello }, sendMessage],
  [1, '11:42:09', { kind: 'received', label: '@connections', tone: 'push', text: pushed }, push],
  [2, '11:42:09', { kind: 'received', label: '@connections', tone: 'push', text: pushed }, push],
  [
    2,
    '11:42:41',
    { kind: 'sent', label: '$default', tone: 'route', text: '{"action":"kick","who":"Ana"}' },
    kick,
  ],
  [2, '11:42:41', { kind: 'received', label: 'error', tone: 'error', text: refusal }, kick],
]

const frames = lines.map(([client, time, text, trace], index): ConsoleFrame => ({
  ...text,
  id: index + 1,
  client,
  at: at(time),
  trace,
  durationMs: trace.durationMs,
}))

const place = (line: number) => ({
  uri: 'file:///project/template.yaml',
  range: { start: { line, character: 6 }, end: { line, character: 20 } },
})

export const showConsole: ToConsole = {
  type: 'show',
  subject: { definition: 'file:///project/template.yaml', apiId: 'Chat', name: 'Chat' },
  details: {
    apiName: 'Chat',
    location: place(3),
    routeSelectionExpression: '$request.body.action',
    selectionKey: 'action',
    routes: [
      { routeKey: '$default', location: place(30), exampleMessage: '', answers: true },
      {
        routeKey: 'sendMessage',
        location: place(21),
        exampleMessage: hello,
        messageShape: {
          type: 'object',
          properties: { room: { type: 'string', values: ['poetry', 'prose'] }, text: { type: 'string' } },
          required: ['room', 'text'],
        },
        answers: false,
      },
      { routeKey: 'leave', location: place(25), exampleMessage: '{"action":"leave"}', answers: false },
    ],
  },
  gateway: { type: 'running', url: 'ws://127.0.0.1:3001', stage: 'dev' },
  workspaceRoot: '/project',
}

export const consoleIdentities: ToConsole = {
  type: 'identities',
  fileName: 'gatehouse.identities.json',
  list: {
    file: 'file:///project/gatehouse.identities.json',
    state: 'read',
    authorizers: [],
    identities: ['reader', 'editor'].map(name => ({
      name,
      detail: '',
      kind: 'user',
      fits: true,
      sends: [],
      location: place(0),
    })),
  },
}

const open = { state: 'open', query: '', headers: '', protocols: '' } as const
export const consoleClients: ToConsole = {
  type: 'clients',
  reconnects: true,
  clients: [
    { id: 1, name: 'Client 1', connectionId: 'L0SM9cOFvHc=', identity: 'reader', ...open },
    { id: 2, name: 'Client 2', connectionId: 'L0SNBdPFoAA=', identity: 'editor', ...open },
  ],
}

export const chat: readonly ToConsole[] = [
  showConsole,
  consoleIdentities,
  consoleClients,
  { type: 'allFrames', frames },
]
export const firstClient: readonly ToConsole[] = [
  showConsole,
  {
    type: 'clients',
    reconnects: true,
    clients: [{ id: 1, name: 'Client 1', state: 'closed', query: '', headers: '', protocols: '' }],
  },
]
export const untrustedConsole: readonly ToConsole[] = [
  ...firstClient,
  { type: 'gateway', gateway: { type: 'untrusted' } },
]

/** Ends of connections, bytes, and what was said before the window was loaded anew. */
export const ends: readonly ToConsole[] = [
  showConsole,
  {
    type: 'clients',
    reconnects: true,
    clients: [
      {
        ...{ id: 1, name: 'Client 1', connectionId: 'L0SM9cOFvHc=' },
        ...open,
        life: {
          openedAt: Date.now() - 570_000,
          lastAt: Date.now() - 550_000,
          idleMs: 600_000,
          durationMs: 7_200_000,
        },
      },
      { ...{ id: 2, name: 'Client 2', connectionId: 'L0SNBdPFoAA=' }, ...open, state: 'closed' },
    ],
  },
  {
    type: 'allFrames',
    frames: [
      {
        ...{ id: 1, client: 1, at: at('11:40:00'), kind: 'sent', label: 'sendMessage', tone: 'route' },
        ...{ text: hello, isOld: true },
      },
      {
        ...{ id: 2, client: 2, at: at('11:42:00'), kind: 'sent', label: 'binary', tone: 'plain' },
        ...{ text: '5 B 48 65 6c 6c 6f', base64: 'SGVsbG8=' },
      },
      {
        ...{ id: 3, client: 2, at: at('11:42:00'), kind: 'closed', label: 'closed', tone: 'plain' },
        text: '1003 Binary frames are not supported',
        why: {
          cause: 'message-binary',
          sentence:
            'Chat closed the connection with 1003: **a binary frame came, and only text is taken**. Bytes go as base64 in a text frame.',
          step: 'methodRequest',
          source: source(3),
          facts: [],
          fixes: [{ type: 'open', title: 'Go to the API', source: source(3) }],
          documentation: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/x.html',
        },
      },
    ],
  },
]

/** Very many frames of one client. */
export const manyFrames = (count: number): readonly ToConsole[] => [
  showConsole,
  consoleClients,
  {
    type: 'allFrames',
    frames: Array.from({ length: count }, (_, index): ConsoleFrame => ({
      ...{ id: index + 1, client: 1, at: at('11:42:00') + index, kind: 'received' },
      ...{ label: '@connections', tone: 'push', text: `frame ${index + 1}` },
    })),
  },
]
