import { describe, expect, it } from 'vitest'
import type { OwnRule } from '../../server/src/rules/ownRule.ts'
import type { Fix } from '../../server/src/base/diagnostic.ts'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import { movedFindings } from '../../server/src/language/ownFindings.ts'
import { readOwnRules } from '../../server/src/rules/readOwnRules.ts'
import { runOwnRule } from '../../server/src/rules/runOwnRule.ts'
import { annotatedFile, applyFix } from '../support/annotated.ts'
import { memoryFiles } from '../support/memoryFiles.ts'

const text = `openapi: 3.0.1
info: { title: Ferries, version: '1', x-team: harbour }
paths:
  /ferries:
    get:
      x-amazon-apigateway-integration: { type: mock, timeoutInMillis: 2000 }
`

/** Runs checks as one rule over the definition above. */
function run(visit: object) {
  const rule = { id: 'own', severity: 'info', summary: 'own', visit } as OwnRule
  const files = memoryFiles({ [annotatedFile]: text, '/work/notes.txt': 'read me' })
  const { definition, documents } = loadDefinition(annotatedFile, files)
  if (!definition) throw new Error('no definition')
  return runOwnRule(rule, { definition, documents, files })
}

const sound = { id: 'own-rule', severity: 'info', summary: 'own', visit: { api: () => [] } }
const problemsOf = (exports: object) => readOwnRules(exports, new Set(['authorizer-unused'])).problems

describe('the exports of a module', () => {
  it('are rules and lists of rules, each taken once', () => {
    const other = { ...sound, id: 'other' }
    const read = readOwnRules({ default: [sound, other], sound, helper: () => 1, table: { a: 1 } }, new Set())
    expect(read.rules.map(({ id }) => id)).toEqual(['own-rule', 'other'])
    expect(read.problems).toEqual([])
  })

  it.each<[string, object, RegExp]>([
    ['no rule', { helper: () => 1 }, /^It exports no rule/],
    ['no id', { a: { visit: {} } }, /^A rule has no id/],
    ['another kind of id', { a: { ...sound, id: 'OwnRule' } }, /the id 'OwnRule', which is no name in kebab/],
    [
      "one of Gatehouse's ids",
      { a: { ...sound, id: 'authorizer-unused' } },
      /has the id of a rule that is there/,
    ],
    [
      "one of the readers' codes",
      { a: { ...sound, id: 'schema-type' } },
      /has the id of a rule that is there/,
    ],
    ['an id twice', { a: sound, b: { ...sound } }, /'own-rule' is exported twice/],
    ['no severity', { a: { ...sound, severity: 'bad' } }, /has no severity/],
    ['no summary', { a: { ...sound, summary: 3 } }, /has no text 'summary'/],
    ['no page', { a: { ...sound, documentation: 'the wiki' } }, /no http address/],
    ['nothing to visit', { a: { ...sound, visit: {} } }, /has no check/],
    ['a misspelt check', { a: { ...sound, visit: { rote: () => [] } } }, /never called \('route'\?\)/],
    ['a check that is none', { a: { ...sound, visit: { route: [] } } }, /that is no function/],
  ])('with %s are refused in words', (_, exports, problem) => {
    const problems = problemsOf(exports)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(problem)
    expect(problems[0]).toMatch(/; \S/)
  })
})

describe('a check', () => {
  it('is given its part, what that belongs to, and the context', () => {
    const seen: unknown[] = []
    const visit: OwnRule['visit'] = {
      method: ({ httpMethod }, { path }, { type }, { read }) => {
        seen.push(httpMethod, path, type, read('notes.txt'))
        return undefined
      },
    }
    run(visit)
    expect(seen).toEqual(['GET', '/ferries', 'rest', 'read me'])
  })

  it('points to any place of the text, and reads it', () => {
    const { found } = run({
      *api(
        _: unknown,
        { originAt, written }: { originAt: (...place: string[]) => never; written: (at: never) => string },
      ) {
        const origin = originAt(annotatedFile, '/info/x-team')
        yield { origin, message: written(origin) }
        expect(originAt(annotatedFile, '/nowhere')).toBeUndefined()
        expect(originAt('/elsewhere', '')).toBeUndefined()
      },
    })
    expect(found).toMatchObject([
      { code: 'own', message: 'harbour', range: { start: { line: 1, character: 46 } } },
    ])
  })

  it('offers fixes', () => {
    const { found } = run({
      *integration(
        { timeoutInMillis: { origin } }: { timeoutInMillis: { origin: never } },
        _: unknown,
        { replaceFix }: { replaceFix: (...given: unknown[]) => Fix[] },
      ) {
        yield { origin, message: 'slow', fixes: replaceFix(origin, '2000', '1000') }
      },
    })
    const fix = found[0]?.fixes?.[0]
    expect(fix && applyFix(text, fix)).toBe(text.replace('2000', '1000'))
  })

  it('that throws keeps what it found before, and the other checks', () => {
    const { found, problems } = run({
      *api({ origin }: { origin: never }) {
        yield { origin, message: 'before' }
        throw new TypeError('no such thing')
      },
      method: ({ origin }: { origin: never }) => [{ origin, message: 'other' }],
    })
    expect(found.map(({ message }) => message)).toEqual(['before', 'other'])
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(
      /^Rule 'own' threw 'TypeError: no such thing' at .+:\d+:\d+ in its check 'api'; /,
    )
  })

  it.each<[string, unknown, RegExp | undefined]>([
    ['nothing', undefined, undefined],
    ['an empty list', [], undefined],
    ['a text', 'finding', /gave no list/],
    ['a number', 3, /gave no list/],
    ['a promise', Promise.resolve([]), /gave a promise/],
    ['a list of numbers', [1], /no object/],
    ['a finding without a message', [{}], /without a text 'message'/],
    ['a finding without a place', [{ message: 'x' }], /without an 'origin'/],
    [
      'a place without lines',
      [{ message: 'x', origin: { file: 'a', range: { start: {}, end: {} } } }],
      /without an 'origin'/,
    ],
    ['a negative line', [place(-1)], /without an 'origin'/],
    ['a severity that there is not', [{ ...place(0), severity: 'bad' }], /a severity that there is not/],
    ['fixes that are none', [{ ...place(0), fixes: [{ title: 'x' }] }], /with 'fixes'/],
    ['places that are none', [{ ...place(0), related: [{}] }], /with 'related'/],
    ['something that throws when it is read', [trap()], /threw/],
    ['something that cannot be printed', thrower(Object.create(null)), /threw something that is no error/],
  ])('that gives %s', (_, given, problem) => {
    const { found, problems } = run({
      api: () => (typeof given === 'function' ? (given as () => unknown)() : given),
    })
    expect(found).toEqual([])
    if (problem) expect(problems).toEqual([expect.stringMatching(problem)])
    else expect(problems).toEqual([])
  })

  it('that gives findings without an end is cut off', () => {
    const { found, problems } = run({
      *api({ origin }: { origin: never }) {
        for (;;) yield { origin, message: 'again' }
      },
    })
    expect(found).toHaveLength(1000)
    expect(problems).toEqual([expect.stringMatching(/more than 1000 findings/)])
  })
})

describe('findings of an earlier text', () => {
  const at = (line: number) => ({
    code: 'own',
    severity: 'info' as const,
    message: `line ${line}`,
    file: annotatedFile,
    range: { start: { line, character: 0 }, end: { line, character: 1 } },
    fixes: [{ title: 'Mend', edits: [] }],
  })

  it('move with the lines below an edit, and fall out where the text was edited', () => {
    const moved = movedFindings([at(0), at(1), at(2)], 'a\nb\nc', 'a\nx\ny\nc')
    expect(moved.map(({ message, range }) => [message, range.start.line])).toEqual([
      ['line 0', 0],
      ['line 2', 3],
    ])
    expect(moved.some(({ fixes }) => fixes && fixes.length > 0)).toBe(false)
  })

  it('stay as they are in the same text', () => {
    expect(movedFindings([at(1)], 'a\nb', 'a\nb')).toEqual([at(1)])
  })
})

function place(line: number) {
  const position = { line, character: 0 }
  return {
    message: 'x',
    origin: { file: annotatedFile, pointer: '', range: { start: position, end: position } },
  }
}

function trap(): object {
  return {
    get message(): string {
      throw new Error('caught')
    },
  }
}

function thrower(thrown: unknown) {
  return () => {
    throw thrown
  }
}
