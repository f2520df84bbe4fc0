import { expect, it } from 'vitest'
import { gatewayFor } from '../support/authorization.ts'
import { fixedWorld } from '../support/world.ts'

const gateway = gatewayFor(`openapi: 3.0.1
info: { title: Test, version: '1' }
paths:
  /notes:
    post:
      x-amazon-apigateway-integration:
        type: http_proxy
        httpMethod: POST
        uri: https://b.test/
        payloadFormatVersion: '1.0'
        requestParameters: { append:header.name: $request.body.name, append:header.size: '\${request.body.size}' }
`)

async function nameOf(padding: number): Promise<readonly (readonly [string, string])[]> {
  const world = fixedWorld({ backend: { status: 204, headers: [], body: new Uint8Array() } })
  const body = Buffer.from(JSON.stringify({ name: 'Rex', padding: 'x'.repeat(padding), size: 1 }))
  const rest = { query: '', headers: [], sourceIp: '127.0.0.1', port: 3000 }
  await gateway.handle({ method: 'POST', path: '/notes', body, ...rest }, world)
  return world.sent[0]?.headers.filter(([name]) => name === 'name' || name === 'size') ?? []
}

it('looks a path up in the first 100 KB of a body, which is cut off there', async () => {
  expect(await nameOf(100_000)).toEqual([
    ['name', 'Rex'],
    ['size', '1'],
  ])
  expect(await nameOf(110_000)).toEqual([])
})
