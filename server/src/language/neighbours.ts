import { minimatch } from 'minimatch'
import type { Diagnostic } from '../base/diagnostic.ts'
import { offsetAt } from '../base/text.ts'
import { detectKind } from '../definitions/detect.ts'
import type { Neighbour, NeighbourId } from '../protocol/neighbours.ts'
import type { SourceDocument } from '../syntax/node.ts'
import { childAt, pathAtOffset, pointerOf, stringOf } from '../syntax/node.ts'

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
  const near = neighbours.filter(({ id, validates }) => validates !== false && reads[id](shared))
  if (near.length === 0) return found
  const hasSchema = near.some(neighbour => knowsStructure(neighbour, shared))
  return found.filter(finding => {
    if (finding.code === 'syntax' || finding.code === 'duplicate-key') return false
    return !hasSchema || !finding.code.startsWith('schema-') || isOwn(finding, shared.document)
  })
}

/**
 * Whether a neighbour proposes the keys and values that general schemas know for a file, which a list would show twice.
 * AWS's tools complete templates by schemas that they fetch while they run, so nothing is left to them.
 */
export function isStructureProposed(shared: SharedFile, neighbours: readonly Neighbour[]): boolean {
  return neighbours.some(
    neighbour =>
      readsBySchema(neighbour) &&
      neighbour.completes !== false &&
      reads[neighbour.id](shared) &&
      knowsStructure(neighbour, shared),
  )
}

/** Which files a neighbour looks at. */
const reads: Readonly<Record<NeighbourId, (shared: SharedFile) => boolean>> = {
  'redhat.vscode-yaml': ({ file, languageId }) =>
    languageId === undefined ? /\.ya?ml$/i.test(file) : languageId === 'yaml',
  'vscode.json-language-features': ({ file, languageId }) =>
    languageId === undefined ? /\.jsonc?$/i.test(file) : /^jsonc?$/.test(languageId),
  'amazonwebservices.aws-toolkit-vscode': isTemplate,
  'kddejong.vscode-cfn-lint': isTemplate,
}

function isTemplate({ document }: SharedFile): boolean {
  const kind = detectKind(document.root)
  if (kind === 'cloudformation' || kind === 'sam') return true
  // A template that is broken near its beginning has no tree to tell by.
  return document.diagnostics.length > 0 && /\bAWSTemplateFormatVersion\b/.test(document.text.slice(0, 4000))
}

function readsBySchema({ id }: Neighbour): boolean {
  return id === 'redhat.vscode-yaml' || id === 'vscode.json-language-features'
}

/** AWS's tools know every resource; the editors of YAML and JSON know what somebody gave them a schema for. */
function knowsStructure(neighbour: Neighbour, { file, document }: SharedFile): boolean {
  if (!readsBySchema(neighbour)) return true
  const {
    id,
    schemaFiles = [],
    schemalessFiles = [],
    usesSchemaStore = id === 'redhat.vscode-yaml',
  } = neighbour
  const inComment = id === 'redhat.vscode-yaml' ? schemaInComment(document.text) : undefined
  const named = inComment ?? stringOf(childAt(document.root, '$schema'))
  if (named !== undefined) return named !== 'none'
  if (schemalessFiles.some(glob => fits(file, glob))) return false
  return [...(usesSchemaStore ? schemaStoreFiles : []), ...schemaFiles].some(glob => fits(file, glob))
}

/** The schema that a comment at the beginning names; `none` switches schemas off. */
function schemaInComment(text: string): string | undefined {
  const header = /^(?:\uFEFF?(?:#.*|---.*|%.*|[ \t]*)\r?\n)*/.exec(text.slice(0, 4000))?.[0] ?? ''
  return /^#\s+(?:yaml-language-server\s*:.*)?\$schema(?:=|:[ \t]*)(\S+)/m.exec(header)?.[1]
}

/**
 * For which of our YAML files SchemaStore, which Red Hat's extension asks by default, has a schema.
 * https://github.com/SchemaStore/schemastore/blob/master/src/api/json/catalog.json (August 2026)
 */
const schemaStoreFiles = [
  'openapi.{yml,yaml}',
  '*.openapi.{yml,yaml}',
  '*.cf.{yml,yaml}',
  'cloudformation.{yml,yaml}',
  'template.yaml',
  'serverless.template',
  '*.sam.{yml,yaml}',
  'sam.{yml,yaml}',
  'serverless.yml',
]

/** As the extensions read globs: one without a folder fits in each, and one may begin with `/`. */
function fits(file: string, glob: string): boolean {
  const path = file.replaceAll('\\', '/')
  const pattern = glob.replace(/^\/+/, '')
  return (
    minimatch(path, pattern, { dot: true, matchBase: true, nonegate: true }) ||
    minimatch(path, `**/${pattern}`, { dot: true, nonegate: true })
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
