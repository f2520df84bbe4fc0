import { describe, expect, it } from 'vitest'
import type { DefinitionResult } from '../../server/src/definitions/definitionResult.ts'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import { memoryFiles } from '../support/memoryFiles.ts'

const seeds = [
  `Transform: AWS::Serverless-2016-10-31
Globals: {Function: {Runtime: nodejs20.x}, Api: {Cors: "'*'", Auth: {DefaultAuthorizer: Token}}}
Parameters: {Stage: {Type: String, Default: dev}}
Conditions: {IsDev: !Equals [!Ref Stage, dev]}
Mappings: {Sizes: {dev: {memory: 128}}}
Resources:
  Api: {Type: AWS::Serverless::Api, Properties: {StageName: !Ref Stage, Auth: {Authorizers: {Token: {FunctionArn: !GetAtt Fn.Arn}}}, Models: {User: {type: object}}}}
  Fn:
    Type: AWS::Serverless::Function
    Condition: IsDev
    Properties:
      Handler: a.b
      MemorySize: !FindInMap [Sizes, !Ref Stage, memory]
      Environment: {Variables: {URL: !Sub ["\${Api}/\${x}", {x: !Select [0, !Split [",", "a,b"]]}]}}
      Events:
        Get: {Type: Api, Properties: {RestApiId: !Ref Api, Path: '/{id}', Method: get, Auth: {Authorizer: NONE}, RequestParameters: [method.request.header.A]}}
        Http: {Type: HttpApi}
`,
  `Resources:
  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: a, Body: {openapi: 3.0.1, paths: {/a: {get: {x-amazon-apigateway-integration: {type: mock}}}}}}}
  R: {Type: AWS::ApiGateway::Resource, Properties: {RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: r}}
  M: {Type: AWS::ApiGateway::Method, DependsOn: R, Properties: {RestApiId: !Ref Api, ResourceId: !Ref R, HttpMethod: GET, Integration: {Type: !If [C, MOCK, AWS]}}}
  H: {Type: AWS::ApiGatewayV2::Api, Properties: {ProtocolType: HTTP, Target: !GetAtt F.Arn}}
  T: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref H, RouteKey: GET /, Target: !Join ['/', [integrations, !Ref I]]}}
  I: {Type: AWS::ApiGatewayV2::Integration, Properties: {ApiId: !Ref H, IntegrationType: AWS_PROXY, IntegrationUri: !GetAtt F.Arn}}
  F: {Type: AWS::Lambda::Function, Properties: {Code: {ZipFile: x}, Handler: a.b}}
Conditions: {C: !And [!Condition C, !Equals [a, a]]}
`,
]

const pieces = [
  '!Ref ',
  '!Sub ',
  '!GetAtt ',
  '!If [',
  'Fn::Transform: ',
  '{',
  '}',
  '[',
  ']',
  ': ',
  '- ',
  '"',
  "'",
  '\n',
  '  ',
  '${',
  'Api',
  'Fn',
  'null',
  '1',
  '*',
  '&a ',
  '*a',
  'Fn::ForEach::x',
  '__proto__',
]

/** A small generator of its own, so that a seed gives the same mutations everywhere. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

function mutate(text: string, next: () => number): string {
  let result = text
  for (let edits = 1 + Math.floor(next() * 4); edits > 0; edits--) {
    const start = Math.floor(next() * result.length)
    const end = start + Math.floor(next() * 12)
    const choice = next()
    const piece = pieces[Math.floor(next() * pieces.length)] ?? ''
    const inserted =
      choice < 0.4 ? piece : choice < 0.7 ? '' : result.slice(end, end + Math.floor(next() * 60))
    result = result.slice(0, start) + inserted + result.slice(choice < 0.2 ? start : end)
  }
  return result
}

function read(text: string): DefinitionResult | Error {
  try {
    return loadDefinition('/project/template.yaml', memoryFiles({ '/project/template.yaml': text }))
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

describe('reading a damaged template', () => {
  it('never throws, and every diagnostic lies inside the text', () => {
    const next = random(20240131)
    for (let round = 0; round < 150; round++) {
      const text = mutate(seeds[round % seeds.length] ?? '', next)
      const result = read(text)
      if (result instanceof Error) expect.fail(`${result.stack ?? ''}\n${text}`)
      const lines = text.split(/\r\n|\r|\n/).length
      expect(result.diagnostics.filter(({ range }) => range.end.line >= lines)).toEqual([])
    }
  })
})
