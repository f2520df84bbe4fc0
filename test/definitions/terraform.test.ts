import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { Definition } from '../../server/src/api/api.ts'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import { diskFiles } from '../../server/src/io/files.ts'
import { diagnose } from '../../server/src/language/diagnostics.ts'
import { memoryFiles } from '../support/memoryFiles.ts'
import {
  httpApiOf,
  labelsOf,
  methodOf,
  restApiOf,
  routeOf,
  said,
  saidMap,
} from '../support/readDefinition.ts'

const planFile = fileURLToPath(new URL('../fixtures/terraform/plan.json', import.meta.url))

function definitionOf(file: string, files = diskFiles): Definition {
  const { definition } = loadDefinition(file, files)
  if (!definition) throw new Error('no definition')
  return definition
}

const invocations = (name: string) =>
  `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:${name}/invocations`

describe('the JSON of a plan', () => {
  const plan = definitionOf(planFile)
  const shop = restApiOf(plan)
  const notes = httpApiOf(plan)

  it('gives a REST API with the routes of the root module and of a child module', () => {
    expect(plan.kind).toBe('terraform')
    expect([shop.id, shop.name]).toEqual(['aws_api_gateway_rest_api.shop', 'bookshop'])
    expect(labelsOf(shop)).toEqual(['GET /books/{bookId}', 'POST /books', 'GET /reviews'])
    expect(shop.binaryMediaTypes.map(said)).toEqual(['image/png'])
    expect(shop.endpointTypes.map(said)).toEqual(['REGIONAL'])
  })

  it('follows what is known after apply through the configuration', () => {
    expect(said(methodOf(shop, 'GET /books/{bookId}').integration?.uri)).toBe(invocations('get-book'))
    expect(said(methodOf(shop, 'GET /reviews').integration?.uri)).toBe(invocations('get-book'))
    expect(said(methodOf(shop, 'GET /books/{bookId}').requestValidator)).toBe(
      'aws_api_gateway_request_validator.all',
    )
  })

  it('puts integration, integration responses and method responses into their method', () => {
    const method = methodOf(shop, 'POST /books')
    expect(method.authorization.type).toBe('CUSTOM')
    expect(said(method.authorization.authorizer)).toBe('aws_api_gateway_authorizer.guard')
    expect(saidMap(method.requestModels)).toEqual({ 'application/json': 'Book' })
    expect(said(method.integration?.type)).toBe('MOCK')
    expect(saidMap(method.integration?.requestTemplates)).toEqual({
      'application/json': '{"statusCode": 201}',
    })
    expect(
      method.integration?.responses.map(each => [said(each.statusCode), saidMap(each.responseTemplates)]),
    ).toEqual([['201', { 'application/json': '{"kept": true}' }]])
    expect(method.responses.map(({ statusCode, headers }) => [statusCode, [...headers.keys()]])).toEqual([
      ['201', ['Location']],
    ])
  })

  it('reads authorizers, models, validators, gateway responses and stages', () => {
    const [guard] = shop.authorizers
    expect([said(guard?.type), said(guard?.uri), said(guard?.resultTtlInSeconds)]).toEqual([
      'TOKEN',
      invocations('get-book'),
      0,
    ])
    expect(shop.models.map(({ name, schema }) => [name, schema])).toEqual([['Book', { type: 'object' }]])
    expect(shop.requestValidators.map(each => said(each.validateRequestBody))).toEqual([true])
    expect(shop.gatewayResponses.map(each => [each.type, said(each.statusCode)])).toEqual([
      ['UNAUTHORIZED', '401'],
    ])
    expect(
      shop.stages.map(({ name, variables, unmodelled }) => [name, saidMap(variables), unmodelled]),
    ).toEqual([['live', { colour: 'red' }, []]])
  })

  it('reads an HTTP API with its routes, integration, authorizer and CORS', () => {
    expect(notes.routes.map(({ routeKey }) => routeKey)).toEqual(['GET /notes/{bookId}', 'GET /mine'])
    const route = routeOf(notes, 'GET /mine')
    expect([route.authorization.type, said(route.authorization.authorizer)]).toEqual([
      'JWT',
      'aws_apigatewayv2_authorizer.tokens',
    ])
    expect(said(route.integration?.payloadFormatVersion)).toBe('2.0')
    expect(route.integration?.responses.map(each => saidMap(each.responseParameters))).toEqual([
      { 'append:header.X-From': 'notes' },
    ])
    expect(said(notes.authorizers[0]?.jwt?.issuer)).toBe('https://issuer.example')
    expect([notes.cors?.allowOrigins.map(said), said(notes.cors?.maxAge)]).toEqual([
      ['https://app.example'],
      300,
    ])
    expect(notes.stages.map(({ name }) => name)).toEqual(['$default'])
  })

  it('finds the folder that a zip is packed from, and knows which variables it does not know', () => {
    const [fn] = plan.functions
    expect(path.relative(path.dirname(planFile), String(said(fn?.code)))).toBe('src')
    expect([fn?.name, said(fn?.handler), said(fn?.timeout), said(fn?.memorySize)]).toEqual([
      'get-book',
      'index.handler',
      10,
      256,
    ])
    expect(saidMap(fn?.environment)).toEqual({ SHELF: 'fiction', TABLE: "? 'TABLE' is known after apply" })
    expect(plan.permissions.map(each => [said(each.functionName), said(each.sourceArn)])).toEqual([
      ['get-book', "? 'source_arn' is known after apply"],
    ])
  })

  it('points at the line of the resource', () => {
    const lines = diskFiles.read(planFile)?.split('\n') ?? []
    expect(lines[methodOf(shop, 'GET /reviews').origin.range.start.line]).toContain(
      '"module.reviews.aws_api_gateway_method.list"',
    )
  })

  it('has no faults', () => {
    const found = diagnose(loadDefinition(planFile, diskFiles), diskFiles)
    expect(found.filter(({ code }) => code !== 'not-emulated')).toEqual([])
  })
})

const shopState = (values: Record<string, unknown>) => ({
  format_version: '1.0',
  values: {
    root_module: {
      resources: [
        resource('aws_api_gateway_rest_api', 'shop', { id: 'a1b2', root_resource_id: 'r0', name: 'shop' }),
        resource('aws_api_gateway_resource', 'books', {
          id: 'r1',
          rest_api_id: 'a1b2',
          parent_id: 'r0',
          path_part: 'books',
        }),
        resource('aws_api_gateway_method', 'get', {
          id: 'agm-1',
          rest_api_id: 'a1b2',
          resource_id: 'r1',
          http_method: 'GET',
          authorization: 'NONE',
          ...values,
        }),
      ],
    },
  },
})

function resource(type: string, name: string, values: Record<string, unknown>) {
  return { address: `${type}.${name}`, mode: 'managed', type, name, values }
}

function read(value: unknown, others: Record<string, string> = {}, name = 'main.tf.json') {
  const files = memoryFiles({ [`/app/${name}`]: JSON.stringify(value), ...others })
  const result = loadDefinition(`/app/${name}`, files)
  if (!result.definition) throw new Error('no definition')
  return { definition: result.definition, diagnostics: result.diagnostics }
}

describe('the JSON of a state', () => {
  it('joins resources by the ids that AWS gave them', () => {
    const { definition } = read(shopState({}), {}, 'state.json')
    expect(labelsOf(restApiOf(definition))).toEqual(['GET /books'])
  })

  it('leaves an authorizer unknown that is made elsewhere', () => {
    const { definition } = read(shopState({ authorization: 'CUSTOM', authorizer_id: 'x9' }), {}, 'state.json')
    expect(said(methodOf(restApiOf(definition), 'GET /books').authorization.authorizer)).toBe(
      "? 'x9' is not in this file",
    )
  })
})

describe('a .tf.json file', () => {
  const integration = (uri: string) => ({
    variable: { stage: { default: 'live' } },
    locals: { name: '${var.stage}-shop' },
    data: {
      archive_file: { code: { type: 'zip', source_dir: '${path.module}/src', output_path: 'fn.zip' } },
    },
    resource: {
      aws_api_gateway_rest_api: { shop: { name: '${local.name}' } },
      aws_api_gateway_method: {
        get: [
          {
            rest_api_id: '${aws_api_gateway_rest_api.shop.id}',
            resource_id: '${aws_api_gateway_rest_api.shop.root_resource_id}',
            http_method: 'GET',
            authorization: 'NONE',
          },
        ],
      },
      aws_api_gateway_integration: {
        get: {
          rest_api_id: '${aws_api_gateway_rest_api.shop.id}',
          resource_id: '${aws_api_gateway_rest_api.shop.root_resource_id}',
          http_method: '${aws_api_gateway_method.get.http_method}',
          type: 'AWS_PROXY',
          integration_http_method: 'POST',
          uri,
        },
      },
      aws_lambda_function: {
        fn: {
          function_name: 'list',
          handler: 'index.handler',
          runtime: 'nodejs22.x',
          filename: '${data.archive_file.code.output_path}',
          environment: { variables: { STAGE: '${var.stage}', KEY: '${random_id.key.hex}', RAW: '$${kept}' } },
        },
      },
    },
  })

  it('follows references, variables and locals', () => {
    const { definition, diagnostics } = read(integration('${aws_lambda_function.fn.invoke_arn}'))
    const api = restApiOf(definition)
    expect(diagnostics).toEqual([])
    expect([api.name, labelsOf(api)]).toEqual(['live-shop', ['GET /']])
    expect(said(methodOf(api, 'GET /').integration?.uri)).toBe(invocations('list'))
    expect(definition.functions.map(fn => [said(fn.code), saidMap(fn.environment)])).toEqual([
      [
        '/app/src',
        { STAGE: 'live', KEY: "? 'random_id.key.hex' is known to Terraform only", RAW: '${kept}' },
      ],
    ])
  })

  it('joins a text around references', () => {
    const uri =
      'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${aws_lambda_function.fn.arn}/invocations'
    const api = restApiOf(read(integration(uri)).definition)
    expect(said(methodOf(api, 'GET /').integration?.uri)).toBe(invocations('list'))
  })

  it('says of a function call that only Terraform knows its value', () => {
    const api = restApiOf(read(integration('${lookup(var.uris, "x")}')).definition)
    expect(said(methodOf(api, 'GET /').integration?.uri)).toBe(
      `? 'lookup(var.uris, "x")' is known to Terraform only`,
    )
  })

  it('ends when values double each other', () => {
    const locals = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [
        `v${index}`,
        `\${local.v${index + 1}}\${local.v${index + 1}}`,
      ]),
    )
    const { definition } = read({ ...integration('${local.v0}'), locals })
    expect(said(methodOf(restApiOf(definition), 'GET /').integration?.uri)).toMatch(
      /is known to Terraform only$/,
    )
  })

  const withBody = (body: string) => ({
    resource: { aws_api_gateway_rest_api: { shop: { name: 'shop', body } } },
  })
  const openApi = '{"openapi": "3.0.1", "info": {"title": "t", "version": "1"}, "paths": {"/a": {"get": {}}}}'

  it('reads a body that is written as text, and one in a file, whose lines it then points at', () => {
    expect(labelsOf(restApiOf(read(withBody(openApi)).definition))).toEqual(['GET /a'])
    const other = read(withBody('${file("${path.module}/api.json")}'), { '/app/api.json': openApi })
    expect(methodOf(restApiOf(other.definition), 'GET /a').origin.file).toBe('/app/api.json')
  })

  it('says aloud that a body is not known', () => {
    const { definition, diagnostics } = read(withBody('${jsonencode(local.api)}'))
    expect(labelsOf(restApiOf(definition))).toEqual([])
    expect(diagnostics.map(({ message }) => message)).toEqual([
      "The 'body' of 'aws_api_gateway_rest_api.shop' cannot be read here, so its routes are not served: 'jsonencode(local.api)' is known to Terraform only",
    ])
  })
})

it('says that the modules of a .tf.json file are not read', () => {
  const text = JSON.stringify({
    module: { shop: { source: './shop' } },
    resource: { aws_apigatewayv2_api: { notes: { name: 'notes', protocol_type: 'HTTP' } } },
  })
  const { diagnostics } = loadDefinition('/a/main.tf.json', memoryFiles({ '/a/main.tf.json': text }))
  expect(diagnostics.map(({ severity, message }) => [severity, message.slice(0, 27)])).toContainEqual([
    'info',
    "Module 'shop' is not read, ",
  ])
})
