import path from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { generate } from 'selfsigned'
import type { Circumstances, FromGateway } from '../../server/src/protocol/gatewayControl.ts'
import type { Project, Served } from './gatewayProgram.ts'
import { createProject, serve } from './gatewayProgram.ts'

vi.setConfig({ testTimeout: 60_000 })

// What the editor says of a request beside the request, over the channel.

const echo = (value: string) => `
              x-amazon-apigateway-integration:
                type: mock
                requestTemplates: { application/json: '{"statusCode": 200}' }
                responses:
                  default:
                    statusCode: '200'
                    responseTemplates: { application/json: '${value}' }`
const template = `AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Shop:
    Type: AWS::ApiGateway::RestApi
    Properties:
      EndpointConfiguration: { Types: [PRIVATE] }
      Policy:
        Statement: [{ Effect: Allow, Principal: '*', Action: 'execute-api:Invoke', Resource: '*' }]
      Body:
        openapi: 3.0.1
        info: { title: shop, version: '1' }
        paths:
          /level:
            get:${echo('$stageVariables.level/$stageVariables.other')}
          /from:
            get:${echo('$context.identity.sourceIp/$context.identity.vpceId')}
          /who:
            get:${echo('$context.identity.clientCert.subjectDN')}
          /release:
            get:${echo('$context.isCanaryRequest')}
          /hello:
            get:
              x-amazon-apigateway-integration:
                type: aws_proxy
                httpMethod: POST
                uri: !Sub arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${Hello.Arn}/invocations
  Live:
    Type: AWS::ApiGateway::Stage
    Properties:
      RestApiId: !Ref Shop
      StageName: live
      Variables: { level: debug }
      CanarySetting: { PercentTraffic: 0 }
  Hello:
    Type: AWS::Serverless::Function
    Properties: { Runtime: nodejs22.x, Handler: hello.handler, CodeUri: src/ }
`
const hello = (text: string) => `exports.handler = async () => ({ statusCode: 200, body: '${text}' })\n`

let project: Project | undefined
let served: Served | undefined
afterEach(async () => {
  served?.process.kill()
  await served?.ended
  served = undefined
  project?.remove()
})

async function start(): Promise<Served> {
  project = createProject({ 'template.yaml': template, 'src/hello.js': hello('one') })
  served = await serve(project.folder, ['template.yaml', '--port', '0'], ['pipe', 'pipe', 'pipe', 'ipc'])
  return served
}

let lastId = 0
async function ask({ process, messages }: Served, target: string, circumstances: Circumstances = {}) {
  const id = ++lastId
  const request = { method: 'GET', target, headers: [] }
  process.send({ type: 'invoke', id, apiId: 'Shop', request, circumstances })
  const find = () =>
    (messages as FromGateway[]).find(
      message => (message.type === 'completed' || message.type === 'failed') && message.id === id,
    )
  await expect.poll(find, { timeout: 20_000 }).toBeDefined()
  const found = find()
  if (found?.type === 'failed') return found.message
  return found?.type === 'completed' ? Buffer.from(found.response.bodyBase64, 'base64').toString() : ''
}

describe('a request of the editor', () => {
  test('has stage variables, an address, an endpoint and a release of its own', async () => {
    const gateway = await start()
    expect(await ask(gateway, '/level')).toBe('debug/')
    expect(await ask(gateway, '/level', { stageVariables: { level: 'info', other: 'x' } })).toBe('info/x')
    expect(await ask(gateway, '/level')).toBe('debug/')
    const from = { sourceIp: '203.0.113.9', vpcEndpoint: 'vpce-0a1b2c' }
    expect(await ask(gateway, '/from', from)).toBe('203.0.113.9/vpce-0a1b2c')
    expect(await ask(gateway, '/release')).toBe('false')
    expect(await ask(gateway, '/release', { release: 'canary' })).toBe('true')
    expect(await ask(gateway, '/from', { sourceIp: 'here' })).toContain("'here' is no address")
    expect(await ask(gateway, '/from', { vpcEndpoint: 'vpc 1' })).toContain('no id of a VPC endpoint')
  })

  test('shows a client certificate; what is none is said', async () => {
    const gateway = await start()
    const { cert } = await generate([{ name: 'commonName', value: 'till' }])
    expect(await ask(gateway, '/who', { clientCertificate: cert })).toBe('CN=till')
    expect(await ask(gateway, '/who', { clientCertificate: 'x' })).toContain('no X.509 certificate')
  })

  test('hears of saved code, and the next one runs it', async () => {
    const gateway = await start()
    expect(await ask(gateway, '/hello')).toBe('one')
    project?.write({ 'src/hello.js': hello('two') })
    const told = () => gateway.messages.find(message => (message as FromGateway).type === 'codeReloaded')
    await expect.poll(told, { timeout: 20_000 }).toMatchObject({ functions: ['Hello'] })
    expect(told()).toMatchObject({ files: [expect.stringMatching(/src[\\/]hello\.js$/)] })
    expect(await ask(gateway, '/hello', { isFresh: true })).toBe('two')
  })

  test('hears of code only: what the editor keeps beside it changes no function', async () => {
    const gateway = await start()
    expect(await ask(gateway, '/hello')).toBe('one')
    project?.write({
      'src/shop.http': 'GET /hello',
      'src/GET-hello.trace.json': '{}',
      'src/gatehouse.identities.json': '[]',
      'src/template.gatehouse.yaml': 'tests: []',
    })
    project?.write({ 'src/hello.js': hello('three') })
    const told = () =>
      (gateway.messages as readonly FromGateway[]).flatMap(message =>
        message.type === 'codeReloaded' ? message.files.map(file => path.basename(file)) : [],
      )
    await expect.poll(told, { timeout: 20_000 }).toContain('hello.js')
    expect(new Set(told())).toEqual(new Set(['hello.js']))
  })

  test('an editor is told what of a saved definition is broken, and when it is served again', async () => {
    const gateway = await start()
    const file = path.join(project?.folder ?? '', 'template.yaml')
    project?.write({ 'template.yaml': `${template}\n  broken: [` })
    const last = (type: FromGateway['type']) =>
      gateway.messages.findLast(message => (message as FromGateway).type === type)
    await expect
      .poll(() => last('notServed'), { timeout: 20_000 })
      .toMatchObject({
        file,
        message: expect.stringMatching(/\S/) as unknown,
        source: { file, line: expect.any(Number) as unknown },
      })
    expect(await ask(gateway, '/hello')).toBe('one')
    project?.write({ 'template.yaml': `${template}\n` })
    await expect.poll(() => last('reloaded'), { timeout: 20_000 }).toMatchObject({ file })
  })
})
