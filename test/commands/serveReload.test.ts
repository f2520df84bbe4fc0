import { readFileSync } from 'node:fs'
import { request } from 'node:https'
import { describe, expect, test, vi } from 'vitest'
import type { Project, Served } from './gatewayProgram.ts'
import { runProgram, serveInTest, testProject } from './gatewayProgram.ts'

vi.setConfig({ testTimeout: 60_000 })

// Whatever `serve` reads is taken anew when it is saved, said with what is another, and kept in the journal.

const template = `AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Parameters: { Colour: { Type: String, Default: grey } }
Resources:
  Shop:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Body:
        openapi: 3.0.1
        info: { title: shop, version: '1' }
        paths:
          /colour:
            get:
              x-amazon-apigateway-integration:
                type: mock
                requestTemplates: { application/json: '{"statusCode": 200}' }
                responses:
                  default:
                    statusCode: '200'
                    responseTemplates: { application/json: !Sub '\${Colour}' }
  Live: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: !Ref Shop, StageName: live } }
`

let served: Served | undefined

async function start(files: Record<string, string>, ...args: string[]): Promise<Project & { url: string }> {
  const project = testProject({ 'template.yaml': template, ...files })
  served = await serveInTest(project.folder, ['template.yaml', '--port', '0', ...args])
  return { ...project, url: served.url }
}

const colourAt = async (url: string) => (await fetch(`${url}/colour`)).text()
const said = (wanted: RegExp) =>
  expect.poll(() => served?.output().stderr, { timeout: 20_000 }).toMatch(wanted)
const poll = (what: () => Promise<string>, wanted: string) =>
  expect.poll(what, { timeout: 20_000 }).toBe(wanted)
const journalOf = (folder: string) => runProgram(folder, 'journal', 'template.yaml').stdout

describe('what gives values', () => {
  test('a parameters file is taken anew', async () => {
    const { url, write, folder } = await start(
      { 'values.json': '{"Colour": "red"}' },
      '--parameters-file',
      'values.json',
    )
    expect(await colourAt(url)).toBe('red')
    write({ 'values.json': '{"Colour": "blue"}' })
    await poll(() => colourAt(url), 'blue')
    await said(/^reloaded .*values\.json: 1 integration changed/m)
    expect(journalOf(folder)).toMatch(/ReloadDefinition +1 integration changed.* values\.json:1$/m)
    write({ 'values.json': '{"Colour": ' })
    await said(/values\.json:1: the saved definition is not served, the last good one still is/)
    expect(await colourAt(url)).toBe('blue')
  })

  test('a samconfig.toml is, also one that was not there before', async () => {
    const { url, write } = await start({})
    expect(await colourAt(url)).toBe('grey')
    const config = (colour: string) =>
      `[default.deploy.parameters]\nparameter_overrides = "Colour=${colour}"\n`
    write({ 'samconfig.toml': config('green') })
    await poll(() => colourAt(url), 'green')
    write({ 'samconfig.toml': config('white') })
    await poll(() => colourAt(url), 'white')
    await said(/^reloaded .*samconfig\.toml: /m)
  })

  test('an .env file of a service is', async () => {
    const service = (name: string) => `service: shop
useDotenv: true
provider: { name: aws, runtime: nodejs20.x }
functions:
  colour:
    handler: colour.handler
    environment: { COLOUR: '\${env:COLOUR}' }
    events: [{ http: { path: ${name}, method: get } }]
`
    const project = testProject({
      'serverless.yml': service('colour'),
      '.env': 'COLOUR=red\n',
      'colour.js': 'exports.handler = async () => ({ statusCode: 200, body: process.env.COLOUR })',
    })
    served = await serveInTest(project.folder, ['serverless.yml', '--port', '0'])
    const { url } = served
    expect(await colourAt(url)).toBe('red')
    project.write({ '.env': 'COLOUR=blue\n' })
    await poll(() => colourAt(url), 'blue')
    await said(/^reloaded .*\.env: /m)
  })
})

describe('who is believed', () => {
  const identities = (...names: string[]) =>
    JSON.stringify(names.map(name => ({ name, principal: `arn:aws:iam::123456789012:user/${name}` })))

  test('an identities file and keys are taken anew, a broken one is not', async () => {
    const { url, write, folder } = await start(
      { 'who.json': identities('ann'), 'keys.json': '{"keys": [{"kty": "RSA", "kid": "one"}]}' },
      '--identities',
      'who.json',
      '--jwks',
      'https://issuer.example=keys.json',
    )
    const known = async () => {
      const answer = (await (await fetch(`${url}/.gatehouse/identities`)).json()) as Known
      return answer.identities.map(({ name }) => name).join()
    }
    expect(await known()).toBe('ann')
    write({ 'who.json': identities('bob', 'carol') })
    await poll(known, 'bob,carol')
    await said(/^reloaded .*who\.json: identities: bob, carol added; ann removed$/m)
    write({ 'keys.json': '{"keys": [{"kty": "RSA", "kid": "two"}]}' })
    await said(/^reloaded .*keys\.json: keys: two added; one removed$/m)
    write({ 'who.json': '[{' })
    await said(/^the saved identities file is not used, the last good one still is: /m)
    expect(await known()).toBe('bob,carol')
    const journal = journalOf(folder)
    expect(journal).toMatch(/ReloadIdentities +identities: bob, carol added; ann removed +who\.json:1$/m)
    expect(journal).toMatch(/ReloadKeys +keys: two added; one removed +keys\.json:1$/m)
  })
})

interface Known {
  readonly identities: readonly { readonly name: string }[]
}

describe('HTTPS', () => {
  test('is served with a certificate that is named and can be trusted', async () => {
    const { url } = await start({}, '--https')
    expect(url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/)
    await said(/^https: certificate \S+\.pem, SHA-256 ([0-9A-F]{2}:){31}[0-9A-F]{2}$/m)
    const [, file = ''] = /^https: certificate (\S+),/m.exec(served?.output().stderr ?? '') ?? []
    expect(await securely(`${url}/colour`, readFileSync(file, 'utf8'))).toBe('grey')
  })

  test('does not start with what is no certificate', () => {
    const project = testProject({ 'template.yaml': template, 'a.pem': 'no certificate' })
    const { status, stderr } = runProgram(
      project.folder,
      'serve',
      'template.yaml',
      '--cert',
      'a.pem',
      '--key',
      'a.pem',
    )
    expect([status, stderr]).toEqual([2, expect.stringContaining("a.pem' holds no certificate in PEM")])
    const alone = runProgram(project.folder, 'serve', 'template.yaml', '--mtls-truststore', 'a.pem')
    expect([alone.status, alone.stderr]).toEqual([2, expect.stringContaining('which takes --https')])
  })
})

function securely(url: string, ca: string): Promise<string> {
  return new Promise((resolve, reject) => {
    request(url, { ca }, response => {
      let body = ''
      response.on('data', chunk => (body += String(chunk)))
      response.on('end', () => resolve(body))
    })
      .on('error', reject)
      .end()
  })
}
