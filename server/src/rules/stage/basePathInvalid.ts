import type { Rule } from '../rule.ts'
import { childAt, originOf, originOfEntry, stringOf, toValue } from '../../syntax/node.ts'
import { isComputed, resourcesOfType, templateRoot } from '../template/templateTree.ts'
import { replaceFix } from '../textFixes.ts'

const names: Readonly<Record<string, string | undefined>> = {
  'AWS::ApiGateway::BasePathMapping': 'BasePath',
  'AWS::ApiGateway::BasePathMappingV2': 'BasePath',
  'AWS::ApiGatewayV2::ApiMapping': 'ApiMappingKey',
}

export const basePathInvalid: Rule = {
  id: 'base-path-invalid',
  severity: 'error',
  summary: 'The base path of a custom domain is one that API Gateway does not take, or is there twice.',
  aws: "Refuses it: a base path has no slash at its ends, and each is there once: 'Base path already exists for this domain name'.",
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mappings.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: books }
  Front:
    Type: AWS::ApiGateway::BasePathMapping
    Properties: { DomainName: api.example.com, RestApiId: !Ref Books, Stage: prod, BasePath: /shop }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: books }
  Front:
    Type: AWS::ApiGateway::BasePathMapping
    Properties: { DomainName: api.example.com, RestApiId: !Ref Books, Stage: prod, BasePath: shop }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      const first = new Map<string, string>()
      for (const { id, type, entry, properties } of resourcesOfType(root, ...Object.keys(names))) {
        const name = names[type] ?? ''
        const node = childAt(properties, name)
        const path = stringOf(node) ?? ''
        if (node && isComputed(node)) continue
        if (node && (path.startsWith('/') || path.endsWith('/'))) {
          const plain = path.replace(/^\/+|\/+$/g, '')
          yield {
            origin: originOf(node),
            message: `'${path}' begins or ends with '/', which API Gateway refuses in a base path; write '${plain}'`,
            fixes: replaceFix(context, originOf(node), path, plain),
          }
        }
        const domain = childAt(properties, 'DomainName') ?? childAt(properties, 'DomainNameArn')
        if (!domain || childAt(entry.value, 'Condition')) continue
        const key = JSON.stringify([toValue(domain), path])
        const earlier = first.get(key)
        first.set(key, earlier ?? id)
        if (earlier === undefined) continue
        yield {
          origin: node ? originOf(node) : originOfEntry(entry),
          message: `'${id}' maps the base path '${path}', which '${earlier}' has already, so API Gateway refuses it; take another path`,
        }
      }
    },
  },
}
