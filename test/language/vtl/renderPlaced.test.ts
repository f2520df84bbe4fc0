import { describe, expect, it } from 'vitest'
import { madeContexts } from '../../../server/src/language/vtl/renderContexts.ts'
import { templateAt } from '../../../server/src/language/vtl/placedTemplate.ts'
import { renderLens } from '../../../server/src/language/vtl/renderLens.ts'
import { renderPlaced } from '../../../server/src/language/vtl/renderPlaced.ts'
import { traceContext } from '../../../server/src/language/vtl/traceContext.ts'
import type { Trace } from '../../../server/src/protocol/trace.ts'
import type { Position } from '../../../server/src/base/text.ts'
import type { Workspace } from '../../../server/src/language/workspace.ts'
import { createWorkspace } from '../../../server/src/language/workspace.ts'
import { openAt, testUris } from '../../support/cursor.ts'
import { memoryFiles } from '../../support/memoryFiles.ts'

// The view beside a template: contexts, what it prints, and what is wrong with that.

const orders = `
  openapi: 3.0.1
  info: { title: Shop, version: '1' }
  paths:
    /orders/{orderId}:
      post:
        parameters: [{ name: dryRun, in: query, schema: { type: string } }]
        requestBody:
          content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } }
        x-amazon-apigateway-integration:
          type: aws
          httpMethod: POST
          uri: arn:aws:apigateway:us-east-1:sqs:path/123456789012/orders
          requestTemplates:
            application/json: |
              #set($body = $input.path('$'))
              {<|>
                "customerId": "$context.authorizer.principalId",
                "order": "$input.params('orderId')",
                "items": [
              #foreach($item in $body.items)
                  { "bookId": "$item.bookId", "quantity": $item.quantity }#if($foreach.hasNext),#end

              #end
                ],
                "note": "$body.note"
              }
          responses:
            default:
              statusCode: '200'
              responseTemplates:
                application/json: '{"id": "$input.path(''$.id'')", "count": $input.path(''$.count'')}'
  components:
    schemas:
      Order:
        type: object
        properties:
          note: { type: string }
          items:
            type: array
            items: { type: object, properties: { bookId: { type: string }, quantity: { type: integer } } }
`

function opened(text = orders) {
  const { workspace, file, position } = openAt('openapi.yaml', text)
  return tried(workspace, file, position)
}

/** A template that is a file of its own. */
function vtl(text: string) {
  const workspace = createWorkspace(memoryFiles({}), () => ({}))
  workspace.setText('/work/order.vtl', text)
  return tried(workspace, '/work/order.vtl', { line: 0, character: 0 })
}

function tried(workspace: Workspace, file: string, position: Position) {
  const placed = templateAt(workspace, file, position)
  if (!placed) throw new Error('no template at the mark')
  const made = madeContexts(placed)
  const contextOf = (label: string) => made.find(each => each.label === label)?.text ?? '{}'
  const render = (context: string) => renderPlaced(placed, context, testUris, () => 0)
  return { workspace, file, placed, made, contextOf, render }
}

describe('the lens', () => {
  it('stands above each template of a definition', () => {
    const { workspace, file } = opened()
    const lenses = renderLens(workspace, file, testUris)
    const request = { line: 14, character: 12 }
    const response = { line: 30, character: 33 }
    expect(lenses.map(({ range, command }) => [range.start, command?.command])).toEqual([
      [request, 'gatehouse.render'],
      [request, 'gatehouse.debugTemplate'],
      [response, 'gatehouse.render'],
      [response, 'gatehouse.debugTemplate'],
    ])
    for (const { command } of lenses) {
      const [place] = command?.arguments as [{ uri: string; position: { line: number; character: number } }]
      expect(place.uri).toBe(testUris.toUri(file))
      expect(templateAt(workspace, file, place.position)).toBeDefined()
    }
  })

  it('stands above a file, and not above a gateway response, which is no VTL', () => {
    const { workspace, file } = vtl('{}')
    expect(renderLens(workspace, file, testUris)).toHaveLength(2)
    const { workspace: other, file: definition } = openAt(
      'openapi.yaml',
      `
        openapi: 3.0.1
        info: { title: Shop, version: '1' }
        x-amazon-apigateway-gateway-responses:
          DEFAULT_4XX: { responseTemplates: { application/json: '{"m": "$context.error.message"}' } }
        paths: { /x: { get: { x-amazon-apigateway-integration: { type: mock } } } }<|>
      `,
    )
    expect(renderLens(other, definition, testUris)).toEqual([])
  })
})

describe('made contexts', () => {
  it('begin with an ordinary request, of which every template makes JSON', () => {
    const { made, render } = opened()
    const [first] = made
    expect(first).toMatchObject({ label: 'Example of Order' })
    expect(JSON.parse(first?.text ?? '')).toMatchObject({
      body: JSON.stringify({ note: 'text', items: [{ bookId: 'text', quantity: 0 }] }, undefined, 2),
      params: { path: { orderId: 'text' }, querystring: { dryRun: 'text' } },
      context: {
        httpMethod: 'POST',
        resourcePath: '/orders/{orderId}',
        authorizer: { principalId: 'user-1' },
      },
    })
    expect(render(first?.text ?? '')).toMatchObject({ kind: 'json', findings: [] })
  })

  it('are made of what the template reads where there is no model: numbers where it prints them bare', () => {
    const { made } = vtl(
      `#set($o = $input.path('$.order')){"a": "$o.id", "b": $o.n, "c": [#foreach($i in $o.list)"$i.x"#end]}`,
    )
    const { body } = JSON.parse(made[0]?.text ?? '') as { body: string }
    expect(JSON.parse(body)).toEqual({ order: { id: 'text', n: 1, list: [{ x: 'text' }] } })
  })

  it('are all contexts, and each renders to its end', () => {
    const { made, render } = opened()
    expect(new Set(made.map(({ label }) => label)).size).toBe(made.length)
    for (const { text } of made) expect(render(text)).not.toHaveProperty('contextFault')
  })

  it('have numbers that no double holds', () => {
    const { contextOf, render } = opened()
    expect(render(contextOf('Big numbers')).output).toContain('"quantity": 12345678901234567890')
  })
})

describe('what a template prints', () => {
  it('comes with what references printed, and where they stand', () => {
    const { made, render } = opened()
    const { template, values, variables } = render(made[0]?.text ?? '')
    expect(template.use).toEqual({
      direction: 'request',
      route: 'POST /orders/{orderId}',
      others: 0,
      mediaType: 'application/json',
    })
    expect(values.map(({ reference, text, place }) => `${place.line}: ${reference} ${text}`)).toEqual([
      '3: $context.authorizer.principalId user-1',
      "4: $input.params('orderId') text",
      '7: $item.bookId text',
      '7: $item.quantity 0',
      '11: $body.note text',
    ])
    expect(values[4]?.place.location.range.start).toEqual({ line: 24, character: 23 })
    expect(variables.map(([name]) => name)).toContain('body')
  })

  it('marks what a caller adds to the JSON', () => {
    const { contextOf, render } = vtl(`{"admin": false, "note": "$input.path('$.note')"}`)
    const { output, raw, findings, kind, values } = render(contextOf('Text with quotes'))
    expect(output).toBe('{"admin": false, "note": "x", "admin": "true"}')
    expect(kind).toBe('json')
    expect(raw.map(({ start, end }) => output.slice(start, end))).toEqual(['", "admin": "true'])
    expect(values).toMatchObject([{ isRaw: true }])
    expect(findings).toMatchObject([
      { severity: 'warning', line: 1, message: '`admin` appears twice, and most readers take the later one' },
    ])
  })

  it('marks nothing that is escaped', () => {
    const { contextOf, render } = vtl(
      `{"note": "$util.escapeJavaScript($input.path('$.note')).replaceAll("\\\\'","'")"}`,
    )
    expect(render(contextOf('Text with quotes'))).toMatchObject({ kind: 'json', raw: [], findings: [] })
  })

  it('is told to be no JSON with line, cause and line of the template', () => {
    const { render } = opened()
    const body = '{ "items": [{ "bookId": "b-1" }], "note": "x" }'
    const { kind, findings, output } = render(JSON.stringify({ body }))
    expect(kind).toBe('notJson')
    expect(findings).toMatchObject([
      {
        severity: 'error',
        line: 5,
        cause: {
          text: '`$item.quantity` has no value in this context and prints nothing',
          place: { line: 7 },
        },
      },
    ])
    expect(output.split('\n')[4]).toContain('"quantity":  }')
  })

  it('names the value that broke a string', () => {
    const { contextOf, render } = vtl(`{\n  "note": "$input.path('$.note')"\n}`)
    const { kind, findings } = render(contextOf('Text with line ends'))
    expect(kind).toBe('notJson')
    expect(findings[0]).toMatchObject({ line: 2, cause: { place: { line: 2 } } })
  })

  it('is not held against JSON where XML is wanted', () => {
    const { render } = opened(orders.replaceAll('application/json: |', 'text/xml: |'))
    expect(render('{}')).toMatchObject({ kind: 'other', findings: [] })
  })

  it('comes with what it overrides', () => {
    const { render } = vtl(`#set($context.responseOverride.status = 404){}`)
    expect(render('{}')).toMatchObject({ overrides: [['responseOverride.status', '404']], repeated: [] })
  })
})

describe('what cannot be rendered', () => {
  it('is a context that is none, with the reason', () => {
    const { render } = vtl('{}')
    expect(render('{ "body": {} }').contextFault).toBe("'body' is no string; write the payload's raw text")
    expect(render('{').contextFault).toMatch(/JSON/)
  })

  it('is a template that fails, with its line and what it had printed', () => {
    const { render } = vtl('{\n"a": $input.path(\'$..[\')\n}')
    const { output, kind, fault } = render('{ "body": "{}" }')
    expect([output, kind]).toEqual(['{\n"a": ', 'notJson'])
    expect(fault).toMatchObject({ isLimit: false, place: { line: 2 } })
  })

  it('is a template without end, stopped after a second', () => {
    const nested = '#foreach($a in [1..1000])'.repeat(4)
    const { placed } = vtl(`${nested}$a${'#end'.repeat(4)}`)
    let now = 0
    const { fault } = renderPlaced(placed, '{}', testUris, () => (now += 100))
    expect(fault).toMatchObject({ isLimit: true })
  })

  it('is shown as far as it goes when the output is long', () => {
    const { placed } = vtl(`#set($t = "xxxxxxxxxx")${'#set($t = "$t$t$t$t")'.repeat(9)}$t`)
    const { output, isCut, size } = renderPlaced(placed, '{}', testUris, () => 0)
    expect([output.length, isCut, size]).toEqual([512 * 1024, true, 10 * 4 ** 9])
  })
})

describe('a context of a trace', () => {
  const trace: Trace = {
    requestId: 'r-1',
    api: { id: 'Shop', name: 'Shop', type: 'rest' },
    stage: 'dev',
    route: 'POST /orders/{orderId}',
    startedAt: 1767268800001,
    durationMs: 5,
    request: {
      title: 'Request',
      method: 'POST',
      url: '/orders/o-7?dryRun=yes',
      headers: [['content-type', 'application/json']],
      body: { text: '{"note":"from the trace"}', size: 25 },
    },
    response: { title: 'Response' },
    steps: [
      {
        name: 'integrationResponse',
        title: 'Integration response',
        state: 'passed',
        summary: '',
        startMs: 1,
        durationMs: 1,
        before: { title: 'Response of the backend', body: { text: '{"id":"o-7"}', size: 12 } },
      },
    ],
    log: [],
  }

  it('has the body, the parameters and the ids of the request', () => {
    const { placed } = opened()
    expect(JSON.parse(traceContext(placed, trace))).toMatchObject({
      body: '{"note":"from the trace"}',
      params: {
        path: { orderId: 'o-7' },
        querystring: { dryRun: 'yes' },
        header: { 'content-type': 'application/json' },
      },
      context: { requestId: 'r-1', stage: 'dev', requestTimeEpoch: 1767268800001 },
    })
  })

  it('has what the template found, where the trace tells it', () => {
    const found = {
      body: '{"note":"as it was found"}',
      params: { path: { orderId: 'o-8' }, querystring: {}, header: {} },
      context: { authorizer: { principalId: 'reader-7f3' } },
    }
    const template = {
      mediaType: 'application/json',
      source: { file: '/work/openapi.yaml', line: 14, character: 0 },
      output: { text: '', size: 0 },
      variables: [],
      overrides: [],
      context: JSON.stringify(found),
    }
    const [step] = trace.steps
    if (!step) throw new Error('no step')
    const steps = [{ ...step, name: 'integrationRequest' as const, template }]
    const { placed } = opened()
    expect(JSON.parse(traceContext(placed, { ...trace, steps }))).toMatchObject({
      ...found,
      context: { ...found.context, requestId: 'r-1' },
    })
    const broken = [
      { ...step, name: 'integrationRequest' as const, template: { ...template, context: '[{' } },
    ]
    expect(JSON.parse(traceContext(placed, { ...trace, steps: broken }))).toMatchObject({
      body: '{"note":"from the trace"}',
    })
  })

  it("has the backend's body for a response template", () => {
    const moved = orders.replace('{<|>', '{').replace(`'{"id": `, `'{<|>"id": `)
    const { placed } = opened(moved)
    expect(JSON.parse(traceContext(placed, trace))).toMatchObject({ body: '{"id":"o-7"}' })
  })
})
