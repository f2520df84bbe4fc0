import { describe, expect, it } from 'vitest'
import { acceptedTemplate, templateLabels, templateProposals } from '../../support/vtlEditor.ts'
import { inEveryStyle, placedIn } from '../../support/vtlStyles.ts'

/** A REST API whose POST /orders has a model, and a template in a block of YAML. */
const openApi = (template: string, more = '') => `
openapi: 3.0.1
info: { title: Shop, version: '1' }
paths:
  /orders/{shop}:
    post:
      parameters:
        - { name: X-Tenant, in: header, required: true, schema: { type: string } }
        - { name: dryRun, in: query, schema: { type: boolean } }
      requestBody:
        content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } }
      x-amazon-apigateway-integration:
        type: http
        httpMethod: POST
        uri: https://example.com/orders
        requestTemplates:
          application/json: |
${template
  .split('\n')
  .map(line => (line === '' ? '' : `            ${line}`))
  .join('\n')}
${more}
components:
  schemas:
    Order:
      type: object
      required: [id]
      properties:
        id: { type: string, description: The number on the receipt }
        customer: { $ref: '#/components/schemas/Customer' }
        items: { type: array, items: { type: object, properties: { sku: { type: string }, qty: { type: integer } } } }
        gift-note: { type: string }
    Customer: { type: object, properties: { name: { type: string }, tags: { type: array, items: { type: string } } } }
`
const labels = (template: string) => templateLabels('openapi.yaml', openApi(template))
const alone = (template: string) => templateLabels('order.vtl', template)

describe('directives', () => {
  it('are those that API Gateway runs, and no macros', () => {
    expect(labels('#<|>')).toEqual(['set', 'if', 'foreach', 'define', 'break', 'stop'])
    expect(alone('#<|>')).not.toContain('macro')
  })

  it('end what is open: #else in #if only, #end in any block', () => {
    expect(alone('#if($x)\n  a\n#<|>')).toEqual(expect.arrayContaining(['else', 'elseif', 'end']))
    expect(alone('#foreach($a in $b)\n#<|>')).not.toContain('else')
    expect(alone('#foreach($a in $b)\n#<|>')).toContain('end')
    expect(alone('#if($x)a#end\n#<|>')).not.toContain('end')
  })

  it('are not proposed behind a backslash, in comments or in raw text', () => {
    expect(alone('\\#<|>')).toEqual([])
    expect(alone('## about #<|>')).toEqual([])
    expect(alone('#* about\n#<|>')).toEqual([])
    expect(alone('#[[ #<|> ]]#')).toEqual([])
    expect(alone('## about\n#<|>')).toContain('set')
  })

  it('are written as the string around them wants it', () => {
    expect(acceptedTemplate('t.vtl', 'a\n  #fo<|>', 'foreach')).toBe(
      'a\n  #foreach($item in $list)\n  \n  #end',
    )
    expect(acceptedTemplate('api.yaml', openApi('{\n  #i<|>\n}'), 'if')).toContain(
      '              #if(condition)\n              \n              #end\n',
    )
    const json =
      '{"openapi":"3.0.1","paths":{"/":{"get":{"x-amazon-apigateway-integration":{"requestTemplates":{"application/json":"#i<|>"}}}}}}'
    expect(acceptedTemplate('api.json', json, 'if')).toContain('"#if(condition)\\n\\n#end"')
    const single = `openapi: 3.0.1\npaths: { /: { get: { x-amazon-apigateway-integration: { requestTemplates: { application/json: '$input.<|>' } } } } }`
    expect(acceptedTemplate('api.yaml', single, 'json')).toContain(`'$input.json(''$'')'`)
  })
})

describe('variables', () => {
  it("are API Gateway's and the template's own", () => {
    const found = labels('#set($order = 1)\n#foreach($item in [1..2])$item#end\n#define($block)x#end\n"$<|>"')
    expect(found).toEqual(
      expect.arrayContaining(['input', 'util', 'context', 'stageVariables', 'order', 'item', 'block']),
    )
    expect(found).not.toContain('foreach')
  })

  it('of a loop are proposed in it', () => {
    expect(alone('#foreach($a in $b) $<|>')).toEqual(
      expect.arrayContaining(['foreach', 'velocityCount', 'a']),
    )
    expect(alone('#foreach($a in $b) $foreach.<|> #end')).toEqual(
      expect.arrayContaining(['hasNext', 'index', 'count']),
    )
  })

  it('are completed in braces and behind a quiet mark', () => {
    expect(acceptedTemplate('t.vtl', '${inp<|>}', 'input')).toBe('${input}')
    expect(acceptedTemplate('t.vtl', '$!in<|>', 'input')).toBe('$!input')
  })
})

describe('members', () => {
  it('of $input and $util come with their signatures', () => {
    const found = templateProposals('t.vtl', '$util.<|>') ?? []
    expect(found.map(({ label }) => label)).toContain('escapeJavaScript')
    expect(found.find(({ label }) => label === 'base64Encode')?.detail).toBe(
      '$util.base64Encode(text) : string',
    )
    expect(alone('$input.<|>')).toEqual(['body', 'json', 'path', 'params'])
  })

  it('of $context are those of the kind of API', () => {
    expect(labels('$context.<|>')).toEqual(
      expect.arrayContaining(['httpMethod', 'resourcePath', 'identity', 'requestOverride']),
    )
    expect(labels('$context.<|>')).not.toContain('connectionId')
    expect(labels('$context.identity.<|>')).toEqual(
      expect.arrayContaining(['sourceIp', 'userArn', 'clientCert']),
    )
    expect(labels('$context.authorizer.<|>')).toEqual(expect.arrayContaining(['principalId', 'claims']))
    expect(labels('$context.requestId.<|>')).toContain('substring')
    const webSocket = `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Chat: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: chat, ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.action } }
  SendRoute: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Chat, RouteKey: send, Target: !Sub 'integrations/\${Send}' } }
  Send:
    Type: AWS::ApiGatewayV2::Integration
    Properties:
      ApiId: !Ref Chat
      IntegrationType: MOCK
      RequestTemplates:
        $default: |
          { "to": "$context.<|>" }
`
    const found = templateLabels('template.yaml', webSocket)
    expect(found).toEqual(expect.arrayContaining(['connectionId', 'eventType', 'routeKey']))
    expect(found).not.toContain('resourcePath')
  })

  it('of a value are the methods of its Java class', () => {
    expect(alone(`#set($id = $input.params('id'))$id.<|>`)).toEqual(
      expect.arrayContaining(['substring', 'replaceAll']),
    )
    expect(alone(`#set($id = $input.params('id'))$id.<|>`)).not.toContain('keySet')
    expect(alone('#set($l = [1, 2])$l.<|>')).toEqual(expect.arrayContaining(['size', 'add', 'get']))
    expect(alone('#set($m = {"a": 1})$m.<|>')).toEqual(expect.arrayContaining(['keySet', 'put', 'a']))
    expect(alone('#set($n = 1)$n.<|>')).toContain('parseInt')
    expect(alone(`$input.params('id').split(',').<|>`)).toEqual(
      expect.arrayContaining(['size', 'get', 'contains']),
    )
    expect(alone(`$input.params('id').split(',').<|>`)).not.toContain('add')
    expect(alone(`$input.params('id').trim().<|>`)).toContain('toUpperCase')
    expect(alone('#foreach($e in $input.path("$").entrySet())$e.<|>')).toEqual(['key', 'value'])
  })

  it("of the payload are those of the request's model, through variables and loops", () => {
    expect(labels(`#set($order = $input.path('$'))\n$order.<|>`)).toEqual(
      expect.arrayContaining(['id', 'customer', 'items', 'keySet']),
    )
    expect(labels(`#set($order = $input.path('$'))\n$order.customer.<|>`)).toEqual(
      expect.arrayContaining(['name', 'tags']),
    )
    const inLoop = labels(`#foreach($item in $input.path('$.items'))\n{ "sku": "$item.<|>" }\n#end`)
    expect(inLoop).toEqual(expect.arrayContaining(['sku', 'qty']))
    expect(inLoop).not.toContain('customer')
    expect(labels(`$input.path('$.items').<|>`)).toEqual(expect.arrayContaining(['size', 'get']))
    expect(labels(`$input.path('$.items').<|>`)).not.toContain('substring')
  })
})

describe('JSONPath', () => {
  it("names the members of the request's model, and the functions of json-path", () => {
    expect(labels(`$input.json('<|>')`)).toEqual(['$'])
    expect(labels(`$input.json('$.<|>')`)).toEqual(
      expect.arrayContaining(['id', 'customer', 'items', 'gift-note']),
    )
    expect(labels(`$input.json('$.customer.<|>')`)).toEqual(expect.arrayContaining(['name', 'tags', 'keys']))
    expect(labels(`$input.json('$.items[0].<|>')`)).toEqual(expect.arrayContaining(['sku', 'qty']))
    expect(labels(`$input.json('$.items[*].<|>')`)).toContain('sku')
    expect(labels(`$input.json('$.items[?(@.<|>')`)).toEqual(['sku', 'qty'])
    expect(labels(`$input.json('$..<|>')`)).toEqual(expect.arrayContaining(['sku', 'name', 'id']))
    expect(labels(`$input.json('$.id.<|>')`)).toEqual([])
    expect(labels(`$input.json("$.items.<|>")`)).toContain('length')
    expect(labels(`$input.json("$['<|>")`)).toContain('customer')
  })

  it('says the type of a member, and whether it is required', () => {
    const found = templateProposals('openapi.yaml', openApi(`$input.json('$.<|>')`)) ?? []
    expect(found.find(({ label }) => label === 'id')).toMatchObject({
      detail: 'string, required',
      documentation: { value: expect.stringContaining('The number on the receipt') as string },
    })
    expect(found.find(({ label }) => label === 'items')?.detail).toBe('array of object')
  })
})

describe('parameters', () => {
  it('are those that the method declares, and those of its path', () => {
    expect(labels(`$input.params('<|>')`).sort()).toEqual(['X-Tenant', 'dryRun', 'shop'])
    expect(labels(`$input.params().header.<|>`)).toEqual(['X-Tenant'])
    expect(labels(`$input.params().<|>`)).toEqual(['path', 'querystring', 'header'])
    expect(labels(`$input.params().header.get('<|>')`)).toEqual(['X-Tenant'])
  })
})

describe('while the text around is broken', () => {
  const broken = [
    ['an open call above', `#set($order = $input.path('$'))\n#set($x = $order.get(\n"$order.<|>"\n`],
    ['an open string below', `#set($order = $input.path('$'))\n"$order.<|>"\n#set($y = 'open)\n#set($z = 1)`],
    ['both', `#set($order = $input.path('$'))\n#if($order.\n"$order.<|>"\n#set($y = "open)\n$`],
    ['the line itself', `#set($order = $input.path('$'))\n#set($id = $order.<|>\n{ "a": 1 }`],
  ] as const
  it.each(broken)('members are proposed: %s', (_, template) => {
    expect(labels(template)).toEqual(expect.arrayContaining(['id', 'customer']))
  })

  it('paths and parameters are proposed in a string that is not closed', () => {
    expect(labels(`#set($a = \n{ "id": $input.json('$.cus<|>\n#foreach(`)).toContain('customer')
    expect(labels(`{ "id": $input.params('X<|>\n}`)).toContain('X-Tenant')
    expect(labels(`#set(\n#set($b = 1)\n#foreach($a in $<|>\n#set($c =`)).toEqual(
      expect.arrayContaining(['input', 'b']),
    )
  })

  it('the definition around may be broken, too', () => {
    const above = openApi(`$input.json('$.<|>')`)
      .replace("  version: '1'", "  version: '1")
      .replace('info:', 'info: {')
    expect(templateLabels('openapi.yaml', above)).toEqual(expect.arrayContaining(['length']))
    const below = openApi('$context.<|>', '  /x:\n    get: [')
    expect(templateLabels('openapi.yaml', below)).toContain('identity')
  })
})

describe('in every style of a string', () => {
  it.each(inEveryStyle)('the cursor finds its word, and gets what fits there: %s', (_, write) => {
    const text = write(`#set($a = "é")\n{ "b": "$context.ident<|>" }\n`)
    expect(templateLabels(placedIn(text), text)).toContain('identity')
    expect(acceptedTemplate(placedIn(text), text, 'identity')).toBe(text.replace('ident<|>', 'identity'))
  })

  it('offsets count UTF-16 units, and a byte order mark is no part of the text', () => {
    expect(acceptedTemplate('t.vtl', '"😀é" $util.urlE<|> "😀"', 'urlEncode')).toBe(
      '"😀é" $util.urlEncode() "😀"',
    )
    const text = `\uFEFF${inEveryStyle[0]?.[1]('{ "😀": "$context.ident<|>" }') ?? ''}`
    expect(acceptedTemplate('api.yaml', text, 'identity')).toBe(text.replace('ident<|>', 'identity'))
  })

  it('what a stack fills in is left to the definition', () => {
    const text = inEveryStyle.find(([name]) => name === 'Fn::Sub')?.[1]('"$context.stage"\n') ?? ''
    expect(templateProposals('api.yaml', text.replace('AWS::Reg', 'AWS::R<|>eg'))).toBeUndefined()
    expect(templateLabels('api.yaml', text.replace('$context.', '$<|>context.'))).toContain('context')
  })

  it('a line that indents a block, and the one below it, are left to the definition', () => {
    const text = inEveryStyle[0]?.[1]('{ "a": 1 }\n') ?? ''
    expect(templateProposals('api.yaml', `${text}<|>`)).toBeUndefined()
    expect(templateProposals('api.yaml', text.replace('  { "a"', '<|>  { "a"'))).toBeUndefined()
  })
})

describe('a template that is a file of its own', () => {
  const service = (more = '') => `service: shop
provider: { name: aws, runtime: nodejs22.x }
functions:
  create:
    handler: src/create.handler
    events:
      - http:
          path: books/{isbn}
          method: post
          integration: lambda
          request:
            schemas:
              application/json: { type: object, properties: { title: { type: string } } }
            template:
              application/json: \${file(create.vtl)}
${more}`

  it('belongs to the API of the definition that includes it', () => {
    const beside = { '/work/serverless.yml': service() }
    expect(templateLabels('create.vtl', `{ "id": "$input.params('<|>')" }`, beside)).toEqual(['isbn'])
    expect(templateLabels('create.vtl', `{ "t": $input.json('$.<|>') }`, beside)).toContain('title')
    expect(templateLabels('create.vtl', '$context.<|>', beside)).not.toContain('connectionId')
  })

  it('may be of either kind where nothing includes it', () => {
    expect(alone('$context.<|>')).toEqual(expect.arrayContaining(['connectionId', 'resourcePath']))
  })
})

describe('a gateway response', () => {
  it('has $context and $stageVariables, and no VTL', () => {
    const response = (template: string) =>
      templateLabels(
        'api.yaml',
        `openapi: 3.0.1
info: { title: t, version: '1' }
paths: { /: { get: { x-amazon-apigateway-integration: { type: mock } } } }
x-amazon-apigateway-gateway-responses:
  DEFAULT_4XX:
    responseTemplates:
      application/json: '${template}'
`,
      )
    expect(response('{ "m": $context.error.<|> }')).toEqual(
      expect.arrayContaining(['messageString', 'responseType']),
    )
    expect(response('{ "m": $<|> }')).toEqual(['context', 'stageVariables'])
    expect(response('#<|>')).toEqual([])
    expect(response('$util.<|>')).toEqual([])
  })
})
