#!/usr/bin/env node
// Writes docs/rules.md from the rules themselves.
//   node scripts/rulesDocs.mjs
import { build } from 'esbuild'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { format, resolveConfig } from 'prettier'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..')

/** Findings that come from reading and from the schemas, which are no rules and need a word too. */
const others = [
  ['syntax', 'error', 'The text is no JSON or YAML.'],
  ['duplicate-key', 'error', 'A mapping has one key twice: the last one counts, or AWS refuses the text.'],
  [
    'reference-undefined',
    'error',
    'A Ref, GetAtt, Sub, DependsOn, Condition or FindInMap names something that is not there.',
  ],
  [
    'template-rule-unmet',
    'error',
    'An assertion of the section Rules does not hold; a warning where defaults break it.',
  ],
  ['dependency-cycle', 'error', 'Resources of a template wait for each other.'],
  ['ref-unresolved', 'error', 'A `$ref` leads to nothing.'],
  ['ref-cyclic', 'error', 'A `$ref` leads back to itself.'],
  ['ref-file-missing', 'warning', 'A `$ref` names a file that is not there.'],
  ['schema-required', 'error', 'A property is missing that AWS needs.'],
  ['schema-type', 'error', 'A value is a text, list or mapping where AWS wants another kind.'],
  ['schema-enum', 'error', 'A value is none of those that AWS knows.'],
  ['schema-range', 'error', 'A number is out of range, or a mapping has too few entries.'],
  ['schema-value', 'error', 'A value does not have the form that AWS wants.'],
  ['schema-exclusive', 'error', 'Two properties stand together of which AWS takes one.'],
  ['schema-unknown-property', 'error', 'A property has a name that AWS does not know.'],
  ['schema-unknown-extension', 'warning', 'A key looks like an extension of API Gateway and is none.'],
  [
    'settings-invalid',
    'warning',
    'A `gatehouse.json` names a rule that there is not, or sets it to something that is no severity.',
  ],
  [
    'own-rules-failed',
    'error',
    'A module of `ownRules` cannot be loaded, or a rule in it throws, hangs or gives garbage.',
  ],
  [
    'own-rules-untrusted',
    'info',
    'The workspace is not trusted, so the modules of `ownRules` are not loaded.',
  ],
  [
    'authorizer-principal-id-missing',
    'error',
    'What a Lambda authorizer returns has no `principalId` (in a JSON file that holds it).',
  ],
  ['authorizer-policy-missing', 'error', 'What a Lambda authorizer returns has no `policyDocument`.'],
  [
    'authorizer-answer-missing',
    'error',
    'What an authorizer of an HTTP API returns has neither `isAuthorized` nor a policy.',
  ],
  [
    'authorizer-key-unknown',
    'error',
    'What a Lambda authorizer returns has a name that API Gateway does not read; `authorizer-key-ignored` (warning) where it passes it over.',
  ],
  [
    'authorizer-value-type',
    'error',
    'A value in what a Lambda authorizer returns is of another type than API Gateway takes.',
  ],
  ['authorizer-context-value', 'error', 'A context value of a REST API is no string, number or Boolean.'],
  [
    'authorizer-resource-length',
    'error',
    'A resource in an authorizer’s policy has more than 512 characters.',
  ],
  ['authorizer-response-size', 'error', 'What a Lambda authorizer returns is larger than 8 KB.'],
  [
    'permission-principal',
    'error',
    'A Lambda permission is for no service, account or ARN (`gatehouse policy lint`; in templates `lambda-permission-invalid`).',
  ],
  [
    'permission-property-missing',
    'error',
    'A Lambda permission lacks a property (`gatehouse policy lint`); `permission-property-unknown` for one that there is not.',
  ],
  ['not-emulated', 'info', 'AWS would do something here that the gateway on this machine leaves out.'],
]

/** The page: every rule with what AWS does and an example of each kind, then the other findings. */
export async function rulesMarkdown(rules) {
  const sorted = [...rules].sort((a, b) => (a.id < b.id ? -1 : 1))
  const table = sorted.map(
    ({ id, severity, summary }) => `| [\`${id}\`](#${id}) | ${severity} | ${summary} |`,
  )
  const text = [
    '# Rules',
    '',
    '<!-- Made by scripts/rulesDocs.mjs from server/src/rules: do not edit -->',
    '',
    'What `gatehouse check` and the editor find in a definition. An error is something that AWS refuses or that cannot',
    'work. A value that is only known on AWS (an import, a parameter without a default) is always accepted.',
    '',
    '## Severities and exceptions',
    '',
    'The severity of a finding is changed by its code, to `off`, `hint`, `info`, `warning` or `error`:',
    '',
    '- for a project in a `gatehouse.json`, in the folder of the definition or one above it (the nearest counts):',
    '  `{ "rules": { "authorizer-unused": "off" } }`. The editor and the command line both read it.',
    '- for a user in the setting `gatehouse.rules` of the editor; what `gatehouse.json` says goes before it.',
    '',
    'A single place is left out where it stands:',
    '',
    '```yaml',
    '# gatehouse-disable-next-line cors-origin-invalid -- why it is right here',
    '# gatehouse-disable authorizer-unused, mock-status-missing',
    '```',
    '',
    'The first is for the next line that is no comment, the second for the whole file; `//` in JSON with comments. In a',
    'CloudFormation or SAM template a resource (or the template itself) can say it too:',
    '',
    '```yaml',
    'Metadata: { Gatehouse: { disable: [authorizer-unused] } }',
    '```',
    '',
    'Rules of your own: [own-rules.md](own-rules.md).',
    '',
    '## All rules',
    '',
    '| rule | severity | finds |',
    '|---|---|---|',
    ...table,
    '',
    ...sorted.flatMap(sectionOf),
    '## Other findings',
    '',
    '| code | severity | means |',
    '|---|---|---|',
    ...others.map(([code, severity, meaning]) => `| \`${code}\` | ${severity} | ${meaning} |`),
    '',
  ].join('\n')
  const file = path.join(root, 'docs/rules.md')
  return format(text, { ...(await resolveConfig(file)), filepath: file })
}

function sectionOf({ id, severity, summary, aws, documentation, examples }) {
  const files = Object.entries(examples.files ?? {}).flatMap(([name, text]) => [
    `With \`${name}\`:`,
    '',
    '```js',
    text.trim(),
    '```',
    '',
  ])
  return [
    `## ${id}`,
    '',
    `${summary} (${severity})`,
    '',
    `AWS: ${aws} [Documentation](${documentation})`,
    '',
    'Found in:',
    '',
    '```yaml',
    shortened(examples.bad.trim()),
    '```',
    '',
    'Not in:',
    '',
    '```yaml',
    shortened(examples.good.trim()),
    '```',
    '',
    ...files,
  ]
}

/** The example without what it has only to be long: a letter many times, a line many times. */
function shortened(text) {
  const lines = text
    .replace(/ {200,}/g, ' … ')
    .replace(/(.)\1{100,}/g, (all, letter) => `${letter.repeat(3)}… (${all.length} characters)`)
    .split('\n')
  if (lines.length <= 60) return lines.join('\n')
  return [...lines.slice(0, 12), `${/^ */.exec(lines[12])[0]}# … and ${lines.length - 12} lines more`].join(
    '\n',
  )
}

/** The rules as the program has them. */
async function loadRules() {
  const { outputFiles } = await build({
    entryPoints: [path.join(root, 'server/src/rules/registry.ts')],
    bundle: true,
    format: 'esm',
    // The ES modules of libraries: what they have for Node is CommonJS, which a module of a text cannot load.
    platform: 'neutral',
    mainFields: ['module', 'main'],
    external: ['node:*'],
    write: false,
    logLevel: 'warning',
  })
  const source = Buffer.from(outputFiles[0].contents).toString('base64')
  return (await import(`data:text/javascript;base64,${source}`)).rules
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  writeFileSync(path.join(root, 'docs/rules.md'), await rulesMarkdown(await loadRules()))
}
