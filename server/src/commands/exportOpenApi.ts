import path from 'node:path'
import { exportOpenApi } from '../definitions/openApiWriter/exportOpenApi.ts'
import { exportedApi, exportedApiOptions, readExportChoice } from './exportedApi.ts'
import { writeExport } from './exportedFile.ts'
import { parseOptions, reportUsage, UsageError } from './options.ts'

const verb = 'export openapi'

/**
 * `gatehouse export openapi DEFINITION`: prints an API of a definition as the OpenAPI document that AWS would export of it;
 * `--output` names a new file for it. Exit status 0 when it was exported, 1 when not, 2 for wrong usage.
 */
export async function run(argv: readonly string[]): Promise<number> {
  const parsed = parseOptions(argv, {
    ...exportedApiOptions,
    format: { type: 'text', oneOf: ['yaml', 'json'] },
    resolved: { type: 'flag' },
  })
  if (parsed instanceof UsageError) return reportUsage(verb, parsed)
  const { values, positionals } = parsed
  const choice = readExportChoice(values, positionals)
  if (choice instanceof UsageError) return reportUsage(verb, choice)
  const { output } = choice
  const format = (values.format ?? path.extname(output ?? '').slice(1)) === 'json' ? 'json' : 'yaml'
  const exported = exportedApi(verb, choice, (result, api) =>
    exportOpenApi(result, api, { format, isResolved: values.resolved }),
  )
  return typeof exported === 'number' ? exported : writeExport(verb, exported, output)
}
