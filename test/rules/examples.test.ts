import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { rulesMarkdown } from '../../scripts/rulesDocs.mjs'
import { catalogue } from '../../server/src/policy/lint/catalogue.ts'
import { policyRules } from '../../server/src/rules/policy/policyRules.ts'
import { rules } from '../../server/src/rules/registry.ts'
import { applyFix, diagnosticsOf } from '../support/annotated.ts'

const folder = path.join(import.meta.dirname, '../../server/src/rules')

describe.each(rules)('$id', ({ id, examples }) => {
  const find = (text: string) =>
    diagnosticsOf(text, { only: [id], ...(examples.files && { files: examples.files }) })

  it('finds the fault in its bad example', () => {
    expect(find(examples.bad)).toHaveLength(1)
  })

  it('finds nothing in its good example, which has no other error either', () => {
    expect(find(examples.good)).toEqual([])
    const all = diagnosticsOf(examples.good, examples.files && { files: examples.files })
    expect(all.filter(({ severity }) => severity === 'error')).toEqual([])
  })

  it('mends it with its preferred fix, where it has one', () => {
    const fix = find(examples.bad)[0]?.fixes?.find(candidate => candidate.isPreferred)
    if (fix) expect(find(applyFix(examples.bad, fix))).toEqual([])
  })

  it('names the file and the range of every place that belongs to a finding', () => {
    const places = find(examples.bad).flatMap(({ related = [] }) => related)
    expect(places.filter(({ file, range }) => typeof file !== 'string' || typeof range !== 'object')).toEqual(
      [],
    )
  })

  it('says what is wrong and what to do, without a full stop', () => {
    const [finding] = find(examples.bad)
    expect(finding?.message).toMatch(/'[^']+'.*; \S/)
    expect(finding?.message).not.toMatch(/\.$/)
  })
})

describe('rules', () => {
  it('have ids of their own, in the file of that name but for those that stand for the policy linter', () => {
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length)
    const own = rules.filter(rule => !policyRules.includes(rule))
    const names = own.map(({ id }) => id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()))
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(file =>
      path.basename(file, '.ts'),
    )
    expect(names.filter(name => !files.includes(name))).toEqual([])
  })

  it('stand for every code of the policy linter that a definition can meet', () => {
    const others = /^(authorizer-.*|permission-(principal|property-.*)|duplicate-key)$/
    const codes = [...catalogue.keys()].filter(code => !others.test(code))
    expect(policyRules.map(({ id }) => id).sort()).toEqual(codes.sort())
  })

  it('stand in docs/rules.md as the program has them (node scripts/rulesDocs.mjs)', async () => {
    const written = readFileSync(path.join(import.meta.dirname, '../../docs/rules.md'), 'utf8')
    expect(written).toBe(await rulesMarkdown(rules))
  })

  it('offer a fix for most faults', () => {
    const withFix = rules.filter(({ id, examples }) =>
      diagnosticsOf(examples.bad, { only: [id], ...(examples.files && { files: examples.files }) }).some(
        ({ fixes }) => fixes && fixes.length > 0,
      ),
    )
    expect(withFix.map(({ id }) => id)).toEqual(
      expect.arrayContaining([
        'authorizer-undefined',
        'integration-http-method-missing',
        'function-handler-missing',
      ]),
    )
  })
})
