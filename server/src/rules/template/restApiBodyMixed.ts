import type { Rule } from '../rule.ts'
import { childAt, originOfEntry } from '../../syntax/node.ts'
import { referencedId, resourcesOfType, templateRoot } from './templateTree.ts'

const types = ['Method', 'Model', 'Resource', 'GatewayResponse', 'RequestValidator', 'Authorizer'].map(
  name => `AWS::ApiGateway::${name}`,
)

export const restApiBodyMixed: Rule = {
  id: 'rest-api-body-mixed',
  severity: 'warning',
  summary: 'A REST API with a definition of its own has methods or other parts in the template besides.',
  aws: 'Overwrites the API with the definition at each change of it: the other parts go, or stay as orphans (cfn-lint W3660).',
  documentation:
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-restapi.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Body: { openapi: 3.0.1, info: { title: Books, version: '1' }, paths: {} } }
  Book:
    Type: AWS::ApiGateway::Model
    Properties: { RestApiId: !Ref Books, Name: book, ContentType: application/json, Schema: { type: object } }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: books }
  Book:
    Type: AWS::ApiGateway::Model
    Properties: { RestApiId: !Ref Books, Name: book, ContentType: application/json, Schema: { type: object } }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      const imported = new Set(
        resourcesOfType(root, 'AWS::ApiGateway::RestApi')
          .filter(({ properties }) => childAt(properties, 'Body') ?? childAt(properties, 'BodyS3Location'))
          .map(({ id }) => id),
      )
      if (imported.size === 0) return
      for (const { id, entry, properties } of resourcesOfType(root, ...types)) {
        const api = referencedId(childAt(properties, 'RestApiId'))
        if (api === undefined || !imported.has(api)) continue
        yield {
          origin: originOfEntry(entry),
          message: `'${id}' is a part of '${api}', whose 'Body' overwrites the API at each change of it; say it in the body, or make every part a resource`,
        }
      }
    },
  },
}
