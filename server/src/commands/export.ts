import { reportUsage, UsageError } from './options.ts'

/** `gatehouse export openapi …`, `gatehouse export sam …` and `gatehouse export map …`. */
export async function run(argv: readonly string[]): Promise<number> {
  const [what, ...rest] = argv
  if (what === 'openapi') return (await import('./exportOpenApi.ts')).run(rest)
  if (what === 'sam') return (await import('./exportSam.ts')).run(rest)
  if (what === 'map') return (await import('./exportMap.ts')).run(rest)
  const known = 'takes openapi, sam or map'
  const message = what === undefined ? known : `${known}, not '${what}'`
  return reportUsage('export', new UsageError(message))
}
