import { expect, it } from 'vitest'
import { GatewayDebugger } from '../../server/src/debugger/gatewayDebugger.ts'
import { HeldTime } from '../../server/src/debugger/heldTime.ts'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import { createGateway } from '../../server/src/gateway/gateway.ts'
import type { FunctionCall } from '../../server/src/gateway/world.ts'
import { memoryFiles } from '../support/memoryFiles.ts'
import { fixedWorld } from '../support/world.ts'

const sam = `Transform: AWS::Serverless-2016-10-31
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: dev
      Auth: { DefaultAuthorizer: Token, Authorizers: { Token: { FunctionArn: !GetAtt Guard.Arn } } }
  Guard:
    Type: AWS::Serverless::Function
    Properties: { Runtime: nodejs22.x, Handler: guard.handler, CodeUri: src }
  Hello:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs22.x
      Handler: hello.handler
      CodeUri: src
      Events: { Get: { Type: Api, Properties: { Path: /, Method: get, RestApiId: !Ref Api } } }
`

/** `Guard` runs in process 1, `Hello` in process 2. */
const processes = new Map([
  ['Guard', 1],
  ['Hello', 2],
])

it('whoever follows a request hears which process runs each of its functions, and that it has run', async () => {
  const { definition } = loadDefinition('/t.yaml', memoryFiles({ '/t.yaml': sam }))
  const [api] = definition?.apis ?? []
  const [stage] = api?.stages ?? []
  if (!definition || !api || !stage) throw new Error('no API')
  const listener = {
    threadStarted: () => undefined,
    threadEnded: () => undefined,
    logged: () => undefined,
    stopped: () => undefined,
  }
  const policy = {
    principalId: 'ann',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: '*' }],
    },
  }
  const world = fixedWorld({
    functions: new Map([
      ['Guard', JSON.stringify(policy)],
      ['Hello', '{"statusCode": 200}'],
    ]),
  })
  const told: (number | undefined)[] = []
  const { response } = await createGateway(definition, api, stage).handle(
    {
      method: 'GET',
      path: '/',
      query: '',
      headers: [['Authorization', 'token']],
      body: Buffer.from(''),
      sourceIp: '127.0.0.1',
      port: 1,
    },
    {
      ...world,
      debugger: new GatewayDebugger(listener, new HeldTime(() => 0)),
      invokeFunction: (call: FunctionCall) => {
        call.runsIn?.(processes.get(call.function.id) ?? 0)
        return world.invokeFunction(call)
      },
    },
    { follower: { held: () => undefined, runsIn: process => told.push(process) } },
  )
  expect(response.status).toBe(200)
  expect(told).toEqual([1, undefined, 2, undefined])
})
