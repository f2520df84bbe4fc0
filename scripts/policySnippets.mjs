#!/usr/bin/env node
// Writes snippets/policy-json.json and snippets/policy-yaml.json from the policies that the language server proposes.
//   node scripts/policySnippets.mjs
import { build } from 'esbuild'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { format, resolveConfig } from 'prettier'
import { fileURLToPath } from 'node:url'

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..')

/** The text of a snippets file; `modules` holds the exports of `policySnippets.ts` and `draft.ts`. */
export async function policySnippetsText(language, { policySnippets, jsonSnippet, yamlMembers }) {
  const snippets = policySnippets
    // What an authorizer returns is JSON.
    .filter(({ type }) => language === 'json' || !type.startsWith('authorizer-response'))
    .map(({ name, prefix, description, members }) => {
      const text = language === 'json' ? jsonSnippet({ members }) : yamlMembers(members, '')
      return [name, { prefix, description, body: text.split('\n') }]
    })
  const filepath = path.join(root, `snippets/policy-${language}.json`)
  return format(JSON.stringify(Object.fromEntries(snippets)), {
    ...(await resolveConfig(filepath)),
    filepath,
  })
}

async function modules() {
  const contents = ['policy/policySnippets', 'completion/draft']
    .map(name => `export * from './server/src/language/${name}.ts'`)
    .join('\n')
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
    logLevel: 'error',
  })
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString('base64')}`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = await modules()
  for (const language of ['json', 'yaml']) {
    const text = await policySnippetsText(language, found)
    writeFileSync(path.join(root, `snippets/policy-${language}.json`), text)
  }
}
