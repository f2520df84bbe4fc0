import { describe, expect, it } from 'vitest'
import { hover } from '../../server/src/language/hover.ts'
import type { InlayHintKinds } from '../../server/src/language/inlayHint.ts'
import { inlayHint } from '../../server/src/language/inlayHint.ts'
import { dedent, openAt, testUris } from '../support/cursor.ts'

const template = `
  Transform: AWS::Serverless-2016-10-31
  Parameters:
    Env: { Type: String, Default: dev }
  Globals:
    Function: { Runtime: nodejs22.x, Timeout: 5, CodeUri: src/ }
  Resources:
    Shop:
      Type: AWS::Serverless::Api
      Properties:
        StageName: !Ref Env
        EndpointConfiguration: { Type: REGIONAL }
        Variables: { host: !Sub '\${Env}.example.com' }
        MethodSettings:
          - { ResourcePath: /*, HttpMethod: '*', ThrottlingRateLimit: 100, ThrottlingBurstLimit: 50, LoggingLevel: INFO }
        Auth:
          DefaultAuthorizer: Login
          Authorizers:
            Login: { FunctionArn: !GetAtt Check.Arn, Identity: { ReauthorizeEvery: 60 } }
    Check: { Type: AWS::Serverless::Function, Properties: { Handler: check.handler } }
    List:
      Type: AWS::Serverless::Function
      Properties:
        Handler: books.list
        MemorySize: 512
        Events:
          Get:
            Type: Api
            Properties: { RestApiId: !Ref Shop, Path: /books, Method: get }
          Open:
            Type: Api
            Properties: { RestApiId: !Ref Shop, Path: /open, Method: get, Auth: { Authorizer: NONE } }
`

const openApi = `
  openapi: 3.0.1
  info: { title: Shop, version: '1' }
  security: [{ login: [] }]
  paths:
    /books:
      get:
        x-amazon-apigateway-integration:
          type: http_proxy
          httpMethod: GET
          uri: https://example.com/books
          requestParameters:
            integration.request.header.who: context.identity.sourceIp
      post:
        security: []
        x-amazon-apigateway-integration: { type: mock, timeoutInMillis: 3000 }
  components:
    securitySchemes:
      login:
        type: apiKey
        name: Authorization
        in: header
        x-amazon-apigateway-authtype: custom
        x-amazon-apigateway-authorizer: { type: token, authorizerUri: 'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:check/invocations' }
`

/** What is shown at `<|>`, line by line, without blank lines and rules. */
function shown(name: string, marked: string): string[] {
  const { document, position, owner, workspace } = openAt(name, marked)
  const contents = hover(document, position, owner, workspace.files)?.contents
  const text = contents && typeof contents === 'object' && 'value' in contents ? contents.value : ''
  return text.split('\n').filter(line => line !== '' && line !== '---')
}

describe('hover', () => {
  const at = (from: string, to: string) => shown('template.yaml', template.replace(from, to))
  const inOpenApi = (from: string, to: string) => shown('openapi.yaml', openApi.replace(from, to))

  it('leads from a route to its authorizer, integration and function', () => {
    expect(at('Get:', 'G<|>et:').slice(0, 6)).toEqual([
      '**GET /books** of Shop (REST API)',
      'Login (inherited) → AWS_PROXY → List',
      '- authorizer **Login**: TOKEN, by `method.request.header.Authorization`, result kept 60 s',
      '- function **List**: `books.list`, nodejs22.x, 512 MB, times out after 5 s (Globals)',
      "- answers within 5 s: the function's `Timeout`",
      '- stage dev: 100 requests/s, bursts of 50',
    ])
    expect(at('Open:', 'Op<|>en:')).toContain('anybody → AWS_PROXY → List')
    expect(inOpenApi('      get:', '      ge<|>t:').slice(0, 4)).toEqual([
      '**GET /books** of Shop (REST API)',
      'login (inherited) → HTTP proxy to example.com',
      '- authorizer **login**: TOKEN, by `method.request.header.Authorization`, result kept 300 s (default)',
      '- answers within 29 s: the longest that API Gateway waits',
    ])
  })

  it('says of a function what counts when it runs, with what Globals and AWS add', () => {
    expect(at('    Check: {', '    Che<|>ck: {')[0]).toBe(
      '**Check**: `check.handler`, nodejs22.x, 128 MB (default), times out after 5 s (Globals)',
    )
    expect(at('    List:', '    Li<|>st:')).toContain('Answers `GET /books`, `GET /open`')
  })

  it('says of a reference what it stands for', () => {
    expect(at('StageName: !Ref Env', 'StageName: !Ref E<|>nv')[0]).toBe('**Env**: parameter, `dev` here')
    expect(
      at('RestApiId: !Ref Shop, Path: /books', 'RestApiId: !Ref Sh<|>op, Path: /books').slice(0, 2),
    ).toEqual([
      '**Shop**: REST API, REGIONAL, 2 routes, authorizers Login',
      'Stage **dev**: 100 requests/s, bursts of 50, execution logs INFO, `host` = `dev.example.com`',
    ])
    expect(at('DefaultAuthorizer: Login', 'DefaultAuthorizer: Lo<|>gin')[0]).toBe(
      '**Login**: TOKEN, by `method.request.header.Authorization`, result kept 60 s',
    )
  })

  it('says nothing of a name that holds for every such name', () => {
    expect(at('    Check: {', '    Che<|>ck: {')).toHaveLength(1)
    const lines = inOpenApi('      get:', '      ge<|>t:')
    expect(lines.filter(line => line.startsWith('**'))).toHaveLength(1)
  })

  it('shows what a reference to a schema stands for', () => {
    const document = `
      openapi: 3.0.1
      paths:
        /books: { post: { requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/B<|>ook' } } } } } }
      components:
        schemas:
          Book:
            type: object
            description: in \`\`\`code\`\`\`
    `
    const want = [
      '**Book**: schema, used once',
      '````yaml',
      'Book:',
      '  type: object',
      '  description: in ```code```',
      '````',
    ]
    expect(shown('openapi.yaml', document)).toEqual(want)
    const template = `Transform: AWS::Serverless-2016-10-31\nResources:\n  Shop:\n    Type: AWS::Serverless::Api\n    Properties:\n      StageName: dev\n      DefinitionBody:\n${dedent(document).replaceAll(/^/gm, '        ')}`
    expect(shown('template.yaml', template).slice(1)).toEqual(want.slice(1))
  })

  it('names the type of a resource and pseudo parameters', () => {
    const lines = at('Type: AWS::Serverless::Api', 'Type: AWS::Serverl<|>ess::Api')
    expect(lines[0]).toBe('**AWS::Serverless::Api**')
    expect(lines.at(-1)).toContain('sam-resource-api.html')
    expect(at("'\${Env}.example.com'", "'\${AWS::Reg<|>ion}.example.com'")[0]).toMatch(
      /^\*\*AWS::Region\*\*: pseudo parameter/,
    )
  })

  it('keeps the characters of a key', () => {
    const marked = openApi.replace(
      'timeoutInMillis: 3000',
      "responses: { '.*no such_b<|>ook.*': { statusCode: '404' } }",
    )
    expect(shown('openapi.yaml', marked)[0]).toBe(
      '**\\.\\*no such\\_book\\.\\*'.replaceAll('\\.', '.') + '**',
    )
  })

  it('says nothing of how long a mock takes', () => {
    const lines = inOpenApi('      post:', '      po<|>st:')
    expect(lines).toContain('anybody → MOCK')
    expect(lines.join()).not.toContain('answers within')
  })

  it('leads from an event of serverless.yml to its route, and names whose page it is', () => {
    const service = `
      service: shop
      provider: { name: aws, runtime: nodejs22.x }
      functions:
        list:
          handler: books.list
          events:
            - ht<|>tp: { path: books, method: get }
            - http: GET open
    `
    expect(shown('serverless.yml', service)[0]).toMatch(/^\*\*GET \/books\*\* of dev-shop/)
    const short = service.replace('ht<|>tp', 'http').replace('GET open', 'GET op<|>en')
    expect(shown('serverless.yml', short)[0]).toMatch(/^\*\*GET \/open\*\*/)
    const handler = service.replace('ht<|>tp', 'http').replace('handler', 'hand<|>ler')
    expect(shown('serverless.yml', handler).at(-1)).toMatch(/^\[Documentation\]\(https:\/\/www\.serverless/)
  })

  it("adds AWS's limits to what the schema says, with both pages", () => {
    const lines = inOpenApi('timeoutInMillis', 'timeout<|>InMillis')
    expect(lines).toContainEqual(expect.stringContaining('**AWS allows** 50 to 29,000 ms'))
    expect(lines.at(-1)).toMatch(
      /^\[AWS documentation\]\(https.*\) · \[AWS quotas\]\(https.*limits-table\.html\)$/,
    )
    expect(at('MemorySize', 'Mem<|>orySize')).toContainEqual(expect.stringContaining('128 to 10,240 MB'))
    expect(at('ThrottlingRateLimit', 'Throttling<|>RateLimit')).toContainEqual(
      expect.stringContaining('10,000 requests'),
    )
  })

  it('explains variables of $context in mappings, with the page of the kind of API', () => {
    const lines = inOpenApi('context.identity.sourceIp', 'context.identity.sou<|>rceIp')
    expect(lines.slice(0, 2)).toEqual([
      '**$context.identity.sourceIp**',
      'The address of the TCP connection that the request came by.',
    ])
  })

  it('says the same with broken lines above and below', () => {
    const broken = template
      .replace('  Globals:', '  Outpu\n  Globals:')
      .replace('    Check: {', '    Half: {\n    Check: {')
    expect(shown('template.yaml', broken.replace('!Ref Env', '!Ref E<|>nv'))[0]).toBe(
      '**Env**: parameter, `dev` here',
    )
    const half = openApi
      .replace('  paths:', '  serv\n  paths:')
      .replace('  components:', '  tags: [\n  components:')
    expect(shown('openapi.yaml', half.replace('      get:', '      g<|>et:'))[0]).toBe(
      '**GET /books** of Shop (REST API)',
    )
  })
})

const all: InlayHintKinds = { authorizer: true, integration: true, timeout: true, stageVariables: true }

/** The text with its hints in angle brackets, the lines with hints only. */
function hinted(name: string, text: string, kinds: Partial<InlayHintKinds>): string[] {
  const off = { authorizer: false, integration: false, timeout: false, stageVariables: false }
  const { document, owner, workspace, text: plain } = openAt(name, `${dedent(text)}<|>`)
  const whole = { start: { line: 0, character: 0 }, end: { line: 10_000, character: 0 } }
  const hints = inlayHint(document, whole, owner, { ...off, ...kinds }, workspace.files, testUris)
  const lines = plain.split(/\r?\n/)
  return hints.map(({ position, label }) => {
    const line = lines[position.line] ?? ''
    const shownLabel = Array.isArray(label) ? label.map(part => part.value).join('') : label
    return `${line.slice(0, position.character)}‹${shownLabel}›${line.slice(position.character)}`.trim()
  })
}

describe('inlay hints', () => {
  it('show the authorizer that a route has from the whole API, and none that it states itself', () => {
    expect(hinted('openapi.yaml', openApi, { authorizer: true })).toEqual(['get:‹authorizer: login›'])
    expect(hinted('template.yaml', template, { authorizer: true })).toEqual(['Get:‹authorizer: Login›'])
  })

  it('show how long a route may take where that is not stated', () => {
    expect(hinted('openapi.yaml', openApi, { timeout: true })).toEqual([
      'x-amazon-apigateway-integration:‹≤ 29 s›',
    ])
  })

  const body = `
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Shop:
        Type: AWS::Serverless::Api
        Properties:
          StageName: dev
          Variables: { host: books.example.com }
          DefinitionBody:
            openapi: 3.0.1
            paths:
              /books:
                get:
                  x-amazon-apigateway-integration:
                    type: aws_proxy
                    httpMethod: POST
                    uri: !Sub arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${List.Arn}/invocations
                put:
                  x-amazon-apigateway-integration: { type: http_proxy, httpMethod: PUT, uri: 'https://\${stageVariables.host}/books' }
      List: { Type: AWS::Serverless::Function, Properties: { CodeUri: src/, Handler: books.list, Runtime: nodejs22.x } }
  `

  it('show the function behind an integration, and the values of stage variables', () => {
    expect(hinted('template.yaml', body, { integration: true })).toEqual([
      'uri: !Sub arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${List.Arn}/invocations‹→ List books.list›',
    ])
    expect(hinted('template.yaml', body, { stageVariables: true })).toEqual([
      "x-amazon-apigateway-integration: { type: http_proxy, httpMethod: PUT, uri: 'https://${stageVariables.host}‹= books.example.com›/books' }",
    ])
  })

  it('stand in the same places with CRLF, a byte order mark and broken lines around', () => {
    const text = `\uFEFF${dedent(body).replace('          openapi', '          x: [\n          openapi').replaceAll('\n', '\r\n')}    Half`
    expect(hinted('template.yaml', text, all).length).toBeGreaterThan(2)
  })

  it('are made for what is in sight only', () => {
    const { document, owner, workspace } = openAt('openapi.yaml', `${openApi}<|>`)
    const top = { start: { line: 0, character: 0 }, end: { line: 2, character: 0 } }
    expect(inlayHint(document, top, owner, all, workspace.files, testUris)).toEqual([])
  })
})
