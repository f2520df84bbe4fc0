import { describe, expect, it } from 'vitest'
import { chooseApis } from '../../server/src/commands/gatewayHostApis.ts'
import type { ClientTls } from '../../server/src/gateway/clientTls.ts'
import { minTlsVersion } from '../../server/src/gateway/handshakeRules.ts'
import { memoryFiles } from '../support/memoryFiles.ts'
import { fixedWorld } from '../support/world.ts'
import { fidelity } from '../support/fidelity.ts'

// A custom domain name with mutual TLS takes clients whose certificate its truststore knows, and hands the certificate on.

const template = (apiMode = '', domain = '') => `Transform: AWS::Serverless-2016-10-31
Resources:
  Shop:
    Type: AWS::Serverless::Api
    Properties: { StageName: live, EndpointConfiguration: { Type: EDGE }${apiMode} }
  Web: { Type: AWS::Serverless::HttpApi }
  Echo:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs20.x
      Handler: echo.handler
      Events:
        Rest: { Type: Api, Properties: { RestApiId: !Ref Shop, Path: /, Method: GET } }
        Http: { Type: HttpApi, Properties: { ApiId: !Ref Web, Path: /web, Method: GET } }
        Old: { Type: HttpApi, Properties: { ApiId: !Ref Web, Path: /old, Method: GET, PayloadFormatVersion: '1.0' } }
  Domain:
    Type: AWS::ApiGatewayV2::DomainName
    Properties:
      DomainName: api.example.com
      DomainNameConfigurations: [{ EndpointType: REGIONAL }]
      ${domain || 'MutualTlsAuthentication: { TruststoreUri: s3://shop/trusted.pem }'}
  ShopMapping: { Type: AWS::ApiGatewayV2::ApiMapping, Properties: { DomainName: !Ref Domain, ApiId: !Ref Shop, Stage: live } }
  WebMapping: { Type: AWS::ApiGatewayV2::ApiMapping, Properties: { DomainName: !Ref Domain, ApiId: !Ref Web, Stage: $default, ApiMappingKey: http } }
`

const clientCert = {
  clientCertPem: '-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n',
  subjectDN: 'C=SE,CN=Till',
  issuerDN: 'CN=Shop CA',
  serialNumber: '1',
  validity: { notBefore: 'May 28 12:30:02 2024 GMT', notAfter: 'Aug  5 09:36:04 2044 GMT' },
}
const tls: ClientTls = {
  version: 'TLSv1.3',
  cipherSuite: 'TLS_AES_128_GCM_SHA256',
  serverName: 'api.example.com',
}

async function answerOf(
  path: string,
  over: ClientTls | undefined,
  text = template(),
  host = 'api.example.com',
) {
  const chosen = chooseApis(
    { file: '/template.yaml', deployment: { stageVariables: new Map() }, read: {} },
    memoryFiles({ '/template.yaml': text }),
  )
  const [own] = chosen.type === 'chosen' ? chosen.apis : []
  if (chosen.type !== 'chosen' || !own) throw new Error('nothing to serve')
  const plain = { query: '', body: new Uint8Array(0), sourceIp: '127.0.0.1', port: 3000 }
  const headers = [['Host', `${host}:3000`] as const]
  const world = fixedWorld({ functions: new Map([['Echo', '({ statusCode: 200 })']]) })
  const request = { method: 'GET', path, headers, ...plain, ...(over && { tls: over }) }
  const { exchange } = await chosen.front.answer(own, request, world)
  const [step] = exchange.trace().steps
  const event = JSON.parse(world.events[0]?.event ?? 'null') as Event | null
  const body = Buffer.from(exchange.response.body).toString('utf8')
  return { status: exchange.response.status, body, why: step?.summary, event }
}

interface Event {
  readonly headers: Record<string, string>
  readonly requestContext: {
    readonly identity?: { readonly clientCert?: unknown }
    readonly authentication?: { readonly clientCert?: unknown }
  }
}

describe('a certificate that is trusted', () => {
  fidelity(
    'Hosts, stages and domain names',
    "Mutual TLS: the client's certificate in events of both formats",
    {
      by: 'documentation',
      source:
        'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html',
    },
  )

  it('is in the identity of REST events, with https as the protocol', async () => {
    const { status, event } = await answerOf('/', { ...tls, clientCert })
    expect(status).toBe(200)
    expect(event?.requestContext.identity?.clientCert).toEqual(clientCert)
    expect(event?.headers['X-Forwarded-Proto']).toBe('https')
  })

  it('is in the authentication of events in format 2.0, in the identity of those in 1.0', async () => {
    const { event } = await answerOf('/http/web', { ...tls, clientCert })
    expect(event?.requestContext.authentication).toEqual({ clientCert })
    const old = (await answerOf('/http/old', { ...tls, clientCert })).event
    expect(old?.requestContext.identity?.clientCert).toEqual(clientCert)
    expect((await answerOf('/http/web', undefined)).event?.requestContext.authentication).toBeUndefined()
  })
})

describe('a client without one', () => {
  fidelity('Hosts, stages and domain names', 'Mutual TLS: a client without a certificate is `Forbidden`', {
    by: 'documentation',
    source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html',
  })

  it('is refused with the reason that AWS logs', async () => {
    const certificateFault = 'Could not find issuer for certificate'
    for (const path of ['/', '/http/web']) {
      expect(await answerOf(path, { ...tls, certificateFault })).toMatchObject({
        status: 403,
        body: '{"message":"Forbidden"}',
        why: '`api.example.com` asks for a client certificate (mutual TLS). Access denied. Reason: Could not find issuer for certificate',
        event: null,
      })
    }
  })

  it('does not get in by naming another host in the handshake', async () => {
    const { status, why } = await answerOf('/', { ...tls, serverName: 'localhost', clientCert })
    expect([status, why]).toEqual([
      403,
      'the handshake (SNI) names `localhost`, the Host header `api.example.com`',
    ])
  })

  it('gets in over plain HTTP, where nobody can show one, and by the execute-api host', async () => {
    expect((await answerOf('/', undefined)).status).toBe(200)
    const host = 'shop.execute-api.us-east-1.amazonaws.com'
    const over = { ...tls, serverName: host, certificateFault: 'the client sent no certificate' }
    expect((await answerOf('/live/', over, template(), host)).status).toBe(200)
  })
})

describe('the endpoint access mode STRICT', () => {
  fidelity(
    'Hosts, stages and domain names',
    'Endpoint access mode STRICT: name in the handshake, type of endpoint',
    {
      by: 'documentation',
      source:
        'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies.html',
    },
  )

  it('of a domain name wants its own name in the handshake', async () => {
    const strict = template('', 'EndpointAccessMode: STRICT')
    expect((await answerOf('/', tls, strict)).status).toBe(200)
    expect(await answerOf('/', { ...tls, serverName: 'other.example.com' }, strict)).toMatchObject({
      status: 403,
      why: 'the endpoint access mode is STRICT: the handshake (SNI) names `other.example.com`, the Host header `api.example.com`',
    })
    const basic = template('', 'EndpointAccessMode: BASIC')
    expect((await answerOf('/', { ...tls, serverName: 'other.example.com' }, basic)).status).toBe(200)
  })

  it('of an API wants requests to come by its own kind of endpoint', async () => {
    const strict = template(', EndpointAccessMode: STRICT', 'RoutingMode: API_MAPPING_ONLY')
    expect(await answerOf('/', undefined, strict)).toMatchObject({
      status: 403,
      why: 'the endpoint access mode of the API is STRICT: `api.example.com` is REGIONAL, the API EDGE',
    })
    const host = 'shop.execute-api.us-east-1.amazonaws.com'
    expect((await answerOf('/live/', undefined, strict, host)).status).toBe(200)
  })
})

it('takes the lowest version of TLS from the name of the security policy', () => {
  const origin = {
    file: '/a',
    pointer: '',
    range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
  }
  const versionOf = (value: string) => minTlsVersion({ known: true, value, origin })
  expect(['SecurityPolicy_TLS13_1_3_2025_09', 'SecurityPolicy_TLS13_2025_EDGE'].map(versionOf)).toEqual([
    'TLSv1.3',
    'TLSv1.3',
  ])
  expect(['TLS_1_2', 'TLS_1_0', 'SecurityPolicy_TLS13_1_2_PQ_2025_09'].map(versionOf)).toEqual([
    'TLSv1.2',
    'TLSv1.2',
    'TLSv1.2',
  ])
  expect(minTlsVersion(undefined)).toBe('TLSv1.2')
})
