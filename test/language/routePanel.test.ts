import { describe, expect, it } from 'vitest'
import { answerFit } from '../../server/src/language/answerFit.ts'
import { bodyShape } from '../../server/src/language/bodyShape.ts'
import { routeDetails } from '../../server/src/language/routeDetails.ts'
import { createWorkspace } from '../../server/src/language/workspace.ts'
import { testUris } from '../support/cursor.ts'
import { memoryFiles } from '../support/memoryFiles.ts'

// What the invoke panel learns of a route beside its examples.

const definition = `AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Shop:
    Type: AWS::ApiGateway::RestApi
    Properties:
      EndpointConfiguration: { Types: [PRIVATE], VpcEndpointIds: [vpce-0a1b] }
      Body:
        swagger: '2.0'
        info: { title: shop, version: '1' }
        definitions:
          Order:
            type: object
            required: [items]
            properties:
              items: { type: array, items: { $ref: '#/definitions/Item' } }
              express: { type: boolean }
          Item:
            type: object
            required: [bookId]
            properties:
              bookId: { type: string, description: Id of the book }
              wrap: { type: string, enum: [none, gift] }
              parent: { $ref: '#/definitions/Item' }
        paths:
          /orders:
            post:
              consumes: [application/json]
              produces: [application/json]
              parameters: [{ name: body, in: body, schema: { $ref: '#/definitions/Order' } }]
              responses: { '200': { description: ok, schema: { $ref: '#/definitions/Order' } } }
              x-amazon-apigateway-integration: { type: mock }
  Live:
    Type: AWS::ApiGateway::Stage
    Properties:
      RestApiId: !Ref Shop
      StageName: live
      Variables: { level: debug, table: !ImportValue table }
      CanarySetting: { PercentTraffic: 10 }
`
const route = {
  definition: testUris.toUri('/shop/template.yaml'),
  apiId: 'Shop',
  method: 'POST',
  path: '/orders',
}

function open() {
  const workspace = createWorkspace(memoryFiles({ '/shop/template.yaml': definition }), () => ({}))
  workspace.setCandidates(['/shop/template.yaml'])
  return workspace.result('/shop/template.yaml')
}

it('tells the stages with their variables and canary, and the VPC endpoints of a private API', () => {
  expect(routeDetails(open(), route, testUris)).toMatchObject({
    stageDetails: [
      { name: 'live', variables: [{ name: 'level', value: 'debug' }, { name: 'table' }], canaryPercent: 10 },
    ],
    vpcEndpoints: ['vpce-0a1b'],
  })
})

it('tells what may stand in the body, references followed and circles cut', () => {
  const shape = routeDetails(open(), route, testUris)?.bodyShape
  expect(shape).toMatchObject({
    required: ['items'],
    properties: {
      items: {
        type: 'array',
        items: {
          properties: {
            bookId: { description: 'Id of the book' },
            wrap: { values: ['none', 'gift'] },
            parent: { properties: { wrap: { values: ['none', 'gift'] } } },
          },
        },
      },
      express: { values: [true, false] },
    },
  })
  expect(JSON.stringify(shape).length).toBeLessThan(20_000)
})

it('of a schema that grows by every level stays small', () => {
  const wide = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`p${index}`, { $ref: '#' }]))
  expect(JSON.stringify(bodyShape({ type: 'object', properties: wide }, [])).length).toBeLessThan(500_000)
  expect(bodyShape(undefined, [])).toBeUndefined()
  expect(bodyShape({ $ref: '#/nowhere' }, [])).toBeUndefined()
})

describe('an answer', () => {
  const fit = (body: string, status = 200, contentType = 'application/json; charset=utf-8') =>
    answerFit(open(), { route, status, contentType, body })

  it('fits the model of its response, or the validator says why not', () => {
    expect(fit('{"items":[{"bookId":"b"}]}')).toMatchObject({ errors: [] })
    expect(fit('{"items":[{}]}')?.errors).toEqual([expect.stringContaining('bookId')])
    expect(fit('no json')?.errors).toEqual(['the body is no JSON'])
  })

  it('of a status or type without a model is not judged, nor one that is too long or too deep', () => {
    expect(fit('{}', 404)).toBeUndefined()
    expect(fit('{}', 200, 'text/plain')).toBeUndefined()
    expect(fit(`"${'x'.repeat(1_000_001)}"`)).toBeUndefined()
    expect(fit('['.repeat(5000))).toBeUndefined()
  })
})
