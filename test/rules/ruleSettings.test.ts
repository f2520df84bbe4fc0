import { describe, expect, it } from 'vitest'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import { diagnose } from '../../server/src/language/diagnostics.ts'
import { readRuleSettings } from '../../server/src/rules/ruleSettings.ts'
import { memoryFiles } from '../support/memoryFiles.ts'

// Two findings: an origin with a slash at its end (error), and a header list with credentials (warning).
const document = `openapi: 3.0.1
info: { title: Notes, version: '1' }
x-amazon-apigateway-cors:
  allowCredentials: true
  allowOrigins: ['https://www.example.com/']
  allowHeaders: ['*']
paths: {}
`

const template = `AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Notes:
    Type: AWS::ApiGatewayV2::Api
    Properties:
      Name: notes
      ProtocolType: HTTP
      CorsConfiguration: { AllowCredentials: true, AllowOrigins: ['https://www.example.com/'], AllowHeaders: ['*'] }
  Others:
    Type: AWS::ApiGatewayV2::Api
    Properties:
      Name: others
      ProtocolType: HTTP
      CorsConfiguration: { AllowOrigins: ['https://www.example.com/'] }
`

/** `severity code line` of each finding, lines from 1; the definition lies in /work/api. */
function findings(
  text: string,
  { settings, editor, name = 'openapi.yaml' }: { settings?: string; editor?: unknown; name?: string } = {},
): string[] {
  const file = `/work/api/${name}`
  const files = memoryFiles({
    [file]: text,
    ...(settings !== undefined && { '/work/gatehouse.json': settings }),
  })
  return diagnose(loadDefinition(file, files), files, { editor: readRuleSettings(editor) })
    .filter(({ code }) => code !== 'not-emulated')
    .map(({ severity, code, range }) => `${severity} ${code} ${range.start.line + 1}`)
}

const both = ['error cors-origin-invalid 5', 'warning cors-wildcard-with-credentials 6']

describe('severities', () => {
  it('are the rules’ own without settings', () => {
    expect(findings(document)).toEqual(both)
  })

  it('are changed by the editor’s setting', () => {
    const editor = { 'cors-origin-invalid': 'hint', 'cors-wildcard-with-credentials': 'off' }
    expect(findings(document, { editor })).toEqual(['hint cors-origin-invalid 5'])
  })

  it('are changed by gatehouse.json of a folder above, which goes before the editor', () => {
    const settings = '{ "rules": { "cors-origin-invalid": "warning" } }'
    const editor = { 'cors-origin-invalid': 'off', 'cors-wildcard-with-credentials': 'off' }
    expect(findings(document, { settings, editor })).toEqual(['warning cors-origin-invalid 5'])
  })

  it('cannot silence a text that is broken', () => {
    expect(findings(`${document}x: [`, { editor: { syntax: 'off' } })).toContainEqual(
      expect.stringMatching(/^error syntax/),
    )
  })

  it('of the editor that make no sense are passed over', () => {
    expect(findings(document, { editor: { 'cors-origin-invalid': 'loud', b: 3 } })).toEqual(both)
    expect(findings(document, { editor: ['cors-origin-invalid'] })).toEqual(both)
  })
})

describe('gatehouse.json', () => {
  it('is told what is wrong with it, at the word', () => {
    const settings = '{ "rules": {\n"cors-origin-invald": "off",\n"cors-origin-invalid": "quiet" } }'
    const files = memoryFiles({ '/work/openapi.yaml': document, '/work/gatehouse.json': settings })
    const found = diagnose(loadDefinition('/work/openapi.yaml', files), files)
    expect(
      found
        .filter(({ file }) => file === '/work/gatehouse.json')
        .map(({ message, range }) => [range.start.line, message]),
    ).toEqual([
      [1, "No rule is named 'cors-origin-invald', so this has no effect; write 'cors-origin-invalid'"],
      [
        2,
        "'cors-origin-invalid' is set to 'quiet', which is no severity; write 'off', 'hint', 'info', 'warning', 'error'",
      ],
    ])
  })
})

describe('a comment', () => {
  const before = (line: string, comment: string) => document.replace(line, `${comment}\n${line}`)

  it('leaves out the findings of the next line', () => {
    const text = before(
      '  allowOrigins',
      '  # gatehouse-disable-next-line cors-origin-invalid -- the old client',
    )
    expect(findings(text)).toEqual(['warning cors-wildcard-with-credentials 7'])
  })

  it('leaves out those of its rules only, and of the next line only', () => {
    const other = before('  allowOrigins', '  # gatehouse-disable-next-line cors-method-unknown')
    expect(findings(other)).toEqual([
      'error cors-origin-invalid 6',
      'warning cors-wildcard-with-credentials 7',
    ])
    const earlier = before('  allowCredentials', '  # gatehouse-disable-next-line cors-origin-invalid')
    expect(findings(earlier)).toHaveLength(2)
  })

  it('counts from the next line that is no comment', () => {
    const text = before(
      '  allowOrigins',
      '  # gatehouse-disable-next-line cors-origin-invalid\n\n  # said above',
    )
    expect(findings(text)).toEqual(['warning cors-wildcard-with-credentials 9'])
  })

  it('leaves out the findings of several rules in the whole file', () => {
    const all = '# gatehouse-disable cors-origin-invalid, cors-wildcard-with-credentials\n'
    expect(findings(`${document}${all}`)).toEqual([])
  })

  it('is written with // in JSON', () => {
    const json = (comment: string) =>
      `{ "openapi": "3.0.1", "info": { "title": "Notes", "version": "1" }, "paths": {},
  ${comment}
  "x-amazon-apigateway-cors": { "allowOrigins": ["https://www.example.com/"] } }`
    const rule = 'gatehouse-disable-next-line cors-origin-invalid'
    expect(findings(json(`// ${rule}`), { name: 'openapi.jsonc' })).not.toContain(
      'error cors-origin-invalid 3',
    )
    expect(findings(json('// about CORS'), { name: 'openapi.jsonc' })).toContain(
      'error cors-origin-invalid 3',
    )
  })
})

describe('Metadata', () => {
  const metadata = 'Metadata: { Gatehouse: { disable: [cors-origin-invalid] } }'

  it('of a resource leaves out what is found in it', () => {
    const text = template.replace('  Notes:\n', `  Notes:\n    ${metadata}\n`)
    expect(findings(text)).toEqual([
      'warning cors-wildcard-with-credentials 9',
      'error cors-origin-invalid 15',
    ])
  })

  it('of the template leaves it out everywhere', () => {
    expect(findings(`${template}${metadata}\n`)).toEqual(['warning cors-wildcard-with-credentials 8'])
  })
})
