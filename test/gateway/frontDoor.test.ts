import { describe, expect, it } from 'vitest'
import type { Chosen } from '../../server/src/commands/gatewayHostApis.ts'
import { chooseApis } from '../../server/src/commands/gatewayHostApis.ts'
import { memoryFiles } from '../support/memoryFiles.ts'
import { fixedWorld } from '../support/world.ts'
import { fidelity } from '../support/fidelity.ts'

// A host name of the definition leads to its API and stage, whichever port the request came to.

const mock = `
            Integration:
              Type: MOCK
              RequestTemplates: { application/json: '{"statusCode": 200}' }
              IntegrationResponses:
                - StatusCode: 200
                  ResponseTemplates:
                    application/json: '$context.apiId $context.stage $context.domainName $context.domainPrefix $context.path'
            MethodResponses: [{ StatusCode: 200 }]`

function restApi(id: string, ...stages: string[]): string {
  const method = (path: string, resource: string) => `
  ${id}${path}:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref ${id}
      ResourceId: ${resource}
      HttpMethod: GET
      AuthorizationType: NONE${mock.replaceAll('\n      ', '\n')}`
  return `
  ${id}:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: ${id} }
  ${id}Items:
    Type: AWS::ApiGateway::Resource
    Properties: { RestApiId: !Ref ${id}, ParentId: !GetAtt ${id}.RootResourceId, PathPart: items }
${method('Root', `!GetAtt ${id}.RootResourceId`)}
${method('List', `!Ref ${id}Items`)}
  ${id}Deployment:
    Type: AWS::ApiGateway::Deployment
    Properties: { RestApiId: !Ref ${id} }
${stages
  .map(
    stage => `
  ${id}${stage}:
    Type: AWS::ApiGateway::Stage
    Properties: { RestApiId: !Ref ${id}, DeploymentId: !Ref ${id}Deployment, StageName: ${stage} }
`,
  )
  .join('')}`
}

function choose(resources: string): Chosen {
  const text = `AWSTemplateFormatVersion: '2010-09-09'\nResources:${restApi('Books', 'dev', 'prod')}${restApi('Shop', 'live')}${resources}`
  const deployment = { stageVariables: new Map() }
  const choice = { file: '/template.yaml', deployment, read: {} }
  const chosen = chooseApis(choice, memoryFiles({ '/template.yaml': text }))
  if (chosen.type === 'nothing') throw new Error(chosen.message)
  return chosen
}

/** Sends a GET to the port of the API `Books` and gives status and body, or why it was refused. */
async function get(chosen: Chosen, url: string, headers: Record<string, string> = {}): Promise<string> {
  const [own] = chosen.apis
  if (!own) throw new Error('no API')
  const { host, pathname } = new URL(url)
  const request = {
    method: 'GET',
    path: pathname,
    query: '',
    headers: [['Host', host], ...Object.entries(headers)] as [string, string][],
    body: new Uint8Array(),
    sourceIp: '127.0.0.1',
    port: 3000,
  }
  const { exchange } = await chosen.front.answer(own, request, fixedWorld())
  const { status, body } = exchange.response
  const failed = exchange.trace().steps.find(({ state }) => state === 'failed')
  return `${status} ${Buffer.from(body).toString()}${failed ? ` (${failed.summary})` : ''}`
}

const domain = (settings = '') => `
  Front:
    Type: AWS::ApiGatewayV2::DomainName
    Properties:
      DomainName: api.example.com
      ${settings}
      DomainNameConfigurations: [{ EndpointType: REGIONAL, CertificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/1' }]
`

const mapping = (id: string, properties: string) => `
  ${id}:
    Type: AWS::ApiGatewayV2::ApiMapping
    Properties: { DomainName: !Ref Front, ${properties} }
`

describe('an execute-api host', () => {
  fidelity('Hosts, stages and domain names', 'Execute-api hosts lead to API and stage', {
    by: 'documentation',
    source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-call-api.html',
  })

  const chosen = choose('')

  it('leads to the API and the stage that it names', async () => {
    expect(await get(chosen, 'https://books.execute-api.us-east-1.amazonaws.com/prod/items')).toBe(
      '200 books prod books.execute-api.us-east-1.amazonaws.com books /prod/items',
    )
    expect(await get(chosen, 'http://shop.execute-api.us-east-1.localhost:3000/live')).toBe(
      '200 shop live shop.execute-api.us-east-1.localhost:3000 shop /live/',
    )
  })

  it('without one of the stages in its path is forbidden, as localhost never is', async () => {
    expect(await get(chosen, 'https://books.execute-api.us-east-1.amazonaws.com/test/items')).toContain(
      '403 {"message":"Forbidden"}',
    )
    expect(await get(chosen, 'http://localhost:3000/items')).toBe(
      '200 books dev localhost:3000 books /dev/items',
    )
  })
})

it('a disabled execute-api host is not found on an HTTP API, forbidden on a REST API', async () => {
  const disabled = choose(`
  Notes: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: notes, ProtocolType: HTTP, DisableExecuteApiEndpoint: true } }
  NotesStage: { Type: AWS::ApiGatewayV2::Stage, Properties: { ApiId: !Ref Notes, StageName: $default } }
  Closed: { Type: AWS::ApiGateway::RestApi, Properties: { Name: closed, DisableExecuteApiEndpoint: true } }
`)
  const host = (id: string) => `https://${id}.execute-api.us-east-1.amazonaws.com/items`
  expect(await get(disabled, host('notes'))).toContain('404 {"message":"Not Found"}')
  expect(await get(disabled, host('closed'))).toContain('403 {"message":"Forbidden"}')
})

describe('a custom domain', () => {
  fidelity('Hosts, stages and domain names', 'Custom domain names: the longest base path mapping', {
    by: 'documentation',
    source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-custom-domains.html',
  })

  const chosen = choose(
    domain() +
      mapping('Root', 'ApiId: !Ref Books, Stage: prod') +
      mapping('V1', 'ApiId: !Ref Shop, Stage: live, ApiMappingKey: shop/v1') +
      mapping('Elsewhere', 'ApiId: abcdef1234, Stage: live, ApiMappingKey: old'),
  )

  it('leads to the mapping with the longest path, which is taken off', async () => {
    expect(await get(chosen, 'https://api.example.com/items')).toBe(
      '200 books prod api.example.com api /items',
    )
    expect(await get(chosen, 'https://api.example.com/shop/v1/items')).toBe(
      '200 shop live api.example.com api /shop/v1/items',
    )
    expect(await get(chosen, 'https://API.example.com:8443/shop/v1')).toBe(
      '200 shop live api.example.com:8443 api /shop/v1/',
    )
  })

  it('counts whole segments in their case', async () => {
    expect(await get(chosen, 'https://api.example.com/shop/v10')).toContain('Missing Authentication Token')
    expect(await get(chosen, 'https://api.example.com/SHOP/v1')).toContain('Missing Authentication Token')
  })

  it('says where a mapping leads that this gateway does not serve', async () => {
    expect(await get(chosen, 'https://api.example.com/old/x')).toBe(
      '403 {"message":"Forbidden"} (it leads to `abcdef1234`, which this gateway does not serve)',
    )
  })

  it('is forbidden where no mapping takes the path', async () => {
    const only = choose(domain() + mapping('Root', 'ApiId: !Ref Books, Stage: prod, ApiMappingKey: books'))
    expect(await get(only, 'https://api.example.com/shop')).toBe(
      '403 {"message":"Forbidden"} (no API mapping of `api.example.com` takes `/shop`)',
    )
  })

  it('takes the stage from the path where the mapping names none', async () => {
    const open = choose(`${domain()}
  Base:
    Type: AWS::ApiGateway::BasePathMapping
    Properties: { DomainName: !Ref Front, RestApiId: !Ref Books, BasePath: books }
`)
    expect(await get(open, 'https://api.example.com/books/prod/items')).toBe(
      '200 books prod api.example.com api /books/prod/items',
    )
  })
})

describe('routing rules', () => {
  fidelity('Hosts, stages and domain names', 'Routing rules of custom domain names: priority, base path', {
    by: 'documentation',
    source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-routing-rules.html',
  })

  const rule = (id: string, priority: number, conditions: string, target: string) => `
  ${id}:
    Type: AWS::ApiGatewayV2::RoutingRule
    Properties:
      DomainNameArn: !Sub 'arn:aws:apigateway:\${AWS::Region}::/domainnames/api.example.com'
      Priority: ${priority}
      Conditions: ${conditions}
      Actions: [{ InvokeApi: { ${target} } }]
`
  const path = '[{ MatchBasePaths: { AnyOf: [shop] } }]'
  const header = `[{ MatchHeaders: { AnyOf: [{ Header: X-Version, ValueGlob: 'beta*' }] } }]`

  it('are asked in the order of their priority', async () => {
    const chosen = choose(
      domain('RoutingMode: ROUTING_RULE_ONLY') +
        rule('Last', 100, '[]', 'ApiId: !Ref Books, Stage: dev') +
        rule('ByHeader', 10, header, 'ApiId: !Ref Books, Stage: prod') +
        rule('ByPath', 50, path, 'ApiId: !Ref Shop, Stage: live, StripBasePath: true'),
    )
    expect(await get(chosen, 'https://api.example.com/shop/items')).toBe(
      '200 shop live api.example.com api /shop/items',
    )
    expect(await get(chosen, 'https://api.example.com/items', { 'x-version': 'beta-2' })).toContain(
      'books prod',
    )
    expect(await get(chosen, 'https://api.example.com/items', { 'x-version': 'Beta-2' })).toContain(
      'books dev',
    )
  })

  it('leave the base path where it is unless it is to be stripped', async () => {
    const chosen = choose(
      domain('RoutingMode: ROUTING_RULE_ONLY') +
        rule('ByPath', 50, '[{ MatchBasePaths: { AnyOf: [items] } }]', 'ApiId: !Ref Shop, Stage: live'),
    )
    expect(await get(chosen, 'https://api.example.com/items')).toBe(
      '200 shop live api.example.com api /items',
    )
    expect(await get(chosen, 'https://api.example.com/else')).toBe(
      '403 {"message":"Forbidden"} (no routing rule or API mapping of `api.example.com` takes `/else`)',
    )
  })

  it('go before mappings, which take the rest', async () => {
    const chosen = choose(
      domain('RoutingMode: ROUTING_RULE_THEN_API_MAPPING') +
        rule('ByHeader', 10, header, 'ApiId: !Ref Books, Stage: prod') +
        mapping('Root', 'ApiId: !Ref Shop, Stage: live'),
    )
    expect(await get(chosen, 'https://api.example.com/items', { 'X-Version': 'beta' })).toContain(
      'books prod',
    )
    expect(await get(chosen, 'https://api.example.com/items')).toContain('shop live')
  })
})

describe('a WebSocket API', () => {
  it('is led to by its host and by a domain name that is mapped to it', () => {
    const chosen = chooseApis(
      { file: '/template.yaml', deployment: { stageVariables: new Map() }, read: {} },
      memoryFiles({
        '/template.yaml': `Resources:
  Chat:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: chat, ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.action }
  Dev:
    Type: AWS::ApiGatewayV2::Stage
    Properties: { ApiId: !Ref Chat, StageName: dev }
  Domain:
    Type: AWS::ApiGatewayV2::DomainName
    Properties: { DomainName: ws.example.com }
  Mapping:
    Type: AWS::ApiGatewayV2::ApiMapping
    Properties: { ApiId: !Ref Chat, Stage: dev, DomainName: !Ref Domain, ApiMappingKey: chat }
`,
      }),
    )
    if (chosen.type === 'nothing') throw new Error(chosen.message)
    const [own] = chosen.apis
    if (!own) throw new Error('nothing is served')
    const doorOf = (host: string, path: string) => {
      const headers = [['Host', host]] as const
      const body = new Uint8Array()
      const request = { method: 'GET', path, query: '', headers, body, sourceIp: '127.0.0.1', port: 3000 }
      return chosen.front.enter(own, request).request.door
    }
    expect(doorOf('chat.execute-api.us-east-1.amazonaws.com', '/dev')).toMatchObject({
      stage: 'dev',
      path: '/',
    })
    expect(doorOf('ws.example.com', '/chat')).toMatchObject({ apiId: 'Chat', stage: 'dev', path: '/' })
    expect(doorOf('ws.example.com', '/other')).toMatchObject({ type: 'closed' })
    expect(doorOf('localhost:3000', '/dev')).toBeUndefined()
  })
})
