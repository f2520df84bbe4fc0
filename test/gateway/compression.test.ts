import { brotliCompressSync, deflateRawSync, deflateSync, gunzipSync, gzipSync, inflateSync } from 'node:zlib'
import { describe, expect, it, test } from 'vitest'
import { preferredCoding } from '../../server/src/gateway/contentCoding.ts'
import type { Fields } from '../../server/src/base/headers.ts'
import { bodyText, gatewayOf, send, summaryOf } from '../support/oneApi.ts'
import { fixedWorld } from '../support/world.ts'
import { fidelity } from '../support/fidelity.ts'

const definition = (least: string, coded = '') => `AWSTemplateFormatVersion: 2010-09-09
Transform: AWS::Serverless-2016-10-31
Resources:
  Api: { Type: AWS::Serverless::Api, Properties: { StageName: dev${least} } }
  Echo:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs20.x
      Handler: app.handler
      CodeUri: src
      Events: { Any: { Type: Api, Properties: { Path: /, Method: ANY, RestApiId: !Ref Api } } }
${coded}`
const on = gatewayOf(definition(', MinimumCompressionSize: 100'))
const off = gatewayOf(definition(''))
const answering = (code: string) => fixedWorld({ functions: new Map([['Echo', code]]) })
const long = answering('({ statusCode: 200, body: "x".repeat(100) })')
const accepting = (value: string) => ({ headers: [['Accept-Encoding', value]] as const })
const codingOf = ({ headers }: { headers: Fields }) =>
  headers.find(([name]) => name === 'Content-Encoding')?.[1]

describe('an answer', () => {
  fidelity('REST API', 'Compression of answers: minimumCompressionSize and Accept-Encoding', {
    by: 'documentation',
    source:
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-receive-response-with-compressed-payload.html',
  })

  it('is packed as the client likes best when it is as large as the API states', async () => {
    const gzip = await send(on, accepting('deflate;q=0.5, gzip;q=1.0'), long)
    expect(codingOf(gzip.response)).toBe('gzip')
    expect(gunzipSync(gzip.response.body).toString()).toBe('x'.repeat(100))
    expect(summaryOf(gzip, 'methodResponse')).toMatch(/; gzip: 100 B became \d+ B$/)
    const deflate = await send(on, accepting('deflate,gzip'), long)
    expect(inflateSync(deflate.response.body).toString()).toBe('x'.repeat(100))
    const short = answering('({ statusCode: 200, body: "x".repeat(99) })')
    expect(bodyText(await send(on, accepting('gzip'), short))).toBe('x'.repeat(99))
  })

  it('stays as it is without the setting, without Accept-Encoding, and with a coding of its own', async () => {
    expect(bodyText(await send(off, accepting('gzip'), long))).toBe('x'.repeat(100))
    expect(bodyText(await send(on, {}, long))).toBe('x'.repeat(100))
    const own = answering(
      '({ statusCode: 200, headers: { "content-encoding": "br" }, body: "x".repeat(200) })',
    )
    const kept = await send(on, accepting('gzip'), own)
    expect(bodyText(kept)).toBe('x'.repeat(200))
    expect(summaryOf(kept, 'methodResponse')).toContain('not compressed')
  })

  test.each([
    ['gzip', 'gzip'],
    ['br, gzip', undefined],
    ['br;q=0.5, gzip', 'gzip'],
    ['deflate;q=0.5,gzip=1.0', 'gzip'],
    ['gzip;q=0, deflate;q=0.1', 'deflate'],
    ['gzip;q=1.0,identity;q=0.5,*;q=0', 'gzip'],
    ['identity', undefined],
    ['*', undefined],
    ['', undefined],
    ['gzip;q=x', undefined],
  ])('Accept-Encoding: %s takes %s', (header, coding) => expect(preferredCoding(header)).toBe(coding))
})

describe('a request', () => {
  fidelity('REST API', 'Compressed requests: unpacked for every API, 415 for another coding', {
    by: 'documentation',
    source:
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-make-request-with-compressed-payload.html',
  })

  const echo = answering('({ statusCode: 200, body: event.body })')
  const post = (coding: string, body: Uint8Array) => ({
    method: 'POST',
    headers: [['Content-Encoding', coding]] as const,
    body,
  })

  test.each([
    ['gzip', gzipSync('packed')],
    ['GZIP', gzipSync('packed')],
    ['deflate', deflateSync('packed')],
    ['deflate', deflateRawSync('packed')],
    ['identity', Buffer.from('packed')],
  ])('in %s is unpacked for every API', async (coding, body) => {
    for (const gateway of [on, off]) {
      expect(bodyText(await send(gateway, post(coding, body), echo))).toBe('packed')
    }
  })

  it('in another coding, or not in the one it states, is a 415', async () => {
    for (const sent of [
      post('br', brotliCompressSync('packed')),
      post('gzip', Buffer.from('{"plain":1}')),
      post('deflate', Buffer.from('{"plain":1}')),
      post('gzip', gzipSync('cut off').subarray(0, 12)),
    ]) {
      const refused = await send(on, sent, echo)
      expect([refused.response.status, bodyText(refused)]).toEqual([
        415,
        '{"message": "Unsupported Media Type"}',
      ])
    }
  })

  it('that unpacks to more than 10 MB is a 413', async () => {
    const bomb = gzipSync(new Uint8Array(200 * 1024 * 1024))
    const refused = await send(on, post('gzip', bomb), echo)
    expect([refused.response.status, bodyText(refused)]).toEqual([
      413,
      'HTTP content length exceeded 10485760 bytes.',
    ])
  })
})
