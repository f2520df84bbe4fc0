import path from 'node:path'
import type { Diagnostic } from '../base/diagnostic.ts'
import type { DefinitionResult, ReadOptions } from '../definitions/definitionResult.ts'
import type { CheckedFile } from '../io/report.ts'
import { definitionFormats } from '../definitions/formats.ts'
import { loadFurther } from '../definitions/furtherDocuments.ts'
import { includedFiles } from '../definitions/includedFiles.ts'
import { loadDefinition } from '../definitions/load.ts'
import { cacheFolder } from '../functions/cacheFolder.ts'
import { diskFiles } from '../io/files.ts'
import { recordReads } from '../io/reads.ts'
import { rememberRun, runName } from '../io/rememberedRun.ts'
import { WatchedVariables } from '../io/watchedVariables.ts'
import { shippedActionData } from '../io/policyData.ts'
import { jsonReport, textReport } from '../io/report.ts'
import { sarifReport } from '../io/sarif.ts'
import { diagnose, unique } from '../language/diagnostics.ts'
import { comparePositions } from '../base/text.ts'
import { projectSettings } from '../rules/ruleSettings.ts'
import { diagnoseTemplate } from '../language/templateFiles.ts'
import { templateFilesOf } from '../language/vtl/statedTemplates.ts'
import { isTemplateFile } from '../template/templateFileName.ts'
import { readTestFile } from '../testing/testFile.ts'
import { isTestFileName } from '../testing/testFileName.ts'
import type { CheckTarget } from './checkTargets.ts'
import { checkTargets } from './checkTargets.ts'
import { givenOptions, readGivenOptions } from './givenOptions.ts'
import type { OwnRulesProjects } from './ownRulesProjects.ts'
import { createOwnRulesProjects } from './ownRulesProjects.ts'
import { parseOptions, reportUsage, UsageError } from './options.ts'
import { print } from './print.ts'

const options = {
  format: { type: 'text', oneOf: ['text', 'json', 'sarif'] },
  ...givenOptions,
  'api-type': { type: 'text', oneOf: ['rest', 'http'] },
  'no-cache': { type: 'flag' },
} as const

/**
 * `gatehouse check FILE|FOLDER…`: prints what is wrong with definitions and mapping templates. Exit status 0 without errors, 1 with, 2 for
 * wrong usage. With the path of the program it keeps what was said, for the entry to say again while all that was
 * read stays the same.
 */
export async function run(argv: readonly string[], program?: string): Promise<number> {
  const parsed = parseOptions(argv, options)
  if (parsed instanceof UsageError) return reportUsage('check', parsed)
  const { values, positionals } = parsed
  if (positionals.length === 0) return reportUsage('check', new UsageError('name a file or a folder'))
  const given = readGivenOptions(values)
  if (given instanceof UsageError) return reportUsage('check', given)
  const apiType = values['api-type'] === 'http' ? 'http' : values['api-type'] === 'rest' ? 'rest' : undefined
  const environment = new WatchedVariables(given.environment)
  const record = recordReads()
  const { files, isRepeatable } = await checkFiles(positionals, {
    ...given,
    environment,
    ...(apiType && { apiType }),
  })
  record.end()
  const output = reportOf(files, values.format ?? 'text')
  await print(output)
  const hasError = files.some(({ diagnostics }) => diagnostics.some(({ severity }) => severity === 'error'))
  const status = hasError ? 1 : 0
  if (program !== undefined && isRepeatable && !environment.wasListed && !values['no-cache']) {
    const reads = [...record.reads.values()]
    const made = { reads, variables: [...environment.asked], status, output }
    rememberRun(cacheFolder(), runName(program, ['check', ...argv]), made)
  }
  return status
}

interface Checked {
  readonly files: CheckedFile[]
  /** Whether the same files give the same findings: what rules of the user's own look at is not known. */
  readonly isRepeatable: boolean
}

/** Checks what is named; one entry for each file, and for each file that a definition reads and that has findings. */
async function checkFiles(names: readonly string[], readOptions: ReadOptions): Promise<Checked> {
  const targets = checkTargets(names)
  const results = new Map(
    targets.map(target => [target, isRead(target) ? load(target, readOptions) : undefined]),
  )
  const included = includedFiles(
    [...results].map(([{ file }, result]) => ({ file, documents: documentsOf(result) })),
  )
  const found = new Map<string, Diagnostic[]>()
  const takenIn = new Set([...results.values()].flatMap(templatesTakenIn))
  const projects = createOwnRulesProjects(text => process.stderr.write(text))
  for (const [target, result] of results) {
    const isPart = (target.isFromFolder && included.has(target.file)) || takenIn.has(target.file)
    const own = isPart ? [] : await ownDiagnostics(projects, result, readOptions)
    const diagnostics = isPart ? [] : [...diagnosticsOf(target, result, readOptions), ...own]
    for (const diagnostic of diagnostics) {
      found.set(diagnostic.file, [...(found.get(diagnostic.file) ?? []), diagnostic])
    }
  }
  await projects.end()
  const shown = new Map(targets.map(({ file, path: shownPath }) => [file, shownPath]))
  for (const file of found.keys()) if (!shown.has(file)) shown.set(file, path.relative('', file) || file)
  const isRepeatable =
    !projects.wereRun() && ![...found.values()].flat().some(({ code }) => code === 'check-failed')
  return { files: entriesOf(targets, shown, found), isRepeatable }
}

/** What the project's own rules find; naming a file to check is consent to run them. */
async function ownDiagnostics(
  projects: OwnRulesProjects,
  result: DefinitionResult | Error | undefined,
  readOptions: ReadOptions,
): Promise<readonly Diagnostic[]> {
  if (!result || result instanceof Error || !result.definition) return []
  const settings = projectSettings(result.definition.file, diskFiles)
  const { found, problems } = await projects.run(result, settings, readOptions)
  return [...found, ...problems]
}

function documentsOf(result: DefinitionResult | Error | undefined): string[] {
  return !result || result instanceof Error ? [] : [...result.documents.keys()]
}

// The definition says what is wrong with them.
function templatesTakenIn(result: DefinitionResult | Error | undefined): string[] {
  return !result || result instanceof Error ? [] : [...templateFilesOf(result)]
}

function entriesOf(
  targets: readonly CheckTarget[],
  shown: ReadonlyMap<string, string>,
  found: ReadonlyMap<string, readonly Diagnostic[]>,
): CheckedFile[] {
  const named = targets.map(({ file, path: shownPath }) => [file, shownPath] as const)
  const further = [...shown].filter(([file]) => !targets.some(target => target.file === file))
  return [...named, ...further].map(([file, shownPath]) => {
    const text = diskFiles.read(file)
    return {
      path: shownPath,
      diagnostics: unique(found.get(file) ?? []).sort((a, b) =>
        comparePositions(a.range.start, b.range.start),
      ),
      ...(text !== undefined && { text }),
    }
  })
}

function load({ file }: CheckTarget, readOptions: ReadOptions): DefinitionResult | Error {
  try {
    return loadDefinition(file, diskFiles, readOptions)
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

function diagnosticsOf(
  target: CheckTarget,
  result: DefinitionResult | Error | undefined,
  readOptions: ReadOptions,
): Diagnostic[] {
  if (target.note) return [target.note]
  if (isTemplateFile(target.file)) return templateDiagnostics(target)
  if (isTestFileName(target.file)) return testDiagnostics(target)
  if (result instanceof Error || !result) return [failure(target, result)]
  const further = loadFurther(target.file, diskFiles, readOptions).map(each => each.result)
  const all = [result, ...further].filter(each => each.definition ?? each.diagnostics.length > 0)
  if (all.length === 0) return [foreign(target)]
  try {
    return all.flatMap(each => diagnose(each, diskFiles, { actionData: shippedActionData }))
  } catch (error) {
    return [failure(target, error)]
  }
}

function isRead({ file, note }: CheckTarget): boolean {
  return note === undefined && !isTemplateFile(file) && !isTestFileName(file)
}

function templateDiagnostics(target: CheckTarget): Diagnostic[] {
  const { file } = target
  // Reading it as a definition says why it cannot be read.
  if (diskFiles.read(file) === undefined) return [...loadDefinition(file, diskFiles).diagnostics]
  try {
    return diagnoseTemplate(file, diskFiles)
  } catch (error) {
    return [failure(target, error)]
  }
}

function testDiagnostics({ file }: CheckTarget): Diagnostic[] {
  const text = diskFiles.read(file)
  return text === undefined
    ? [...loadDefinition(file, diskFiles).diagnostics]
    : [...readTestFile(file, text).diagnostics]
}

// A fault of ours in one file must not keep the others from being checked.
function failure({ file, path: shownPath }: CheckTarget, error: unknown): Diagnostic {
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error)
  process.stderr.write(`gatehouse check: ${shownPath} could not be checked: ${reason}\n`)
  return {
    code: 'check-failed',
    severity: 'info',
    message: `'${shownPath}' could not be checked because of a fault of Gatehouse, so faults in it are not shown; please report it with the file`,
    file,
    range: start,
  }
}

function foreign({ file, path: shownPath }: CheckTarget): Diagnostic {
  return {
    code: 'not-a-definition',
    severity: 'info',
    message: `'${shownPath}' is no definition, so nothing in it is checked; name ${definitionFormats}`,
    file,
    range: start,
  }
}

const start = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }

function reportOf(files: readonly CheckedFile[], format: string): string {
  if (format === 'json') return jsonReport(files)
  if (format === 'text') return textReport(files)
  const version = typeof GATEHOUSE_VERSION === 'string' ? GATEHOUSE_VERSION : '0.0.0'
  return sarifReport(files, version, file => path.relative('', file).replaceAll(path.sep, '/'))
}
