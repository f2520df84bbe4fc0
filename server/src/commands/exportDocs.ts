import { readFileSync } from 'node:fs'
import path from 'node:path'
import { documentedOpenApi } from '../definitions/openApiWriter/documentedOpenApi.ts'
import { docsPage } from './docsPage.ts'
import { exportedApi, exportedApiOptions, readExportChoice } from './exportedApi.ts'
import { writeExport } from './exportedFile.ts'
import { parseOptions, reportUsage, UsageError } from './options.ts'

const verb = 'export docs'

/**
 * `gatehouse export docs DEFINITION`: prints the documentation of an API as one HTML file that needs nothing else;
 * `--output` names a new file for it. Exit status 0 when it was made, 1 when not, 2 for wrong usage.
 */
export async function run(argv: readonly string[], program: string): Promise<number> {
  const parsed = parseOptions(argv, exportedApiOptions)
  if (parsed instanceof UsageError) return reportUsage(verb, parsed)
  const choice = readExportChoice(parsed.values, parsed.positionals)
  if (choice instanceof UsageError) return reportUsage(verb, choice)
  const exported = exportedApi(verb, choice, documentedOpenApi)
  if (typeof exported === 'number') return exported
  if (typeof exported === 'string') return writeExport(verb, exported, choice.output)
  // Beside the program stands what the build made.
  const part = (name: string) => readFileSync(path.join(path.dirname(program), name), 'utf8')
  const text = docsPage({
    title: exported.name,
    openApi: exported.text,
    script: part('docs.js'),
    style: part('docs.css'),
  })
  return writeExport(verb, { text, notes: exported.notes }, choice.output)
}
