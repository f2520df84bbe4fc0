import type { HttpApi, RestApi } from '../../api/api.ts'
import type { Origin } from '../../base/origin.ts'
import type { Finding, Rule } from '../rule.ts'
import { shapeOf } from './pathSegments.ts'

export const routeDuplicate: Rule = {
  id: 'route-duplicate',
  severity: 'error',
  summary: 'Two methods or routes match the same requests.',
  aws: 'Refuses the second one, or keeps only the last.',
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Books:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: src/
      Events:
        One: { Type: HttpApi, Properties: { Path: '/books/{id}', Method: get } }
        Other: { Type: HttpApi, Properties: { Path: '/books/{bookId}', Method: get } }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Books:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: src/
      Events:
        One: { Type: HttpApi, Properties: { Path: '/books/{id}', Method: get } }
        Other: { Type: HttpApi, Properties: { Path: '/books/{id}', Method: put } }
`,
  },
  visit: {
    restApi: api => duplicates(methodsOf(api)),
    httpApi: api => duplicates(routesOf(api)),
  },
}

interface Stated {
  readonly label: string
  /** Equal for two that match the same requests. */
  readonly key: string
  readonly origin: Origin
}

function methodsOf({ resources }: RestApi): Stated[] {
  return resources.flatMap(({ path, methods }) =>
    methods.map(({ httpMethod, origin }) => {
      const label = `${httpMethod} ${path}`
      return { label, key: label, origin }
    }),
  )
}

function routesOf({ routes }: HttpApi): Stated[] {
  return routes.map(({ routeKey, httpMethod, path, origin }) => ({
    label: routeKey,
    key: path === undefined ? routeKey : `${httpMethod ?? 'ANY'} ${shapeOf(path)}`,
    origin,
  }))
}

function* duplicates(stated: readonly Stated[]): Iterable<Finding> {
  const first = new Map<string, Stated>()
  for (const each of stated) {
    const earlier = first.get(each.key)
    if (!earlier) {
      first.set(each.key, each)
      continue
    }
    const { file, range, pointer } = earlier.origin
    // A key that stands twice is told as such.
    if (each.origin.file === file && each.origin.pointer === pointer) continue
    yield {
      origin: each.origin,
      message: `'${each.label}' matches the same requests as '${earlier.label}' before it, and API Gateway takes only one of them; change the path or the method, or take one out`,
      related: [{ file, range, message: `'${earlier.label}' is here` }],
    }
  }
}
