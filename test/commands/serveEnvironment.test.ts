import { fork } from 'node:child_process'
import { rmSync, utimesSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { programFile } from '../support/buildProgram.ts'
import type { Project, Served } from './gatewayProgram.ts'
import { runProgram, serveInTest, testProject } from './gatewayProgram.ts'

vi.setConfig({ testTimeout: 60_000 })

const template = `Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src
      Handler: app.handler
      Runtime: nodejs20.x
      Environment: { Variables: { TOWN: Uppsala } }
      Events: { Get: { Type: HttpApi, Properties: { Path: /, Method: get } } }
`
const source = `exports.handler = async () => [process.env.TOWN, process.env.SECRET, process.env.AWS_ENDPOINT_URL_SQS].join()`

let served: Served | undefined

async function start(files: Record<string, string>, ...args: string[]): Promise<Project & { url: string }> {
  const project = testProject({ 'template.yaml': template, 'src/app.js': source, ...files })
  served = await serveInTest(project.folder, ['template.yaml', '--port', '0', ...args])
  return { ...project, url: served.url }
}

const poll = (url: string, wanted: string) =>
  expect.poll(async () => (await fetch(url)).text(), { timeout: 20_000 }).toBe(wanted)
const said = (wanted: RegExp) =>
  expect.poll(() => served?.output().stderr, { timeout: 20_000 }).toMatch(wanted)

describe('files of variables', () => {
  test('are live at the next request, a broken one is not taken', async () => {
    const { url, write, folder } = await start(
      { 'env.json': '{"Orders": {"TOWN": "Lund", "TWON": "x"}}', 'local.env': 'SECRET=one-secret\n' },
      ...['--env-vars', 'env.json', '--env-file', 'local.env', '--endpoint', 'sqs=http://127.0.0.1:9324'],
    )
    await poll(url, 'Lund,one-secret,http://127.0.0.1:9324')
    await said(/^env\.json:1: 'TWON' is not set: 'Orders' declares no such variable; /m)
    write({ 'local.env': 'SECRET=two-secret\n' })
    await poll(url, 'Lund,two-secret,http://127.0.0.1:9324')
    write({ 'env.json': '{"Orders": {"TOWN": "Kiruna"}}' })
    await poll(url, 'Kiruna,two-secret,http://127.0.0.1:9324')
    await said(/^reloaded .*env\.json: variables of functions taken$/m)
    write({ 'env.json': '{"Orders": "Kiruna"}' })
    await said(
      /^env\.json:1: the saved definition is not served, the last good one still is: 'Orders' has to be an object/m,
    )
    await poll(url, 'Kiruna,two-secret,http://127.0.0.1:9324')
    const told = [
      served?.output().stdout,
      served?.output().stderr,
      runProgram(folder, 'journal', 'template.yaml').stdout,
    ]
    expect(told.join()).not.toContain('-secret')
  })

  test('that samconfig.toml names count, and what is wrong with them is told by invoke, too', async () => {
    const project = testProject({
      'template.yaml': template,
      'src/app.js': source,
      'samconfig.toml': '[default.local_start_api.parameters]\nenv_vars = "env.json"\n',
      'env.json': '{\n"Parameters": {"TOWN": "Lund"},\n"Boks": {}}',
    })
    const { stdout, stderr } = runProgram(project.folder, 'invoke', 'template.yaml', 'GET', '/')
    expect(stdout).toContain('Lund,,')
    expect(stderr).toContain("env.json:3: No function is called 'Boks', so this has no effect")
  })

  test('that are not there are wrong usage, which the editor hears too', async () => {
    const project = testProject({ 'template.yaml': template })
    const args = ['serve', 'template.yaml', '--env-vars', 'env.json']
    const message = "--env-vars names 'env.json', which is no file"
    const { status, stderr } = runProgram(project.folder, ...args)
    expect([status, stderr]).toEqual([2, expect.stringContaining(message)])
    const child = fork(programFile, args, { cwd: project.folder, silent: true })
    expect(await new Promise(resolve => child.once('message', resolve))).toEqual({ type: 'problem', message })
    expect(await new Promise(resolve => child.once('exit', resolve))).toBe(2)
  })
})

test('credentials reach functions on request only, and nothing that is told', () => {
  const reader = 'exports.handler = async () => `${process.env.AWS_SECRET_ACCESS_KEY}`.length'
  const project = testProject({ 'template.yaml': template, 'src/app.js': reader })
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAMINE')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'hush')
  const options = ['template.yaml', 'GET', '/', '--trace', '--format', 'json']
  const plain = runProgram(project.folder, 'invoke', ...options)
  const asked = runProgram(project.folder, 'invoke', ...options, '--aws-credentials')
  vi.unstubAllEnvs()
  const bodyOf = (stdout: string) => (JSON.parse(stdout) as { response: { body: string } }).response.body
  expect([bodyOf(plain.stdout), bodyOf(asked.stdout)]).toEqual(['9', '4'])
  expect(asked.stderr).toContain('functions get the AWS credentials of this machine (--aws-credentials)')
  expect(asked.stdout + asked.stderr).not.toMatch(/hush|AKIAMINE/)
})

test('what sam build makes while the gateway runs is taken at the next request, every time', async () => {
  const { url, write, folder } = await start({})
  await poll(url, 'Uppsala,,')
  const past = Date.now() / 1000 - 100
  utimesSync(path.join(folder, 'src/app.js'), past, past)
  for (const build of ['first build', 'second build']) {
    // As sam build does: the folder is made anew, the template comes last.
    rmSync(path.join(folder, '.aws-sam/build'), { recursive: true, force: true })
    write({ '.aws-sam/build/Orders/app.js': `exports.handler = async () => '${build}'` })
    write({ '.aws-sam/build/template.yaml': template })
    await poll(url, build)
  }
  await said(/^reloaded .*template\.yaml: what sam build has made is taken$/m)
})
