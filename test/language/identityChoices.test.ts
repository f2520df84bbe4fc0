import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { identityChoices } from '../../server/src/language/identityChoices.ts'
import { createWorkspace } from '../../server/src/language/workspace.ts'
import { testUris } from '../support/cursor.ts'
import { memoryFiles } from '../support/memoryFiles.ts'

const example = path.join(import.meta.dirname, '../../examples/members')
const read = (name: string) => readFileSync(path.join(example, name), 'utf8')
const template = read('template.yaml')

function choices(
  method: string,
  route: string,
  text: string | undefined = read('gatehouse.identities.json'),
  definitionText = template,
) {
  const files = memoryFiles({
    '/m/template.yaml': definitionText,
    ...(text !== '' && { '/m/who.json': text }),
  })
  const workspace = createWorkspace(files, () => ({}))
  workspace.setCandidates(['/m/template.yaml'])
  const definition = testUris.toUri('/m/template.yaml')
  const reference = { definition, apiId: 'Members', method, path: route }
  const question = { route: reference, file: testUris.toUri('/m/who.json') }
  return identityChoices(workspace.result('/m/template.yaml'), question, files, testUris)
}

const fitting = (method: string, route: string) =>
  choices(method, route)
    ?.identities.filter(({ fits }) => fits)
    .map(({ name }) => name)

describe('who can be chosen', () => {
  it('fits a route when it brings what its authorizer asks for', () => {
    expect(fitting('GET', '/me')).toEqual(['ann', 'writer'])
    expect(fitting('GET', '/report')).toEqual(['report', 'stranger'])
    expect(fitting('GET', '/partner')).toEqual(['ann', 'writer', 'acme'])
    expect(fitting('GET', '/feed')).toEqual(['feed'])
  })

  it('says what it is and what it sends, without secrets', () => {
    const told = (method: string, route: string, name: string) => {
      const found = choices(method, route)?.identities.find(each => each.name === name)
      return [found?.kind, found?.detail, ...(found?.sends ?? []).map(part => `${part.name}: ${part.value}`)]
    }
    expect(told('GET', '/me', 'ann')).toEqual([
      'user',
      'groups admins',
      'Authorization: id token of MembersPool',
    ])
    expect(told('DELETE', '/members/{name}', 'ann')).toEqual([
      'user',
      'groups admins',
      'Authorization: access token of MembersPool, members/write',
    ])
    expect(told('GET', '/report', 'report')).toEqual([
      'iam',
      'IAM role ReportRole',
      'Authorization: SigV4 as arn:aws:sts::123456789012:assumed-role/ReportRole/session',
    ])
    expect(told('GET', '/partner', 'acme')).toEqual([
      'caller',
      'Authorization',
      'Authorization: as the file states it',
    ])
    expect(told('GET', '/feed', 'feed')).toEqual([
      'apiKey',
      'API key FeedKey · 203.0.113.10',
      'x-api-key: value of FeedKey',
      'Source IP: 203.0.113.10',
    ])
  })

  it('tells which token it sends, so that the same can be minted', () => {
    const [ann] = choices('DELETE', '/members/{name}')?.identities ?? []
    expect(ann?.token).toEqual({
      identity: 'ann',
      authorizer: 'MembersPool',
      use: 'access',
      scopes: ['members/write'],
    })
    expect(choices('DELETE', '/members/{name}')?.authorizers).toEqual([
      { name: 'MembersPool', use: 'access' },
    ])
    expect(choices('GET', '/me')?.authorizers).toEqual([{ name: 'MembersPool', use: 'id' }])
  })

  it('stands at its line', () => {
    expect(choices('GET', '/me')?.identities.map(({ location }) => location.range.start.line)).toEqual([
      2, 3, 6, 7, 10, 12,
    ])
  })
})

describe('other guards', () => {
  const httpApi = `Transform: AWS::Serverless-2016-10-31
Resources:
  Members:
    Type: AWS::Serverless::HttpApi
    Properties:
      Auth:
        DefaultAuthorizer: Tokens
        Authorizers:
          Tokens:
            IdentitySource: $request.header.X-Token
            JwtConfiguration: { issuer: 'https://issuer.test', audience: [web] }
  List:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs22.x
      Handler: a.b
      CodeUri: .
      Events: { Get: { Type: HttpApi, Properties: { ApiId: !Ref Members, Path: /me, Method: get } } }
`
  const sends = (text: string, definitionText = template, route = '/me') =>
    choices('GET', route, text, definitionText)?.identities.map(identity =>
      identity.sends.map(({ name, value }) => `${name}: ${value}`),
    )

  it('take the token where they look for it: JWT', () => {
    const list = choices('GET', '/me', '[{ "name": "ann", "claims": {} }]', httpApi)
    expect(list?.identities).toMatchObject([{ fits: true, token: { use: 'access', authorizer: 'Tokens' } }])
    expect(sends('[{ "name": "ann", "claims": {} }]', httpApi)).toEqual([
      ['X-Token: Bearer access token of Tokens'],
    ])
  })

  it('ask whoever has credentials for Lambda authorizers', () => {
    expect(sends('[{ "name": "a", "credentials": true }]', template, '/partner')).toEqual([
      ['Authorization: Bearer access token, local issuer'],
    ])
    // A user pool takes tokens of users only.
    expect(sends('[{ "name": "a", "credentials": true }]', template, '/me')).toEqual([[]])
  })

  it('leave a stated header as it is', () => {
    const text = '[{ "name": "a", "groups": ["g"], "headers": { "authorization": "own" } }]'
    expect(sends(text, template, '/me')).toEqual([['authorization: as the file states it']])
  })
})

describe('the file', () => {
  it('that is not there is missing, not a fault', () => {
    expect(choices('GET', '/me', '')).toMatchObject({ state: 'missing', identities: [] })
  })

  it('that cannot be used says why, and at which line', () => {
    expect(choices('GET', '/me', '[\n  { "sourceIp": "1" }\n]')).toMatchObject({
      state: 'unreadable',
      message: "line 2: an identity has no 'name'",
      line: 1,
    })
    expect(choices('GET', '/me', '[')).toMatchObject({ state: 'unreadable', line: 0 })
  })

  it('is not asked for a route that is gone', () => {
    expect(choices('GET', '/gone')).toBeUndefined()
  })
})
