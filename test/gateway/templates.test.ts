import { describe, expect, it, vi } from 'vitest'
import type { RestApi } from '../../server/src/api/api.ts'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import { CompiledTemplates } from '../../server/src/gateway/compiledTemplates.ts'
import { createGateway } from '../../server/src/gateway/gateway.ts'
import type { HttpRequest } from '../../server/src/gateway/messages.ts'
import type { TracedTemplate } from '../../server/src/protocol/trace.ts'
import { memoryFiles } from '../support/memoryFiles.ts'
import { fixedWorld } from '../support/world.ts'

describe('a template in the trace', () => {
  it('shows what it printed, set and overrode, and where it stands', async () => {
    const { template } = await send(`
#set($title = $input.path('$.title'))
#set($list = [1, 2.0, { "a": $title }])
#set($context.responseOverride.header.X-Title = $title)
{"title": "$title"}`)
    expect(template).toEqual({
      mediaType: 'application/json',
      source: { file: '/api.yaml', line: 15, character: 0 },
      output: { text: '\n{"title": "Dune"}', size: 18 },
      variables: [
        ['title', '"Dune"'],
        ['list', '[1,2.0,{"a":"Dune"}]'],
      ],
      overrides: [['responseOverride.header.X-Title', 'Dune']],
      // What it has looked at, and no more: for a test of it.
      context: JSON.stringify({ body: '{"title": "Dune"}', context: { responseOverride: {} } }),
    })
  })

  it('shows where it failed, what it had printed until then, and the line in the definition', async () => {
    const { template, source, status } = await send(`before\n#set($x = "a")\n$x.substring(9)`)
    expect(template).toMatchObject({
      output: { text: 'before\n' },
      fault: { line: 3, column: 4, source: { file: '/api.yaml', line: 17, character: 0 } },
    })
    expect(source).toEqual(template?.fault?.source)
    expect(status).toBe(500)
  })

  it('names the place where a template in quotes begins, whose lines cannot be told', async () => {
    const { template } = await send({ quoted: String.raw`"a\n$input.path('$').x\n"` })
    expect(template?.source).toEqual({ file: '/api.yaml', line: 14, character: 32 })
  })

  it('is cut where it would be too long to read', async () => {
    const { template } = await send(
      `#set($long = "x")#foreach($i in [1..12])#set($long = "$long$long")#end\n#set($self = [1])$self.add($self)`,
    )
    const values = new Map(template?.variables)
    expect(values.get('long')).toHaveLength(2001)
    expect(values.get('self')).toBe('(no text)')
  })
})

describe('a template', () => {
  it('is compiled once for all requests of a gateway', async () => {
    const asked = vi.spyOn(CompiledTemplates.prototype, 'of')
    const gateway = shop('once: $input.body')
    for (let times = 0; times < 3; times++) await gateway.handle(request, fixedWorld(echo))
    const [first, ...others] = asked.mock.results.map(({ value }) => value as unknown)
    asked.mockRestore()
    expect(first).toBeDefined()
    expect(others).toHaveLength(2)
    for (const other of others) expect(other).toBe(first)
  })

  it.each([
    [
      'loops in loops',
      '#foreach($a in [1..1000])#foreach($b in [1..1000])#foreach($c in [1..1000])#end#end#end',
    ],
    [
      'a regular expression without end',
      '#set($s = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")$s.replaceAll("(a|aa)+b", "")',
    ],
    [
      'loops of long calls',
      '#set($s = "aaaaaaaaaaaaaaaaaaaaa")#foreach($a in [1..1000])#foreach($b in [1..1000])$s.matches("(a|aa)+b")#end#end',
    ],
  ])(
    'cannot hold up the gateway: %s',
    async (_, text) => {
      const started = performance.now()
      const world = { ...fixedWorld(), clock: () => performance.now() }
      const { status, state } = await send(text, world)
      expect(status).toBe(501)
      expect(state).toBe('notEmulated')
      expect(performance.now() - started).toBeLessThan(12_000)
    },
    20_000,
  )

  it('changes nothing for the requests that follow', async () => {
    const gateway = shop('$stageVariables.put("x", "1")$context.put("y", "1")#set($z = "$!z+")$z')
    const bodies: string[] = []
    for (let times = 0; times < 2; times++) {
      const { response } = await gateway.handle(request, fixedWorld(echo))
      bodies.push(Buffer.from(response.body).toString())
    }
    expect(bodies).toEqual(['+', '+'])
  })

  it('reaches nothing of JavaScript', async () => {
    const { body } = await send(
      '[$input.constructor][$context.constructor][$util.getClass()][$input.params().get("__proto__")][$context["constructor"]][$stageVariables["toString"]]',
    )
    expect(body).toBe('[][][][][][]')
  })
})

const request: HttpRequest = {
  method: 'POST',
  path: '/books',
  query: '',
  headers: [],
  body: Buffer.from('{"title": "Dune"}'),
  sourceIp: '127.0.0.1',
  port: 3000,
}

interface Sent {
  readonly status: number
  readonly body: string
  readonly state: string | undefined
  readonly source: unknown
  readonly template: TracedTemplate | undefined
}

/** Sends the request through an HTTP integration whose response template this is; the backend echoes. */
async function send(template: string | { quoted: string }, world = fixedWorld(echo)): Promise<Sent> {
  const backend = { ...world, fetch: fixedWorld(echo).fetch }
  const { response, trace } = await shop(template).handle(request, backend)
  const step = trace().steps.find(({ name }) => name === 'integrationResponse')
  const body = Buffer.from(response.body).toString()
  return { status: response.status, body, state: step?.state, source: step?.source, template: step?.template }
}

const echo = { backend: { status: 200, headers: [], body: request.body } }

function shop(template: string | { quoted: string }) {
  const written =
    typeof template === 'string' ? `|-\n${template.replace(/^/gm, ' '.repeat(16))}` : template.quoted
  const text = `openapi: 3.0.1
info: { title: Shop, version: '1' }
paths:
  /books:
    post:
      responses: { '200': { description: ok } }
      x-amazon-apigateway-integration:
        type: http
        httpMethod: POST
        uri: http://upstream.test/
        responses:
          default:
            statusCode: '200'
            responseTemplates:
              application/json: ${written}
`
  const { definition } = loadDefinition('/api.yaml', memoryFiles({ '/api.yaml': text }))
  const api = definition?.apis.find((candidate): candidate is RestApi => candidate.type === 'rest')
  const stage = api?.stages[0]
  if (!definition || !api || !stage) throw new Error('the definition of this test cannot be read')
  return createGateway(definition, api, stage)
}
