import type { Api, Definition } from '../api/api.ts'
import type { Diagnostic } from '../base/diagnostic.ts'
import type { Files } from '../base/files.ts'
import type { DefinitionResult } from '../definitions/definitionResult.ts'
import type { SchemaKind } from '../schema/places.ts'
import type { SourceDocument } from '../syntax/node.ts'
import { contained } from '../base/failure.ts'
import { comparePositions } from '../base/text.ts'
import { schemaKindOf } from './schemaKind.ts'
import { detectKind } from '../definitions/detect.ts'
import type { PartNotEmulated } from '../gateway/notEmulated.ts'
import { partsNotEmulated } from '../gateway/notEmulated.ts'
import type { CheckOptions } from '../rules/check.ts'
import { checkDefinition } from '../rules/check.ts'
import type { RuleSettings } from '../rules/ruleSettings.ts'
import { projectSettings, withSettings } from '../rules/ruleSettings.ts'
import { withoutSuppressed, withoutSuppressedInFiles } from '../rules/suppression.ts'
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
  const stated = withoutSuppressed(everything(result, files, options), definition, documents)
  const found = withoutSuppressedInFiles(stated, files)
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
  const gaps = definition.apis.flatMap(api => gapsOf(definition, api, options))
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
    const validate = () => (kind ? validateDocument(document, kind, options.memory) : [])
    return contained(`schema ${kind ?? ''}`, document.file, validate, options.onFailure)
  })
  const said = byStart(rules.filter(({ severity }) => severity === 'error'))
  const found = [...structure.filter(finding => !isSaidBy(said, finding)), ...rules]
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
function isSaidBy(rules: ReadonlyMap<number, readonly Diagnostic[]>, finding: Diagnostic): boolean {
  return !!rules
    .get(startOf(finding))
    ?.some(
      ({ file, range }) =>
        file === finding.file &&
        comparePositions(range.start, finding.range.start) === 0 &&
        comparePositions(range.end, finding.range.end) === 0,
    )
}

// Where an error stands, a milder word about the same value's form, or that it is not emulated, adds nothing.
function withoutEchoes(found: readonly Diagnostic[]): readonly Diagnostic[] {
  const errors = found.filter(({ severity }) => severity === 'error')
  if (errors.length === 0) return found
  const wrong = byStart(errors)
  return found.filter(
    finding =>
      finding.severity === 'error' ||
      !/^(schema-|not-emulated)/.test(finding.code) ||
      !wrong.get(startOf(finding))?.some(({ file }) => file === finding.file),
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

function gapsOf(definition: Definition, api: Api, { memory, onFailure }: CheckOptions): Diagnostic[] {
  const contain = <T>(find: () => readonly T[]) => contained('not-emulated', definition.file, find, onFailure)
  return contain(() => partsNotEmulated(definition, api)).flatMap(({ part, inputs, notes }) => {
    const found = () => contain(() => notes().map(gapDiagnostic))
    if (!memory || !part) return found()
    const compute = () => ({ value: undefined, diagnostics: found() })
    return memory.remember(part, 'notEmulated', inputs, compute).diagnostics
  })
}

function gapDiagnostic({ message, origin }: ReturnType<PartNotEmulated['notes']>[number]): Diagnostic {
  return { code: 'not-emulated', severity: 'info', message, file: origin.file, range: origin.range }
}

/** Each finding once, in the given order. */
export function unique(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Map<number, Diagnostic[]>()
  return diagnostics.filter(finding => {
    const start = startOf(finding)
    const same = seen.get(start)
    if (!same) seen.set(start, [finding])
    else if (same.some(other => isSame(other, finding))) return false
    else same.push(finding)
    return true
  })
}

function isSame(a: Diagnostic, b: Diagnostic): boolean {
  return (
    a.code === b.code &&
    a.message === b.message &&
    a.file === b.file &&
    comparePositions(a.range.start, b.range.start) === 0 &&
    comparePositions(a.range.end, b.range.end) === 0
  )
}

function byStart(diagnostics: readonly Diagnostic[]): ReadonlyMap<number, readonly Diagnostic[]> {
  const starts = new Map<number, Diagnostic[]>()
  for (const finding of diagnostics) {
    const same = starts.get(startOf(finding))
    if (same) same.push(finding)
    else starts.set(startOf(finding), [finding])
  }
  return starts
}

// One number finds what may stand at the same place much sooner than a text that says all of it.
function startOf({ range: { start } }: Diagnostic): number {
  return start.line * 0x100000 + start.character
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
