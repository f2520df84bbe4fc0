import type { DocumentLink } from 'vscode-languageserver-types'
import type { LambdaFunction } from '../api/lambdaFunction.ts'
import type { Files } from '../base/files.ts'
import { valueOf } from '../base/origin.ts'
import type { DefinitionResult } from '../definitions/definitionResult.ts'
import { handlerFile, handlerParts } from '../definitions/handlerPlace.ts'
import { schemaAt } from '../schema/jsonSchema.ts'
import { resourceSchema } from '../schema/places.ts'
import type { ScalarNode, SourceDocument } from '../syntax/node.ts'
import {
  childAt,
  documentOf,
  entriesOf,
  entryOf,
  itemsOf,
  nodeOfOrigin,
  rangeOf,
  stringOf,
} from '../syntax/node.ts'
import { decodeReference } from '../syntax/references.ts'
import type { Uris } from './places.ts'
import type { Mark } from './symbols/mention.ts'
import { markIn, movingMark } from './symbols/mention.ts'
import { walkEntries } from './symbols/walk.ts'

/** Keys whose value may be the path of a file: a definition, a nested template, an included part. */
const fileKeys: ReadonlySet<string> = new Set(['DefinitionUri', 'TemplateURL', 'Location'])

/** The files that a document names, where they are there, and AWS's page on each type of resource. */
export function documentLink(
  document: SourceDocument,
  owner: DefinitionResult,
  files: Files,
  uris: Uris,
): DocumentLink[] {
  const folder = files.folderOf(document.file)
  const links: DocumentLink[] = []
  const toFile = (node: ScalarNode, mark: Mark, path: string) => {
    const file = files.resolve(folder, path)
    if (path !== '' && files.kind(file) === 'file')
      links.push({ range: rangeOf(node, mark), target: uris.toUri(file) })
  }
  const lookAt = (name: string, node: ScalarNode) => {
    const text = stringOf(node)
    if (text === undefined) return
    for (const { mark, path } of pathsIn(name, node, text)) toFile(node, mark, path)
  }
  walkEntries(document.root, ({ name, value }) => {
    if (value.type === 'scalar') lookAt(name, value)
    for (const item of itemsOf(value)) if (item.type === 'scalar') lookAt('', item)
  })
  return [...links, ...codeLinks(document, owner, files, uris), ...typeLinks(document)]
}

function pathsIn(name: string, node: ScalarNode, text: string): { mark: Mark; path: string }[] {
  const isPath = name === '$ref' || fileKeys.has(name)
  if (!isPath && !text.includes('${file(')) return []
  if (/^[a-z][a-z0-9+.-]+:/i.test(text)) return []
  if (name === '$ref') {
    const path = text.split('#')[0] ?? ''
    return [{ mark: markIn(node, path), path: decodeReference(path) }]
  }
  if (isPath) return [{ mark: markIn(node, text), path: text }]
  // https://www.serverless.com/framework/docs/guides/variables: `${file(./models.yml):Book}`
  return [...text.matchAll(/\$\{file\(([^)]+)\)/g)].map(match => {
    const path = match[1] ?? ''
    return { mark: inText(node, text, match.index + '${file('.length, path.length), path: path.trim() }
  })
}

function inText(node: ScalarNode, text: string, at: number, length: number): Mark {
  const whole = markIn(node, text)
  return whole === node ? node : movingMark(node, whole.start - node.start + at, length)
}

/** `CodeUri` leads to the file with the handler: no editor opens a folder. */
function codeLinks(
  { file }: SourceDocument,
  { definition }: DefinitionResult,
  files: Files,
  uris: Uris,
): DocumentLink[] {
  const seen = new Set<ScalarNode>()
  return (definition?.functions ?? []).flatMap(fn => {
    const node = fn.code && nodeOfOrigin(fn.code.origin)
    if (node?.type !== 'scalar' || seen.has(node) || documentOf(node).file !== file) return []
    // `CodeUri` of `Globals` stands for all functions; the first one shows where it is.
    seen.add(node)
    const target = codeFile(fn, files)
    return target === undefined
      ? []
      : [{ range: rangeOf(node, markIn(node, String(node.value))), target: uris.toUri(target) }]
  })
}

function codeFile(fn: LambdaFunction, files: Files): string | undefined {
  const parts = handlerParts(fn)
  const file = parts && handlerFile(parts, files)
  if (file !== undefined) return file
  const code = valueOf(fn.code)
  return code !== undefined && files.kind(code) === 'file' ? code : undefined
}

function typeLinks({ root }: SourceDocument): DocumentLink[] {
  return entriesOf(childAt(root, 'Resources')).flatMap(({ value }) => {
    const type = entryOf(value, 'Type')?.value
    const target = type?.type === 'scalar' ? pageOf(String(type.value)) : undefined
    if (type?.type !== 'scalar' || target === undefined) return []
    return [{ range: rangeOf(type, markIn(type, String(type.value))), target, tooltip: 'AWS documentation' }]
  })
}

/** AWS's page on a type of resource. */
function pageOf(type: string): string | undefined {
  const address = resourceSchema(type)
  return address === undefined ? undefined : schemaAt(address)?.schema.documentation
}
