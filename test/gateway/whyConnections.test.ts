import { describe, expect, it } from 'vitest'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import {
  createFunctionUrlGateway,
  functionOfUrl,
} from '../../server/src/gateway/functionUrls/functionUrlGateway.ts'
import { createGateway } from '../../server/src/gateway/gateway.ts'
import type { Why } from '../../server/src/protocol/trace.ts'
import { answerOf } from '../support/authorization.ts'
import { memoryFiles } from '../support/memoryFiles.ts'
import { signed, trustInSigners } from '../support/signing.ts'
import { fixedWorld } from '../support/world.ts'

// What needs a signature: requests of backends to `@connections`, function URLs with AWS_IAM. The rest is made in
// test/gateway/cases/why-websocket*.case and why-function-url*.case.

function read(text: string) {
  const { definition, diagnostics } = loadDefinition('/api.yaml', memoryFiles({ '/api.yaml': text }))
  if (!definition) throw new Error(diagnostics.map(({ message }) => message).join('; '))
  return definition
}

function told(why: Why | undefined, text: string): string {
  const line = why?.source && text.split('\n')[why.source.line]?.trim()
  return `${why?.cause} at ${why?.source?.file}: ${line}`
}

const role = (name: string, statements: string) => `
  ${name}:
    Type: AWS::IAM::Role
    Properties:
      RoleName: ${name.toLowerCase()}
      AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] }
      Policies:
        - PolicyName: own
          PolicyDocument:
            Version: '2012-10-17'
            Statement:
              ${statements}
`

const chat = `Resources:
  Chat:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: Chat, ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.action }
  End:
    Type: AWS::ApiGatewayV2::Route
    Properties: { ApiId: !Ref Chat, RouteKey: $disconnect }
  Dev: { Type: AWS::ApiGatewayV2::Stage, Properties: { ApiId: !Ref Chat, StageName: dev } }
${role('Pusher', "- { Sid: Push, Effect: Allow, Action: 'execute-api:ManageConnections', Resource: '*' }")}
${role('Reader', "- { Sid: Read, Effect: Allow, Action: 'execute-api:Invoke', Resource: '*' }")}
`

describe('Why? of requests to @connections', () => {
  const definition = read(chat)
  const [api] = definition.apis
  const stage = api?.stages[0]
  const why = async (how: Parameters<typeof signed>[0], as = 'pusher', body = 'Hello') => {
    if (!api || !stage) throw new Error('no API')
    const trust = trustInSigners(definition, [{ name: as, principal: as, accessKeyId: 'AKIAREADER' }])
    const gateway = createGateway(definition, api, stage)
    const request = { ...(await signed(how)), ...(how.method === 'POST' && { body }) }
    return (await answerOf(gateway, request, trust)).why
  }

  it('of a client that has gone', async () => {
    const found = await why({ method: 'DELETE', path: '/@connections/L0SM9cOFvHcCJhw=' })
    expect(told(found, chat)).toBe('connection-gone at /api.yaml: End:')
    expect(found?.sentence).toContain('**connection `L0SM9cOFvHcCJhw=` is not open on stage `dev`**')
  })

  it('of what is no id', async () => {
    const found = await why({ method: 'GET', path: '/@connections/ana' })
    expect(told(found, chat)).toBe('connection-id-invalid at /api.yaml: Chat:')
  })

  it('by somebody who may not push', async () => {
    const found = await why({ method: 'GET', path: '/@connections/L0SM9cOFvHcCJhw=' }, 'reader')
    expect(told(found, chat)).toBe('iam-policy-allows-nothing at /api.yaml: Chat:')
    expect(found?.facts.map(({ label, text }) => `${label}: ${text}`)).toEqual([
      'Request ARN: `arn:aws:execute-api:us-east-1:123456789012:chat/dev/GET/@connections/L0SM9cOFvHcCJhw=`',
      'Action: `execute-api:ManageConnections`',
      'Statement Read: Action does not match',
    ])
  })
})

const url = `Resources:
  Hello:
    Type: AWS::Lambda::Function
    Properties: { Runtime: nodejs20.x, Handler: app.handler, Code: src, Role: arn:aws:iam::123456789012:role/r }
  Url:
    Type: AWS::Lambda::Url
    Properties:
      AuthType: AWS_IAM
      TargetFunctionArn: !GetAtt Hello.Arn
${role('Caller', "- { Effect: Allow, Action: 'lambda:*', Resource: '*' }")}
${role('Half', "- { Sid: Url, Effect: Allow, Action: 'lambda:InvokeFunctionUrl', Resource: '*' }")}
${role('Never', "- { Sid: No, Effect: Deny, Action: 'lambda:InvokeFunction*', Resource: '*' }")}
`

describe('Why? of a function URL with AWS_IAM', () => {
  const definition = read(url)
  const why = async (as: string | undefined, service = 'lambda', body = '') => {
    const [found] = definition.surroundings.functionUrls
    const lambda = found && functionOfUrl(definition, found)
    if (!lambda) throw new Error('no function URL')
    const identities = ['caller', 'half', 'never'].map(name => ({
      name,
      principal: name,
      accessKeyId: `AKIA${name.toUpperCase()}`,
    }))
    const trust = trustInSigners(definition, identities)
    const world = fixedWorld({ trust, functions: new Map([['Hello', '"hello"']]) })
    const accessKeyId = `AKIA${as?.toUpperCase()}`
    const sent =
      as === undefined
        ? { method: 'GET', path: '/', query: '', headers: [] }
        : await signed({ path: '/', service, accessKeyId })
    const rest = { body: Buffer.from(body), sourceIp: '127.0.0.1', port: 3001 }
    const answer = await createFunctionUrlGateway(definition, found, lambda).handle(
      { ...sent, ...rest },
      world,
    )
    return answer.why?.()
  }

  it('nothing where the caller may', async () => {
    expect(await why('caller')).toBeUndefined()
  })

  it('no signature, or one for another service', async () => {
    expect(told(await why(undefined), url)).toBe('signature-missing at /api.yaml: AuthType: AWS_IAM')
    expect(told(await why('caller', 'execute-api'), url)).toBe(
      'signature-invalid at /api.yaml: AuthType: AWS_IAM',
    )
  })

  it('one of the two actions', async () => {
    const found = await why('half')
    expect(told(found, url)).toBe('url-permission-missing at /api.yaml: Url:')
    expect(found?.sentence).toBe(
      'Lambda refused `half`: **nothing allows `lambda:InvokeFunction`** on `Hello`. A function URL takes both actions, so Hello was never called.',
    )
  })

  it('a statement that denies', async () => {
    expect(told(await why('never'), url)).toBe(
      "url-policy-denies at /api.yaml: - { Sid: No, Effect: Deny, Action: 'lambda:InvokeFunction*', Resource: '*' }",
    )
  })
})
