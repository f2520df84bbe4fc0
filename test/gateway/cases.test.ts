import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runCase } from '../support/gatewayCase.ts'

// Each case is one text file; `UPDATE=1 npx vitest run test/gateway` writes what comes out, to be reviewed as behaviour.
const folder = join(import.meta.dirname, 'cases')
const files = readdirSync(folder).filter(name => name.endsWith('.case'))

test('there are cases', () => {
  expect(files.length).toBeGreaterThan(10)
})

test.each(files)('%s', async name => {
  const file = join(folder, name)
  const { outcomes, updated } = await runCase(readFileSync(file, 'utf8'))
  if (process.env['UPDATE'] === '1') writeFileSync(file, `${comments(file)}${updated}`)
  else
    expect(Object.fromEntries(outcomes.map(outcome => [outcome.name, outcome.actual]))).toEqual(
      Object.fromEntries(outcomes.map(outcome => [outcome.name, outcome.expected])),
    )
  expect(outcomes.length).toBeGreaterThan(0)
})

// What stands before the first section says what the case shows and where AWS documents or recorded it.
function comments(file: string): string {
  const text = readFileSync(file, 'utf8')
  return text.slice(0, text.search(/^== /m))
}
