import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Definition } from '../../server/src/api/api.ts'
import type { Diagnostic } from '../../server/src/base/diagnostic.ts'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import { diagnose } from '../../server/src/language/diagnostics.ts'
import { createWorkspace } from '../../server/src/language/workspace.ts'
import { memoryFiles } from '../support/memoryFiles.ts'
import { randomEdits } from '../support/randomEdits.ts'

// What an edit leaves alone keeps its results; the findings must be those of a check from scratch all the same.

const examples = path.join(import.meta.dirname, '../../examples')
const read = (name: string): string => readFileSync(path.join(examples, name), 'utf8')

const orders = path.join(import.meta.dirname, '../fixtures/orders')
const fixture = (name: string): string => readFileSync(path.join(orders, name), 'utf8')

const definitions = {
  'openapi.yaml': read('city-bikes/openapi.yaml'),
  'large.yaml': largeDocument(),
  'large.json': largeJson(),
  'template.yaml': read('bookshop/template.yaml'),
}

const templates = {
  'cloudformation.yaml': fixture('cloudformation.yaml'),
  'sam.yaml': fixture('template.yaml'),
  'serverless.yml': fixture('serverless.yml'),
  'main.tf.json': fixture('main.tf.json'),
  'many.yaml': manyResources(),
  'many.json': JSON.stringify(manyFunctions(), undefined, 2),
}

// Each edit is a reading from scratch too, which takes its time on a busy machine.
const timeout = 60_000

describe('findings after edits', { timeout }, () => {
  for (const [name, text] of Object.entries(definitions)) {
    it(`are those of a check from scratch: ${name}`, () =>
      compareAfterEdits(name, text, 30, name === 'openapi.yaml'))
  }
})

describe('a template after edits', { timeout }, () => {
  for (const [name, text] of Object.entries(templates)) {
    it(`has the findings and the API of a reading from scratch: ${name}`, () => {
      compareAfterEdits(name, text, 12, true)
    })
  }

  it('keeps the parts of its API that the edit does not touch', () => {
    const file = '/work/many.yaml'
    const workspace = createWorkspace(memoryFiles({}), () => ({}))
    const text = manyResources()
    workspace.setText(file, text)
    workspace.diagnostics(file)
    const before = workspace.result(file).definition
    workspace.setText(file, text.replace('PathPart: part3', 'PathPart: part33'))
    workspace.diagnostics(file)
    const after = workspace.result(file).definition
    const paths = ({ path }: { readonly path: string }) => path
    const [first, second] = [before, after].map(definition => {
      const [api] = definition?.apis ?? []
      return api?.type === 'rest' ? api.resources : []
    })
    expect(second?.map(paths)).toContain('/part33')
    const kept = second?.filter(resource => first?.includes(resource)).map(paths)
    // Those below it have other paths now too.
    expect(kept).toEqual(first?.map(paths).filter(each => !each.startsWith('/part3')))
    expect(after?.functions).toBe(before?.functions)
  })
})

function compareAfterEdits(name: string, text: string, count: number, isWhole: boolean): void {
  const file = `/work/${name}`
  const files = memoryFiles({})
  const workspace = createWorkspace(files, () => ({}))
  workspace.setText(file, text)
  for (const { text: edited, edit } of randomEdits(text, count, name.length)) {
    workspace.setText(file, edited)
    const table = memoryFiles({ [file]: edited })
    const fresh = loadDefinition(file, table)
    expect(plain(workspace.diagnostics(file)), edit).toEqual(plain(diagnose(fresh, table)))
    if (!isWhole) continue
    const [kept, expected] = [workspace.result(file).definition, fresh.definition].map(told)
    // Compared as texts, which is quick, and shown as values.
    if (kept !== expected) expect(JSON.parse(kept ?? ''), edit).toEqual(JSON.parse(expected ?? ''))
  }
}

/** Everything that a definition says and where, its lazy origins told. */
function told(definition: Definition | undefined): string {
  return JSON.stringify(definition, (_name, value: unknown) => {
    if (value instanceof Map) return [...(value as ReadonlyMap<unknown, unknown>)]
    if (value instanceof Set) return [...(value as ReadonlySet<unknown>)]
    const isOrigin = typeof value === 'object' && value !== null && 'pointer' in value && 'range' in value
    return isOrigin ? { pointer: value.pointer, range: value.range } : value
  })
}

function plain(found: readonly Diagnostic[]): unknown[] {
  return found.map(finding => JSON.parse(JSON.stringify(finding)) as unknown)
}

/** Big enough to be read in parts, with faults, references and shared parts. */
function largeDocument(): string {
  const operation = (index: number, method: string): string => `
    ${method}:
      operationId: ${method}Item${index % 7}
      security: [{ ${index % 3 === 0 ? 'lambda' : 'unknown'}: [] }]
      parameters:
        - { name: page, in: query, required: ${index % 2 === 0} }
        - { name: page, in: ${index % 4 === 0 ? 'query' : 'header'} }
      requestBody:
        content:
          application/json:
            schema: { $ref: '#/components/schemas/Item${index % 5}' }
      responses:
        '200': { description: OK, content: { application/json: { schema: { $ref: '#/components/schemas/Gone' } } } }
      x-amazon-apigateway-request-validator: all
      x-amazon-apigateway-integration:
        type: ${index % 5 === 0 ? 'http' : 'mock'}
        requestTemplates: { application/json: '{"statusCode": 200}' }
        responses: { default: { statusCode: '200' } }
        description: ${'long text '.repeat(20)}
`
  const paths = Array.from(
    { length: 8 },
    (_, index) =>
      `  /items${index}/{id}:${['get', 'put', 'post'].map(method => operation(index, method)).join('')}`,
  )
  const schemas = Array.from(
    { length: 5 },
    (_, index) => `    Item${index}:
      type: object
      description: ${'words '.repeat(60)}
      properties:
        next: { $ref: '#/components/schemas/Item${(index + 1) % 6}' }
        size: { type: integer, minimum: ${index} }
`,
  )
  return `openapi: 3.0.1
info: { title: Items, version: '1' }
x-amazon-apigateway-request-validators:
  all: { validateRequestBody: true, validateRequestParameters: true }
components:
  securitySchemes:
    lambda:
      type: apiKey
      name: Authorization
      in: header
      x-amazon-apigateway-authtype: custom
      x-amazon-apigateway-authorizer: { type: token, authorizerUri: nowhere, authorizerResultTtlInSeconds: 4000 }
  schemas:
${schemas.join('')}paths:
${paths.join('')}
`
}

function largeJson(): string {
  const schema = { type: 'object', description: 'words '.repeat(100), properties: { id: { type: 'string' } } }
  const operation = (index: number): unknown => ({
    operationId: `op${index % 6}`,
    'x-amazon-apigateway-integration': {
      type: index % 4 === 0 ? 'aws_proxi' : 'http_proxy',
      httpMethod: 'GET',
      uri: index % 3 === 0 ? 'example.com' : 'https://example.com',
    },
    responses: { '200': { description: 'OK'.repeat(300) } },
    'x-amazon-apigateway-integratoin': {},
  })
  return JSON.stringify(
    {
      swagger: '2.0',
      info: { title: 'Large', version: '1' },
      paths: Object.fromEntries(
        Array.from({ length: 10 }, (_, index) => [
          `/p${index}`,
          { get: operation(index), post: operation(index + 1) },
        ]),
      ),
      definitions: Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`Model${index}`, schema])),
    },
    undefined,
    2,
  )
}

/** Methods that hang on each other's resources, on parameters, conditions, mappings and a loop. */
function manyResources(): string {
  const part = (index: number): string => `
  Part${index}:
    Type: AWS::ApiGateway::Resource
    Properties: { RestApiId: !Ref Api, ParentId: ${index % 3 === 0 ? '!GetAtt Api.RootResourceId' : `!Ref Part${index - 1}`}, PathPart: part${index} }
  Get${index}:
    Type: AWS::ApiGateway::Method
    ${index % 4 === 1 ? 'Condition: IsProd' : 'DependsOn: Part0'}
    Properties:
      RestApiId: !Ref Api
      ResourceId: !Ref Part${index}
      HttpMethod: !FindInMap [Words, method, first]
      AuthorizationType: ${index % 2 === 0 ? 'CUSTOM' : 'NONE'}
      AuthorizerId: !If [IsProd, !Ref Callers, !Ref AWS::NoValue]
      Integration:
        Type: AWS_PROXY
        IntegrationHttpMethod: POST
        Uri: !Sub 'arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${Handler${index % 3}.Arn}/invocations'
        TimeoutInMillis: !Ref Wait
`
  const handler = (index: number): string => `
  Handler${index}:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: !Sub '\${Stage}-handler${index}'
      Handler: index.handler
      Runtime: nodejs22.x
      Timeout: ${index * 20}
      Role: arn:aws:iam::123456789012:role/run
      Code: { ZipFile: 'exports.handler = async () => ({ statusCode: 200 })' }
`
  return `AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::LanguageExtensions
Description: ${'Large enough to be read in parts. '.repeat(4)}
Parameters:
  Stage: { Type: String, Default: prod }
  Wait: { Type: Number, Default: 29000 }
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
Mappings:
  Words:
    method: { first: GET }
Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: !Ref Stage }
  Callers:
    Type: AWS::ApiGateway::Authorizer
    Properties:
      RestApiId: !Ref Api
      Type: TOKEN
      Name: callers
      IdentitySource: method.request.header.Authorization
      AuthorizerUri: !Sub 'arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${Handler0.Arn}/invocations'
  Fn::ForEach::Names:
    - Name
    - [Red, Blue]
    - Loop\${Name}:
        Type: AWS::ApiGateway::Resource
        Properties: { RestApiId: !Ref Api, ParentId: !Ref Part1, PathPart: '\${Name}' }
${Array.from({ length: 12 }, (_, index) => part(index)).join('')}${[0, 1, 2].map(handler).join('')}
  MayCall:
    Type: AWS::Lambda::Permission
    Properties: { Action: 'lambda:InvokeFunction', FunctionName: !Ref Handler1, Principal: apigateway.amazonaws.com }
`
}

/** SAM functions whose events form an implicit API and a stated one, under `Globals`. */
function manyFunctions(): unknown {
  const event = (index: number, method: string): unknown => ({
    Type: 'Api',
    Properties: {
      Path: `/items${index}/{id}`,
      Method: method,
      ...(index % 2 === 0 && { RestApiId: { Ref: 'Stated' } }),
      ...(index % 3 === 0 && { Auth: { Authorizer: 'Missing' } }),
    },
  })
  const fn = (index: number): unknown => ({
    Type: 'AWS::Serverless::Function',
    Properties: {
      Handler: 'index.handler',
      InlineCode: 'exports.handler = async () => ({ statusCode: 200 })',
      Environment: {
        Variables: { TABLE: { Ref: 'Stage' }, NEXT: { 'Fn::GetAtt': [`Fn${(index + 1) % 9}`, 'Arn'] } },
      },
      Description: 'words '.repeat(90),
      Events: { Get: event(index, 'get'), Put: event(index, 'put') },
    },
  })
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Transform: 'AWS::Serverless-2016-10-31',
    Description: 'long '.repeat(50),
    Parameters: { Stage: { Type: 'String', Default: 'dev' } },
    Globals: { Function: { Runtime: 'nodejs22.x', Timeout: 10, Environment: { Variables: { ALL: 'yes' } } } },
    Resources: {
      Stated: {
        Type: 'AWS::Serverless::Api',
        Properties: {
          StageName: { Ref: 'Stage' },
          Auth: {
            DefaultAuthorizer: 'Callers',
            Authorizers: { Callers: { FunctionArn: { 'Fn::GetAtt': ['Fn0', 'Arn'] } } },
          },
          Models: { Item: { type: 'object', description: 'words '.repeat(100) } },
        },
      },
      ...Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`Fn${index}`, fn(index)])),
    },
  }
}
