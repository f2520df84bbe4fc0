import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { policySnippetsText } from '../../scripts/policySnippets.mjs'
import { plainTextOf } from '../../server/src/commands/lspCompletion.ts'
import { jsonSnippet, yamlMembers } from '../../server/src/language/completion/draft.ts'
import { policySnippets } from '../../server/src/language/policy/policySnippets.ts'
import { lintPolicy } from '../../server/src/policy/lint/lintPolicy.ts'
import { readPolicyJson } from '../../server/src/policy/readJson.ts'
import { createTemplateScope } from '../../server/src/template/scope.ts'
import { compileTemplate } from '../../server/src/template/template.ts'
import { policyData } from '../support/policyEditor.ts'

type Snippets = Readonly<
  Record<string, { readonly prefix: string; readonly description: string; readonly body: readonly string[] }>
>

const folder = path.join(import.meta.dirname, '../../snippets')
const files = readdirSync(folder).filter(file => /-(json|yaml)\.json$/.test(file))
const read = (file: string) => JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Snippets
const tags = ['!Ref', '!Sub', '!GetAtt'].map(tag => ({ tag, resolve: (text: string) => text }))

/** What the editor inserts when nothing is typed over: defaults and first choices. */
function inserted(body: readonly string[]): string {
  let text = body.join('\n').replaceAll('\\$', '\u0000')
  text = text.replace(/\$\{\d+\|([^,|]+)[^|]*\|\}/g, '$1')
  text = text.replace(/\$\{\d+:((?:[^}\\]|\\.)*)\}/g, (_, value: string) => value.replaceAll('\\}', '}'))
  return text.replaceAll('\u0000', '$')
}

describe.each(files.filter(file => file !== 'vtl.json'))('%s', file => {
  it.each(Object.entries(read(file)))('%s', (_, { body, prefix, description }) => {
    const text = inserted(body)
    expect(text).not.toMatch(/\$\{\d/)
    expect(prefix).toMatch(/^(apigw|sam|cfn|policy)-[a-z-]+$/)
    expect(description).not.toBe('')
    const value: unknown = file.endsWith('-yaml.json')
      ? parse(text, { customTags: tags })
      : JSON.parse(text.startsWith('{') ? text : `{${text}}`)
    expect(value).toBeTypeOf('object')
  })
})

describe('the policies', () => {
  it.each(['json', 'yaml'] as const)(
    'are those that the server proposes, in %s: npm run docs',
    async language => {
      const text = readFileSync(path.join(folder, `policy-${language}.json`), 'utf8')
      expect(text).toBe(await policySnippetsText(language, { policySnippets, jsonSnippet, yamlMembers }))
    },
  )

  it.each(policySnippets.map(snippet => [snippet.name, snippet] as const))(
    '%s is clean',
    (_, { type, members }) => {
      const text = inserted(jsonSnippet({ members }).split('\n'))
      const source = readPolicyJson('/policy.json', text)
      const linted = lintPolicy(
        source,
        type === 'authorizer-policy' ? 'identity' : type,
        policyData.actions(),
      )
      expect(linted.map(({ code, message }) => `${code}: ${message}`)).toEqual([])
    },
  )
})

it('YAML and JSON have the same snippets', () => {
  for (const kind of ['openapi', 'sam', 'cloudformation']) {
    expect(Object.keys(read(`${kind}-json.json`))).toEqual(Object.keys(read(`${kind}-yaml.json`)))
  }
})

it('no prefix stands for two snippets', () => {
  const prefixes = files
    .filter(file => file.endsWith('-yaml.json'))
    .flatMap(file => Object.values(read(file)).map(({ prefix }) => prefix))
  expect(new Set(prefixes).size).toBe(prefixes.length)
})

describe('vtl.json', () => {
  it.each(Object.entries(read('vtl.json')))('%s is a template that API Gateway takes', (_, snippet) => {
    expect(snippet.prefix).toMatch(/^vtl-[a-z-]+$/)
    const { render, diagnostics } = compileTemplate(plainTextOf(snippet.body.join('\n')))
    expect(diagnostics).toEqual([])
    const body = '{"items": [{"id": 1}, {"id": 2}], "errorMessage": "no"}'
    const params = { path: { id: "it's" }, querystring: {}, header: { Accept: 'a' } }
    const { output, error } = render(createTemplateScope({ body, params }))
    expect(error).toBeUndefined()
    if (/^\s*[[{]/.test(output)) expect(() => JSON.parse(output) as unknown).not.toThrow()
    else expect(output).toMatch(/^Action=SendMessage&MessageBody=%7B/)
  })
})
