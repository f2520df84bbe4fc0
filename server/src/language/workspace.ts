import type { ReadOptions, DefinitionResult } from '../definitions/definitionResult.ts'
import type { Diagnostic } from '../base/diagnostic.ts'
import type { Files } from '../base/files.ts'
import type { SourceDocument } from '../syntax/node.ts'
import { mayBeDefinition } from '../definitions/detect.ts'
import type { FurtherDefinition } from '../definitions/furtherDocuments.ts'
import { loadFurther } from '../definitions/furtherDocuments.ts'
import { includedFiles } from '../definitions/includedFiles.ts'
import { loadDefinition } from '../definitions/load.ts'
import type { Memory } from '../syntax/memory.ts'
import { createMemory } from '../syntax/memory.ts'
import type { CheckOptions } from '../rules/check.ts'
import type { TemplateUse } from '../rules/rule.ts'
import type { RuleSettings } from '../rules/ruleSettings.ts'
import { settingsFileName } from '../base/settingsFile.ts'
import type { DiagnoseOptions } from './diagnostics.ts'
import { diagnose } from './diagnostics.ts'
import type { PolicyFile } from './policyFiles.ts'
import { diagnosePolicyFile, readPolicyFile } from './policyFiles.ts'
import { isTemplateFile } from '../template/templateFileName.ts'
import { diagnoseTemplate } from './templateFiles.ts'
import { isTestFileName } from '../testing/testFileName.ts'
import { diagnoseTests } from './testFiles.ts'
import { usesOfFile } from './vtl/statedTemplates.ts'

/**
 * The definitions of a workspace as they stand now: open documents first, the disk for the rest. Everything is derived
 * from the texts on demand and kept until one of the texts behind it changes.
 */
export interface Workspace {
  /** The editor opened or changed a document. */
  readonly setText: (file: string, text: string) => void
  /** The editor closed a document: the disk counts again. */
  readonly closeText: (file: string) => void
  /** A file changed on the disk. */
  readonly fileChanged: (file: string) => void
  /** What the user sets changed (severities, parameters): everything is made anew. */
  readonly settingsChanged: () => void
  /** The files that may hold definitions, for the tree. */
  readonly setCandidates: (files: readonly string[]) => void
  /** Those files and the open documents. */
  readonly candidates: () => readonly string[]
  /** A file as a definition; `definition` is undefined when it is none. */
  readonly result: (file: string) => DefinitionResult
  /** The findings in a definition and the files it was read from. */
  readonly diagnostics: (file: string) => readonly Diagnostic[]
  /** Whether a file is a policy, or an authorizer's response, by itself. */
  readonly isPolicy: (file: string) => boolean
  /** The tree of a file of YAML or JSON, whatever it is; a mapping template has none. */
  readonly document: (file: string) => SourceDocument | undefined
  /** The definition to which a file belongs: itself, or the one that includes it. */
  readonly ownerOf: (file: string) => DefinitionResult
  /** The definitions behind the first YAML document of a file. */
  readonly further: (file: string) => readonly FurtherDefinition[]
  /**
   * Whether what is found in a file hangs on another one: a document of its definition, a text that it takes in, or, for
   * a template, the definition that takes it in.
   */
  readonly dependsOn: (file: string, other: string) => boolean
  /** Every definition that no other one includes, unreadable ones too, in the order of the candidates. */
  readonly definitions: () => readonly DefinitionResult[]
  /** Open texts first. */
  readonly files: Files
}

interface Kept {
  readonly result: DefinitionResult
  diagnostics?: readonly Diagnostic[]
  further?: readonly FurtherDefinition[]
}

/** Characters; a larger text would hold up the editor for seconds at every keystroke. */
const largestText = 3_000_000

const foreign: DefinitionResult = { definition: undefined, documents: new Map(), diagnostics: [] }

/**
 * Makes a workspace over the disk. `options` says how definitions are read (parameters, region), `rules` which
 * severities the editor's user wants, `checking` what policies are checked with and who is told of rules that throw.
 */
export function createWorkspace(
  disk: Files,
  options: () => ReadOptions,
  rules = noRules,
  checking: Pick<CheckOptions, 'actionData' | 'onFailure'> = {},
): Workspace {
  const open = new Map<string, string>()
  let candidates: readonly string[] = []
  const files = openFirst(open, disk)
  const reading = createReading(files, options)
  const keeping = createKeeping(files, reading)
  const { kept, trees, keep, further, forget } = keeping
  const result = (file: string): DefinitionResult => keep(file).result
  const all = (): string[] => [...new Set([...candidates, ...open.keys()])]
  const ownerOf = (file: string): DefinitionResult => includerOf(file, kept.values()) ?? result(file)
  const hasTakenIn = (file: string, other: string) => reading.hasRead(ownerOf(file), file, other)

  const workspace: Workspace = {
    files,
    setText: (file, text) => {
      if (open.get(file) === text) return
      open.set(file, text)
      forget(file)
    },
    closeText: file => {
      open.delete(file)
      forget(file)
    },
    fileChanged: file => {
      if (open.has(file)) return
      // Rules look for handlers and other files without reading them.
      reading.forget()
      forget(file)
      // A file that a definition missed may be there now: those results have no document of it to be found by.
      for (const [root, { result: stale }] of kept)
        if (stale.diagnostics.length > 0 || reading.hasLookedFor(root, file)) kept.delete(root)
    },
    settingsChanged: keeping.forgetAll,
    setCandidates: list => void (candidates = list),
    result,
    diagnostics: file => {
      if (isTemplateFile(file))
        return diagnoseTemplate(file, files, rules(), usesOfTemplate(workspace, file), checking.onFailure)
      if (isTestFileName(file)) return diagnoseTests(workspace.document(file))
      const entry = keep(file)
      const more = { ...checking, editor: rules(), memory: reading.memory() }
      return (entry.diagnostics ??= allFindings(
        file,
        entry.result,
        further(file),
        reading.noting(file),
        more,
      ))
    },
    isPolicy: file => policyIn(file, keep(file).result, files) !== undefined,
    document: file => {
      const read = kept.get(file)?.result.documents.get(file) ?? trees.get(file)
      if (read) return read
      const made = parsed(file, files, reading)
      if (made) trees.set(file, made)
      return made
    },
    ownerOf,
    further,
    dependsOn: (file, other) =>
      further(file).some(({ result: { documents } }) => documents.has(other)) ||
      hasTakenIn(file, other) ||
      (isTemplateFile(file) && hasTakenIn(other, file)),
    candidates: all,
    definitions: () => notIncluded(all().map(result)),
  }
  return workspace
}

/** What was made of files, until one of the texts behind it changes. */
interface Keeping {
  readonly kept: Map<string, Kept>
  readonly trees: Map<string, SourceDocument>
  readonly keep: (file: string) => Kept
  readonly further: Workspace['further']
  readonly forget: (file: string) => void
  readonly forgetAll: () => void
}

function createKeeping(files: Files, reading: Reading): Keeping {
  const kept = new Map<string, Kept>()
  const trees = new Map<string, SourceDocument>()
  const forgetAll = (): void => {
    reading.forget()
    kept.clear()
  }
  const keep = (file: string): Kept => {
    const made = kept.get(file) ?? { result: reading.read(file, files.read(file) ?? '') }
    kept.set(file, made)
    return made
  }
  return {
    kept,
    trees,
    keep,
    further: file => {
      const entry = keep(file)
      return (entry.further ??= reading.further(file))
    },
    forget: file => {
      trees.delete(file)
      const isParametersFile = [...kept.values()].some(each => each.result.parametersFiles?.includes(file))
      // What was read with other parameters no longer holds, and the settings may name other files of them.
      if (isParametersFile || file.endsWith(settingsFileName)) forgetAll()
      for (const [root, made] of kept) {
        const isOf = root === file || documentsOf(made).some(({ documents }) => documents.has(file))
        if (isOf || reading.forgetText(root, file)) kept.delete(root)
      }
    },
    forgetAll,
  }
}

/** The findings in all YAML documents of a file. */
function allFindings(
  file: string,
  result: DefinitionResult,
  further: readonly FurtherDefinition[],
  files: Files,
  options: DiagnoseOptions,
): Diagnostic[] {
  const others = further.flatMap(each => diagnose(each.result, files, { ...options, memory: undefined }))
  return [...findingsOf(file, result, files, options), ...others]
}

function documentsOf({ result, further = [] }: Kept): DefinitionResult[] {
  return [result, ...further.map(each => each.result)]
}

/** What the definitions that take in a template use it for. */
export function usesOfTemplate(
  { definitions, dependsOn }: Pick<Workspace, 'definitions' | 'dependsOn'>,
  file: string,
): TemplateUse[] {
  const including = definitions().filter(each => each.definition && dependsOn(each.definition.file, file))
  return usesOfFile(including, file)
}

function parsed(file: string, files: Files, reading: Reading): SourceDocument | undefined {
  const text = isTemplateFile(file) ? undefined : files.read(file)
  return text === undefined ? undefined : reading.memory().parse(file, text)
}

function findingsOf(
  file: string,
  result: DefinitionResult,
  files: Files,
  options: DiagnoseOptions,
): readonly Diagnostic[] {
  const policy = policyIn(file, result, files)
  if (!policy) return diagnose(result, files, options)
  return diagnosePolicyFile(policy, files, options, options.editor)
}

// A file that is a policy by itself is no definition.
function policyIn(
  file: string,
  { definition, diagnostics }: DefinitionResult,
  files: Files,
): PolicyFile | undefined {
  return definition || diagnostics.length > 0 ? undefined : readPolicyFile(file, files.read(file) ?? '')
}

/** Reads definitions and remembers what it has read from one edit to the next. */
interface Reading {
  readonly read: (file: string, text: string) => DefinitionResult
  readonly further: (file: string) => FurtherDefinition[]
  readonly memory: () => Memory
  /** Whether a definition (`file`, when it is none) was read from another file, a template or other text as well. */
  readonly hasRead: (result: DefinitionResult, file: string, other: string) => boolean
  /** Forgets what was made of a text that is no document, such as a template; false when the file did not take it in. */
  readonly forgetText: (file: string, text: string) => boolean
  /** Whether a definition looked whether a file is there, or what its folder holds. */
  readonly hasLookedFor: (file: string, other: string) => boolean
  /** The files, with a note of what a definition looked at in them. */
  readonly noting: (file: string) => Files
  readonly forget: () => void
}

function createReading(files: Files, options: () => ReadOptions): Reading {
  let memory = createMemory()
  let lastOptions = ''
  /** Files that were definitions when they were last read. */
  const were = new Set<string>()
  const reads = new Map<string, Set<string>>()
  const looks = new Map<string, Set<string>>()
  const noting = (file: string): Files => {
    const noted = setOf(reads, file)
    const looked = setOf(looks, file)
    return {
      ...files,
      read: path => (noted.add(path), files.read(path)),
      kind: path => (looked.add(path), files.kind(path)),
      list: path => (looked.add(path), files.list(path)),
    }
  }
  const optionsNow = (): ReadOptions => {
    const current = options()
    const text = JSON.stringify(current, asText)
    if (text !== lastOptions) memory = createMemory()
    lastOptions = text
    return { ...current, memory }
  }
  return {
    read: (file, text) => {
      // A template may look like any JSON, and is none; a test may hold what a definition does.
      if (isTemplateFile(file) || isTestFileName(file)) return foreign
      // Most YAML and JSON files of a workspace are none of ours: a look at the text spares parsing them.
      if (!were.has(file) && !mayBeDefinition(text)) return foreign
      if (text.length > largestText) return tooLarge(file, text)
      const result = loadDefinition(file, noting(file), optionsNow())
      if (result.definition) were.add(file)
      else were.delete(file)
      return result
    },
    further: file => {
      const text = files.read(file) ?? ''
      return text.length > largestText ? [] : loadFurther(file, noting(file), options())
    },
    memory: () => memory,
    hasRead: ({ definition, documents }, file, other) =>
      documents.has(other) || reads.get(definition?.file ?? file)?.has(other) === true,
    forgetText: (file, text) => {
      const isTakenIn = reads.get(file)?.has(text) === true
      // The memory keeps by documents.
      if (isTakenIn) memory = createMemory()
      return isTakenIn
    },
    hasLookedFor: (file, other) => {
      const looked = looks.get(file)
      return looked !== undefined && (looked.has(other) || looked.has(files.folderOf(other)))
    },
    noting,
    forget: () => {
      memory = createMemory()
    },
  }
}

function setOf(sets: Map<string, Set<string>>, file: string): Set<string> {
  const known = sets.get(file) ?? new Set<string>()
  sets.set(file, known)
  return known
}

const noRules = (): RuleSettings => new Map()

/** Maps, which JSON would leave out, as lists. */
function asText(_name: string, value: unknown): unknown {
  return value instanceof Map ? [...(value as ReadonlyMap<unknown, unknown>)] : value
}

function openFirst(open: ReadonlyMap<string, string>, disk: Files): Files {
  return {
    ...disk,
    read: path => open.get(path) ?? disk.read(path),
    kind: path => (open.has(path) ? 'file' : disk.kind(path)),
  }
}

/** The definition that reads `file` as a part of itself. */
function includerOf(file: string, kept: Iterable<Kept>): DefinitionResult | undefined {
  for (const { result } of kept) {
    const { definition, documents } = result
    if (definition && definition.file !== file && documents.has(file)) return result
  }
  return undefined
}

/** The definitions among some results, without those that another one includes. */
function notIncluded(results: readonly DefinitionResult[]): DefinitionResult[] {
  const all = results.filter(each => each.definition ?? each.diagnostics.length > 0)
  const included = includedFiles(
    all.map(({ definition, documents }) => ({
      file: definition?.file ?? '',
      documents: [...documents.keys()],
    })),
  )
  return all.filter(each => !each.definition || !included.has(each.definition.file))
}

function tooLarge(file: string, text: string): DefinitionResult {
  const start = { line: 0, character: 0 }
  const megabytes = (text.length / 1_000_000).toFixed(1)
  const found: Diagnostic = {
    code: 'file-too-large',
    severity: 'info',
    message: `This file has ${megabytes} MB, too much to be checked as you type; split it, or run 'gatehouse check' on it`,
    file,
    range: { start, end: { line: 0, character: 1 } },
  }
  return { definition: undefined, documents: new Map(), diagnostics: [found] }
}
