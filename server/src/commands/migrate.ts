import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Definition, RestApi } from '../api/api.ts'
import type { ReadOptions } from '../definitions/definitionResult.ts'
import { definitionFormats } from '../definitions/formats.ts'
import { loadDefinition } from '../definitions/load.ts'
import { diskFiles } from '../io/files.ts'
import { generatedDefinition } from '../migration/generatedDefinition.ts'
import { migrateApi } from '../migration/migrateApi.ts'
import type { Report } from '../migration/report.ts'
import { countsText, faultsOf } from '../migration/report.ts'
import { markdownReport } from '../migration/reportMarkdown.ts'
import { jsonReport, textReport } from '../migration/reportText.ts'
import type { Deployment } from './deploymentOptions.ts'
import { withFunctions } from './deploymentOptions.ts'
import { placed } from './gatewayHostApis.ts'
import { givenOptions, readGivenOptions } from './givenOptions.ts'
import { parseOptions, reportUsage, UsageError } from './options.ts'
import { print } from './print.ts'

/**
 * `gatehouse migrate DEFINITION`: what of a REST API would be lost or changed in an HTTP API, and that HTTP API as an
 * OpenAPI document. The report goes to stdout, or to the new file of `--report`; the document to the new file of
 * `--output`, or to stdout when the report has a file. Exit status 0 when it was migrated, 1 when not, 2 for wrong usage.
 */
export async function run(argv: readonly string[]): Promise<number> {
  const options = readMigrateOptions(argv)
  if (options instanceof UsageError) return reportUsage('migrate', options)
  const { file, output, report: reportFile } = options
  const taken = [output, reportFile].find(each => each !== undefined && existsSync(each))
  if (taken !== undefined) return tell(`'${taken}' is there already; name another file or remove it`)
  const { definition: own, diagnostics } = loadDefinition(file, diskFiles, options.read)
  const broken = faultsOf(diagnostics)
  for (const { message, file: place, range } of broken) tell(placed({ file: place, ...range.start }, message))
  const name = path.basename(file)
  if (!own) {
    const [first] = diagnostics
    if (broken.length === 0)
      tell(first?.message ?? `'${name}' is no API definition: name ${definitionFormats}`)
    return 1
  }
  const added = withFunctions(own, options, diskFiles, options.read)
  if (typeof added === 'string') return tell(added)
  const { definition } = added
  const api = chosenApi(definition, name, options.api)
  if (typeof api === 'string') return tell(api)
  const migration = migrateApi(definition, api, diskFiles)
  const folder = reportFile === undefined ? process.cwd() : path.dirname(path.resolve(reportFile))
  const report = reportText({ migration, source: name, folder, faults: broken }, options.format)
  const format = output !== undefined && /\.jsonc?$/i.test(output) ? 'json' : 'yaml'
  const generated = generatedDefinition(migration, format, name)
  for (const note of generated.notes) tell(note)
  if (broken.length > 0) tell(`what stands in the broken lines is missing from report and definition`)
  if (output !== undefined) writeFileSync(output, generated.text)
  if (reportFile !== undefined) writeFileSync(reportFile, report)
  if (reportFile === undefined) await print(report)
  else if (output === undefined) await print(generated.text)
  else tell(countsText(migration.findings))
  return 0
}

interface MigrateOptions extends Deployment {
  readonly file: string
  readonly api: string | undefined
  readonly output: string | undefined
  readonly report: string | undefined
  readonly format: 'text' | 'json' | 'markdown'
  readonly read: ReadOptions
}

function readMigrateOptions(argv: readonly string[]): MigrateOptions | UsageError {
  const parsed = parseOptions(argv, {
    api: { type: 'text' },
    functions: { type: 'text' },
    output: { type: 'text', short: 'o' },
    report: { type: 'text' },
    format: { type: 'text', oneOf: ['text', 'json', 'markdown'] },
    ...givenOptions,
  })
  if (parsed instanceof UsageError) return parsed
  const { values, positionals } = parsed
  const [definition, ...others] = positionals
  if (definition === undefined || others.length > 0) return new UsageError('takes one DEFINITION')
  const given = readGivenOptions(values)
  if (given instanceof UsageError) return given
  const { output, report, api, functions } = values
  if (output !== undefined && report !== undefined && path.resolve(output) === path.resolve(report))
    return new UsageError('--output and --report name the same file')
  return {
    stageVariables: new Map(),
    ...(functions !== undefined && { functions: path.resolve(functions) }),
    file: path.resolve(definition),
    api,
    output,
    report,
    format: formatOf(values.format, report),
    read: given,
  }
}

/** Without `--format`, the end of the report's name says what it is. */
function formatOf(given: string | undefined, report: string | undefined): MigrateOptions['format'] {
  if (given === 'json' || given === 'markdown' || given === 'text') return given
  if (report === undefined) return 'text'
  return /\.md$/i.test(report) ? 'markdown' : /\.json$/i.test(report) ? 'json' : 'text'
}

/** The REST API that is meant, or why there is none. */
function chosenApi({ apis }: Definition, name: string, id: string | undefined): RestApi | string {
  const rest = apis.filter(api => api.type === 'rest')
  const ids = rest.map(api => `'${api.id}'`).join(', ')
  const found = rest.filter(api => id === undefined || api.id === id)
  const [first, second] = found
  if (second) return `'${name}' has several REST APIs; name one with --api: ${ids}`
  if (first) return first
  if (rest.length > 0) return `'${name}' has no REST API '${id ?? ''}'; it has ${ids}`
  const other = apis[0]
  if (!other) return `'${name}' has no API`
  return `'${name}' has no REST API: '${other.id}' is ${other.type === 'http' ? 'an HTTP API already' : 'a WebSocket API'}`
}

function reportText(report: Report, format: MigrateOptions['format']): string {
  if (format === 'json') return jsonReport(report)
  return format === 'markdown' ? markdownReport(report) : textReport(report)
}

function tell(message: string): number {
  process.stderr.write(`gatehouse migrate: ${message}\n`)
  return 1
}
