import { describe, expect, it } from 'vitest'
import { fixAll } from '../../server/src/language/codeAction.ts'
import { annotatedFile, diagnosticsOf } from '../support/annotated.ts'
import { testUris } from '../support/cursor.ts'
import { applied } from '../support/refactored.ts'

/** A text after all its safe fixes. */
function fixed(text: string): string {
  const action = fixAll(annotatedFile, diagnosticsOf(text), testUris)
  const edits = action?.edit?.changes?.[testUris.toUri(annotatedFile)] ?? []
  return applied(
    text,
    edits.map(edit => ({ ...edit, file: annotatedFile })),
  )
}

const definition = `openapi: 3.0.1
info: { title: Shop, version: '1' }
paths:
  /books: # all
    get:
      x-amazon-apigateway-integration: { type: moc, requestTemplates: { application/json: '{"statusCode": 200}' }, responses: { default: { statusCode: '200' } } }
    post:
      x-amazon-apigateway-integraton: { type: mock, requestTemplates: { application/json: '{"statusCode": 200}' }, responses: { default: { statusCode: '200' } } }
`

describe('fix all', () => {
  it('mends everything in a definition that has one safe fix', () => {
    expect(fixed(definition)).toBe(
      definition.replace('type: moc,', 'type: mock,').replace('-integraton', '-integration'),
    )
  })

  it('mends around broken lines and keeps the ends of lines', () => {
    const broken = `${definition.replace('  /books', '  /half:\n    g\n  /books')}  /brok\n`.replaceAll(
      '\n',
      '\r\n',
    )
    expect(fixed(broken)).toContain('{ type: mock, requestTemplates')
    expect(fixed(broken).replaceAll('\r\n', '')).not.toContain('\n')
  })

  it('does the same thing once', () => {
    const place = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }
    const finding = {
      code: 'a',
      severity: 'error' as const,
      message: 'm',
      file: annotatedFile,
      range: place,
      fixes: [
        { title: 't', isPreferred: true, edits: [{ file: annotatedFile, range: place, newText: 'x: 1\n' }] },
      ],
    }
    const action = fixAll(annotatedFile, [finding, { ...finding, code: 'b' }], testUris)
    expect(action?.edit?.changes?.[testUris.toUri(annotatedFile)]).toHaveLength(1)
  })

  it('looks only at what stands around each of thousands of findings', () => {
    let looked = 0
    const number = 2000
    const findings = Array.from({ length: number }, (_, index) => {
      // Not in the order of the text: findings come by rule.
      const line = (index * 7) % number
      const at = (character: number) => ({ line, character })
      const range = {
        get start() {
          looked++
          return at(2)
        },
        end: at(4),
      }
      const edits = [{ file: annotatedFile, range, newText: 'x' }]
      return {
        code: 'a',
        severity: 'error' as const,
        message: 'm',
        file: annotatedFile,
        range: { start: at(2), end: at(4) },
        fixes: [{ title: 't', isPreferred: true, edits }],
      }
    })
    const action = fixAll(annotatedFile, [...findings, ...findings], testUris)
    const edits = action?.edit?.changes?.[testUris.toUri(annotatedFile)] ?? []
    expect(edits.map(({ range }) => range.start.line)).toEqual([...findings.keys()])
    expect(looked).toBeLessThan(number * 100)
  })

  it('is not offered where there is nothing to mend', () => {
    expect(fixAll(annotatedFile, diagnosticsOf(fixed(definition)), testUris)).toBeUndefined()
  })
})
