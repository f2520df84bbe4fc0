import { expect, test } from 'vitest'
import { loadDefinition } from '../../../server/src/definitions/load.ts'
import { exportableApis, isTemplatable } from '../../../server/src/language/refactor/exportPlace.ts'
import { memoryFiles } from '../../support/memoryFiles.ts'

/** The places of a file by their first words: which APIs can be exported there, and whether a SAM template is offered. */
function offersIn(file: string, text: string): Record<string, string> {
  const result = loadDefinition(file, memoryFiles({ [file]: text }))
  const document = result.documents.get(file)
  if (!document) throw new Error('no document')
  const lines = text.split('\n').flatMap((line, number) => {
    const start = { line: number, character: line.search(/\S/) }
    const range = { start, end: start }
    const offered = [
      ...exportableApis(document, range, result).map(({ id }) => id),
      ...(isTemplatable(document, range, result) ? ['a SAM template'] : []),
    ]
    return offered.length > 0 ? [[line.trim(), offered.join(', ')] as const] : []
  })
  return Object.fromEntries(lines)
}

test('at an API of a template, and at events of an implicit one', () => {
  const text = `Transform: AWS::Serverless-2016-10-31
Resources:
  Shop:
    Type: AWS::Serverless::HttpApi
    Properties:
      FailOnWarnings: true
      Tags:
        team: shop
  Chat:
    Type: AWS::ApiGatewayV2::Api
    Properties: { ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.action }
  Get:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        Own: { Type: Api, Properties: { Path: /a, Method: get } }
        Http: { Type: HttpApi, Properties: { Path: /b, Method: get } }
        Named: { Type: HttpApi, Properties: { ApiId: !Ref Shop, Path: /c, Method: get } }
`
  expect(offersIn('/work/template.yaml', text)).toEqual({
    'Shop:': 'Shop',
    'Type: AWS::Serverless::HttpApi': 'Shop',
    'Properties:': 'Shop',
    'FailOnWarnings: true': 'Shop',
    'Tags:': 'Shop',
    'Own: { Type: Api, Properties: { Path: /a, Method: get } }': 'ServerlessRestApi',
    'Http: { Type: HttpApi, Properties: { Path: /b, Method: get } }': 'ServerlessHttpApi',
  })
})

test('at what a service is made of', () => {
  const text = `service: shop
provider:
  name: aws
functions:
  get:
    handler: a.b
    events:
      - http: GET /a
      - httpApi: GET /b
custom:
  x: y
`
  const both = 'ApiGatewayRestApi, HttpApi'
  expect(offersIn('/work/serverless.yml', text)).toEqual({
    'service: shop': both,
    'provider:': both,
    'name: aws': both,
    'functions:': both,
    'get:': both,
  })
})

test('a SAM template at the keys of the root of an OpenAPI document', () => {
  const text = `openapi: 3.0.1
info:
  title: Shop
paths:
  /a: { get: { x-amazon-apigateway-integration: { type: mock } } }
`
  expect(Object.keys(offersIn('/work/openapi.yaml', text))).toEqual(['openapi: 3.0.1', 'info:', 'paths:'])
})
