import { describe, expect, it } from 'vitest'
import { definition } from '../../server/src/language/definition.ts'
import { hover } from '../../server/src/language/hover.ts'
import { vtlDefinition } from '../../server/src/language/vtl/vtlNavigation.ts'
import { openAt, testUris } from '../support/cursor.ts'

const api = `
  openapi: 3.0.1
  info: {title: Orders, version: '1'}
  paths:
    /orders:
      post:
        requestBody:
          content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}
        responses: {}
        x-amazon-apigateway-integration:
          type: http
          httpMethod: POST
          uri: https://example.com
          requestParameters:
            integration.request.header.X-Name: method.request.body.customer.name
            integration.request.header.X-First: method.request.body.items[0].sku
          requestTemplates:
            application/json: |
              #set($order = $input.path('$.customer'))
              {"name": "$input.path('$.customer.name')", "vip": "$order.vip",
               "sku": "$input.json('$.items[0].sku')", "note": "$input.path('$.note')"}
  components:
    schemas:
      Customer:
        type: object
        properties:
          name: {type: string, description: Full name}
          vip: {type: boolean}
      Noted:
        properties:
          note: {type: string}
      Order:
        type: object
        required: [customer]
        allOf:
          - $ref: '#/components/schemas/Noted'
        properties:
          customer: {$ref: '#/components/schemas/Customer'}
          items: {type: array, items: {type: object, properties: {sku: {type: string}}}}
`

/** The text that the definition of what is at the cursor stands on. */
function leadsTo(
  marked: string,
  name = 'api.yaml',
  beside: Record<string, string> = {},
): string[] | undefined {
  const { document, position, owner, workspace, text } = openAt(name, marked, beside)
  const found =
    vtlDefinition(workspace, document.file, position, testUris) ??
    definition(document, position, owner, workspace.files, testUris)
  return found.map(({ range: { start, end } }) => {
    const line = text.split(/\r?\n/)[start.line] ?? ''
    return `${start.line}: ${line.slice(start.character, end.line === start.line ? end.character : undefined)}`
  })
}

const line = (of: string) => {
  const { text } = openAt('api.yaml', `${api}<|>`)
  return text.slice(0, text.indexOf(of)).split('\n').length - 1
}

describe('a JSONPath leads to the property of the request model', () => {
  it('in $input.path and $input.json, over references, lists and compositions', () => {
    const name = `${line('name: {type: string')}: name`
    expect(leadsTo(api.replace("$.customer.name')", "$.customer.na<|>me')"))).toEqual([name])
    expect(leadsTo(api.replace("$.customer.name')", "$.cust<|>omer.name')"))).toEqual([
      `${line('customer: {$ref')}: customer`,
    ])
    expect(leadsTo(api.replace("$.items[0].sku')", "$.items[0].sk<|>u')"))).toEqual([
      `${line('items: {type: array')}: sku`,
    ])
    expect(leadsTo(api.replace("$.note')", "$.no<|>te')"))).toEqual([`${line('note: {type')}: note`])
  })

  it('from members of variables that hold a part of the payload', () => {
    expect(leadsTo(api.replace('$order.vip', '$order.vi<|>p'))).toEqual([`${line('vip: {type')}: vip`])
    expect(leadsTo(api.replace('$order.vip', '$ord<|>er.vip'))).toEqual([`${line('#set')}: order`])
  })

  it('in mapping expressions, with what the model says of it', () => {
    expect(leadsTo(api.replace('body.customer.name', 'body.customer.na<|>me'))).toEqual([
      `${line('name: {type: string')}: name`,
    ])
    expect(leadsTo(api.replace('body.items[0].sku', 'body.items[0].s<|>ku'))).toEqual([
      `${line('items: {type: array')}: sku`,
    ])
    const { document, position, owner, workspace } = openAt(
      'api.yaml',
      api.replace('body.customer.name', 'body.customer.na<|>me'),
    )
    const text = JSON.stringify(hover(document, position, owner, workspace.files))
    expect(text).toContain('Full name')
    expect(text).toContain('From the model `Order`')
  })

  it('in a text with carriage returns and a byte order mark', () => {
    const { text, position } = openAt('api.yaml', api.replace("$.customer.name')", "$.customer.na<|>me')"))
    const lines = text.split('\n')
    const at = (lines[position.line] ?? '').slice(0, position.character)
    const marked = [
      ...lines.slice(0, position.line),
      `${at}<|>${(lines[position.line] ?? '').slice(position.character)}`,
      ...lines.slice(position.line + 1),
    ]
    expect(leadsTo(`\ufeff${marked.join('\r\n')}`)).toEqual([`${line('name: {type: string')}: name`])
  })

  it('in models of CloudFormation, as trees and as texts', () => {
    const template = `
      AWSTemplateFormatVersion: '2010-09-09'
      Resources:
        Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: x}}
        Order:
          Type: AWS::ApiGateway::Model
          Properties:
            RestApiId: !Ref Api
            ContentType: application/json
            Name: Order
            Schema: {type: object, properties: {total: {type: number}}}
        Root:
          Type: AWS::ApiGateway::Method
          Properties:
            RestApiId: !Ref Api
            ResourceId: !GetAtt Api.RootResourceId
            HttpMethod: POST
            AuthorizationType: NONE
            RequestModels: {application/json: !Ref Order}
            Integration:
              Type: MOCK
              RequestTemplates:
                application/json: '{"n": $input.path("$.to<|>tal")}'`
    expect(leadsTo(template, 'template.yaml')).toEqual(['9: total'])
    const asText = template.replace(
      '{type: object, properties: {total: {type: number}}}',
      `'{"type": "object", "properties": {"total": {"type": "number"}}}'`,
    )
    expect(leadsTo(asText, 'template.yaml')?.[0]).toMatch(/^3: Order/)
  })

  it('nowhere without a model, and ends in a circle of references', () => {
    const circle = api
      .replace('customer: {$ref', 'parent: {$ref')
      .replace('#/components/schemas/Customer', '#/components/schemas/Order')
    expect(leadsTo(circle.replace("$.customer.name')", "$.parent.parent.pa<|>rent')"))).toEqual([
      `${line('customer: {$ref')}: parent`,
    ])
    const none = api.replace(/ {8}requestBody:\n.*\n/, '')
    expect(leadsTo(none.replace("$.customer.name')", "$.customer.na<|>me')"))).toEqual([])
  })
})
