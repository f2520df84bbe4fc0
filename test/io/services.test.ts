import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fieldValues, lastField } from '../../server/src/base/headers.ts'
import { expectedSignature } from '../../server/src/gateway/authorizers/sigV4.ts'
import { readSignature } from '../../server/src/gateway/authorizers/signedRequest.ts'
import type { Incoming } from '../../server/src/gateway/incoming.ts'
import type { BackendRequest, ServiceRequest } from '../../server/src/gateway/world.ts'
import { openCannedAnswers } from '../../server/src/io/cannedAnswers.ts'
import type { ServicesOptions } from '../../server/src/io/services.ts'
import { createServices } from '../../server/src/io/services.ts'
import { fixedTime } from '../support/world.ts'
import { fidelity } from '../support/fidelity.ts'

fidelity('REST API', 'AWS services: calls are signed for service and region', {
  by: 'documentation',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html',
})

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-services-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }

const send: ServiceRequest = {
  method: 'POST',
  url: 'https://sqs.eu-west-1.amazonaws.com/123456789012/orders',
  headers: [
    ['Content-Type', 'application/x-www-form-urlencoded'],
    ['Host', 'sqs.eu-west-1.amazonaws.com'],
  ],
  body: Buffer.from('Action=SendMessage'),
  timeoutMs: 1000,
  service: 'sqs',
  signingName: 'sqs',
  region: 'eu-west-1',
  action: 'SendMessage',
  route: 'POST /orders',
}

/** Calls a service and returns the answer and what was sent for it. */
async function call(request: ServiceRequest, options: Partial<ServicesOptions>) {
  const sent: BackendRequest[] = []
  const problems: string[] = []
  const services = createServices({
    endpoints: new Map(),
    canned: undefined,
    credentials,
    now: () => fixedTime,
    onProblem: message => problems.push(message),
    fetch: asked => {
      sent.push(asked)
      return Promise.resolve({ status: 200, headers: [], body: Buffer.from('sent') })
    },
    ...options,
  })
  return { answer: await services(request), sent, problems }
}

test('nothing is sent anywhere unless somebody says where', async () => {
  expect(await call(send, {})).toEqual({ answer: { type: 'nobody' }, sent: [], problems: [] })
  const elsewhere = new Map([['sns', 'http://127.0.0.1:1']])
  expect((await call(send, { endpoints: elsewhere })).sent).toEqual([])
})

test('a request goes to the endpoint of its service, signed for the service, region and endpoint', async () => {
  const endpoints = new Map([
    ['', 'http://127.0.0.1:1'],
    ['sqs', 'http://localhost:4566/emulator/'],
  ])
  const { answer, sent } = await call(send, { endpoints })
  expect(answer).toMatchObject({ type: 'answered', by: '`http://localhost:4566/emulator/`' })
  const [request] = sent
  expect(request?.url).toBe('http://localhost:4566/emulator/123456789012/orders')
  expect(fieldValues(request?.headers ?? [], 'host')).toEqual(['localhost:4566'])
  expect(lastField(request?.headers ?? [], 'authorization')).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/20200312\/eu-west-1\/sqs\/aws4_request, /,
  )
})

test.each([
  ['https://states.us-east-1.amazonaws.com/?Action=StartExecution&a=b%20c', 'states'],
  ['https://s3.us-east-1.amazonaws.com/bucket/a%20b/c', 's3'],
])('the gateway itself takes the signature of %s', async (url, service) => {
  const { sent } = await call(
    { ...send, url, service, signingName: service },
    { endpoints: new Map([['', 'http://localhost:4566']]) },
  )
  const [{ headers, body } = { headers: [], body: new Uint8Array() }] = sent
  const target = (sent[0]?.url ?? '').replace('http://localhost:4566', '')
  const [requestPath = '', query = ''] = target.split('?')
  const incoming = {
    // Other services encode a path once more than S3; that is how ours is asked.
    request: {
      method: 'POST',
      path: service === 's3' ? decodeURI(requestPath) : requestPath,
      query,
      headers,
      body,
      sourceIp: '',
      port: 80,
    },
    query: [...new URLSearchParams(query)],
  } as unknown as Incoming
  const stated = await readSignature(incoming)

  const expected = await expectedSignature(incoming, stated, credentials)
  expect(stated.signature).toBe(expected.signature)
})

test('a bucket or an API in the host stays there, where emulators look for it', async () => {
  const request = { ...send, url: 'https://photos.s3.us-east-1.amazonaws.com/cat.txt', service: 's3' }
  const { sent } = await call(request, { endpoints: new Map([['s3', 'http://localhost:4566']]) })
  expect(sent[0]?.url).toBe('http://localhost:4566/cat.txt')
  expect(lastField(sent[0]?.headers ?? [], 'host')).toBe('photos.localhost:4566')
})

test('a canned answer is found by route, then by action, then by service, and goes before an endpoint', async () => {
  const canned = write(`
sqs: { body: any }
sqs:SendMessage: { status: 202, headers: { X-Kind: canned }, body: { MessageId: '1' } }
POST /orders/{id}: { body: "<a/>", headers: { Content-Type: application/xml } }
`)
  if (typeof canned === 'string') throw new Error(canned)
  const endpoints = new Map([['', 'http://127.0.0.1:1']])
  const byAction = await call(send, { canned, endpoints })
  expect(byAction).toMatchObject({ sent: [], answer: { by: 'the canned answer `sqs:SendMessage`' } })
  expect(textOf(byAction.answer)).toEqual([
    202,
    [
      ['Content-Type', 'application/json'],
      ['X-Kind', 'canned'],
    ],
    '{"MessageId":"1"}',
  ])
  const byRoute = await call({ ...send, route: 'POST /orders/{id}' }, { canned })
  expect(textOf(byRoute.answer)).toEqual([200, [['Content-Type', 'application/xml']], '<a/>'])
  const byService = await call({ ...send, action: 'PurgeQueue' }, { canned })
  expect(textOf(byService.answer)).toEqual([200, [['Content-Type', 'text/plain']], 'any'])
  expect((await call({ ...send, service: 'sns' }, { canned })).answer).toEqual({ type: 'nobody' })
})

test('a saved file counts from the next call on; a broken one leaves the answers of before', async () => {
  const canned = write('{"sqs": {"body": "first"}}')
  if (typeof canned === 'string') throw new Error(canned)
  write('{"sqs": {"body": "second"}}')
  expect(textOf((await call(send, { canned })).answer)[2]).toBe('second')
  write('{"sqs": {"bdy": "third"}}')
  const { answer, problems } = await call(send, { canned })
  expect(textOf(answer)[2]).toBe('second')
  expect(problems).toEqual([
    "the canned answers of before are used: canned.yaml:1: 'bdy' of 'sqs' is none of 'status', 'headers' and 'body'",
  ])
})

test.each([
  ['- a\n', 'canned.yaml:1: canned answers stand by their keys'],
  ['sqs: 200\n', "canned.yaml:1: 'sqs' needs an object"],
  ['sqs:\n  status: 99\n', "canned.yaml:2: 'status' of 'sqs' is no HTTP status"],
  ['sqs:\n  headers: { A: [1] }\n', "canned.yaml:2: the header 'A' of 'sqs' cannot be sent"],
  ['sqs:\n  headers: x\n', "canned.yaml:2: 'headers' of 'sqs' is no object"],
  ['{"sqs": ', 'canned.yaml:1: '],
])('%j is refused with its place', (text, message) => {
  expect(write(text)).toContain(message)
})

function write(text: string) {
  const file = path.join(folder, 'canned.yaml')
  writeFileSync(file, text)
  return openCannedAnswers(file)
}

function textOf(answer: Awaited<ReturnType<ReturnType<typeof createServices>>>) {
  if (answer.type !== 'answered') return []
  const { status, headers, body } = answer.response
  return [status, headers, Buffer.from(body).toString()]
}
