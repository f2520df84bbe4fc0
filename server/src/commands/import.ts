import { readFileSync } from 'node:fs'
import path from 'node:path'
import { importRequests } from '../requests/importRequests.ts'
import { writeExport } from './exportedFile.ts'
import { parseOptions, reportUsage, UsageError } from './options.ts'

const verb = 'import'

/**
 * `gatehouse import FILE`: prints the requests of a Postman collection or a HAR file as a `.http` file, or an environment of
 * Postman as environments of such files; `--output` names a new file for it. What was not taken over goes to stderr. Exit
 * status 0 when it was imported, 1 when not, 2 for wrong usage.
 */
export async function run(argv: readonly string[]): Promise<number> {
  const parsed = parseOptions(argv, {
    output: { type: 'text', short: 'o' },
    'with-assets': { type: 'flag' },
  })
  if (parsed instanceof UsageError) return reportUsage(verb, parsed)
  const { values, positionals } = parsed
  const [file, ...others] = positionals
  if (file === undefined || others.length > 0) return reportUsage(verb, new UsageError('takes one FILE'))
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return writeExport(verb, `'${file}' cannot be read: ${reason}`, undefined)
  }
  const made = importRequests(path.basename(file), text, { withAssets: values['with-assets'] })
  if ('message' in made) return writeExport(verb, made.message, undefined)
  const { notes, leftOut, secretText } = made
  const assets = `${leftOut} requests for pictures, scripts and the like are left out: --with-assets takes them too`
  const secrets = 'The secret variables are left out: their values belong into http-client.private.env.json'
  const all = [...notes, ...(leftOut > 0 ? [assets] : []), ...(secretText === undefined ? [] : [secrets])]
  return writeExport(verb, { text: made.text, notes: all }, values.output)
}
