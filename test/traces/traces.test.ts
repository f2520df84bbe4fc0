import { describe, expect, it } from 'vitest'
import type { Trace } from '../../server/src/protocol/trace.ts'
import { compareTraces } from '../../server/src/traces/compareTraces.ts'
import { maskTrace, shownTrace, stepMask } from '../../server/src/traces/maskTrace.ts'
import { openTelemetryOf } from '../../server/src/traces/openTelemetry.ts'
import { readTraceFile, traceFileText } from '../../server/src/traces/traceFile.ts'
import { comparableText, traceText } from '../../server/src/traces/traceText.ts'

const token = 'eyJhbGciOiJub25lIn0.e30.sIgNaTuRe'
const event = {
  headers: {
    Authorization: `Bearer ${token}`,
    'x-amzn-trace-id': 'Root=1-5759e988-bd862e3fe1be46a994272793',
  },
  requestContext: { requestId: 'other-id', requestTimeEpoch: 1 },
  path: '/orders/7',
}

function trace(change: Partial<Trace> = {}): Trace {
  return {
    requestId: '9487bb9f-3180-4c14-8028-53daa4652281',
    api: { id: 'orders', name: 'Orders', type: 'rest' },
    stage: 'dev',
    route: 'GET /orders/{id}',
    startedAt: Date.UTC(2026, 0, 2, 3, 4, 5),
    durationMs: 12.5,
    request: {
      title: 'Request of the client',
      method: 'GET',
      url: '/orders/7?access_token=abcdefgh12345',
      headers: [
        ['Authorization', `Bearer ${token}`],
        ['Cookie', 'theme=dark; sid=a-long-session-id'],
        ['Accept', '*/*'],
      ],
    },
    response: {
      title: 'Response to the client',
      status: 502,
      headers: [
        ['date', 'Fri, 02 Jan 2026 03:04:05 GMT'],
        ['set-cookie', 'sid=another-session-id; HttpOnly'],
      ],
      body: { text: '{"message":"Internal server error"}', size: 35 },
    },
    steps: [
      {
        name: 'methodRequest',
        title: 'Method request',
        state: 'passed',
        summary: '`GET /orders/7` took **GET /orders/{id}**',
        startMs: 0,
        durationMs: 0.5,
      },
      {
        name: 'integration',
        title: 'Integration',
        state: 'failed',
        summary: 'Lambda Get, handler 3.8 ms: `body` is no text',
        source: { file: '/shop/src/get.js', line: 9, character: 2 },
        startMs: 1,
        durationMs: 11,
        before: { title: 'Event', body: { text: JSON.stringify(event), size: 1 } },
      },
      {
        name: 'methodResponse',
        title: 'Method response',
        state: 'notReached',
        summary: 'not reached',
        startMs: 0,
        durationMs: 0,
      },
    ],
    log: [{ functionId: 'Get', stream: 'stdout', text: `token ${token} of session a-long-session-id\n` }],
    ...change,
  }
}

describe('secrets', () => {
  it('are masked wherever they stand: headers, events, URLs, logs', () => {
    const text = JSON.stringify(maskTrace(trace()))
    for (const secret of [token, 'a-long-session-id', 'another-session-id', 'abcdefgh12345'])
      expect(text).not.toContain(secret)
    expect(text).toContain('Bearer ***TuRe (33 characters)')
    expect(text).toContain('["Accept","*/*"]')
  })

  it('that are short are masked where they stand alone', () => {
    const headers = [['Authorization', 'allow'] as const, ['X-Auth-Token', 'p"w'] as const]
    const text = '{"headers":{"Authorization":"allow","X-Auth-Token":"p\\"w"},"note":"they allow it"}'
    const masked = maskTrace(
      trace({
        request: { title: 'Request', headers, body: { text, size: text.length } },
        steps: [],
        log: [],
      }),
    )
    expect(masked.request.headers).toEqual([
      ['Authorization', '***'],
      ['X-Auth-Token', '***'],
    ])
    expect(masked.request.body?.text).toBe(
      '{"headers":{"Authorization":"***","X-Auth-Token":"***"},"note":"they allow it"}',
    )
  })

  it('leave a trace without any as it is', () => {
    const plain = trace({
      request: { title: 'Request', method: 'GET', url: '/orders/7' },
      response: { title: 'Answer', status: 200 },
      steps: [],
    })
    expect(maskTrace(plain)).toBe(plain)
    expect(shownTrace(plain)).toBe(plain)
  })

  it('are masked where a body or a line of the log ends in the middle of one', () => {
    const text = `{"headers":{"Authorization":"Bearer ${token.slice(0, 20)}`
    const body = { text, size: 5000, isCut: true } as const
    const executionLog = [{ atMs: 1, level: 'dataTrace', text: `${text} [TRUNCATED]` }] as const
    const masked = maskTrace(trace({ response: { title: 'Answer', body }, executionLog }))
    const hidden = '{"headers":{"Authorization":"Bearer ***TuRe (33 characters)'
    expect(masked.response.body?.text).toBe(hidden)
    expect(masked.executionLog?.[0]?.text).toBe(`${hidden} [TRUNCATED]`)
  })

  it('stay beside what is shown first', () => {
    const shown = shownTrace(trace())
    expect(JSON.stringify(shown.masked)).not.toContain(token)
    expect(shown.request).toEqual(trace().request)
    expect(maskTrace(shown)).toBe(shown.masked)
    expect(traceFileText(shown)).toBe(traceFileText(trace()))
  })

  it('of a step are masked in those that follow it', () => {
    const masked = stepMask()
    const headers = [['Authorization', `Bearer ${token}`] as const]
    const step = { title: 'Step', state: 'passed', summary: '', startMs: 0, durationMs: 1 } as const
    const first = masked({ ...step, name: 'methodRequest', after: { title: 'Request', headers } })
    const text = JSON.stringify({ authorizationToken: `Bearer ${token}` })
    const before = { title: 'Event', body: { text, size: text.length } }
    const second = masked({ ...step, name: 'authorizer', before })
    expect(JSON.stringify([first, second])).not.toContain(token)
  })
})

describe('a saved trace', () => {
  it('is read again as it was, but for its secrets', () => {
    expect(readTraceFile(traceFileText(trace()))).toEqual(maskTrace(trace()))
  })

  it('may be what invoke --format json prints', () => {
    expect(readTraceFile(JSON.stringify({ response: { status: 502 }, trace: trace() }))).toEqual(trace())
  })

  it.each([
    ['{"trace"', /^it is no JSON: /],
    ['[]', /^it holds no trace$/],
    ['{}', /^it has no 'trace'$/],
    ['{"format": "gatehouse-trace/9", "trace": {}}', /'gatehouse-trace\/9'.*reads 'gatehouse-trace\/1'$/],
    ['{"trace": {"requestId": 1}}', /lacks 'requestId' or 'stage'$/],
    [JSON.stringify({ trace: { ...trace(), steps: [{ name: 'x' }] } }), /lacks readable 'steps'$/],
    [JSON.stringify({ trace: { ...trace(), log: [7] } }), /lacks a readable 'log'$/],
    [JSON.stringify({ trace: { ...trace(), request: { headers: {} } } }), /lacks a readable 'request' or/],
    [JSON.stringify({ trace: { ...trace(), startedAt: 1e300 } }), /^its 'startedAt' is no time$/],
    [
      JSON.stringify({ trace: { ...trace(), steps: [{ ...trace().steps[0], template: {} }] } }),
      /lacks readable 'steps'$/,
    ],
    [JSON.stringify({ trace: { ...trace(), api: {} } }), /lacks the name of its 'api'$/],
  ])('%s is refused', (text, why) => {
    expect(readTraceFile(text)).toMatch(why)
  })
})

describe('a trace in words', () => {
  const words = { place: ({ line }: { line: number }) => `get.js:${line + 1}` }

  it('has every step with what went in and its line', () => {
    const text = traceText(trace(), words)
    expect(text).toMatch(
      /^GET \/orders\/\{id\} of Orders, stage dev\n2026-01-02T03:04:05.000Z, 12.5 ms, request 9487bb9f/,
    )
    expect(text).toContain(
      'Integration: failed 11.0 ms\n  Lambda Get, handler 3.8 ms: body is no text\n  get.js:10\n',
    )
    expect(text).toContain('      "path": "/orders/7"\n')
    expect(text).toContain('Method response: not reached\n')
    expect(text).toContain('Response to the client: 502\n')
    expect(text).toContain('Log of the functions\n  Get: token')
  })

  it('to be compared has no ids and times', () => {
    const later = trace({ requestId: 'e0766d26', startedAt: 5, durationMs: 99 })
    expect(comparableText(later, words)).toBe(comparableText(trace(), words))
  })

  it('to be compared has none in the lines of its logs either', () => {
    const run = (id: string, ms: string, epoch: number, status = 200) =>
      trace({
        requestId: id,
        log: [
          {
            functionId: 'Get',
            stream: 'platform',
            text: `REPORT RequestId: ${id}\tDuration: ${ms} ms\tMax Memory Used: ${epoch} MB\t\n`,
          },
        ],
        executionLog: [
          { atMs: epoch, level: 'info', text: `Extended Request Id: ${ms}c=` },
          {
            atMs: epoch,
            level: 'info',
            text: `Endpoint request headers: {X-Amzn-Trace-Id=Root=1-5759e988-${'a'.repeat(24)}}`,
          },
          {
            atMs: epoch,
            level: 'info',
            text: `Endpoint request body after transformations: {"requestContext":{"requestTimeEpoch":${epoch}}}`,
          },
          {
            atMs: epoch,
            level: 'info',
            text: `Received response. Status: ${status}, Integration latency: ${ms} ms`,
          },
        ],
      })
    const first = comparableText(run('9487bb9f-3180-4c14-8028-53daa4652281', '3.81', 1), words)
    expect(comparableText(run('e0766d26-fba4-4b6d-8a4c-6d7b5f8c4a11', '12.50', 2), words)).toBe(first)
    expect(comparableText(run('e0766d26-fba4-4b6d-8a4c-6d7b5f8c4a11', '12.50', 2, 500), words)).not.toBe(
      first,
    )
  })
})

describe('two traces', () => {
  it('are the same but for ids, times and durations', () => {
    const again = JSON.parse(
      JSON.stringify(trace())
        .replaceAll('3.8 ms', '1.2 ms')
        .replaceAll('other-id', 'third-id')
        .replaceAll('03:04:05', '09:09:09'),
    ) as Trace
    expect(compareTraces(trace(), { ...again, requestId: 'e0766d26-aebc', durationMs: 1 })).toEqual([])
  })

  it('differ in what the client got, and in what a step got', () => {
    const [first, second, third] = trace().steps
    const changed = trace({
      response: {
        title: 'Response to the client',
        status: 200,
        body: { text: '{"items":[{"price":1}]}', size: 1 },
      },
      steps: [
        first,
        { ...second, before: { title: 'Event', body: { text: '{"path":"/orders/8"}', size: 1 } } },
        third,
      ].filter(step => step !== undefined) as Trace['steps'],
    })
    const differences = compareTraces(trace(), changed)
    expect(differences).toContainEqual({ where: 'Answer', what: 'status', before: '502', after: '200' })
    expect(differences).toContainEqual({
      where: 'Answer',
      what: '$.items[0].price',
      before: undefined,
      after: '1',
    })
    expect(differences).toContainEqual({
      where: 'Integration',
      what: 'in: $.path',
      before: '"/orders/7"',
      after: '"/orders/8"',
    })
    expect(differences.map(({ where }) => where)).not.toContain('Method request')
  })
})

describe('a trace for OpenTelemetry', () => {
  const { resourceSpans } = openTelemetryOf(trace(), '1.0.0')
  const { spans } = resourceSpans[0].scopeSpans[0]

  it("is a server span with one in it for each step that ran, under X-Ray's id", () => {
    expect(spans.map(({ name, kind }) => [name, kind])).toEqual([
      ['GET /orders/{id}', 2],
      ['Method request', 1],
      ['Integration', 3],
    ])
    expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(
      new Set(['5759e988bd862e3fe1be46a994272793']),
    )
    expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(3)
    expect(spans.every(({ spanId }) => /^[0-9a-f]{16}$/.test(spanId))).toBe(true)
    expect(spans.slice(1).every(({ parentSpanId }) => parentSpanId === spans[0]?.spanId)).toBe(true)
  })

  it('has its times in nanoseconds and the failure where it was', () => {
    expect(spans[0]).toMatchObject({
      startTimeUnixNano: '1767323045000000000',
      endTimeUnixNano: '1767323045012500000',
      status: { code: 2, message: 'Lambda Get, handler 3.8 ms: body is no text' },
    })
    expect(spans[2]?.attributes).toContainEqual({ key: 'code.line.number', value: { intValue: '10' } })
  })

  it("takes a client's fault for none of the server's, and the request's id where there is no X-Ray", () => {
    const refused = openTelemetryOf(trace({ response: { title: 'Answer', status: 403 }, steps: [] }), '1.0.0')
    const [span] = refused.resourceSpans[0].scopeSpans[0].spans
    expect(span).toMatchObject({ status: { code: 0 }, traceId: '9487bb9f31804c14802853daa4652281' })
  })
})
