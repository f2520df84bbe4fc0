import path from 'node:path'
import { loadDefinition } from '../definitions/load.ts'
import { diskFiles } from '../io/files.ts'
import { samTemplate } from '../language/refactor/samTemplate.ts'
import { noDefinition, writeExport } from './exportedFile.ts'
import { parseOptions, reportUsage, UsageError } from './options.ts'

const verb = 'export sam'

/**
 * `gatehouse export sam OPENAPI`: prints a SAM template around an OpenAPI document; `--output` names a new file for it. Exit
 * status 0 when it was made, 1 when not, 2 for wrong usage.
 */
export async function run(argv: readonly string[]): Promise<number> {
  const parsed = parseOptions(argv, {
    output: { type: 'text', short: 'o' },
    format: { type: 'text', oneOf: ['yaml', 'json'] },
    'api-type': { type: 'text', oneOf: ['rest', 'http'] },
  })
  if (parsed instanceof UsageError) return reportUsage(verb, parsed)
  const { values, positionals } = parsed
  const [given, ...others] = positionals
  if (given === undefined || others.length > 0) {
    return reportUsage(verb, new UsageError('takes one OpenAPI document'))
  }
  const file = path.resolve(given)
  const { output } = values
  const apiType = values['api-type']
  const result = loadDefinition(file, diskFiles, apiType === 'rest' || apiType === 'http' ? { apiType } : {})
  if (!result.definition) return noDefinition(verb, file, result)
  const format = (values.format ?? path.extname(output ?? '').slice(1)) === 'json' ? 'json' : 'yaml'
  // As CloudFormation has it on every machine: relative to the template, with slashes.
  const folder = path.dirname(path.resolve(output ?? 'template.yaml'))
  const location = path.relative(folder, file).split(path.sep).join('/')
  return writeExport(verb, samTemplate(result, diskFiles, { format, folder, location }), output)
}
