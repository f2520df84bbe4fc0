import { beforeAll, describe, expect, test } from 'vitest'
import { ordersFolder, ordersFormats } from '../support/orders.ts'
import { runProgram } from './gatewayProgram.ts'

// One gateway in six formats: whoever writes it in another one gets the same API.

interface Integration {
  integrationResponses?: Record<string, { selectionPattern?: string }>
  connectionType?: string
}

interface MethodResponse {
  responseParameters?: Record<string, boolean>
}

interface Listing {
  api: { version?: string }
  methods: Record<string, { integration: Integration; methodResponses?: Record<string, MethodResponse> }>
  models: Record<string, unknown>
  stages: Record<string, unknown>
}

let sam: Listing
beforeAll(() => {
  sam = list('template.yaml')
})

test('the SAM template lists twelve methods of thirteen resources', () => {
  expect(Object.keys(sam.methods).sort()).toEqual([
    'ANY /catalog/{proxy+}',
    'ANY /files/{proxy+}',
    'DELETE /orders/{orderId}',
    'GET /clock',
    'GET /health',
    'GET /orders',
    'GET /orders/{orderId}',
    'GET /orders/{orderId}/receipt',
    'GET /rates/{currency}',
    'OPTIONS /orders',
    'POST /orders',
    'POST /orders/{orderId}/refund',
  ])
  expect(sam).toMatchObject({
    resources: { length: 13 },
    authorizers: { authorize: { type: 'REQUEST', authorizerResultTtlInSeconds: 60 } },
    models: { NewOrder: {}, Empty: {}, Error: {} },
    stages: { dev: {}, live: { variables: { catalogHost: 'catalog.example', tier: 'gold' } } },
  })
})

describe('list is equal but for what AWS itself makes different', () => {
  test('CloudFormation and the CDK cannot set a version: only an import has `info.version`', () => {
    expect(list('cloudformation.yaml')).toEqual(created(sam))
    expect(list('cdk.out')).toEqual(created(sam))
  })

  test('an OpenAPI document has no stages, and an import makes none but its own models', () => {
    const models = { NewOrder: sam.models['NewOrder'] }
    expect(list('openapi.yaml')).toEqual({ ...sam, models, stages: {} })
  })

  test('the Serverless Framework marks a default response by an empty pattern, and response headers as required', () => {
    const marked = ['GET /orders/{orderId}/receipt', 'POST /orders/{orderId}/refund', 'GET /rates/{currency}']
    const expected = created(sam)
    for (const name of marked) {
      const { integrationResponses } = expected.methods[name]?.integration ?? {}
      Object.assign(integrationResponses?.['200'] ?? {}, { selectionPattern: '' })
    }
    // No request depends on the flag; what stands under `resources` says false.
    for (const name of ['OPTIONS /orders', 'GET /rates/{currency}']) {
      for (const { responseParameters = {} } of Object.values(expected.methods[name]?.methodResponses ?? {}))
        for (const header of Object.keys(responseParameters)) responseParameters[header] = true
    }
    expect(list('serverless.yml')).toEqual(expected)
  })

  test.each(['plan.json', 'main.tf.json'])("Terraform's provider states every connection (%s)", file => {
    const expected = created(sam)
    for (const { integration } of Object.values(expected.methods)) integration.connectionType = 'INTERNET'
    expect(list(file)).toEqual(expected)
  })

  test('a state tells besides what AWS has filled in', () => {
    const expected = created(sam)
    for (const { integration } of Object.values(expected.methods)) {
      Object.assign(integration, { connectionType: 'INTERNET', responseTransferMode: 'BUFFERED' })
    }
    Object.assign(expected.api, { securityPolicy: 'TLS_1_0' })
    expect(list('state.json')).toEqual(expected)
  })
})

test.each(ordersFormats)('check finds nothing in $name', ({ file }) => {
  const { status, stdout } = runProgram(ordersFolder, 'check', file)
  expect(stdout).toMatch(/^\d files?: 0 errors, 0 warnings, \d+ notes?$/m)
  expect(status).toBe(0)
})

function list(file: string): Listing {
  const { stdout, stderr, status } = runProgram(ordersFolder, 'list', file, '--format', 'json')
  expect([status, stderr]).toEqual([0, ''])
  return JSON.parse(stdout) as Listing
}

function created(listing: Listing): Listing {
  const copy = structuredClone(listing)
  delete copy.api.version
  return copy
}
