import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { documentedOpenApi } from '../definitions/openApiWriter/documentedOpenApi.ts'
import { clientModule, findGenerator, generateTypes, hasOpenApiFetch } from './clientGenerator.ts'
import type { ExportChoice } from './exportedApi.ts'
import { exportedApi, exportedApiOptions, readExportChoice } from './exportedApi.ts'
import { writeExport } from './exportedFile.ts'
import { parseOptions, reportUsage, UsageError } from './options.ts'
import { print } from './print.ts'

const verb = 'export client'

/**
 * `gatehouse export client DEFINITION`: has the generator of the definition's own workspace write TypeScript types of an API.
 * With `--output`, and openapi-fetch in the workspace, a module beside it makes a client of them. Exit status 0 when it was
 * made, 1 when not (no generator there: the message has the command that installs it), 2 for wrong usage.
 */
export async function run(argv: readonly string[]): Promise<number> {
  const parsed = parseOptions(argv, {
    ...exportedApiOptions,
    generator: { type: 'text', oneOf: ['openapi-typescript'] },
    overwrite: { type: 'flag' },
  })
  if (parsed instanceof UsageError) return reportUsage(verb, parsed)
  const choice = readExportChoice(parsed.values, parsed.positionals)
  if (choice instanceof UsageError) return reportUsage(verb, choice)
  const made = await generatedFiles(choice)
  if (typeof made === 'number') return made
  if (typeof made === 'string') return writeExport(verb, made, choice.output)
  const [types, ...others] = made.files
  if (choice.output === undefined) await print(types.text)
  else {
    const all = [types, ...others]
    const taken = parsed.values.overwrite ? undefined : all.find(({ file }) => existsSync(file))
    if (taken)
      return writeExport(verb, `'${taken.file}' is there already; name another file or remove it`, undefined)
    for (const { file, text } of all) writeFileSync(file, text)
  }
  for (const note of made.notes) process.stderr.write(`gatehouse ${verb}: ${note}\n`)
  return 0
}

interface NewFile {
  readonly file: string
  readonly text: string
}

/** The types, and with a client the module behind them. */
async function generatedFiles(
  choice: ExportChoice,
): Promise<{ files: readonly [NewFile, ...NewFile[]]; notes: readonly string[] } | string | number> {
  const folder = path.dirname(choice.file)
  const exported = exportedApi(verb, choice, documentedOpenApi)
  if (typeof exported !== 'object') return exported
  const generator = findGenerator(folder)
  if (typeof generator === 'string') return generator
  const made = await generateTypes(generator, exported.text)
  if (typeof made === 'string') return made
  const file = choice.output ?? 'api.d.ts'
  const client = hasOpenApiFetch(folder)
    ? [
        {
          file: `${file.replace(/(\.d)?\.[cm]?ts$/, '')}.client.ts`,
          text: clientModule(path.basename(file), exported.text),
        },
      ]
    : []
  return { files: [{ file, text: made.types }, ...client], notes: exported.notes }
}
