import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { runProgram, serveInTest, testProject } from './gatewayProgram.ts'
import { fidelity } from '../support/fidelity.ts'

fidelity('Logs, metrics and alarms', 'Execution logs: the level of the method', {
  by: 'documentation',
  source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html',
})

// What a stage logs goes to the files that the flags name, else to where everything else is told; metric filters read it.

const template = `AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Shop:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Name: shop
      Body:
        openapi: 3.0.1
        info: { title: shop, version: '1' }
        paths:
          /fails:
            get:
              x-amazon-apigateway-integration:
                type: mock
                requestTemplates: { application/json: '{"statusCode": 503}' }
                responses: { default: { statusCode: '503' } }
              responses: { '503': { description: fails } }
          /broken:
            get:
              x-amazon-apigateway-integration: { type: mock, requestTemplates: { application/json: none } }
              responses: { '200': { description: never } }
  Deployed: { Type: AWS::ApiGateway::Deployment, Properties: { RestApiId: !Ref Shop } }
  Live:
    Type: AWS::ApiGateway::Stage
    Properties:
      RestApiId: !Ref Shop
      DeploymentId: !Ref Deployed
      StageName: live
      AccessLogSetting: { DestinationArn: !GetAtt Log.Arn, Format: '{"id": "$context.requestId", "path": "$context.path", "status": "$context.status"}' }
      MethodSettings:
        - { ResourcePath: /*, HttpMethod: '*', LoggingLevel: ERROR }
        - { ResourcePath: /fails, HttpMethod: GET, LoggingLevel: INFO }
  Log: { Type: AWS::Logs::LogGroup, Properties: { LogGroupName: shop } }
  Failed:
    Type: AWS::Logs::MetricFilter
    Properties:
      LogGroupName: !Ref Log
      FilterPattern: '{ $.status = 5* }'
      MetricTransformations: [{ MetricNamespace: Shop, MetricName: Failed, MetricValue: '1' }]
`

/** Lines without what differs from run to run. */
function plainly(text: string): string[] {
  return text
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .split('\n')
    .filter(line => line !== '')
}

test('files get the access log, and of the execution log what the level of the method asks for', async () => {
  const project = testProject({ 'template.yaml': template, 'access.log': 'from before\n' })
  const logs = ['--access-log', 'access.log', '--execution-log', 'execution.log']
  const served = await serveInTest(project.folder, ['template.yaml', '--port', '0', ...logs])
  expect((await fetch(`${served.url}/fails`)).status).toBe(503)
  expect((await fetch(`${served.url}/broken`)).status).toBe(500)
  const { folder } = project
  const read = (name: string) => plainly(readFileSync(path.join(folder, name), 'utf8'))
  await expect
    .poll(() => read('access.log'))
    .toEqual([
      'from before',
      '{"id": "ID", "path": "/live/fails", "status": "503"}',
      '{"id": "ID", "path": "/live/broken", "status": "500"}',
    ])
  await expect.poll(() => read('execution.log').length).toBe(10)
  expect(read('execution.log').slice(1)).toEqual([
    'TIME (ID) Verifying Usage Plan for request: ID. API Key:  API Stage: shop/live',
    "TIME (ID) API Key  authorized because method 'GET /fails' does not require API Key. Request will not contribute to throttle or quota limits",
    'TIME (ID) Usage Plan check succeeded for API Key  and API Stage shop/live',
    'TIME (ID) Starting execution for request: ID',
    'TIME (ID) HTTP Method: GET, Resource Path: /fails',
    'TIME (ID) Successfully completed execution',
    'TIME (ID) Method completed with status: 503',
    expect.stringContaining('(ID) Execution failed due to configuration error: ') as unknown,
    'TIME (ID) Method completed with status: 500',
  ])
  const { custom } = (await (await fetch(`${served.url}/.gatehouse/metrics?format=json`)).json()) as {
    custom: unknown
  }
  expect(custom).toMatchObject([{ namespace: 'Shop', metricName: 'Failed', sum: 2 }])
})

test('without flags the lines are told with everything else; - is stdout', async () => {
  const project = testProject({ 'template.yaml': template })
  const served = await serveInTest(project.folder, ['template.yaml', '--port', '0', '--access-log', '-'])
  await fetch(`${served.url}/broken`)
  await expect
    .poll(() => plainly(served.output().stdout))
    .toContain('{"id": "ID", "path": "/live/broken", "status": "500"}')
  await expect
    .poll(() => plainly(served.output().stderr))
    .toContain('execution log | TIME (ID) Method completed with status: 500')
})

test('a file that cannot be written ends serve, one that stays empty is told', async () => {
  const quiet = template.replace(/ +AccessLogSetting: .*\n/, '')
  const project = testProject({ 'template.yaml': template, 'quiet.yaml': quiet })
  const { status, stderr } = runProgram(
    project.folder,
    'serve',
    'template.yaml',
    '--access-log',
    'no/such/access.log',
  )
  expect([status, stderr]).toEqual([
    1,
    expect.stringMatching(/^no log can be written to '.*access.log': ENOENT/) as unknown,
  ])
  const served = await serveInTest(project.folder, [
    'quiet.yaml',
    '--port',
    '0',
    '--access-log',
    'access.log',
  ])
  await expect
    .poll(() => served.output().stderr)
    .toContain("'access.log' stays empty: no stage states an access log with a format\n")
})

test('invoke prints the whole execution log of its request', () => {
  const project = testProject({ 'template.yaml': template })
  const { status, stdout } = runProgram(
    project.folder,
    'invoke',
    'template.yaml',
    'GET',
    '/fails',
    '--execution-log',
  )
  expect(status).toBe(0)
  const lines = plainly(stdout)
  expect(lines[0]).toBe('HTTP/1.1 503 Service Unavailable')
  expect(lines.filter(line => line.includes('Method request headers: {Host=localhost, '))).toHaveLength(1)
  expect(lines.at(-1)).toBe('TIME (ID) Method completed with status: 503')
})
