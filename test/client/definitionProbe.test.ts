import { describe, expect, it } from 'vitest'
import { looksLikeDefinition, looksLikeMappingTemplate } from '../../client/src/definitionProbe.ts'

describe('a text that is worth starting the language server for', () => {
  it.each([
    'openapi: 3.0.1\ninfo: {}',
    '{"openapi": "3.1.0"}',
    "swagger: '2.0'",
    'AWSTemplateFormatVersion: "2010-09-09"',
    'Resources:\n  Shop:\n    Type: AWS::Serverless::Api\n',
    '{"Resources": {"Shop": {"Type": "AWS::ApiGatewayV2::Api"}}}',
    'get:\n  x-amazon-apigateway-integration:\n',
    'service: shop\nprovider:\n  name: aws\n',
    '{"service": "shop", "provider": {"name": "aws"}}',
  ])('%s', text => {
    expect(looksLikeDefinition(text)).toBe(true)
  })

  it.each([
    '',
    'services:\n  web:\n    image: nginx\n',
    '{"name": "openapi-tools"}',
    'uses: actions/checkout@v4',
    'service: shop\nprovider:\n  name: google\n',
  ])('is not: %s', text => {
    expect(looksLikeDefinition(text)).toBe(false)
  })

  it('shows it at its start: a large file is not searched to its end', () => {
    expect(looksLikeDefinition(`${' '.repeat(100_000)}openapi: 3.0.1`)).toBe(false)
  })
})

it('a Velocity template is a mapping template when it names what API Gateway gives it', () => {
  expect(looksLikeMappingTemplate(`{ "id": "$input.params('id')" }`)).toBe(true)
  expect(looksLikeMappingTemplate('#if($!{context.identity.user})')).toBe(true)
  expect(looksLikeMappingTemplate('<h1>$page.title</h1> $inputs')).toBe(false)
})
