import { describe, expect, it } from 'vitest'
import type { CanaryChoice } from '../../server/src/commands/canaryOptions.ts'
import { readCanaryChoice } from '../../server/src/commands/canaryOptions.ts'
import { chooseApis } from '../../server/src/commands/gatewayHostApis.ts'
import { UsageError } from '../../server/src/commands/options.ts'
import { memoryFiles } from '../support/memoryFiles.ts'
import { fixedWorld } from '../support/world.ts'
import { fidelity } from '../support/fidelity.ts'

// A canary answers from its own deployment where one is given; a test says who is to answer.

const template = (text: string, canary: string, more = '') => `AWSTemplateFormatVersion: 2010-09-09
Resources:
  Shop: { Type: AWS::ApiGateway::RestApi, Properties: { Name: shop } }
  Get:
    Type: AWS::ApiGateway::Method
    Properties: &method
      RestApiId: !Ref Shop
      ResourceId: !GetAtt Shop.RootResourceId
      HttpMethod: GET
      AuthorizationType: NONE
      Integration:
        Type: MOCK
        RequestTemplates: { application/json: '{"statusCode": 200}' }
        IntegrationResponses:
          - StatusCode: 200
            ResponseTemplates:
              application/json: "${text} $stageVariables.colour $context.isCanaryRequest $input.params('x-gatehouse-canary')"
      MethodResponses: [{ StatusCode: 200 }]
${more}
  Deployment: { Type: AWS::ApiGateway::Deployment, Properties: { RestApiId: !Ref Shop } }
  Live:
    Type: AWS::ApiGateway::Stage
    Properties:
      RestApiId: !Ref Shop
      DeploymentId: !Ref Deployment
      StageName: live
      Variables: { colour: green }
${canary}
`
const settings = '      CanarySetting: { PercentTraffic: 50, StageVariableOverrides: { colour: yellow } }'
const added = `  Post:
    Type: AWS::ApiGateway::Method
    Properties: { <<: *method, HttpMethod: POST }`
const files = memoryFiles({
  '/base.yaml': template('old', settings),
  '/plain.yaml': template('old', ''),
  '/next.yaml': template('new', '', added),
  '/other.yaml': 'openapi: 3.0.1\ninfo: { title: Other, version: "1" }\npaths: {}\n',
  '/http.yaml':
    'Transform: AWS::Serverless-2016-10-31\nResources: { Web: { Type: AWS::Serverless::HttpApi } }\n',
})

function choose(file: string, canary: CanaryChoice) {
  return chooseApis({ file, deployment: { stageVariables: new Map() }, read: {}, canary }, files)
}

async function answerOf(file: string, canary: CanaryChoice, wanted?: string, method = 'GET') {
  const chosen = choose(file, canary)
  const [own] = chosen.type === 'chosen' ? chosen.apis : []
  if (chosen.type !== 'chosen' || !own)
    throw new Error(chosen.type === 'nothing' ? chosen.message : 'nothing to serve')
  const headers = wanted === undefined ? [] : [['X-Gatehouse-Canary', wanted] as const]
  const plain = { query: '', body: new Uint8Array(0), sourceIp: '127.0.0.1', port: 3000 }
  const { exchange } = await chosen.front.answer(own, { method, path: '/', headers, ...plain }, fixedWorld())
  const { response, release } = exchange
  return {
    status: response.status,
    body: Buffer.from(response.body).toString('utf8').trim(),
    release,
    traced: exchange.trace().release,
  }
}

describe('a canary', () => {
  fidelity('Hosts, stages and domain names', 'Canaries: a deployment and variables of their own', {
    by: 'documentation',
    source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/canary-release.html',
  })

  it('answers from the definition with its own variables where no other is given', async () => {
    expect(await answerOf('/base.yaml', {}, 'canary')).toEqual({
      status: 200,
      body: 'old yellow true',
      release: 'canary',
      traced: 'canary',
    })
    expect(await answerOf('/base.yaml', {}, 'base')).toMatchObject({
      body: 'old green false',
      traced: 'base',
    })
  })

  it('answers from its own deployment, with routes that the base lacks', async () => {
    const next = { definition: '/next.yaml' }
    expect(await answerOf('/base.yaml', next, 'canary')).toMatchObject({ body: 'new yellow true' })
    expect(await answerOf('/base.yaml', next, 'base')).toMatchObject({ body: 'old green false' })
    expect(await answerOf('/base.yaml', next, 'canary', 'POST')).toMatchObject({ status: 200 })
    expect(await answerOf('/base.yaml', next, 'base', 'POST')).toMatchObject({ status: 403 })
    // The only REST API of the other definition stands for it, whatever it is called there.
    const other = { definition: '/other.yaml' }
    expect(await answerOf('/base.yaml', other, 'canary')).toMatchObject({ status: 403, release: 'canary' })
  })

  it('takes all requests or none as --canary says', async () => {
    expect(await answerOf('/base.yaml', { percent: 100 })).toMatchObject({ release: 'canary' })
    expect(await answerOf('/base.yaml', { percent: 0 })).toMatchObject({ release: 'base' })
  })

  it('is there without settings of the stage once its deployment is given', async () => {
    const next = { definition: '/next.yaml', percent: 100 }
    expect(await answerOf('/plain.yaml', next)).toMatchObject({ body: 'new green true', release: 'canary' })
  })

  it('is not made up: a request for one that is not there gets a 501 that says so', async () => {
    const answer = await answerOf('/plain.yaml', {}, 'canary')
    expect(answer).toMatchObject({ status: 501, traced: undefined })
    expect(answer.body).toContain("the stage 'live' has no canary")
    expect((await answerOf('/base.yaml', {}, 'both')).body).toContain("takes 'canary' or 'base', not 'both'")
    expect(await answerOf('/plain.yaml', {}, 'base')).toMatchObject({ status: 200 })
  })
})

it('says at start which share the canary has and where it comes from', () => {
  const chosen = choose('/base.yaml', { definition: '/next.yaml', percent: 10 })
  if (chosen.type !== 'chosen') throw new Error(chosen.message)
  expect(chosen.remarks[0]).toContain(
    "canary of 'Shop' at stage 'live': 10 % of the requests, from 'next.yaml'",
  )
  expect(chosen.files).toEqual(['/base.yaml', '/next.yaml'])
  expect(chosen.notEmulated).toEqual([])
  const plain = choose('/plain.yaml', { percent: 10 })
  expect(plain.type === 'chosen' && plain.remarks[0]).toBe('--canary has no effect: no stage has a canary')
})

it('refuses a definition that has no API to be the canary', () => {
  expect(choose('/base.yaml', { definition: '/http.yaml' })).toMatchObject({
    type: 'nothing',
    message: "'http.yaml' of --canary-definition has no REST API 'Shop': it has 'Web'",
  })
  expect(choose('/base.yaml', { definition: '/missing.yaml' }).type).toBe('nothing')
})

it('reads the share as always, never or a number', () => {
  const read = (canary: string) => readCanaryChoice({ canary, 'canary-definition': undefined })
  expect(read('always')).toEqual({ percent: 100 })
  expect(read('never')).toEqual({ percent: 0 })
  expect(read('12.5')).toEqual({ percent: 12.5 })
  for (const wrong of ['101', '-1', 'some', ''])
    expect(read(wrong)).toEqual(
      new UsageError(`--canary takes always, never or a share from 0 to 100, not '${wrong}'`),
    )
})
