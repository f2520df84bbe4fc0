import { expect, test } from 'vitest'
import { serveInTest, testProject } from './gatewayProgram.ts'
import { fidelity } from '../support/fidelity.ts'

fidelity('Logs, metrics and alarms', 'Alarms change their state when a period has ended', {
  by: 'documentation',
  source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html',
})

// Alarms of the definition are evaluated over what the running gateway has answered, with a clock that can be moved.

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
                requestTemplates: { application/json: '{"statusCode": 500}' }
                responses: { default: { statusCode: '500' } }
              responses: { '500': { description: fails } }
  Failing:
    Type: AWS::CloudWatch::Alarm
    Properties:
      AlarmName: shop-fails
      Namespace: AWS/ApiGateway
      MetricName: 5XXError
      Dimensions: [{ Name: ApiName, Value: shop }]
      Statistic: Sum
      Period: 60
      EvaluationPeriods: 1
      Threshold: 2
      ComparisonOperator: GreaterThanOrEqualToThreshold
`

test('an alarm goes off when its period has ended, and calms when the next one has', async () => {
  const project = testProject({ 'template.yaml': template })
  const served = await serveInTest(project.folder, ['template.yaml', '--port', '0'])
  const { url } = served
  await expect.poll(() => served.output().stderr).toMatch(/token \S+/)
  const [, secret = ''] = /token (\S+)/.exec(served.output().stderr) ?? []
  const advance = (by: string) =>
    fetch(`${url}/.gatehouse/clock`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${secret}` },
      body: JSON.stringify({ advance: by }),
    })
  const alarm = async () => {
    const { alarms } = (await (await fetch(`${url}/.gatehouse/alarms`)).json()) as {
      alarms: readonly { alarmName: string; stateValue: string; stateReason: string }[]
    }
    return alarms.map(({ alarmName, stateValue }) => `${alarmName} ${stateValue}`)
  }

  expect(await alarm()).toEqual(['shop-fails INSUFFICIENT_DATA'])
  // Both in one minute, whatever the time is.
  const intoMinute = Date.now() % 60_000
  if (intoMinute > 50_000) await advance(`PT${Math.ceil((60_000 - intoMinute) / 1000)}S`)
  for (let count = 0; count < 2; count++) expect((await fetch(`${url}/fails`)).status).toBe(500)
  await advance('PT1M')
  expect(await alarm()).toEqual(['shop-fails ALARM'])
  await advance('PT1M')
  expect(await alarm()).toEqual(['shop-fails INSUFFICIENT_DATA'])
})
