import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { programFile } from '../support/buildProgram.ts'
const folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-render-'))

function file(name: string, text: string): string {
  const full = path.join(folder, name)
  writeFileSync(full, text)
  return full
}

const context = file(
  'context.json',
  JSON.stringify({ body: '{"name": "Ann"}', stageVariables: { table: 'orders' }, context: { stage: 'dev' } }),
)

describe('gatehouse render', () => {
  it('prints what API Gateway makes of a template', () => {
    const template = file(
      'order.vtl',
      '{"n": $input.json("$.name"), "t": "$stageVariables.table/$context.stage"}',
    )
    const output = execFileSync('node', [programFile, 'render', template, '--context', context], {
      encoding: 'utf8',
    })
    expect(output).toBe('{"n": "Ann", "t": "orders/dev"}')
  })

  it('tells as JSON what the template set, overrode and what is doubtful about it', () => {
    const template = file(
      'set.vtl',
      '#set($a = [1, 2])#set($context.requestOverride.header.X = "y")\n#set(${b} = 1)',
    )
    const output = execFileSync('node', [
      programFile,
      'render',
      template,
      '--context',
      context,
      '--format',
      'json',
    ])
    expect(JSON.parse(String(output))).toMatchObject({
      isJson: false,
      variables: { a: [1, 2] },
      overrides: { request: { header: { X: 'y' } } },
      warnings: [{ code: 'template-unseen-assignment', start: { line: 2, column: 6 } }],
    })
  })

  it('takes the numbers of a context as they are written: 1.0 is a Double', () => {
    const template = file('numbers.vtl', '$d $i $big $context.d $f')
    const numbers = file(
      'numbers.json',
      '{"variables": {"d": 1.0, "i": 1, "big": 12345678901234567890, "f": 1e3}, "context": {"d": 2.50}}',
    )
    const output = execFileSync('node', [programFile, 'render', template, '--context', numbers], {
      encoding: 'utf8',
    })
    expect(output).toBe('1.0 1 12345678901234567890 2.5 1000.0')
    const line = '{"id": "n", "template": "#set($h = $d / 2)$h", "context": {"variables": {"d": 3.0}}}'
    const answer = execFileSync('node', [programFile, 'render', '--batch'], { encoding: 'utf8', input: line })
    expect(JSON.parse(answer)).toEqual({ id: 'n', output: '1.5' })
  })

  it('ends with 1 and the place of the fault when the template is refused', () => {
    const { status, stderr } = spawnSync('node', [programFile, 'render', file('bad.vtl', 'a\n#if(true)')], {
      encoding: 'utf8',
    })
    expect(status).toBe(1)
    expect(stderr).toContain("bad.vtl:2:1: '#if' has no '#end'")
  })

  it('answers a batch line by line, bad lines too', () => {
    const input = [
      { id: 1, template: '$x', context: { variables: { x: [1, null] } } },
      { id: 2, template: '#end' },
      { id: 3, template: 'a', context: { boddy: '' } },
    ]
    const lines = execFileSync('node', [programFile, 'render', '--batch'], {
      encoding: 'utf8',
      input: `${input.map(line => JSON.stringify(line)).join('\n')}\nno JSON\n`,
    })
    const answers = lines
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as { id: unknown; output?: string; error?: { line: number } })
    expect(answers[0]).toEqual({ id: 1, output: '[1, null]' })
    expect(answers.slice(1).map(({ id, error }) => [id, error?.line])).toEqual([
      [2, 1],
      [3, 1],
      [null, 1],
    ])
  })
})
