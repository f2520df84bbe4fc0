import { minimatch } from 'minimatch'
import type { Diagnostic } from '../base/diagnostic.ts'
import { offsetAt } from '../base/text.ts'
import { detectKind } from '../definitions/detect.ts'
import type { Neighbour, NeighbourId } from '../protocol/neighbours.ts'
import type { SourceDocument } from '../syntax/node.ts'
import { pathAtOffset, pointerOf } from '../syntax/node.ts'

/** A file as its neighbours see it. */
export interface SharedFile {
  readonly file: string
  readonly document: SourceDocument
  /** As the editor calls it; undefined for a file that is not open. */
  readonly languageId: string | undefined
}

/**
 * The findings that no neighbour reports too: a syntax error or a fault of structure is said once. What only Gatehouse knows
 * stays: its rules, and the structure of API Gateway's extensions and of OpenAPI bodies in templates.
 */
export function withoutShared(
  found: readonly Diagnostic[],
  shared: SharedFile,
  neighbours: readonly Neighbour[],
): readonly Diagnostic[] {
  const near = neighbours.filter(({ id }) => reads[id](shared))
  if (near.length === 0) return found
  const hasSchema = near.some(neighbour => knowsStructure(neighbour, shared))
  return found.filter(finding => {
    if (finding.code === 'syntax' || finding.code === 'duplicate-key') return false
    return !hasSchema || !finding.code.startsWith('schema-') || isOwn(finding, shared.document)
  })
}

/** Which files a neighbour looks at. */
const reads: Readonly<Record<NeighbourId, (shared: SharedFile) => boolean>> = {
  'redhat.vscode-yaml': ({ file, languageId }) =>
    languageId === undefined ? /\.ya?ml$/i.test(file) : languageId === 'yaml',
  'amazonwebservices.aws-toolkit-vscode': isTemplate,
  'kddejong.vscode-cfn-lint': isTemplate,
}

function isTemplate({ document }: SharedFile): boolean {
  const kind = detectKind(document.root)
  if (kind === 'cloudformation' || kind === 'sam') return true
  // A template that is broken near its beginning has no tree to tell by.
  return document.diagnostics.length > 0 && /\bAWSTemplateFormatVersion\b/.test(document.text.slice(0, 4000))
}

/** AWS's tools know every resource; Red Hat's extension knows what somebody gave it a schema for. */
function knowsStructure({ id, schemaFiles = [] }: Neighbour, { file, document }: SharedFile): boolean {
  if (id !== 'redhat.vscode-yaml') return true
  const modeline = /^#\s*yaml-language-server\s*:.*\$schema=\S/m
  if (modeline.test(document.text.slice(0, 4000))) return true
  return [...schemaStoreFiles, ...schemaFiles].some(glob => fits(file, glob))
}

/** What SchemaStore, which the extension asks by default, has schemas for among our files. https://www.schemastore.org */
const schemaStoreFiles = [
  'openapi.{json,yml,yaml}',
  'swagger.{json,yml,yaml}',
  '*.cf.{json,yml,yaml}',
  'cloudformation.{json,yml,yaml}',
  'serverless.template',
  '*.sam.{json,yml,yaml}',
  'sam.{json,yml,yaml}',
]

/** As the extension reads globs: one without a folder fits in each, and one may begin with `/`. */
function fits(file: string, glob: string): boolean {
  const path = file.replaceAll('\\', '/')
  const pattern = glob.replace(/^\/+/, '')
  return (
    minimatch(path, pattern, { dot: true, matchBase: true }) ||
    minimatch(path, `**/${pattern}`, { dot: true })
  )
}

/** No general schema says anything about what API Gateway adds to OpenAPI, or about OpenAPI within a template. */
function isOwn({ code, range }: Diagnostic, { root, lines, text }: SourceDocument): boolean {
  if (code === 'schema-unknown-extension') return true
  const { nodes, key } = pathAtOffset(root, offsetAt(lines, range.start, text))
  const deepest = nodes.at(-1)
  const pointer = `${deepest ? pointerOf(deepest) : ''}/${key?.name ?? ''}`
  return /\/x-amazon-apigateway-|\/Properties\/(DefinitionBody|Body)\//.test(pointer)
}
