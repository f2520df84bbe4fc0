import { describe, expect, it } from 'vitest'
import {
  addedFields,
  authorizerDifferenceOf,
  differenceOf,
  eventDifferences,
} from '../../server/src/migration/events.ts'
import { gatewayOf, send } from '../support/oneApi.ts'
import { fidelity } from '../support/fidelity.ts'
import { fixedWorld } from '../support/world.ts'

// The table of differences is held to the events that the gateways really make.

const integration = (version: string): string =>
  `{ type: aws_proxy, httpMethod: POST, uri: 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:Echo/invocations'${version} }`

const template = (type: string, version: string): string => `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Echo: { Type: AWS::Serverless::Function, Properties: { Runtime: nodejs22.x, Handler: index.handler, CodeUri: . } }
  Books:
    Type: ${type}
    Properties:
      StageName: live
      ${type === 'AWS::Serverless::Api' ? 'Variables: { tier: gold }' : 'StageVariables: { tier: gold }'}
      DefinitionBody:
        openapi: 3.0.1
        info: { title: Books, version: '1' }
        paths:
          /books/{id}: { post: { x-amazon-apigateway-integration: ${integration(version)} } }
`

interface Event {
  readonly [name: string]: unknown
}

async function eventOf(type: string, version: string): Promise<Event> {
  const world = fixedWorld({ functions: new Map([['Echo', '({ statusCode: 200 })']]) })
  const { response } = await send(
    gatewayOf(template(type, version)),
    {
      method: 'POST',
      path: '/books/a%20b',
      query: 'a=1&a=2',
      headers: [
        ['Host', 'localhost:3000'],
        ['User-Agent', 'test'],
        ['Content-Type', 'application/json'],
        ['X-Twice', '1'],
        ['X-Twice', '2'],
        ['Cookie', 'a=1; b=2'],
      ],
      body: Buffer.from('{}'),
    },
    world,
  )
  expect(response.status).toBe(200)
  return JSON.parse(world.events[0]?.event ?? '{}') as Event
}

/** Dotted paths of all leaves; those of headers and parameters by their own names. */
function leaves(value: unknown, path: readonly string[] = []): Map<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return new Map([[path.join('.'), JSON.stringify(value)]])
  return new Map(Object.entries(value).flatMap(([name, inner]) => [...leaves(inner, [...path, name])]))
}

const events = {
  rest: () => eventOf('AWS::Serverless::Api', ''),
  '1.0': () => eventOf('AWS::Serverless::HttpApi', ", payloadFormatVersion: '1.0'"),
  '2.0': () => eventOf('AWS::Serverless::HttpApi', ", payloadFormatVersion: '2.0'"),
}

// Ids and times of this one request, and the length that an HTTP API always adds.
const ofThisRequest = /^requestContext\.(apiId|accountId)$/

describe('the differences of events', () => {
  fidelity(
    'HTTP API',
    'Migration: fields of the events that a REST API had, in payload formats 1.0 and 2.0',
    {
      by: 'documentation',
      source:
        'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html',
    },
  )

  it.each(['1.0', '2.0'] as const)('name all that is absent or another in format %s', async format => {
    const [before, after] = [leaves(await events.rest()), leaves(await events[format]())]
    const changed = [...before]
      .filter(([path, value]) => after.get(path) !== value && !ofThisRequest.test(path))
      .map(([path]) => path)
    const untold = changed.filter(path => {
      const difference = differenceOf(path.split('.'))
      return (format === '1.0' ? difference?.in1 : (difference?.in2 ?? difference?.in1)) === undefined
    })
    expect(changed.length).toBeGreaterThan(5)
    expect(untold).toEqual([])
  })

  it.each([
    ['1.0', 'in1'],
    ['2.0', 'in2'],
  ] as const)('name all that is new at the top of format %s', async (format, key) => {
    const before = Object.keys(await events.rest())
    const added = Object.keys(await events[format]()).filter(name => !before.includes(name))
    expect(added.sort()).toEqual(addedFields[key].split(', ').sort())
  })

  it('lead to fields that are there', async () => {
    const after = leaves(await events['2.0']())
    const renamed = eventDifferences.flatMap(({ path, in2 }) => {
      const [, target = ''] = /^renamed: '([\w.]+)'/.exec(in2 ?? '') ?? []
      // What an authorizer or a certificate adds is not in this request.
      return target === '' || /authorizer|authentication/.test(target) ? [] : [[path, target] as const]
    })
    expect(renamed.length).toBeGreaterThan(8)
    expect(renamed.filter(([, target]) => !after.has(target))).toEqual([])
  })

  it('know headers by their name', () => {
    expect(differenceOf(['headers', 'Authorization'])).toEqual({
      path: 'headers.Authorization',
      in1: "named 'authorization'",
      in2: "named 'authorization'",
    })
    expect(differenceOf(['headers', 'authorization'])).toBeUndefined()
    expect(differenceOf(['headers', 'Host'])).toEqual({ path: 'headers.Host', in2: "named 'host'" })
    expect(differenceOf(['headers', 'host'])).toMatchObject({ in1: "named 'Host'" })
    expect(differenceOf(['headers', 'CloudFront-Viewer-Country'])?.in1).toMatch(/^absent/)
    expect(differenceOf(['requestContext', 'identity', 'sourceIp'])).toEqual({
      path: 'requestContext.identity.sourceIp',
      in2: "renamed: 'requestContext.http.sourceIp'",
    })
    expect(differenceOf(['requestContext', 'stage'])).toBeUndefined()
    expect(authorizerDifferenceOf(['type'])?.in1).toBe("always 'REQUEST'")
  })
})
