import { describe, expect, it } from 'vitest'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import { designMap, wholeMap } from '../../server/src/language/map/designMap.ts'
import { mapSvg } from '../../server/src/language/map/mapSvg.ts'
import type { DesignMap, MapNode, MapNodeKind } from '../../server/src/protocol/designMap.ts'
import { bookshopFunctions, bookshopText, manyFunctions, mapOf, ordered } from '../panel/mapScenarios.ts'
import { memoryFiles } from '../support/memoryFiles.ts'
import { readTemplateText } from '../support/readDefinition.ts'

const bookshop = bookshopText(bookshopFunctions)

const ofKind = (map: DesignMap, kind: MapNodeKind) => map.nodes.filter(node => node.kind === kind)
const said = (node: MapNode) => node.texts.map(({ text }) => text).join(' ')
const saidOf = (map: DesignMap, kind: MapNodeKind) => ofKind(map, kind).map(said)
const litIds = (map: DesignMap) => map.nodes.filter(({ isLit }) => isLit).map(({ id }) => id)
const edgesOf = (map: DesignMap) => map.edges.map(({ from, to }) => `${from} > ${to}`)
/** Nodes that lie over each other. */
const overlaps = ({ nodes }: DesignMap) =>
  nodes.flatMap((a, index) =>
    nodes
      .slice(index + 1)
      .filter(b => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height)
      .map(b => `${a.id} and ${b.id}`),
  )

describe('the design map of a REST API', () => {
  const map = mapOf(bookshop)

  it('leads from the client to the functions, in columns', () => {
    expect(map.columns.map(({ title }) => title)).toEqual([
      'Client',
      'Custom domain',
      'Stage',
      'Authorizer',
      'Route',
      'Integration',
      'Function or target',
    ])
    expect(saidOf(map, 'domain')).toEqual(['api.bookshop.test mapping /v1 → dev'])
    // SAM makes a stage named Stage beside the one asked for: nobody wrote it, so nobody looks for it.
    expect(saidOf(map, 'stage')).toEqual(['dev cache on'])
    expect(saidOf(map, 'authorizer')).toEqual(['No authorizer 3 routes', 'TokenAuthorizer 7 routes'])
    expect(saidOf(map, 'route').slice(0, 2)).toEqual(['GET /books', 'GET /books/{bookId}'])
    expect(edgesOf(map).filter(edge => /client|POST \/orders/.test(edge))).toEqual([
      'client > domain:api.bookshop.test',
      'client > stage:dev',
      'authorizer:authorizer TokenAuthorizer > route:POST /orders',
      'route:POST /orders > integration:POST /orders',
      'integration:POST /orders > target:POST /orders',
    ])
  })

  it('says which routes need a key or are answered from the cache, in words too', () => {
    const facts = ofKind(map, 'route').filter(({ icons }) => icons.length > 0)
    expect(facts.map(({ id, icons }) => [id, ...icons.map(({ name }) => name)])).toEqual([
      ['route:GET /books', 'cache'],
      ['route:GET /orders', 'key'],
      ['route:POST /orders', 'key'],
    ])
    expect(facts.map(({ title }) => title.split(', ').at(-1))).toEqual([
      'answers are cached',
      'API key required',
      'API key required',
    ])
  })

  it('gives every node but the client its line', () => {
    const without = map.nodes.filter(({ source }) => source === undefined).map(({ id }) => id)
    expect(without).toEqual(['client'])
    const target = map.nodes.find(({ id }) => id === 'target:POST /orders')
    const line = bookshop.split('\n').findIndex(text => text.includes('CreateOrder:'))
    expect(target?.source).toMatchObject({ uri: 'file:///project/template.yaml', range: { start: { line } } })
  })

  it('lights the way of the last request with its times', () => {
    const lit = mapOf(bookshop, {}, ordered)
    expect(litIds(lit)).toEqual([
      'client',
      'domain:api.bookshop.test',
      'stage:dev',
      'authorizer:authorizer TokenAuthorizer',
      'route:POST /orders',
      'integration:POST /orders',
      'target:POST /orders',
    ])
    expect(lit.edges.filter(({ isLit }) => isLit)).toHaveLength(6)
    const times = lit.nodes.flatMap(({ texts }) => texts.filter(({ role }) => role === 'time'))
    expect(times.map(({ text }) => text)).toEqual(['41.1 ms', '12.1 ms', '0.9 ms', '26.4 ms'])
  })

  it('ends the way where an authorizer refused, and says so at the route', () => {
    const refused = mapOf(bookshop, {}, { ...ordered, host: '', status: 403, reached: 'authorizer' })
    expect(litIds(refused)).toEqual([
      'client',
      'stage:dev',
      'authorizer:authorizer TokenAuthorizer',
      'route:POST /orders',
    ])
    const lit = refused.edges.filter(({ isLit }) => isLit).map(({ to }) => to)
    expect(lit).toEqual(['stage:dev', 'authorizer:authorizer TokenAuthorizer'])
    expect(refused.nodes.filter(({ id }) => id === 'route:POST /orders').map(said)).toEqual([
      '403 POST /orders',
    ])
  })

  it('shows the routes that have all words of the filter', () => {
    const filtered = mapOf(bookshop, { filter: 'tokenauth get' })
    expect([filtered.shown, filtered.routes]).toEqual([2, 10])
    expect(saidOf(mapOf(bookshop, { filter: 'api KEY post' }), 'route')).toEqual(['POST /orders'])
    expect(mapOf(bookshop, { filter: 'nothing like it' }).nodes.map(({ kind }) => kind)).toEqual([
      'client',
      'domain',
      'stage',
    ])
  })

  it('groups by path where that is asked for', () => {
    const map = mapOf(bookshop, { groupBy: 'path' })
    expect(saidOf(map, 'group')).toEqual(['/books 7 routes', '/orders 3 routes'])
    expect(map.columns.map(({ title }) => title)).toContain('Path')
  })
})

describe('many routes', () => {
  const many = bookshopText(manyFunctions(120))
  const lastOfMany = { ...ordered, route: 'POST /part0/item30/{id}' }
  const token = 'authorizer:authorizer TokenAuthorizer'

  it('are folded by authorizer, and a fold keeps the way of the last request', () => {
    const map = mapOf(many, {}, lastOfMany)
    expect(ofKind(map, 'route')).toEqual([])
    expect(saidOf(map, 'fold')).toEqual(['POST /part0/item30/… 60 routes', '60 routes'])
    expect(litIds(map).at(-1)).toBe(`fold:${token}`)
  })

  it('are unfolded by path, step by step, down to the route', () => {
    const open = mapOf(many, { opened: [token] }, lastOfMany)
    const folds = ofKind(open, 'fold').map(({ title }) => title)
    expect(folds.slice(0, 2)).toEqual(['Routes below /part0, 12 routes', 'Routes below /part2, 12 routes'])
    const deeper = mapOf(many, { opened: [token, `${token} /part0`] }, lastOfMany)
    expect(ofKind(deeper, 'route')).toHaveLength(12)
    expect(litIds(deeper).at(-1)).toBe('target:POST /part0/item30/{id}')
  })

  it('are unfolded by a filter that leaves few', () => {
    expect(ofKind(mapOf(many, { filter: 'part3 sub' }), 'route')).toHaveLength(3)
  })

  it('are never drawn all at once: what was opened first is folded again', () => {
    const routes = Array.from(
      { length: 2000 },
      (_, index) => `    /p${index % 50}/i${index}:
      get: { x-amazon-apigateway-integration: { type: MOCK } }`,
    )
    const file = '/project/openapi.yaml'
    const text = `openapi: 3.0.1\ninfo: { title: Big, version: '1' }\npaths:\n${routes.join('\n').replace(/^ {2}/gm, '')}\n`
    const result = loadDefinition(file, memoryFiles({ [file]: text }), { apiType: 'rest' })
    const uris = { toUri: (path: string) => path, toFile: (uri: string) => uri }
    const none = 'authorizer:none'
    const [first, second] = [`${none} /p0 … /p39`, `${none} /p40 … /p49`]
    const paths = Array.from({ length: 50 }, (_, index) => `${index < 40 ? first : second} /p${index}`)
    const view = { opened: [none, first, second, ...paths] }
    const map = designMap(result, { definition: file, apiId: 'Big', view }, uris)
    expect(map?.routes).toBe(2000)
    const lines = map ? ofKind(map, 'route').length + ofKind(map, 'fold').length : 0
    expect(lines).toBeLessThanOrEqual(200)
    expect(lines).toBeGreaterThan(120)
    // What was opened last is open, with all that it stands in.
    expect(map && ofKind(map, 'route').filter(({ title }) => title.startsWith('GET /p49/'))).toHaveLength(40)
  })
})

describe('other kinds', () => {
  const httpApi = `AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Api: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: Notes, ProtocolType: HTTP } }
  Dev: { Type: AWS::ApiGatewayV2::Stage, Properties: { ApiId: !Ref Api, StageName: dev } }
  Prod: { Type: AWS::ApiGatewayV2::Stage, Properties: { ApiId: !Ref Api, StageName: prod } }
  Jwt: { Type: AWS::ApiGatewayV2::Authorizer, Properties: { ApiId: !Ref Api, AuthorizerType: JWT, Name: People, IdentitySource: [$request.header.Authorization], JwtConfiguration: { Issuer: https://id.test, Audience: [a] } } }
  Link: { Type: AWS::ApiGatewayV2::VpcLink, Properties: { Name: inside, SubnetIds: [s] } }
  F: { Type: AWS::Lambda::Function, Properties: { Handler: a.b, Runtime: nodejs22.x, Role: r, Code: { ZipFile: x } } }
  Url: { Type: AWS::Lambda::Url, Properties: { TargetFunctionArn: !Ref F, AuthType: NONE } }
  I1: { Type: AWS::ApiGatewayV2::Integration, Properties: { ApiId: !Ref Api, IntegrationType: AWS_PROXY, IntegrationUri: !GetAtt F.Arn, PayloadFormatVersion: '2.0' } }
  I2: { Type: AWS::ApiGatewayV2::Integration, Properties: { ApiId: !Ref Api, IntegrationType: HTTP_PROXY, IntegrationMethod: GET, IntegrationUri: 'https://search.test/q', PayloadFormatVersion: '1.0' } }
  I3: { Type: AWS::ApiGatewayV2::Integration, Properties: { ApiId: !Ref Api, IntegrationType: AWS_PROXY, IntegrationSubtype: SQS-SendMessage, PayloadFormatVersion: '1.0' } }
  I4: { Type: AWS::ApiGatewayV2::Integration, Properties: { ApiId: !Ref Api, IntegrationType: HTTP_PROXY, ConnectionType: VPC_LINK, ConnectionId: !Ref Link, IntegrationMethod: ANY, IntegrationUri: 'arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/lb/1/2', PayloadFormatVersion: '1.0' } }
  I5: { Type: AWS::ApiGatewayV2::Integration, Properties: { ApiId: !Ref Api, IntegrationType: AWS_PROXY, IntegrationUri: !ImportValue Elsewhere, PayloadFormatVersion: '2.0' } }
  R1: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Api, RouteKey: GET /notes, Target: !Sub 'integrations/\${I1}', AuthorizationType: JWT, AuthorizerId: !Ref Jwt } }
  R2: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Api, RouteKey: POST /notes, Target: !Sub 'integrations/\${I1}', AuthorizationType: JWT, AuthorizerId: !Ref Jwt } }
  R3: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Api, RouteKey: GET /search, Target: !Sub 'integrations/\${I2}' } }
  R4: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Api, RouteKey: $default, Target: !Sub 'integrations/\${I3}', AuthorizationType: AWS_IAM } }
  R5: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Api, RouteKey: ANY /inside, Target: !Sub 'integrations/\${I4}' } }
  R6: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Api, RouteKey: GET /far, Target: !Sub 'integrations/\${I5}' } }
`

  it('HTTP API: what answers has a name, and routes that follow each other share a function', () => {
    const map = mapOf(httpApi)
    expect(saidOf(map, 'authorizer')).toEqual([
      'People 2 routes',
      'No authorizer 3 routes',
      'AWS_IAM 1 route',
      'Function URL, open 1 route',
    ])
    expect(saidOf(map, 'target')).toEqual([
      'F',
      'search.test/q',
      'inside → listener/app/lb/1/2',
      'not known here',
      'SQS-SendMessage',
      'F',
    ])
    expect(edgesOf(map)).toContain('integration:POST /notes > target:GET /notes')
  })

  it('several stages lead to several authorizers through one point', () => {
    const edges = edgesOf(mapOf(httpApi)).filter(edge => edge.includes('junction'))
    expect(edges).toEqual([
      'stage:dev > junction',
      'stage:prod > junction',
      'junction > authorizer:authorizer Jwt',
      'junction > authorizer:none',
      'junction > authorizer:AWS_IAM',
    ])
  })

  it('function URL: a way past domains, stages and authorizers', () => {
    const map = mapOf(httpApi)
    expect(edgesOf(map).filter(edge => edge.includes('url'))).toEqual([
      'client > authorizer:url NONE',
      'authorizer:url NONE > route:url Url',
      'route:url Url > integration:url Url',
      'integration:url Url > target:url Url',
    ])
    expect(map.nodes.find(({ id }) => id === 'route:url Url')?.route).toBeUndefined()
  })

  it('WebSocket API: only $connect asks, everybody connected may send', () => {
    const map = mapOf(`AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Api: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: Chat, ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.action } }
  I: { Type: AWS::ApiGatewayV2::Integration, Properties: { ApiId: !Ref Api, IntegrationType: MOCK } }
  R1: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Api, RouteKey: $connect, AuthorizationType: AWS_IAM, Target: !Sub 'integrations/\${I}' } }
  R2: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Api, RouteKey: sendMessage, Target: !Sub 'integrations/\${I}' } }
`)
    expect(saidOf(map, 'authorizer')).toEqual(['AWS_IAM 1 route', 'Connected clients 1 route'])
    expect(saidOf(map, 'route')).toEqual(['$connect', 'sendMessage'])
    expect(saidOf(map, 'integration')).toEqual(['MOCK', 'MOCK'])
  })

  it('an API without routes, and one that is gone', () => {
    const map = mapOf(`AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Api: { Type: AWS::ApiGateway::RestApi, Properties: { Name: Empty } }
`)
    expect([map.routes, map.nodes.map(({ kind }) => kind)]).toEqual([0, ['client', 'stage']])
    const uris = { toUri: (path: string) => path, toFile: (uri: string) => uri }
    const result = loadDefinition('/a.yaml', memoryFiles({ '/a.yaml': bookshop }), {})
    expect(designMap(result, { definition: '/a.yaml', apiId: 'Gone' }, uris)).toBeUndefined()
  })

  it('a broken definition: what can be read, and what cannot', () => {
    const broken = mapOf(
      bookshop.replace("AWSTemplateFormatVersion: '2010", "Broken: [\nAWSTemplateFormatVersion: '2010"),
    )
    expect(broken.trouble).toMatch(/^line \d+ cannot be read: /)
  })
})

describe('the layout', () => {
  const names = [
    'x'.repeat(500),
    '日本語'.repeat(100),
    '<script>alert(1)</script>',
    'a\u0000b\ud800c',
    '🦊'.repeat(300),
  ]

  it('lets nothing lie over anything else, whatever is opened', () => {
    const many = bookshopText(manyFunctions(120))
    const views = [{}, { opened: ['authorizer:none'] }, { groupBy: 'path' as const }, { filter: 'part1' }]
    for (const view of views) expect(overlaps(mapOf(many, view)), JSON.stringify(view)).toEqual([])
    expect(overlaps(mapOf(bookshop))).toEqual([])
    expect(overlaps(mapOf(bookshop, { closed: ['authorizer:none'] }, ordered))).toEqual([])
  })

  it('keeps every node and line within the picture', () => {
    for (const { nodes, edges, width, height } of [mapOf(bookshop), mapOf(bookshopText(manyFunctions(39)))]) {
      const numbers = edges.flatMap(({ path }) => path.match(/-?[\d.]+/g) ?? []).map(Number)
      expect(numbers.every(number => Number.isFinite(number) && number >= 0)).toBe(true)
      expect(nodes.every(node => node.x >= 0 && node.y >= 42)).toBe(true)
      expect(nodes.every(node => node.x + node.width <= width && node.y + node.height <= height)).toBe(true)
    }
  })

  it('is the same for the same definition', () => {
    expect(mapOf(bookshop, {}, ordered)).toEqual(mapOf(bookshop, {}, ordered))
  })

  it('cuts long names and keeps the whole one in the title', () => {
    const paths = names.map(
      name => `  ${JSON.stringify(`/${name}`)}: { get: { x-amazon-apigateway-integration: { type: MOCK } } }`,
    )
    const text = `openapi: 3.0.1\ninfo: { title: ${JSON.stringify(names[2])}, version: '1' }\npaths:\n${paths.join('\n')}\n`
    const result = loadDefinition('/o.yaml', memoryFiles({ '/o.yaml': text }), { apiType: 'rest' })
    const [api] = result.definition?.apis ?? []
    if (!result.definition || !api) throw new Error('no API')
    const map = wholeMap(result.definition, api, {})
    const routes = ofKind(map, 'route')
    expect(routes).toHaveLength(names.length)
    expect(routes[0]?.title).toContain(names[0])
    expect(routes.every(node => said(node).length < 80)).toBe(true)
    expect(overlaps(map)).toEqual([])
    const svg = mapSvg(map, 'dark')
    expect(svg).not.toContain('<script')
    expect(faultsOf(svg)).toEqual([])
  })
})

describe('the exported picture', () => {
  const { definition } = readTemplateText(bookshop)
  const [api] = definition.apis
  if (!api) throw new Error('no API')
  const svg = mapSvg(wholeMap(definition, api, {}), 'light')

  it('is an SVG document that stands for itself', () => {
    expect(faultsOf(svg)).toEqual([])
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/)
    expect(svg).not.toMatch(/var\(|class=|href|style=|codicon/)
    expect(svg).toContain('<title>Design map of Bookshop</title>')
    expect(svg).toContain('>/orders/{orderId}</text>')
  })

  it('is the same each time, and another in dark', () => {
    expect(mapSvg(wholeMap(definition, api, {}), 'light')).toBe(svg)
    expect(mapSvg(wholeMap(definition, api, {}), 'dark')).not.toBe(svg)
  })

  it('has texts with a contrast of 4.5:1 and more', () => {
    for (const theme of ['light', 'dark'] as const) {
      const whole = mapSvg(wholeMap(definition, api, {}), theme) + mapSvg(mapOf(bookshop, {}, ordered), theme)
      const grounds = [...whole.matchAll(/<rect [^>]*fill="(#\w+)"/g)].map(([, colour = '']) => colour)
      const texts = new Set([...whole.matchAll(/<text [^>]*fill="(#\w+)"/g)].map(([, colour = '']) => colour))
      expect(texts.size).toBeGreaterThan(5)
      for (const ground of new Set(grounds)) {
        for (const text of texts) expect(contrast(text, ground), `${text} on ${ground}`).toBeGreaterThan(4.5)
      }
    }
  })
})

/** What of a text is no well-formed XML: characters outside of XML's, open tags, bare ampersands. */
function faultsOf(svg: string): string[] {
  const faults: string[] = []
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])/.test(svg))
    faults.push('a character that XML has not')
  const open: string[] = []
  for (const [, close, name = '', attributes = '', alone, text = ''] of svg.matchAll(
    /<(\/?)([a-z]+)((?:\s[\w:-]+="[^"<]*")*)(\/?)>([^<]*)/gi,
  )) {
    if (/&(?!(?:amp|lt|gt|quot|apos);)/.test(attributes + text) || text.includes('>'))
      faults.push(`text of ${name}`)
    if (close) {
      if (open.pop() !== name) faults.push(`</${name}>`)
    } else if (!alone) open.push(name)
  }
  const tags = svg.match(/</g)?.length
  const matched = svg.match(/<\/?[a-z]+(?:\s[\w:-]+="[^"<]*")*\/?>/gi)?.length
  if (tags !== matched) faults.push(`${tags} < in ${matched} tags`)
  return [...faults, ...open]
}

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(at => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
