import type { Api, Definition } from '../api/api.ts'
import type { Diagnostic } from '../base/diagnostic.ts'
import type { Files } from '../base/files.ts'
import type { DefinitionResult } from '../definitions/definitionResult.ts'
import type { SchemaKind } from '../schema/places.ts'
import type { Memory } from '../syntax/memory.ts'
import type { SourceDocument } from '../syntax/node.ts'
import { comparePositions } from '../base/text.ts'
import { schemaKindOf } from './schemaKind.ts'
import { detectKind } from '../definitions/detect.ts'
import type { PartNotEmulated } from '../gateway/notEmulated.ts'
import { partsNotEmulated } from '../gateway/notEmulated.ts'
import type { CheckOptions } from '../rules/check.ts'
import { checkDefinition } from '../rules/check.ts'
import type { RuleSettings } from '../rules/ruleSettings.ts'
import { projectSettings, withSettings } from '../rules/ruleSettings.ts'
import { withoutSuppressed } from '../rules/suppression.ts'
import { validateDocument } from '../schema/validate.ts'

/**
 * Everything there is to say about a definition: what reading it found, its structure, the rules, and what the gateway
 * on this machine leaves out. Sorted by file and place, none twice; without what comments and `Metadata` leave out, and
 * with the severities of `gatehouse.json` (which go before `editor`'s). The one function behind `check` and the editor.
 */
export function diagnose(
  result: DefinitionResult,
  files: Files,
  { editor, ...options }: DiagnoseOptions = {},
): Diagnostic[] {
  const { definition, documents } = result
  const [file] = documents.keys()
  const project = file === undefined ? undefined : projectSettings(definition?.file ?? file, files)
  const settings: RuleSettings = new Map([...(editor ?? []), ...(project?.rules ?? [])])
  const found = withoutSuppressed(everything(result, files, options), definition, documents)
  return [...withSettings(found, settings), ...(project?.diagnostics ?? [])].sort((a, b) =>
    byPlace(definition?.file ?? file ?? '', a, b),
  )
}

/** What the editor adds to a definition, and what a check may be given. */
export interface DiagnoseOptions extends CheckOptions {
  readonly editor?: RuleSettings | undefined
}

function everything(result: DefinitionResult, files: Files, options: CheckOptions): Diagnostic[] {
  const { definition, documents, diagnostics } = result
  if (!definition) return [...diagnostics]
  // A stack's routes may call a function of another stack, so what is left out can be told of the whole only.
  const gaps = definition.apis.flatMap(api => gapsOf(definition, api, options.memory))
  const all = unique([...diagnostics, ...faultsOf(result, files, options), ...gaps])
  return withoutEchoes(all).map(finding => onOneLine(finding, documents))
}

/** What schemas and rules say: of each stack by itself where there are several. */
function faultsOf(result: DefinitionResult, files: Files, options: CheckOptions): Diagnostic[] {
  const { definition, documents, diagnostics, parts } = result
  if (parts) return parts.flatMap(part => faultsOf(part, files, options))
  if (!definition) return []
  const broken = new Set(diagnostics.filter(isSyntaxError).map(({ file }) => file))
  const rules = checkDefinition(result, files, options)
  const structure = [...documents.values()].flatMap(document => {
    const kind = document.file === definition.file ? schemaKindOf(definition.kind) : includedKind(document)
    return kind ? validateDocument(document, kind, options.memory) : []
  })
  const found = [...structure.filter(finding => !isSaidBy(rules, finding)), ...rules]
  // In a broken text a part may be there and yet not be read, so nothing can be said to be absent.
  const sure = found.filter(
    ({ code, file }) => !broken.has(file) || !/(missing|undefined|required|type)$|^missing-/.test(code),
  )
  // The fixes write CloudFormation's or OpenAPI's words, and a plan is written by a program anyway.
  return definition.kind === 'terraform' ? sure.map(finding => ({ ...finding, fixes: [] })) : sure
}

function includedKind(document: SourceDocument): SchemaKind | undefined {
  const kind = detectKind(document.root)
  return kind === 'openapi' ? kind : undefined
}

function isSyntaxError({ code, severity }: Diagnostic): boolean {
  return code === 'syntax' && severity === 'error'
}

// A rule knows more than a schema; where both mark the same words, the rule speaks.
function isSaidBy(rules: readonly Diagnostic[], { file, range }: Diagnostic): boolean {
  return rules.some(
    rule =>
      rule.file === file &&
      rule.severity === 'error' &&
      comparePositions(rule.range.start, range.start) === 0 &&
      comparePositions(rule.range.end, range.end) === 0,
  )
}

// Where an error stands, a milder word about the same value's form, or that it is not emulated, adds nothing.
function withoutEchoes(found: readonly Diagnostic[]): Diagnostic[] {
  const placeOf = ({ file, range }: Diagnostic) => `${file}:${range.start.line}:${range.start.character}`
  const wrong = new Set(found.filter(({ severity }) => severity === 'error').map(placeOf))
  return found.filter(
    finding =>
      finding.severity === 'error' ||
      !/^(schema-|not-emulated)/.test(finding.code) ||
      !wrong.has(placeOf(finding)),
  )
}

/** A squiggle under a whole block hides the text: the first line of it says where. */
export function onOneLine(finding: Diagnostic, documents: DefinitionResult['documents']): Diagnostic {
  const { start, end } = finding.range
  const document = documents.get(finding.file)
  if (start.line === end.line || !document) return finding
  const next = document.lines[start.line + 1] ?? document.text.length
  const line = document.text.slice(document.lines[start.line], next).trimEnd()
  const character = Math.max(line.length, start.character + 1)
  return { ...finding, range: { start, end: { line: start.line, character } } }
}

function gapsOf(definition: Definition, api: Api, memory: Memory | undefined): Diagnostic[] {
  return partsNotEmulated(definition, api).flatMap(({ part, inputs, notes }) => {
    if (!memory || !part) return notes().map(gapDiagnostic)
    const compute = () => ({ value: undefined, diagnostics: notes().map(gapDiagnostic) })
    return memory.remember(part, 'notEmulated', inputs, compute).diagnostics
  })
}

function gapDiagnostic({ message, origin }: ReturnType<PartNotEmulated['notes']>[number]): Diagnostic {
  return { code: 'not-emulated', severity: 'info', message, file: origin.file, range: origin.range }
}

function unique(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>()
  return diagnostics.filter(({ file, range, code, message }) => {
    const { start, end } = range
    const key = `${file}:${start.line}:${start.character}:${end.line}:${end.character}:${code}:${message}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

function byPlace(root: string, a: Diagnostic, b: Diagnostic): number {
  if (a.file !== b.file) return a.file === root ? -1 : b.file === root ? 1 : a.file < b.file ? -1 : 1
  return (
    comparePositions(a.range.start, b.range.start) ||
    comparePositions(a.range.end, b.range.end) ||
    compareTexts(a.code, b.code) ||
    compareTexts(a.message, b.message)
  )
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
