import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { run } from '../../server/src/commands/check.ts'

const good = `openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books:
    get:
      x-amazon-apigateway-integration: { type: mock }
`
const bad = good.replace('mock', 'moc')

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'gatehouse-check-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
  vi.restoreAllMocks()
})

function write(name: string, text: string): string {
  const file = path.join(folder, name)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, text)
  return file
}

/** Runs the verb and collects what it prints. */
async function check(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', '']
  vi.spyOn(process.stdout, 'write').mockImplementation((text, ...rest: unknown[]) => {
    out += String(text)
    const done = rest.find((each): each is () => void => typeof each === 'function')
    done?.()
    return true
  })
  vi.spyOn(process.stderr, 'write').mockImplementation(text => {
    err += String(text)
    return true
  })
  const code = await run(argv)
  return { code, out, err }
}

interface Report {
  files: { path: string; diagnostics: { severity: string; code: string; range: unknown }[] }[]
}

async function checkJson(...argv: string[]): Promise<{ code: number; files: Report['files'] }> {
  const { code, out } = await check('--format', 'json', ...argv)
  return { code, files: (JSON.parse(out) as Report).files }
}

describe('gatehouse check', () => {
  it('exits with 0 without errors and with 1 with one, options before or after the files', async () => {
    expect((await check(write('good.yaml', good))).code).toBe(0)
    expect((await check(write('bad.yaml', bad), '--format=json')).code).toBe(1)
  })

  it('reports zero-based ranges as JSON, and nothing else on stdout', async () => {
    const file = write('bad.yaml', bad)
    const { files } = await checkJson(file)
    expect(files).toMatchObject([
      {
        path: file,
        diagnostics: [
          {
            severity: 'error',
            code: 'integration-type-unknown',
            range: { start: { line: 5, character: 47 }, end: { line: 5, character: 50 } },
          },
        ],
      },
    ])
  })

  it('shows the line with carets as text', async () => {
    const file = write('bad.yaml', bad)
    const { out } = await check(file)
    expect(out).toBe(
      `${file}:6:48 error integration-type-unknown
  API Gateway knows no integration type 'moc', so 'GET /books' cannot be deployed; write 'mock'
  6 |       x-amazon-apigateway-integration: { type: moc }
    |                                                ^^^
  https://docs.aws.amazon.com/apigateway/latest/api/API_Integration.html

1 file: 1 error, 0 warnings, 0 notes
`,
    )
  })

  it('writes SARIF with rule, place and fix', async () => {
    const { out } = await check('--format', 'sarif', write('bad.yaml', bad))
    const [sarifRun] = (JSON.parse(out) as { runs: { results: unknown[]; tool: unknown }[] }).runs
    expect(sarifRun?.results).toMatchObject([
      {
        ruleId: 'integration-type-unknown',
        level: 'error',
        locations: [
          { physicalLocation: { region: { startLine: 6, startColumn: 48, endLine: 6, endColumn: 51 } } },
        ],
        fixes: [{ artifactChanges: [{ replacements: [{ insertedContent: { text: 'mock' } }] }] }],
      },
    ])
    expect(sarifRun?.tool).toMatchObject({ driver: { rules: [{ id: 'integration-type-unknown' }] } })
  })

  it('gives every file its entry: one that is missing, foreign or checked later', async () => {
    const names = [
      path.join(folder, 'missing.yaml'),
      write('foreign.yaml', 'a: 1\n'),
      write('empty.yaml', ''),
      write('request.vtl', '#set($a = 1)'),
      write('policy.json', '{"Version":"2012-10-17","Statement":[]}'),
      write('bad.yaml', bad),
    ]
    const { code, files } = await checkJson(...names)
    expect(code).toBe(1)
    expect(files.map(file => [path.basename(file.path), file.diagnostics.map(each => each.code)])).toEqual([
      ['missing.yaml', ['file-unreadable']],
      ['foreign.yaml', ['not-a-definition']],
      ['empty.yaml', ['not-a-definition']],
      ['request.vtl', []],
      ['policy.json', ['not-checked']],
      ['bad.yaml', ['integration-type-unknown']],
    ])
    expect(
      files.slice(0, 5).flatMap(({ diagnostics }) => diagnostics.map(({ severity }) => severity)),
    ).toEqual(Array(4).fill('info'))
  })

  it('checks mapping templates that are files of their own, with what their comments leave out', async () => {
    const broken = write('broken.vtl', '#if($input.params("all"))\n{ "all": true }\n')
    const quiet = write(
      'quiet.vm',
      '## gatehouse-disable-next-line mapping-template-variable-unset\n{ "a": "$b" }\n{ "c": "$d" }',
    )
    const { code, files } = await checkJson(broken, quiet)
    expect(code).toBe(1)
    expect(files.map(({ diagnostics }) => diagnostics.map(each => each.code))).toEqual([
      ['mapping-template-syntax'],
      ['mapping-template-json-invalid', 'mapping-template-variable-unset'],
    ])
    expect(files[0]?.diagnostics[0]).toMatchObject({
      severity: 'error',
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 3 } },
    })
  })

  it('says of a template that a serverless.yml takes in what is wrong in the template, once', async () => {
    const service = `service: shop
provider: { name: aws, runtime: nodejs22.x }
functions:
  list:
    handler: list.handler
    events:
      - http:
          path: books
          method: get
          integration: lambda
          request:
            template:
              application/json: \${file(list.vtl)}
`
    const text =
      '{ "a": "$b" }\n## gatehouse-disable-next-line mapping-template-variable-unset\n{ "c": "$d" }'
    const files = [write('service/serverless.yml', service), write('service/list.vtl', text)]
    write('service/list.js', 'exports.handler = async () => 1')
    for (const named of [[path.join(folder, 'service')], files, [...files].reverse(), files.slice(0, 1)]) {
      const checked = await checkJson(...named)
      const found = checked.files.flatMap(file =>
        file.diagnostics.map(each => ({ file: file.path, ...each })),
      )
      expect(found.filter(({ code }) => code === 'mapping-template-variable-unset')).toMatchObject([
        { file: expect.stringMatching(/list\.vtl$/) as string, range: { start: { line: 0, character: 9 } } },
      ])
    }
  })

  it('takes a folder for every definition in it, but dependencies and builds', async () => {
    write('api/openapi.yaml', good)
    write('template.yaml', 'AWSTemplateFormatVersion: "2010-09-09"\nResources: {}\n')
    write('notes.yaml', 'a: 1\n')
    write('node_modules/x/openapi.yaml', bad)
    write('.aws-sam/build/openapi.yaml', bad)
    write('cdk.out/stack.template.json', JSON.stringify({ AWSTemplateFormatVersion: '2010-09-09' }))
    const { code, files } = await checkJson(folder)
    expect(code).toBe(0)
    expect(files.map(file => path.relative(folder, file.path))).toEqual([
      path.join('api', 'openapi.yaml'),
      'template.yaml',
    ])
  })

  it('takes severities from a gatehouse.json above the definition', async () => {
    write('gatehouse.json', '{ "rules": { "integration-type-unknown": "warning" } }')
    const { code, files } = await checkJson(write('api/openapi.yaml', bad))
    expect(code).toBe(0)
    expect(files[0]?.diagnostics).toContainEqual(
      expect.objectContaining({ severity: 'warning', code: 'integration-type-unknown' }),
    )
  })

  it('reads with the parameters and the kind that are given', async () => {
    const file = write(
      'template.yaml',
      `AWSTemplateFormatVersion: '2010-09-09'
Parameters: { Ttl: { Type: Number } }
Resources:
  Books: { Type: AWS::ApiGateway::RestApi, Properties: { Name: books } }
  Callers:
    Type: AWS::ApiGateway::Authorizer
    Properties:
      Name: callers
      RestApiId: !Ref Books
      Type: TOKEN
      IdentitySource: method.request.header.Authorization
      AuthorizerUri: arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:callers/invocations
      AuthorizerResultTtlInSeconds: !Ref Ttl
`,
    )
    expect((await checkJson(file)).code).toBe(0)
    expect((await checkJson(file, '--parameter', 'Ttl=7200')).code).toBe(1)
    expect((await checkJson(write('good.yaml', good), '--api-type', 'http')).code).toBe(1)
  })

  it.each([
    [[], 'name a file or a folder'],
    [['--wrong', 'a.yaml'], "unknown option '--wrong'"],
    [['--format', 'xml', 'a.yaml'], "--format takes text, json, sarif, not 'xml'"],
    [['--parameter', 'novalue', 'a.yaml'], "--parameter takes NAME=VALUE, not 'novalue'"],
  ])('answers wrong usage with 2 and the usage on stderr: %j', async (argv, message) => {
    const { code, out, err } = await check(...argv)
    expect(code).toBe(2)
    expect(out).toBe('')
    expect(err).toContain(message)
    expect(err).toContain('Usage: gatehouse')
  })
})
