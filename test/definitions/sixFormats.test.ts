import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Definition, RestApi } from '../../server/src/api/api.ts'
import type { Integration, IntegrationResponse } from '../../server/src/api/integration.ts'
import type { Fact } from '../../server/src/base/origin.ts'
import { functionOfUri } from '../../server/src/api/lambdaFunction.ts'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import { diskFiles } from '../../server/src/io/files.ts'
import { ordersFolder, ordersFormats } from '../support/orders.ts'

// What a listing leaves out and a request depends on: the texts of templates and mappings, URIs, and the functions.

const others = ordersFormats.filter(({ file }) => file !== 'template.yaml')
const withFunctions = others.filter(({ file }) => file !== 'openapi.yaml')
const sam = read('template.yaml')

test('the SAM template calls its functions and reads their settings', () => {
  expect(integrationsOf(sam.api)['POST /orders']?.uri).toBe(
    'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:orders-create/invocations',
  )
  expect(functionsOf(sam.definition)['orders-receipt']).toEqual({
    handler: 'receipts.receipt',
    runtime: 'nodejs22.x',
    timeout: 10,
    memorySize: 128,
    environment: { SHELF: 'maps' },
  })
})

test("the CDK's asset is the folder that the other formats name", () => {
  const code = read('cdk.out').definition.functions.map(fn => said(fn.code))
  const [asset, ...more] = new Set(code)
  expect(more).toEqual([])
  expect(textsIn(asset ?? '')).toEqual(textsIn(path.join(ordersFolder, 'src')))
})

describe.each(others)('$name', ({ file }) => {
  const { api, definition } = read(file)

  test('maps and renders with the same texts, and calls the same backends', () => {
    expect(integrationsOf(api)).toEqual(integrationsOf(sam.api))
  })

  test('answers failures with the same texts', () => {
    expect(gatewayResponsesOf(api)).toEqual(gatewayResponsesOf(sam.api))
  })

  test('asks the same function for authorization', () => {
    const uri = said(api.authorizers[0]?.uri) ?? ''
    expect(functionOfUri(uri, sam.definition.functions)?.name).toBe('orders-authorize')
    expect(uri).toBe(said(sam.api.authorizers[0]?.uri))
  })

  test('leaves nothing unknown', () => {
    expect(definition.permissions.filter(({ functionName }) => !functionName.known)).toEqual([])
    expect(api.unmodelled).toEqual([])
  })
})

describe.each(withFunctions)('the functions of $name', ({ file }) => {
  const { definition } = read(file)

  test('have the same settings', () => {
    expect(functionsOf(definition)).toEqual(functionsOf(sam.definition))
  })

  test('may be called by the API', () => {
    const allowed = definition.permissions.map(({ functionName }) => nameIn(said(functionName)))
    expect([...new Set(allowed)].sort()).toEqual(Object.keys(functionsOf(sam.definition)).sort())
  })
})

function textsIn(folder: string) {
  return readdirSync(folder).map(name => [name, readFileSync(path.join(folder, name), 'utf8')])
}

function read(file: string): { api: RestApi; definition: Definition } {
  const { definition } = loadDefinition(path.join(ordersFolder, file), diskFiles)
  const api = definition?.apis[0]
  if (api?.type !== 'rest' || definition?.apis.length !== 1) throw new Error(`${file} is not one REST API`)
  return { api, definition }
}

function integrationsOf(api: RestApi) {
  const methods = api.resources.flatMap(({ path: place, methods: own }) =>
    own.map(method => [`${method.httpMethod} ${place}`, textsOf(method.integration)] as const),
  )
  return Object.fromEntries(methods)
}

function textsOf(integration: Integration | undefined) {
  return {
    uri: said(integration?.uri),
    requestParameters: saidAll(integration?.requestParameters),
    requestTemplates: saidAll(integration?.requestTemplates),
    responses: (integration?.responses ?? []).map(responseTexts).sort(byStatus),
  }
}

function responseTexts({
  statusCode,
  responseParameters,
  responseTemplates,
  selectionPattern,
}: IntegrationResponse) {
  return {
    statusCode: said(statusCode),
    selectionPattern: said(selectionPattern) ?? '',
    responseParameters: saidAll(responseParameters),
    responseTemplates: saidAll(responseTemplates),
  }
}

function byStatus(one: { statusCode: unknown }, other: { statusCode: unknown }): number {
  return String(one.statusCode).localeCompare(String(other.statusCode))
}

function gatewayResponsesOf(api: RestApi) {
  return Object.fromEntries(
    api.gatewayResponses.map(({ type, statusCode, responseParameters, responseTemplates }) => [
      type,
      [said(statusCode), saidAll(responseParameters), saidAll(responseTemplates)],
    ]),
  )
}

function functionsOf({ functions }: Definition) {
  return Object.fromEntries(
    functions.map(({ name, handler, runtime, timeout, memorySize, environment }) => [
      name,
      {
        // The Serverless Framework packs the whole folder, the others `src`.
        handler: said(handler)?.replace(/^src\//, ''),
        runtime: said(runtime),
        timeout: said(timeout),
        memorySize: said(memorySize) ?? 128,
        environment: saidAll(environment),
      },
    ]),
  )
}

function nameIn(reference: string | undefined): string | undefined {
  const own = sam.definition.functions.find(({ id }) => id === reference)
  return own?.name ?? reference?.split(':').at(-1)
}

function said<T>(fact: Fact<T> | undefined): T | undefined {
  if (fact?.known === false) throw new Error(`not known: ${fact.reason}`)
  return fact?.value
}

function saidAll(facts: ReadonlyMap<string, Fact<string>> | undefined) {
  return Object.fromEntries([...(facts ?? [])].map(([name, fact]) => [name, said(fact)]))
}
