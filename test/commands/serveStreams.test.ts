import { expect, test } from 'vitest'
import { runProgram, serveInTest, testProject } from './gatewayProgram.ts'

const template = `AWSTemplateFormatVersion: 2010-09-09
Transform: AWS::Serverless-2016-10-31
Globals:
  Api:
    AccessLogSetting:
      DestinationArn: arn:aws:logs:us-east-1:123456789012:log-group:streams
      Format: $context.requestId streamed $context.integration.responseTransferMode $context.status $context.responseLength
Resources:
  Writer:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs20.x
      Handler: app.handler
      CodeUri: src
      Timeout: 20
      FunctionUrlConfig: { AuthType: NONE, InvokeMode: RESPONSE_STREAM }
`
const api = `      Events:
        Get: { Type: Api, Properties: { Path: /, Method: GET, ResponseTransferMode: RESPONSE_STREAM } }
`
const handler = `
exports.handler = awslambda.streamifyResponse(async (event, stream) => {
  const http = awslambda.HttpResponseStream.from(stream, { statusCode: 200, headers: { 'content-type': 'text/plain' } })
  http.write('first;')
  await new Promise(soon => setTimeout(soon, 600))
  http.write(event.version === '2.0' ? 'by URL' : 'by API')
  http.end()
})
`

/** The body in the pieces in which it came. */
async function pieces(url: string): Promise<{ type: string | null; texts: string[] }> {
  const response = await fetch(url)
  const texts: string[] = []
  const reader = response.body?.getReader()
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read())
    texts.push(Buffer.from(part.value).toString())
  return { type: response.headers.get('content-type'), texts }
}

test('an API and a function URL stream what a handler writes, each on its own port', async () => {
  const project = testProject({ 'template.yaml': template + api, 'src/app.js': handler })
  const served = await serveInTest(project.folder, ['template.yaml', '--port', '0', '--port', 'WriterUrl=0'])
  await expect.poll(() => served.output().stdout).toMatch(/WriterUrl \(/)
  const lines = served.output().stdout
  expect(lines).toMatch(
    /listening on \S+ ServerlessRestApi\nlistening on \S+ WriterUrl \(\S+\.lambda-url\.\S+\)/,
  )
  const [, url = ''] = /listening on (\S+) WriterUrl/.exec(lines) ?? []
  expect(await pieces(served.url)).toEqual({ type: 'text/plain', texts: ['first;', 'by API'] })
  expect(await pieces(url)).toEqual({ type: 'text/plain', texts: ['first;', 'by URL'] })
  // Its line is written when the stream has ended.
  await expect.poll(() => served.output().stderr).toMatch(/[\w-]{36} streamed STREAM 200 12/)
})

test('a definition with a function URL alone is served, and follows what is saved', async () => {
  const project = testProject({ 'template.yaml': template, 'src/app.js': handler })
  const served = await serveInTest(project.folder, ['template.yaml', '--port', '0'])
  expect((await pieces(served.url)).texts).toEqual(['first;', 'by URL'])
  project.write({ 'template.yaml': template.replace('NONE', 'AWS_IAM') })
  const status = async () => (await fetch(served.url)).status
  await expect.poll(status, { timeout: 10_000 }).toBe(403)
})

test('invoke prints a streamed answer as a whole, and its trace tells how it came', () => {
  const project = testProject({ 'template.yaml': template + api, 'src/app.js': handler })
  const { stdout, stderr, status } = runProgram(
    project.folder,
    'invoke',
    'template.yaml',
    'GET',
    '/',
    '--trace',
  )
  expect(status).toBe(0)
  expect(stdout + stderr).toContain('first;by API')
  expect(stdout + stderr).toMatch(/streamed 12 B in 2 chunks, the first after \d+\.\d ms, the last after \d+/)
})
