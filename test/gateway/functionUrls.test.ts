import { SignatureV4 } from '@smithy/signature-v4'
import { describe, expect, it, test } from 'vitest'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import { Sha256 } from '../../server/src/gateway/authorizers/sha256.ts'
import type { UrlAnswer } from '../../server/src/gateway/functionUrls/functionUrlGateway.ts'
import {
  createFunctionUrlGateway,
  functionOfUrl,
} from '../../server/src/gateway/functionUrls/functionUrlGateway.ts'
import type { HttpRequest } from '../../server/src/gateway/messages.ts'
import { wholeResponse } from '../../server/src/gateway/streaming.ts'
import type { World } from '../../server/src/gateway/world.ts'
import { memoryFiles } from '../support/memoryFiles.ts'
import { fixedTime, fixedWorld } from '../support/world.ts'
import { fidelity } from '../support/fidelity.ts'

const sam = (config: string) => `AWSTemplateFormatVersion: 2010-09-09
Transform: AWS::Serverless-2016-10-31
Resources:
  Hello:
    Type: AWS::Serverless::Function
    Properties: { Runtime: nodejs20.x, Handler: app.handler, CodeUri: src, FunctionUrlConfig: ${config} }
`

const plain = (permissions: string) => `Resources:
  Hello:
    Type: AWS::Lambda::Function
    Properties: { Runtime: nodejs20.x, Handler: app.handler, Code: src, Role: arn:aws:iam::123456789012:role/r }
  Url: { Type: AWS::Lambda::Url, Properties: { AuthType: NONE, TargetFunctionArn: !GetAtt Hello.Arn } }
${permissions}`

function gatewayOf(text: string) {
  const { definition } = loadDefinition('/t.yaml', memoryFiles({ '/t.yaml': text }))
  const url = definition?.surroundings.functionUrls[0]
  const lambda = definition && url && functionOfUrl(definition, url)
  if (!definition || !url || !lambda) throw new Error('no function URL')
  return createFunctionUrlGateway(definition, url, lambda)
}

function ask(text: string, world: World, request: Partial<HttpRequest> = {}): Promise<UrlAnswer> {
  const empty = { method: 'GET', path: '/', query: '', headers: [], body: new Uint8Array() }
  return gatewayOf(text).handle({ ...empty, sourceIp: '203.0.113.7', port: 3001, ...request }, world)
}

const answering = (code: string) => fixedWorld({ functions: new Map([['Hello', code]]) })
const textOf = ({ response }: UrlAnswer) => Buffer.from(response.body).toString()

describe('the event', () => {
  fidelity('Function URLs', 'Events of payload format 2.0', {
    by: 'documentation',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html',
  })

  it('is that of payload format 2.0 with the stage $default, and anonymous without authorization', async () => {
    const world = answering('"ok"')
    await ask(sam('{ AuthType: NONE }'), world, {
      method: 'POST',
      path: '/a%20b',
      query: 'x=1&x=2',
      headers: [
        ['Cookie', 'a=1; b=2'],
        ['User-Agent', 'test'],
        ['Content-Type', 'application/json'],
      ],
      body: Buffer.from('{}'),
    })
    const { host } = gatewayOf(sam('{ AuthType: NONE }'))
    const id = host.split('.')[0]
    expect(host).toMatch(/^[a-z0-9]{32}\.lambda-url\.us-east-1\.on\.aws$/)
    expect(JSON.parse(world.events[0]?.event ?? '')).toEqual({
      version: '2.0',
      routeKey: '$default',
      rawPath: '/a%20b',
      rawQueryString: 'x=1&x=2',
      cookies: ['a=1', 'b=2'],
      headers: {
        'user-agent': 'test',
        'content-type': 'application/json',
        cookie: 'a=1; b=2',
        'content-length': '2',
        'x-amzn-trace-id': expect.stringMatching(/^Root=1-/) as unknown,
        'x-forwarded-for': '203.0.113.7',
        'x-forwarded-port': '3001',
        'x-forwarded-proto': 'http',
      },
      queryStringParameters: { x: '1,2' },
      requestContext: {
        accountId: 'anonymous',
        apiId: id,
        domainName: host,
        domainPrefix: id,
        http: {
          method: 'POST',
          path: '/a b',
          protocol: 'HTTP/1.1',
          sourceIp: '203.0.113.7',
          userAgent: 'test',
        },
        requestId: '00000000-0000-4000-8000-000000000001',
        routeKey: '$default',
        stage: '$default',
        time: '12/Mar/2020:19:03:58 +0000',
        timeEpoch: fixedTime,
      },
      body: '{}',
      isBase64Encoded: false,
    })
  })
})

describe('the answer', () => {
  fidelity('Function URLs', 'Answers inferred and full; failures are a 502', {
    by: 'documentation',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html',
  })
  fidelity('Function URLs', 'CORS: preflights by the configuration, other answers with the headers of both', {
    by: 'documentation',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html',
  })

  test.each<[string, string, number, string, string]>([
    ['a bare value', '({ a: 1 })', 200, 'application/json', '{"a":1}'],
    ['a text', '"hello"', 200, 'application/json', 'hello'],
    ['with a status', '({ statusCode: 201, body: "made" })', 201, 'application/json', 'made'],
    [
      'in base64',
      '({ statusCode: 200, isBase64Encoded: true, body: "aGk=" })',
      200,
      'application/json',
      'hi',
    ],
    ['a failure', 'fail("no")', 502, 'application/json', 'Internal Server Error'],
    ['a timeout', 'function timeout', 502, 'application/json', 'Internal Server Error'],
    ['a status that is none', '({ statusCode: "x" })', 502, 'application/json', 'Internal Server Error'],
  ])('%s', async (_, code, status, type, body) => {
    const answer = await ask(sam('{ AuthType: NONE }'), answering(code))
    expect([answer.response.status, textOf(answer)]).toEqual([status, body])
    expect(answer.response.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1]).toBe(type)
    expect(answer.response.headers.map(([name]) => name)).toContain('x-amzn-RequestId')
    expect(answer.reason === undefined).toBe(status < 500)
  })

  it('to an event over 6 MB is a 413', async () => {
    const body = new Uint8Array(7 * 1024 * 1024)
    expect(
      (await ask(sam('{ AuthType: NONE }'), answering('1'), { method: 'POST', body })).response.status,
    ).toBe(413)
  })

  test('CORS: preflights are answered here, also of a signed URL, other answers have the headers of both', async () => {
    const cors = 'Cors: { AllowOrigins: [https://a.example], AllowMethods: [GET], MaxAge: 10 }'
    const world = answering('({ statusCode: 200, headers: { "Access-Control-Allow-Origin": "x" } })')
    const origin = ['Origin', 'https://a.example'] as const
    const preflight = await ask(sam(`{ AuthType: AWS_IAM, ${cors} }`), world, {
      method: 'OPTIONS',
      headers: [origin, ['Access-Control-Request-Method', 'GET']],
    })
    expect(preflight.response.status).toBe(200)
    expect(preflight.response.headers).toContainEqual(['access-control-allow-methods', 'GET'])
    expect(world.events).toEqual([])
    const { response } = await ask(sam(`{ AuthType: NONE, ${cors} }`), world, { headers: [origin] })
    expect(response.headers.filter(([name]) => /allow-origin/i.test(name))).toEqual([
      ['Access-Control-Allow-Origin', 'x'],
      ['access-control-allow-origin', 'https://a.example'],
    ])
  })
})

describe('authorization', () => {
  fidelity('Function URLs', "NONE and AWS_IAM: both permissions of the function's policy, signatures", {
    by: 'documentation',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html',
  })

  const url = `
  May:
    Type: AWS::Lambda::Permission
    Properties: { FunctionName: !Ref Hello, Principal: '*', Action: lambda:InvokeFunctionUrl, FunctionUrlAuthType: NONE }`
  const call = `
  MayCall:
    Type: AWS::Lambda::Permission
    Properties: { FunctionName: !Ref Hello, Principal: '*', Action: lambda:InvokeFunction, InvokedViaFunctionUrl: true }`

  it('NONE still takes both permissions', async () => {
    for (const [permissions, status] of [
      ['', 403],
      [url, 403],
      [call, 403],
      [url + call, 200],
    ] as const) {
      expect((await ask(plain(permissions), answering('1'))).response.status).toBe(status)
    }
    const refused = await ask(plain(url), answering('1'))
    expect(JSON.parse(textOf(refused))).toEqual({
      Message: expect.stringMatching(
        /^Forbidden\. For troubleshooting Function URL authorization issues, see: /,
      ) as unknown,
    })
    expect(refused.response.headers).toContainEqual(['x-amzn-ErrorType', 'AccessDeniedException'])
    expect(refused.reason).toContain('nothing allows everybody `lambda:InvokeFunction`')
  })

  it('AWS_IAM takes a signature for the service lambda', async () => {
    const text = sam('{ AuthType: AWS_IAM }')
    const { host } = gatewayOf(text)
    const arn = 'arn:aws:iam::123456789012:user/ann'
    const credentials = { accessKeyId: 'AKIAANN', secretAccessKey: 'secret' }
    const principal = {
      arn,
      principalArn: arn,
      account: '123456789012',
      policies: { type: 'everything' },
    } as const
    const world = fixedWorld({
      functions: new Map([['Hello', 'event.requestContext']]),
      trust: { callers: async () => [{ ...credentials, identity: { name: 'ann', detail: '', principal } }] },
    })
    const signed = async (service: string) => {
      const signer = new SignatureV4({ credentials, region: 'us-east-1', service, sha256: Sha256 })
      const { headers } = await signer.sign(
        { method: 'GET', protocol: 'https:', hostname: host, path: '/', headers: { host }, query: {} },
        { signingDate: new Date(fixedTime) },
      )
      return ask(text, world, { headers: Object.entries(headers) })
    }
    const answer = await signed('lambda')
    expect(JSON.parse(textOf(answer))).toMatchObject({
      accountId: '123456789012',
      authorizer: { iam: { accessKey: 'AKIAANN', userArn: arn, cognitoIdentity: null } },
    })
    const wrong = await signed('execute-api')
    expect([wrong.response.status, textOf(wrong)]).toEqual([
      403,
      `{"message":"Credential should be scoped to correct service: 'lambda'. "}`,
    ])
    expect((await ask(text, world)).response.status).toBe(403)
  })
})

describe('RESPONSE_STREAM', () => {
  fidelity('Function URLs', 'RESPONSE_STREAM: what a function writes, with and without metadata', {
    by: 'documentation',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-response-streaming.html',
  })

  const text = sam('{ AuthType: NONE, InvokeMode: RESPONSE_STREAM }')
  const writing = (contentType: string | undefined, ...chunks: string[]): World => ({
    ...fixedWorld(),
    invokeFunction: async ({ stream }) => {
      if (contentType !== undefined) stream?.contentType?.(contentType)
      for (const chunk of chunks) void stream?.push(Buffer.from(chunk))
      return { type: 'success', payload: '', log: [], durationMs: 1, notes: [] }
    },
  })
  const read = async (world: World) => {
    const { response } = await ask(text, world)
    const { status, headers, body } = await wholeResponse(response)
    return [status, headers[0], Buffer.from(body).toString()]
  }

  it('sends what the function writes, by its metadata where it has any', async () => {
    expect(await read(writing(undefined, '{"raw"', ': 1}'))).toEqual([
      200,
      ['Content-Type', 'application/octet-stream'],
      '{"raw": 1}',
    ])
    expect(await read(writing('text/html', '<p>'))).toEqual([200, ['Content-Type', 'text/html'], '<p>'])
    const type = 'application/vnd.awslambda.http-integration-response'
    const metadata = `{"statusCode":418,"headers":{"content-type":"text/plain"}}${'\0'.repeat(8)}`
    expect(await read(writing(type, metadata, 'tea'))).toEqual([418, ['content-type', 'text/plain'], 'tea'])
  })
})

describe('the trace', () => {
  const stepsOf = (answer: UrlAnswer) => answer.trace().steps.map(({ title, state }) => `${title} ${state}`)

  it('has the steps that there are, with the event and the answer', async () => {
    const world = answering('({ statusCode: 201, body: "made" })')
    const answer = await ask(sam('{ AuthType: NONE }'), world, { method: 'POST', path: '/a' })
    const trace = answer.trace()
    expect(stepsOf(answer)).toEqual([
      'Authorization passed',
      'Event passed',
      'Function passed',
      'Response passed',
    ])
    expect(trace).toMatchObject({
      requestId: answer.requestId,
      api: { name: 'Hello', type: 'functionUrl' },
      stage: '$default',
      response: { status: 201, body: { text: 'made' } },
    })
    expect(trace.steps[1]?.after?.body?.text).toBe(world.events[0]?.event)
    expect(trace.steps[3]?.after?.status).toBe(201)
  })

  it('ends at the step that decided', async () => {
    const world = answering('({ statusCode: 200 })')
    const unsigned = await ask(sam('{ AuthType: AWS_IAM }'), world)
    expect(stepsOf(unsigned).slice(0, 3)).toEqual([
      'Authorization failed',
      'Event notReached',
      'Function notReached',
    ])
    const refused = await ask(plain(''), world)
    expect(refused.trace().steps[0]).toMatchObject({ state: 'failed', summary: refused.reason })
    expect(refused.trace().why?.cause).toBe('url-permission-missing')
    const broken = await ask(sam('{ AuthType: NONE }'), answering('(() => { throw new Error("no") })()'))
    expect(stepsOf(broken)[2]).toBe('Function failed')
    const cors = '{ AuthType: NONE, Cors: { AllowOrigins: ["https://shop.example"], AllowMethods: [GET] } }'
    const preflight = await ask(sam(cors), world, {
      method: 'OPTIONS',
      headers: [
        ['Origin', 'https://shop.example'],
        ['Access-Control-Request-Method', 'GET'],
      ],
    })
    expect(preflight.trace().response.status).toBe(200)
    expect(stepsOf(preflight)).toEqual(
      ['Authorization', 'Event', 'Function', 'Response'].map(title => `${title} notReached`),
    )
  })
})
