import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { programFile } from '../support/buildProgram.ts'

const policy = (Action: string, Effect = 'Allow') => ({
  Version: '2012-10-17',
  Statement: [{ Sid: 'Books', Effect, Action, Resource: '*' }],
})
const request = {
  action: 'execute-api:Invoke',
  resource: 'arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/prod/GET/pets',
  principal: { type: 'AWS', arn: 'arn:aws:iam::123456789012:user/alice' },
  authorization: 'AWS_IAM',
}

interface SarifReport {
  readonly runs: readonly { readonly results: readonly SarifResult[] }[]
}

interface SarifResult {
  readonly level: string
  readonly fixes: readonly { readonly artifactChanges: readonly { replacements: readonly Replacement[] }[] }[]
}

interface Replacement {
  readonly deletedRegion: { readonly startColumn: number; readonly endColumn: number }
  readonly insertedContent: { readonly text: string }
}

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'gatehouse-policy-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function write(name: string, value: unknown): string {
  const file = path.join(folder, name)
  writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value, undefined, 2))
  return file
}

function gatehouse(argv: readonly string[], input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [programFile, 'policy', ...argv], {
    input,
    encoding: 'utf8',
    timeout: 30_000,
  })
  return { status, stdout, stderr }
}

const lines = (...values: unknown[]) => values.map(value => `${JSON.stringify(value)}\n`).join('')
const answers = (text: string) =>
  text
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Record<string, unknown>)

describe('gatehouse policy lint', () => {
  it('exits with 0 without errors and with 1 with one', () => {
    expect(gatehouse(['lint', write('good.json', policy('execute-api:Invoke'))]).status).toBe(0)
    const { status, stdout } = gatehouse(['lint', write('bad.json', policy('execute-api : Invoke'))])
    expect(status).toBe(1)
    expect(stdout).toMatch(
      /bad\.json:7:17 error invalid-action-format\n {2}The action 'execute-api : Invoke'/,
    )
    expect(stdout).toMatch(/1 file: 1 error, 0 warnings, 0 notes/)
  })

  it('takes a type, and else tells it by what the file holds', () => {
    const file = write('answer.json', { isAuthorized: 'true' })
    expect(gatehouse(['lint', file]).stdout).toMatch(/authorizer-value-type/)
    expect(gatehouse(['lint', '--type', 'authorizer-response', file]).stdout).toMatch(
      /authorizer-policy-missing/,
    )
  })

  it('reports as JSON and as SARIF', () => {
    const file = write('bad.json', policy('execute-api : Invoke'))
    const json = JSON.parse(gatehouse(['lint', '--format', 'json', file]).stdout) as {
      files: { diagnostics: { code: string }[] }[]
    }
    expect(json.files[0]?.diagnostics.map(({ code }) => code)).toEqual(['invalid-action-format'])
    const sarif = JSON.parse(gatehouse(['lint', '--format', 'sarif', file]).stdout) as {
      runs: { results: { ruleId: string; level: string; fixes: unknown[] }[] }[]
    }
    expect(sarif.runs[0]?.results).toMatchObject([{ ruleId: 'invalid-action-format', level: 'error' }])
    expect(sarif.runs[0]?.results[0]?.fixes).toHaveLength(1)
  })

  it('reports a file that cannot be read', () => {
    const { status, stdout } = gatehouse(['lint', path.join(folder, 'none.json')])
    expect([status, stdout]).toEqual([1, expect.stringContaining('cannot be read')])
  })

  it('finds the six errors of a faulty authorizer output, and none once its fixes are applied', () => {
    const text =
      '{"Policy Document":{"version":"2012-10-17","Satement":[{"Action":"execute-api : Invoke","Resource":["arn:aws:execute-api:us-east-1:755314965799:20goj2ul12/*/*"] "Effect":"Allow"}]}}'
    const file = write('response.json', text)
    const lint = ['lint', '--type', 'authorizer-response']
    const { status, stdout } = gatehouse([...lint, '--format', 'sarif', file])
    const [run] = (JSON.parse(stdout) as SarifReport).runs
    const results = run?.results ?? []
    expect([status, results.map(({ level }) => level)]).toEqual([1, Array<string>(6).fill('error')])
    const replacements = results.flatMap(({ fixes }) => fixes[0]?.artifactChanges[0]?.replacements ?? [])
    expect(replacements).toHaveLength(6)
    const fixed = [...replacements]
      .sort(
        ({ deletedRegion: a }, { deletedRegion: b }) =>
          b.startColumn - a.startColumn || b.endColumn - a.endColumn,
      )
      .reduce((now, { deletedRegion, insertedContent }) => {
        const { startColumn, endColumn } = deletedRegion
        return now.slice(0, startColumn - 1) + insertedContent.text + now.slice(endColumn - 1)
      }, text)
    expect(gatehouse([...lint, write('response.json', fixed)]).status).toBe(0)
  })

  it('finds the policies of a template, be they written as such or as JSON text', () => {
    const template = `AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Read:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: allow
            Action: [s3:GetObject]
            Resource: !Sub arn:\${AWS::Partition}:s3:::books/*
  Write:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument: |
        { "Version": "2012-10-17", "Statement": [
          { "Effect": "Allow", "Action": "s3 : PutObject", "Resource": "*" } ] }
`
    const { status, stdout } = gatehouse(['lint', write('template.yaml', template)])
    expect(status).toBe(1)
    expect(stdout).toMatch(/template\.yaml:9:21 error invalid-effect/)
    expect(stdout).toMatch(/template\.yaml:17:42 error invalid-action-format/)
    const only = "AWSTemplateFormatVersion: '2010-09-09'\nResources: {}\n"
    expect(gatehouse(['lint', write('none.yaml', only)])).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('states no policy') as string,
    })
  })

  it('takes a policy in YAML, and the severities of gatehouse.json', () => {
    const file = write('policy.yaml', 'Statement: { Effect: Allow, Action: s3:GetObject, Resource: x }\n')
    expect(gatehouse(['lint', file]).stdout).toMatch(/1 file: 1 error, 1 warning, 0 notes/)
    const settings = write('gatehouse.json', { rules: { 'missing-version': 'off' } })
    expect(gatehouse(['lint', file]).stdout).toMatch(/1 file: 1 error, 0 warnings, 0 notes/)
    rmSync(settings)
  })

  it('answers a batch line by line, also to lines that are none', () => {
    const text = JSON.stringify(policy('x'))
    const input = `${lines({ id: 'a', policyType: 'identity', text })}{\n${lines({ id: 'c', policyType: 'none', text })}`
    const { status, stdout } = gatehouse(['lint', '--batch'], input)
    const [first, second, third] = answers(stdout)
    expect(status).toBe(0)
    expect(first).toMatchObject({
      id: 'a',
      diagnostics: [{ severity: 'error', path: '/Statement/0/Action', code: 'invalid-action-format' }],
    })
    expect(second).toMatchObject({ id: null })
    expect(third).toMatchObject({ id: 'c', error: expect.stringContaining('policyType') as string })
  })

  it('says that a build without action data checks no names', () => {
    const { stderr } = gatehouse(['lint', write('good.json', policy('execute-api:Invoke'))])
    expect(stderr).toMatch(/no action data/)
  })
})

describe('gatehouse policy evaluate', () => {
  it('prints the decision, the deciding statement and why the others do not apply', () => {
    const identity = [policy('s3:*'), policy('execute-api:*')]
    const { status, stdout } = gatehouse([
      'evaluate',
      write('allowed.json', { request, policies: { identity } }),
    ])
    expect(status).toBe(0)
    expect(stdout).toMatch(
      /^Allowed: a policy of the caller allows it\n {2}decided by identity policy, 'Books' at .*allowed\.json:\d+:\d+/,
    )
    expect(stdout).toMatch(/\(Allow\): Action does not match/)
  })

  it('exits with 1 when the request is denied', () => {
    const file = write('denied.json', { request, policies: { identity: [policy('*', 'Deny')] } })
    const { status, stdout } = gatehouse(['evaluate', '--format', 'json', file])
    expect(status).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ decision: 'explicitDeny', statement: { sid: 'Books' } })
  })

  it('reports as SARIF: an error at the statement that denies, the others beside it', () => {
    const identity = [policy('s3:*'), policy('*', 'Deny')]
    const { status, stdout } = gatehouse([
      'evaluate',
      '--format',
      'sarif',
      write('denied.json', { request, policies: { identity } }),
    ])
    const [run] = (JSON.parse(stdout) as SarifReport).runs
    expect(status).toBe(1)
    expect(run?.results).toMatchObject([
      {
        ruleId: 'request-denied',
        level: 'error',
        relatedLocations: [{ message: { text: expect.stringContaining('Action does not match') as string } }],
      },
    ])
  })

  it('reads a policy from the file that is named in its place', () => {
    write('own.json', policy('execute-api:Invoke'))
    const { stdout } = gatehouse([
      'evaluate',
      write('r.json', { request, policies: { identity: ['own.json'] } }),
    ])
    expect(stdout).toMatch(/own\.json:4:5/)
  })

  it.each([
    ['{', /r\.json:1/],
    [{ request: {}, policies: {} }, /'request.action' is no string/],
    [{ request, policies: { identity: ['none.json'] } }, /none\.json' cannot be read/],
  ])('says why %j cannot be evaluated', (value, message) => {
    const { status, stderr } = gatehouse(['evaluate', write('r.json', value)])
    expect([status, stderr]).toEqual([1, expect.stringMatching(message)])
  })

  it('answers a batch line by line', () => {
    const cases = [
      { id: 1, request, policies: { identity: [policy('execute-api:*')], resource: null, authorizer: null } },
      { id: 2, request: {}, policies: {} },
    ]
    const [first, second] = answers(gatehouse(['evaluate', '--batch'], lines(...cases)).stdout)
    expect(first).toMatchObject({ id: 1, decision: 'allow', statement: { sid: 'Books', role: 'identity' } })
    expect(second).toMatchObject({ id: 2, error: expect.stringContaining('action') as string })
  })
})

describe('wrong usage', () => {
  it.each([
    [[]],
    [['frobnicate']],
    [['lint']],
    [['lint', '--type', 'x', 'f.json']],
    [['lint', '--batch', 'f.json']],
    [['evaluate']],
    [['evaluate', 'a', 'b']],
    [['evaluate', '--batch', '--format', 'json']],
  ])('%j exits with 2 and the usage', argv => {
    const { status, stderr } = gatehouse(argv)
    expect([status, stderr]).toEqual([2, expect.stringContaining('policy lint FILE…')])
  })
})
