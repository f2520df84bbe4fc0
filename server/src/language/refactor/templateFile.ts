import type { Files } from '../../base/files.ts'
import type { Range } from '../../base/text.ts'
import type { DefinitionResult } from '../../definitions/definitionResult.ts'
import { endOfLine } from '../../syntax/edits.ts'
import type { Entry, ScalarNode, SourceDocument } from '../../syntax/node.ts'
import { documentOf, rangeOf } from '../../syntax/node.ts'
import { chainAt } from './chain.ts'
import type { Refactoring } from './refactoring.ts'

/**
 * Moves a mapping template of a `serverless.yml` to a file of its own, or back. Of the formats only this one can take the
 * text of a file: OpenAPI has no such thing, and `AWS::Include` of CloudFormation takes YAML or JSON.
 * https://www.serverless.com/framework/docs/guides/variables/file
 */
export function moveTemplate(
  document: SourceDocument,
  range: Range,
  { definition }: DefinitionResult,
  files: Files,
): Refactoring[] {
  const chain = chainAt(document, range)
  const value = chain.at(-1)?.value
  if (definition?.kind !== 'serverless' || !isTemplate(chain)) return []
  if (value?.type !== 'scalar' || typeof value.value !== 'string') return []
  const folder = files.folderOf(definition.file)
  const path = /^\$\{file\(\s*([^(){}]+?)\s*\)\}$/.exec(value.value)?.[1]
  return path === undefined
    ? extract(value, value.value, chain, { files, folder })
    : inline(value, path, files.read(files.resolve(folder, path)))
}

/** The framework's `template` of requests and responses, and the properties of `AWS::ApiGateway::Method`. */
function isTemplate(chain: readonly Entry[]): boolean {
  const [above, own] = [chain.at(-2)?.name, chain.at(-1)?.name]
  const isOwn = own === 'template' || above === 'template'
  return isOwn || above === 'RequestTemplates' || above === 'ResponseTemplates'
}

function extract(
  node: ScalarNode,
  text: string,
  chain: readonly Entry[],
  { files, folder }: { readonly files: Files; readonly folder: string },
): Refactoring[] {
  const { text: source, language } = documentOf(node)
  const isBlock = node.style === 'literal' || node.style === 'folded'
  const header = /^[^\r\n]*/.exec(source.slice(node.start, node.end))?.[0] ?? ''
  // A variable of the framework stands for something else in another file, and a comment behind the bar has no place.
  if (text.trim() === '' || text.includes('${') || (isBlock && header.includes('#'))) return []
  const name = freeFile(chain, files, folder)
  const reference = `\${file(./${name})}`
  const newText =
    language === 'json' ? JSON.stringify(reference) : isInFlow(node) ? `'${reference}'` : reference
  return [
    {
      title: `Extract the template to '${name}'`,
      kind: 'refactor.extract',
      edits: [{ file: documentOf(node).file, range: rangeOf(node), newText }],
      creates: [{ file: files.resolve(folder, name), text }],
    },
  ]
}

function freeFile(chain: readonly Entry[], files: Files, folder: string): string {
  const at = chain.findIndex(({ name }) => name === 'functions' || name === 'Resources')
  const owner = chain[at + 1]?.name.replace(/\W+/g, '-') ?? 'mapping'
  const isResponse = chain.some(({ name }) => /^(response|ResponseTemplates)$/.test(name))
  const base = `${owner}-${isResponse ? 'response' : 'request'}`
  let name = `${base}.vtl`
  for (let count = 2; files.kind(files.resolve(folder, name)) !== undefined; count++)
    name = `${base}-${count}.vtl`
  return name
}

function inline(node: ScalarNode, path: string, text: string | undefined): Refactoring[] {
  // Other files are read as what they are, and parts of them taken.
  if (text === undefined || !/\.(vtl|vm|txt|tpl)$/i.test(path) || text.includes('${')) return []
  const { file } = documentOf(node)
  const edits = [{ file, range: rangeOf(node), newText: inlineText(node, text) }]
  return [{ title: `Inline '${path}', which stays`, kind: 'refactor.inline', edits }]
}

/** As a block where the text can be one: nothing but line feeds ends its lines, and it has something to show. */
function inlineText(node: ScalarNode, text: string): string {
  const { text: source, language } = documentOf(node)
  const key =
    node.parent?.type === 'mapping' ? node.parent.entries.find(({ value }) => value === node)?.key : undefined
  const isPlain = !/[^\t\n -~\u00a0-\ud7ff]/.test(text) && text.trim() !== '' && !/\n\n$/.test(text)
  if (!key || language === 'json' || isInFlow(node) || !isPlain) return JSON.stringify(text)
  const lineStart =
    Math.max(source.lastIndexOf('\n', key.start - 1), source.lastIndexOf('\r', key.start - 1)) + 1
  const indent = ' '.repeat(key.start - lineStart + 2)
  const header = `|${/^[\s]/.test(text) ? '2' : ''}${text.endsWith('\n') ? '' : '-'}`
  const lines = text.replace(/\n$/, '').split('\n')
  return [header, ...lines.map(line => (line === '' ? '' : indent + line))].join(endOfLine(source))
}

function isInFlow(node: ScalarNode): boolean {
  for (let at = node.parent; at; at = at.parent) if (at.isFlow) return true
  return false
}
