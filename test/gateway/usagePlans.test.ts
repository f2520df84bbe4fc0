import { expect, it, test } from 'vitest'
import type { RestApi, Stage } from '../../server/src/api/api.ts'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import { createGateway } from '../../server/src/gateway/gateway.ts'
import { keyRemarks } from '../../server/src/gateway/limits/apiKeys.ts'
import { effectiveSetting } from '../../server/src/gateway/limits/methodSettings.ts'
import { GatewayState } from '../../server/src/gateway/state.ts'
import { memoryFiles } from '../support/memoryFiles.ts'
import { fixedWorld } from '../support/world.ts'
import { fidelity } from '../support/fidelity.ts'

fidelity('Keys, limits and caches', 'Usage plans: what is used outlives a definition that is read anew', {
  by: 'documentation',
  source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html',
})

const keyed = (plan: string) => `Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Name: keyed
      ApiKeySourceType: HEADER
      Body:
        openapi: 3.0.1
        info: { title: keyed, version: '1' }
        paths:
          /:
            get:
              security: [{ key: [] }]
              x-amazon-apigateway-integration:
                type: mock
                requestTemplates: { application/json: '{"statusCode": 200}' }
                responses: { default: { statusCode: '200' } }
        components: { securitySchemes: { key: { type: apiKey, name: x-api-key, in: header } } }
  Stage: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: !Ref Api, StageName: dev } }
${plan}`

const planOf = (limit: number) => `
  Key: { Type: AWS::ApiGateway::ApiKey, Properties: { Enabled: true } }
  Plan:
    Type: AWS::ApiGateway::UsagePlan
    Properties: { Quota: { Limit: ${limit}, Period: MONTH }, ApiStages: [{ ApiId: !Ref Api, Stage: dev }] }
  InPlan: { Type: AWS::ApiGateway::UsagePlanKey, Properties: { KeyId: !Ref Key, UsagePlanId: !Ref Plan, KeyType: API_KEY } }`

it('keeps what is used when a definition is read anew', async () => {
  const state = new GatewayState()
  const send = async (limit: number) => {
    const { definition, api, stage } = load(keyed(planOf(limit)))
    const [, key = ''] = /'x-api-key: (\w+)'/.exec(keyRemarks(definition, api, stage).join()) ?? []
    const request = {
      method: 'GET',
      path: '/',
      query: '',
      body: new Uint8Array(),
      sourceIp: '127.0.0.1',
      port: 1,
    }
    const gateway = createGateway(definition, api, stage)
    return (await gateway.handle({ ...request, headers: [['x-api-key', key]] }, fixedWorld({ state })))
      .response.status
  }
  expect([await send(2), await send(2), await send(2), await send(4), await send(1)]).toEqual([
    200, 200, 429, 200, 429,
  ])
})

it('tells the values of keys that it had to make up, and they stay the same', () => {
  const remarks = (plan: string) => {
    const { definition, api, stage } = load(keyed(plan))
    return keyRemarks(definition, api, stage)
  }
  expect(remarks(planOf(1))).toEqual([
    expect.stringMatching(/^the definition gives API key 'Key' no value: here it is 'x-api-key: \w{40}'$/),
  ])
  expect(remarks(planOf(1))).toEqual(remarks(planOf(9)))
  expect(remarks('')).toEqual([
    expect.stringMatching(/^no usage plan of the definition is for stage 'dev' of 'Api', so .*: \w{40}'$/),
  ])
})

test.each([
  ['/books', 'GET', 1],
  ['/books', 'POST', 2],
  ['/books/{id}', 'GET', 3],
  ['/', 'GET', 4],
  ['/other', 'PUT', 5],
])('the settings of %s %s', (path, httpMethod, ttl) => {
  const { stage } = load(
    keyed('').replace(
      'StageName: dev }',
      `StageName: dev, MethodSettings: [
        { ResourcePath: /books, HttpMethod: '*', CacheTtlInSeconds: 2 },
        { ResourcePath: /books, HttpMethod: GET, CacheTtlInSeconds: 1 },
        { ResourcePath: '/~1books~1{id}', HttpMethod: GET, CacheTtlInSeconds: 3 },
        { ResourcePath: /, HttpMethod: GET, CacheTtlInSeconds: 4 },
        { ResourcePath: /*, HttpMethod: '*', CacheTtlInSeconds: 5 }] }`,
    ),
  )
  expect(effectiveSetting(stage, { path, httpMethod }, setting => setting.cacheTtlInSeconds)?.value).toBe(ttl)
})

function load(text: string): {
  definition: NonNullable<ReturnType<typeof loadDefinition>['definition']>
  api: RestApi
  stage: Stage
} {
  const { definition } = loadDefinition('/api.yaml', memoryFiles({ '/api.yaml': text }))
  const api = definition?.apis[0]
  const stage = api?.stages[0]
  if (!definition || api?.type !== 'rest' || !stage) throw new Error('the test has no REST API')
  return { definition, api, stage }
}
