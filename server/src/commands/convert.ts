import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { loadDefinition } from '../definitions/load.ts'
import { definitionFormats } from '../definitions/formats.ts'
import { diskFiles } from '../io/files.ts'
import { convertFormat, hasBothFormats } from '../language/refactor/convertFormat.ts'
import { parseOptions, reportUsage, UsageError } from './options.ts'
import { print } from './print.ts'

/**
 * `gatehouse convert DEFINITION`: prints a definition of YAML as JSON, or of JSON as YAML; `--output` names a new file
 * for it. Exit status 0 when it was converted, 1 when not, 2 for wrong usage.
 */
export async function run(argv: readonly string[]): Promise<number> {
  const parsed = parseOptions(argv, { output: { type: 'text', short: 'o' } })
  if (parsed instanceof UsageError) return reportUsage('convert', parsed)
  const [given, ...others] = parsed.positionals
  if (given === undefined || others.length > 0) {
    return reportUsage('convert', new UsageError('takes one DEFINITION'))
  }
  const { output } = parsed.values
  const file = path.resolve(given)
  const { definition, documents, diagnostics } = loadDefinition(file, diskFiles)
  const document = documents.get(file)
  if (!document || (!definition && diagnostics.length === 0)) {
    return tell(
      diagnostics[0]?.message ?? `'${path.basename(file)}' is no API definition: name ${definitionFormats}`,
    )
  }
  if (definition && !hasBothFormats(definition.kind)) {
    return tell(`'${path.basename(file)}' exists in one format only`)
  }
  const converted = convertFormat(document)
  if (typeof converted === 'string') return tell(`'${path.basename(file)}' cannot be converted: ${converted}`)
  if (output === undefined) await print(converted.text)
  else if (existsSync(output)) return tell(`'${output}' is there already; name another file or remove it`)
  else writeFileSync(output, converted.text)
  if (converted.lost.length > 0) tell(`lost: ${converted.lost.join(', ')}`)
  return 0
}

function tell(message: string): number {
  process.stderr.write(`gatehouse convert: ${message}\n`)
  return 1
}
