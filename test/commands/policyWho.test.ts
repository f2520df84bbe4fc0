import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { run } from '../../server/src/commands/policyWho.ts'
import type { AccessMatrix } from '../../server/src/protocol/access.ts'

const root = path.join(import.meta.dirname, '../..')
const folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-who-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function who(...argv: string[]): Promise<{ status: number; out: string; errors: string }> {
  let [out, errors] = ['', '']
  const take = (chunk: unknown, ...rest: unknown[]) => {
    out += String(chunk)
    const done = rest.find((each): each is () => void => typeof each === 'function')
    done?.()
    return true
  }
  const stdout = vi.spyOn(process.stdout, 'write').mockImplementation(take)
  const stderr = vi.spyOn(process.stderr, 'write').mockImplementation(chunk => {
    errors += String(chunk)
    return true
  })
  try {
    return { status: await run(argv), out, errors }
  } finally {
    stdout.mockRestore()
    stderr.mockRestore()
  }
}

function write(name: string, text: string): string {
  const file = path.join(folder, name)
  writeFileSync(file, text)
  return file
}

describe('gatehouse policy who', () => {
  const bookshop = path.join(root, 'examples/bookshop/template.yaml')

  it('prints a table, each different answer once', async () => {
    const { status, out } = await who(bookshop)
    expect(status).toBe(0)
    expect(out).toMatch(/A {2}anonymous {2}no credentials/)
    expect(out).toMatch(/DELETE +\/books\/\{bookId\} +yes \[1\] +open/)
    expect(out.match(/Open to everybody/g)).toHaveLength(1)
  })

  it("answers as JSON, for identities of one's own", async () => {
    const identities = write('identities.json', JSON.stringify([{ name: 'me', sourceIp: '203.0.113.9' }]))
    const { out } = await who(bookshop, '--format', 'json', '--identity', identities, '--only-given')
    const matrix = JSON.parse(out) as AccessMatrix
    expect(matrix.identities.map(({ name }) => name)).toEqual(['me'])
    expect(
      matrix.routes.every(({ answers }) => matrix.answers[answers[0] ?? -1]?.verdict === 'allowed'),
    ).toBe(true)
  })

  it.each([
    [[{ sourceIp: '203.0.113.9' }], "line 1: an identity has no 'name'"],
    [[{ name: 'a', sourceIp: 'home' }], "line 1: 'home' is no IP address"],
    [[{ name: 'a', ip: '1' }], "line 1: 'ip' is none of"],
    [[{ name: 'a', principal: 'nobody' }], "'nobody' is no ARN of a principal"],
  ])('says what is wrong with %j', async (json, expected) => {
    const { status, errors } = await who(bookshop, '--identity', write('wrong.json', JSON.stringify(json)))
    expect(status).toBe(1)
    expect(errors).toContain(expected)
  })

  it('refuses what it does not know', async () => {
    expect((await who()).status).toBe(2)
    expect((await who(bookshop, '--source-ip', 'home')).status).toBe(2)
    expect((await who(bookshop, '--stage', 'nowhere')).errors).toContain("has no stage 'nowhere'")
    expect((await who(path.join(root, 'package.json'))).status).toBe(1)
  })

  it('answers for hundreds of routes and a dozen identities in well under a second', async () => {
    const statements = Array.from({ length: 10 }, (_, index) => ({
      Effect: 'Deny',
      Principal: '*',
      Action: 'execute-api:Invoke',
      Resource: `execute-api:/*/GET/items${index * 30}/*`,
      Condition: { NotIpAddress: { 'aws:SourceIp': `10.${index}.0.0/16` } },
    }))
    const paths = Object.fromEntries(
      Array.from({ length: 400 }, (_, index) => [
        `/items${index}/{id}`,
        {
          get: {
            'x-amazon-apigateway-auth': { type: 'AWS_IAM' },
            responses: {},
            'x-amazon-apigateway-integration': { type: 'mock' },
          },
        },
      ]),
    )
    const file = write(
      'large.json',
      JSON.stringify({
        openapi: '3.0.1',
        info: { title: 'Large', version: '1' },
        'x-amazon-apigateway-policy': { Version: '2012-10-17', Statement: statements },
        paths,
      }),
    )
    const { loadDefinition } = await import('../../server/src/definitions/load.ts')
    const { diskFiles } = await import('../../server/src/io/files.ts')
    const { whoMayCall } = await import('../../server/src/gateway/access/whoMayCall.ts')
    const { definition } = loadDefinition(file, diskFiles, {})
    const [api] = definition?.apis ?? []
    if (!definition || !api) throw new Error('no API')
    const start = process.cpuUsage()
    const matrix = whoMayCall(definition, api)
    const { user } = process.cpuUsage(start)
    expect(matrix.routes).toHaveLength(400)
    expect(matrix.identities.length).toBeGreaterThan(12)
    expect(matrix.answers.length).toBeLessThan(200)
    // Processor time, so that other work on the machine does not count.
    expect(user / 1000).toBeLessThan(1000)
  })
})
