// What the grammars make of templates, by the engine and the grammars of YAML and JSON that VS Code itself has.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runSteps } from './steps.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Resolves to `{ passed, failed }`. */
export async function runColours({ host }) {
  const tokens = await tokenizer(host)
  const run =
    ({ scope, text, want }) =>
    async () => {
      const found = await tokens(scope, text)
      for (const [piece, ...names] of want) {
        const at = found.filter(each => each.text.trim() === piece)
        assert.ok(at.length > 0, `no token '${piece}' in ${found.map(each => `'${each.text}'`).join(' ')}`)
        for (const name of names) {
          const isMissing = name.startsWith('!')
          const has = at[0].scopes.includes(isMissing ? name.slice(1) : name)
          assert.ok(has !== isMissing, `'${piece}' is '${at[0].scopes}', not '${name}'`)
        }
      }
    }
  let [passed, failed] = [0, 0]
  // Each by itself: none stands on another.
  for (const each of cases) {
    const result = await runSteps([{ title: each.title, run: run(each) }], () => {})
    passed += result.passed
    failed += result.failed
  }
  return { passed, failed }
}

/** `want`: a token and scopes that it has, or with `!` has not; the first token of that text counts. */
const cases = [
  {
    title: 'a directive, its references, operators and literals',
    scope: 'source.vtl.apigateway',
    text: `#if($foreach.hasNext && $item.qty >= 2 or $x == 'a')yes#{else}no#end`,
    want: [
      ['if', 'keyword.control.if'],
      ['foreach', 'variable.language'],
      ['hasNext', 'variable.other.property'],
      ['item', 'variable.other.velocity'],
      ['&&', 'keyword.operator'],
      ['2', 'constant.numeric'],
      ['or', 'keyword.operator.word'],
      ['a', 'string.quoted.single'],
      ['yes', '!keyword', '!meta.directive'],
      ['else', 'keyword.control.else'],
      ['end', 'keyword.control.end'],
    ],
  },
  {
    title: 'methods, indices, and a string that is filled in',
    scope: 'source.vtl.apigateway',
    text: `#set($m["k"] = $input.path('$.a').get("x-$\{id}y"))`,
    want: [
      ['set', 'keyword.control.set'],
      ['k', 'string.quoted.double'],
      ['path', 'entity.name.function'],
      ['$.a', 'string.quoted.single'],
      ['get', 'entity.name.function'],
      ['id', 'variable.other', 'string.quoted.double'],
    ],
  },
  {
    title: 'a reference ends where Velocity ends it',
    scope: 'source.vtl.apigateway',
    text: '{"a": "$name.first.", "b": $list [0], "c": \\$name, "price": 5}',
    want: [
      ['"a"', 'support.type.property-name'],
      ['first', 'variable.other.property'],
      ['[', '!meta.reference'],
      ['\\$name', 'constant.character.escape', '!variable'],
      ['5', 'constant.numeric'],
    ],
  },
  {
    title: 'comments and raw text',
    scope: 'source.vtl.apigateway',
    text: 'a ## $b\n#* $c\n#end *# #[[ $d #if( ]]# $e',
    want: [
      ['## $b', 'comment.line'],
      ['#end', 'comment.block', '!keyword'],
      ['$d #if(', 'string.unquoted.raw'],
      ['e', 'variable.other'],
    ],
  },
  {
    title: 'an unfinished string does not colour the next line',
    scope: 'source.vtl.apigateway',
    text: '{"a": "open\n#if(true)x#end',
    want: [['if', 'keyword.control.if', '!string']],
  },
  ...['|', '>-', '!Sub |', '!Sub |-'].map(style => ({
    title: `a template in a block of YAML, '${style}'`,
    scope: 'source.yaml',
    text: `requestTemplates:\n  application/json: ${style}\n    #set($x = 1)\n    {"id": "$input.params('id')"}\nnext:\n  key: $input`,
    want: [
      ['application/json', 'entity.name.tag'],
      ['set', 'keyword.control.set'],
      ['input', 'variable.language'],
      ['params', 'entity.name.function'],
      ['next', 'entity.name.tag', '!velocity'],
      ['$input', '!velocity'],
    ],
  })),
  {
    title: "a template of a WebSocket API's selection key",
    scope: 'source.yaml',
    text: 'RequestTemplates:\n  $default: !Sub |\n    #set($x = $input.body)\nnext: a\n',
    want: [
      ['set', 'keyword.control.set'],
      ['input', 'variable.language'],
      ['next', 'entity.name.tag', '!velocity'],
    ],
  },
  {
    title: 'what follows a template in the same mapping of YAML is YAML again',
    scope: 'source.yaml',
    text: 'a:\n  "text/xml": |\n    $input.body\n  application/json: |\n    #stop\n  other: |\n    #end $input\n',
    want: [
      ['input', 'variable.language'],
      ['stop', 'keyword.control.stop'],
      ['other', 'entity.name.tag', '!velocity'],
      ['#end $input', '!velocity'],
    ],
  },
  {
    title: 'a template in quotes of YAML',
    scope: 'source.yaml',
    text: `application/json: '{"id": $input.json(''$.id'')}'\nnext: a`,
    want: [
      ['input', 'variable.language', 'string.quoted.single'],
      ['.json', 'variable.other.property'],
      ['next', 'entity.name.tag', '!velocity', '!string.quoted.single'],
    ],
  },
  {
    title: 'a template in a string of JSON',
    scope: 'source.json',
    text: `{"application/json": "#set($x = 1){\\"id\\": $input.json('$.id')}", "next": "$input"}`,
    want: [
      ['set', 'keyword.control.set'],
      ['\\"', 'constant.character.escape.json'],
      ['input', 'variable.language', 'string.quoted.double.json'],
      ['next', 'support.type.property-name.json', '!velocity'],
      ['$input', '!velocity'],
    ],
  },
]

/** Each line's tokens as `text` and its scopes, of a text of a language. */
async function tokenizer(host) {
  const require = createRequire(join(host.vscode, 'package.json'))
  const { INITIAL, Registry, parseRawGrammar } = require('vscode-textmate')
  const oniguruma = require('vscode-oniguruma')
  await oniguruma.loadWASM(readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm')).buffer)
  const grammars = new Map()
  const injections = new Map()
  const folders = [root, ...['yaml', 'json'].map(name => join(host.vscode, 'extensions', name))]
  for (const folder of folders) {
    const { contributes } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    for (const { scopeName, path, injectTo = [] } of contributes.grammars ?? []) {
      grammars.set(scopeName, join(folder, path))
      for (const scope of injectTo) injections.set(scope, [...(injections.get(scope) ?? []), scopeName])
    }
  }
  const registry = new Registry({
    onigLib: Promise.resolve({
      createOnigScanner: patterns => new oniguruma.OnigScanner(patterns),
      createOnigString: text => new oniguruma.OnigString(text),
    }),
    loadGrammar: async scope => {
      const file = grammars.get(scope)
      return file ? parseRawGrammar(readFileSync(file, 'utf8'), file) : null
    },
    getInjections: scope => injections.get(scope) ?? [],
  })
  return async (scope, text) => {
    const grammar = await registry.loadGrammar(scope)
    let state = INITIAL
    return text.split('\n').flatMap(line => {
      const { tokens, ruleStack } = grammar.tokenizeLine(line, state)
      state = ruleStack
      return tokens.map(({ startIndex, endIndex, scopes }) => ({
        text: line.slice(startIndex, endIndex),
        scopes: scopes.join(' '),
      }))
    })
  }
}
