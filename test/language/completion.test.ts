import { describe, expect, it } from 'vitest'
import { acceptedText as accepted, proposed, proposedLabels as labels } from '../support/proposals.ts'

const openApi = (operation: string) => `
  openapi: 3.0.1
  info: { title: Shop, version: '1' }
  paths:
    /books:
      get:
${operation}
  components:
    securitySchemes:
      Token: { type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: custom }
    schemas:
      Book: { type: object }
`

describe('in an OpenAPI document', () => {
  it('proposes the keys of an integration that are not there yet', () => {
    const found = labels(
      'openapi.yaml',
      openApi(`
        x-amazon-apigateway-integration:
          type: mock
          <|>`),
    )
    expect(found).toContain('requestTemplates')
    expect(found).toContain('passthroughBehavior')
    expect(found).not.toContain('type')
  })

  it('proposes the integration types as values', () => {
    const found = labels(
      'openapi.yaml',
      openApi(`
        x-amazon-apigateway-integration:
          type: <|>`),
    )
    expect(found).toEqual(expect.arrayContaining(['aws_proxy', 'http_proxy', 'mock']))
  })

  it('finishes a half-typed key', () => {
    const after = accepted(
      'openapi.yaml',
      openApi(`
        x-amazon-apigateway-integration:
          type: mock
          passthr<|>`),
      'passthroughBehavior',
    )
    expect(after).toMatch(/type: mock\n\s+passthroughBehavior: \n/)
    expect(after).not.toContain('passthrpass')
  })

  it('proposes the schemas a $ref can name', () => {
    const after = accepted(
      'openapi.yaml',
      openApi(`
        requestBody:
          content:
            application/json:
              schema:
                $ref: <|>`),
      '#/components/schemas/Book',
    )
    expect(after).toContain("$ref: '#/components/schemas/Book'")
  })

  it('proposes the security schemes of the document', () => {
    expect(labels('openapi.yaml', openApi('        security: [{ <|> }]'))).toContain('Token')
  })

  it('works in JSON, with and without quotes', () => {
    const json = (at: string) =>
      `{"openapi": "3.0.1", "info": {"title": "S", "version": "1"}, "paths": {"/a": {"get": {"x-amazon-apigateway-integration": {"type": "mock", ${at}}}}}}`
    expect(accepted('openapi.json', json('<|>'), 'requestTemplates')).toContain(
      '"type": "mock", "requestTemplates": {',
    )
    expect(accepted('openapi.json', json('"requ<|>": {}'), 'requestTemplates')).toContain(
      '"requestTemplates": {}',
    )
  })
})

describe('in a template', () => {
  const template = (rest: string) => `
    AWSTemplateFormatVersion: '2010-09-09'
    Transform: AWS::Serverless-2016-10-31
    Parameters:
      Stage: { Type: String, Default: dev }
    Resources:
      Shop:
        Type: AWS::Serverless::Api
        Properties: { StageName: dev }
${rest}
`

  it('proposes the properties of a resource by its type', () => {
    const found = labels(
      'template.yaml',
      template(`
      List:
        Type: AWS::Serverless::Function
        Properties:
          Handler: app.handler
          <|>`),
    )
    expect(found).toEqual(expect.arrayContaining(['Runtime', 'CodeUri', 'Timeout']))
    expect(found).not.toContain('Handler')
  })

  it('finds types of resources by the name of their service, those of other services last', () => {
    const text = template(`
      List:
        Type: <|>`)
    const found = proposed('template.yaml', text)
    const filterOf = (wanted: string) => found.find(({ label }) => label === wanted)?.filterText
    expect(filterOf('AWS::ApiGateway::RestApi')).toBe('ApiGateway::RestApi AWS::ApiGateway::RestApi')
    expect(filterOf('AWS::Pinpoint::')).toBe('Pinpoint:: AWS::Pinpoint::')
    const services = labels('template.yaml', text).flatMap(label => /^AWS::\w+::/.exec(label)?.[0] ?? [])
    expect([...new Set(services)].slice(0, 4)).toEqual([
      'AWS::Serverless::',
      'AWS::ApiGateway::',
      'AWS::ApiGatewayV2::',
      'AWS::Lambda::',
    ])
  })

  it('proposes what !Ref can name', () => {
    const found = labels(
      'template.yaml',
      template(`
    Outputs:
      Api:
        Value: !Ref <|>`),
    )
    expect(found).toEqual(expect.arrayContaining(['Shop', 'Stage', 'AWS::Region']))
  })

  it('replaces the name inside ${ } only', () => {
    const after = accepted(
      'template.yaml',
      template(`
    Outputs:
      Api:
        Value: !Sub https://\${Sh<|>}.execute-api`),
      'Shop',
    )
    expect(after).toContain('Value: !Sub https://${Shop}.execute-api')
  })

  it('goes on beside broken lines', () => {
    const found = labels(
      'template.yaml',
      template(`
      Broken:
        Type: AWS::Serverless::Function
        Properties: { Handler: [
      List:
        Type: AWS::Serverless::Function
        Properties:
          <|>`),
    )
    expect(found).toBeInstanceOf(Array)
  })
})

it('is silent in a file that is no definition', () => {
  expect(labels('ci.yaml', 'jobs:\n  build:\n    <|>\n')).toEqual([])
})
