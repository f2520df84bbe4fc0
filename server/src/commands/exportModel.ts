import { awsSchema, modelNameOf, schemaOfBodies } from '../language/refactor/draftedModel.ts'
import { writeExport } from './exportedFile.ts'
import { readTrace } from './givenTrace.ts'
import { parseOptions, reportUsage, UsageError } from './options.ts'

const verb = 'export model'

/**
 * `gatehouse export model TRACE…`: prints a model of the answers of saved traces, which are of one route and status; what is
 * not in all of them is not required. `--output` names a new file for it. Exit status 0 when it was made, 1 when not, 2 for
 * wrong usage.
 */
export async function run(argv: readonly string[]): Promise<number> {
  const parsed = parseOptions(argv, { output: { type: 'text', short: 'o' }, name: { type: 'text' } })
  if (parsed instanceof UsageError) return reportUsage(verb, parsed)
  const { values, positionals } = parsed
  if (positionals.length === 0) return reportUsage(verb, new UsageError('takes one TRACE or more'))
  const { name } = values
  if (name !== undefined && !/^[A-Za-z0-9]+$/.test(name)) {
    return reportUsage(verb, new UsageError(`--name takes letters and digits, not '${name}'`))
  }
  return writeExport(verb, modelOf(positionals, name), values.output)
}

function modelOf(
  files: readonly string[],
  wanted: string | undefined,
): { readonly text: string; readonly notes: readonly string[] } | string {
  const bodies: string[] = []
  let answered: string | undefined
  let name = wanted
  for (const file of files) {
    const trace = readTrace(file)
    if (typeof trace === 'string') return trace
    const { route = 'an unknown route', response } = trace
    const { status = 0, body } = response
    const what = `${route} with ${status}`
    if (answered !== undefined && answered !== what) {
      return `'${file}' is an answer of ${what}, and the one before it of ${answered}: a model is made of one kind`
    }
    if (body?.isCut === true) return `'${file}' holds only the beginning of the answer`
    if (body?.text === undefined) return `'${file}' holds an answer without a text`
    answered = what
    name ??= modelNameOf(route, status)
    bodies.push(body.text)
  }
  const schema = schemaOfBodies(bodies)
  if (typeof schema === 'string') return schema
  return { text: `${JSON.stringify(awsSchema(name ?? 'Model', schema), null, 2)}\n`, notes: [] }
}
