import { expect, test } from 'vitest'
import { httpEventBody } from '../../server/src/gateway/events/eventBody.ts'

const bodyOf = (contentType: string | undefined, body = 'hi') =>
  httpEventBody({
    method: 'POST',
    path: '/',
    query: '',
    headers: contentType === undefined ? [] : [['Content-Type', contentType]],
    body: Buffer.from(body, 'latin1'),
    sourceIp: '127.0.0.1',
    port: 3000,
  })

// What ministackorg/ministack (pull request 766) found on AWS.
test.each([
  'text/plain',
  'Text/CSV; charset=utf-8',
  'application/json',
  'application/xml',
  'application/javascript',
])('a body of %s is text in the events of HTTP APIs and function URLs', contentType => {
  expect(bodyOf(contentType)).toEqual({ body: 'hi', isBase64Encoded: false })
})

test.each([
  undefined,
  '',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/vnd.api+json',
  'image/svg+xml',
])('a body of %s is base64', contentType => {
  expect(bodyOf(contentType)).toEqual({ body: 'aGk=', isBase64Encoded: true })
})

test('so are bytes that are no UTF-8; no body is none', () => {
  expect(bodyOf('text/plain', '\xff')).toEqual({ body: '/w==', isBase64Encoded: true })
  expect(bodyOf('application/octet-stream', '')).toEqual({ body: null, isBase64Encoded: false })
})
