import { describe, expect, it } from 'vitest'
import { diagnosticsOf, reannotated } from '../support/annotated.ts'

/** Expects exactly the findings that are written below the words they mark. */
function expectFindings(annotated: string): void {
  expect(reannotated(annotated)).toBe(annotated)
}

/** `severity code` of what is found, of the codes of interest. */
function found(text: string, ...only: string[]): string[] {
  return diagnosticsOf(text, { only }).map(({ severity, code }) => `${severity} ${code}`)
}

const template = (resources: string) => `AWSTemplateFormatVersion: '2010-09-09'\nResources:\n${resources}`
const rest = `  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: books }
`
const stage = (properties: string) =>
  template(`${rest}  Prod:
    Type: AWS::ApiGateway::Stage
    Properties: { RestApiId: !Ref Books, DeploymentId: abc, StageName: prod, ${properties} }
`)

describe('stages', () => {
  it('have settings of methods at paths that begin with a slash', () => {
    const setting = (path: string, more = ', LoggingLevel: INFO') =>
      found(
        stage(`MethodSettings: [{ HttpMethod: '*', ResourcePath: ${path}${more} }]`),
        'method-setting-path-invalid',
        'method-setting-idle',
      )
    expect(setting("'*'")).toEqual(['error method-setting-path-invalid'])
    expect(setting("'/*'")).toEqual([])
    expect(setting('!Ref AWS::StackName')).toEqual([])
    // One fault, one finding: what sets nothing may have any path.
    expect(setting("'*'", '')).toEqual(['warning method-setting-idle'])
  })

  it('log access in one line that has the id of the request', () => {
    const format = (text: string) => {
      const arn = 'arn:aws:logs:eu-west-1:123456789012:log-group:books'
      return found(
        stage(`AccessLogSetting: { DestinationArn: '${arn}', Format: ${text} }`),
        'access-log-format-invalid',
      )
    }
    expect(format(`'$context.extendedRequestId'`)).toEqual([])
    expect(format(`'$context.requestIdentity'`)).toEqual(['error access-log-format-invalid'])
    expect(format(`"$context.requestId\\n"`)).toEqual([])
    expect(format(`"$context.requestId\\n$context.status"`)).toEqual(['error access-log-format-invalid'])
    expect(format(`!Sub '\${AWS::StackName}'`)).toEqual([])
  })

  it('have names of 128 characters at most', () => {
    const named = (length: number) =>
      found(stage('').replace('StageName: prod', `StageName: ${'a'.repeat(length)}`), 'stage-name-invalid')
    expect(named(128)).toEqual([])
    expect(named(129)).toEqual(['error stage-name-invalid'])
  })

  it('have up to 100 variables', () => {
    const variables = (count: number) =>
      stage(`Variables: { ${Array.from({ length: count }, (_, index) => `v${index}: a`).join(', ')} }`)
    expect(found(variables(100), 'stage-variable-limit-exceeded')).toEqual([])
    expect(found(variables(101), 'stage-variable-limit-exceeded')).toHaveLength(1)
  })
})

describe('usage plans and keys', () => {
  const plan = (quota: string) =>
    found(
      template(`  Plan:\n    Type: AWS::ApiGateway::UsagePlan\n    Properties: { Quota: ${quota} }\n`),
      'usage-plan-quota-offset-invalid',
    )

  it.each([
    ['DAY', 0, 1],
    ['WEEK', 6, 7],
    ['MONTH', 27, 28],
  ])('begin their %s on day %i at most', (period, last, next) => {
    expect(plan(`{ Limit: 5, Period: ${period}, Offset: ${last} }`)).toEqual([])
    expect(plan(`{ Limit: 5, Period: ${period}, Offset: ${next} }`)).toHaveLength(1)
    expect(plan(`{ Limit: 5, Period: ${period}, Offset: !Ref Day }`)).toEqual([])
  })

  it('have values of 20 to 128 characters', () => {
    const key = (value: string) =>
      found(
        template(`  Key:\n    Type: AWS::ApiGateway::ApiKey\n    Properties: { Value: ${value} }\n`),
        'api-key-value-invalid',
      )
    expect([19, 20, 128, 129].map(length => key('k'.repeat(length)).length)).toEqual([1, 0, 0, 1])
    expect(key("'{{resolve:secretsmanager:k}}'")).toEqual([])
  })
})

describe('custom domains', () => {
  it.each([
    ['api.example.com', 0],
    ["'*.example.com'", 0],
    ["!Sub 'api.${Zone}'", 0],
    ["'_acme.example.com'", 1],
    ['Api.example.com', 1],
    ['https://api.example.com', 1],
    ['api.example.com/books', 1],
    ['localhost', 1],
  ])('named %s', (name, count) => {
    const text = template(
      `  Front:\n    Type: AWS::ApiGatewayV2::DomainName\n    Properties: { DomainName: ${name} }\n`,
    )
    expect(found(text, 'domain-name-invalid')).toHaveLength(count)
  })
})

describe('parts of another API', () => {
  it('are named once each, the root resource of another one too', () => {
    expectFindings(`
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: books }
  Films:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: films }
  Titles:
    Type: AWS::ApiGateway::Resource
    Properties: { RestApiId: !Ref Books, PathPart: titles, ParentId: !GetAtt Films.RootResourceId }
                                                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error part-of-other-api: 'Films' is another API than 'Books', so API Gateway refuses it here; name one of 'Books'
`)
  })

  it('of the other generation are one finding', () => {
    expectFindings(`
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Notes:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: notes, ProtocolType: HTTP }
  Plan:
    Type: AWS::ApiGateway::UsagePlan
    Properties: { ApiStages: [{ ApiId: !Ref Notes, Stage: prod }] }
                                       ^^^^^^^^^^ error api-kind-mismatch: 'Plan' is of type 'AWS::ApiGateway::UsagePlan', which does not go with 'Notes' of type 'AWS::ApiGatewayV2::Api', so API Gateway refuses it; use its counterpart of AWS::ApiGatewayV2, or a REST API
`)
  })
})

describe('WebSocket APIs of SAM', () => {
  it('are told once that only $connect has request parameters', () => {
    const text = `AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Chat:
    Type: AWS::Serverless::WebSocketApi
    Properties:
      RouteSelectionExpression: $request.body.action
      Routes:
        $connect: { FunctionArn: !GetAtt Talk.Arn }
        $default:
          FunctionArn: !GetAtt Talk.Arn
          RequestParameters: { route.request.querystring.room: { Required: true } }
  Talk:
    Type: AWS::Serverless::Function
    Properties: { Handler: app.talk, Runtime: nodejs22.x, InlineCode: 'exports.talk = 1' }
`
    const errors = diagnosticsOf(text).filter(({ severity }) => severity === 'error')
    expect(errors.map(({ code }) => code)).toEqual(['websocket-parameters-misplaced'])
  })
})

describe('quotas of an API', () => {
  it('count resources as API Gateway does, the steps between and the root among them', () => {
    const paths = (count: number) =>
      Array.from(
        { length: count },
        (_, index) =>
          `  /books/b${index}: { get: { x-amazon-apigateway-integration: { type: http_proxy, httpMethod: GET, uri: 'https://example.com' } } }`,
      ).join('\n')
    const document = (count: number) =>
      `openapi: 3.0.1\ninfo: { title: B, version: '1' }\npaths:\n${paths(count)}\n`
    expect(found(document(298), 'api-quota-exceeded')).toEqual([])
    expect(found(document(299), 'api-quota-exceeded')).toEqual(['warning api-quota-exceeded'])
  })

  it('take tags as a list and as a mapping', () => {
    const key = template(
      `  Key:\n    Type: AWS::ApiGateway::ApiKey\n    Properties: { Tags: [{ Key: 'aws:a', Value: b }, { Key: c, Value: d }] }\n`,
    )
    expect(found(key, 'tag-invalid')).toEqual(['error tag-invalid'])
    const many = Array.from({ length: 51 }, (_, index) => `t${index}: a`).join(', ')
    const api = template(
      `  Notes:\n    Type: AWS::ApiGatewayV2::Api\n    Properties: { Name: n, ProtocolType: HTTP, Tags: { ${many} } }\n`,
    )
    expect(found(api, 'tag-invalid')).toEqual(['error tag-invalid'])
  })
})

describe('functions', () => {
  const text = (timeout: number, method = 'get') => `AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Books:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs22.x
      Handler: index.handler
      InlineCode: 'exports.handler = async () => ({ statusCode: 200 })'
      Timeout: ${timeout}
      Events: { List: { Type: HttpApi, Properties: { Path: /books, Method: ${method} } } }
`

  it('may be given a second more than the API waits', () => {
    expect(found(text(30), 'function-outlives-gateway')).toEqual([])
    expect(found(text(31), 'function-outlives-gateway')).toEqual([])
    expect(found(text(60), 'function-outlives-gateway')).toEqual(['hint function-outlives-gateway'])
  })
})
