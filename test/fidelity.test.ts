import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { allClaims, areas, claimsIn, fidelityMarkdown } from '../scripts/fidelityDocs.mjs'
import { areas as known } from './support/fidelity.ts'

const page = "{ by: 'documentation', source: 'https://docs.aws.amazon.com/x' }"
const call = (feature: string) => `fidelity('REST API', '${feature}', ${page})`
const featuresIn = (text: string) => claimsIn('a.test.ts', text).claims.map(({ feature }) => feature)
const faultsIn = (text: string, file = 'a.test.ts') => claimsIn(file, text).faults

describe('docs/fidelity.md', () => {
  it('is what the tests declare (node scripts/fidelityDocs.mjs)', async () => {
    const written = readFileSync(path.join(import.meta.dirname, '../docs/fidelity.md'), 'utf8')
    expect(written).toBe(await fidelityMarkdown(allClaims()))
  })

  it('has a line for most of the cases', () => {
    const { claims } = allClaims()
    expect(claims.filter(({ file }) => file.endsWith('.case')).length).toBeGreaterThan(40)
    expect(areas()).toEqual([...known])
  })
})

describe('a declaration', () => {
  it('stands for the tests of its describe, or of its file', () => {
    expect(featuresIn(`describe('x', () => { ${call('one')}; it('y', () => {}) })`)).toEqual(['one'])
    expect(featuresIn(`${call('two')}\ntest.each([1])('%s', () => {})`)).toEqual(['two'])
    expect(featuresIn(`describe('x', () => { ${call('three')}; describe('z', () => { it('y') }) })`)).toEqual(
      ['three'],
    )
  })

  it.each([
    [`describe('x', () => { ${call('a')} })\nit('elsewhere', () => {})`, 'no test at all'],
    [`describe('x', () => { ${call('a')}; it.skip('y', () => {}) })`, 'a skipped test'],
    [`describe('x', () => { ${call('a')}; it.todo('y') })`, 'a test that is not written'],
    [`describe.skip('x', () => { ${call('a')}; it('y', () => {}) })`, 'a skipped describe'],
    [
      `describe.skip('w', () => { describe('x', () => { ${call('a')}; it('y', () => {}) }) })`,
      'one around it',
    ],
  ])('%s is refused: %s', text => {
    expect(featuresIn(text)).toEqual([])
    expect(faultsIn(text)).toEqual([expect.stringMatching(/^a\.test\.ts:1: 'a' has no test that runs$/)])
  })

  it('is written with literals, so that it can be read without running', () => {
    expect(faultsIn(`const name = 'x'\nfidelity('REST API', name, ${page})\nit('y', () => {})`)).toEqual([
      'a.test.ts:2: fidelity takes literals: an area, a feature, { by, source }',
    ])
  })

  it('stands at the head of a case', () => {
    const head =
      'Words.\nfidelity: REST API | Mock answers | recording: o/r tests/a.py::b\n\n== definition ==\n'
    expect(claimsIn('b.case', `${head}fidelity: not read\n`)).toEqual({
      claims: [
        {
          area: 'REST API',
          feature: 'Mock answers',
          by: 'recording',
          source: 'o/r tests/a.py::b',
          file: 'b.case',
        },
      ],
      faults: [],
    })
    expect(faultsIn('fidelity: REST API | Mock\n== x ==\n', 'b.case')[0]).toMatch(
      /^b\.case: write 'fidelity: AREA/,
    )
    expect(
      faultsIn('fidelity: REST API | Mock | documentation: page.html\n== x ==\n', 'b.case'),
    ).toHaveLength(1)
  })

  it('names an area that there is', async () => {
    const claim = {
      area: 'SOAP API',
      feature: 'x',
      by: 'recording',
      source: 'o/r a',
      file: 'a.test.ts',
    } as const
    await expect(fidelityMarkdown({ claims: [claim], faults: [] })).rejects.toThrow(
      "there is no area 'SOAP API'",
    )
  })
})
