import { reportUsage, UsageError } from './options.ts'

/** `gatehouse export openapi …` and `gatehouse export sam …`. */
export async function run(argv: readonly string[]): Promise<number> {
  const [what, ...rest] = argv
  if (what === 'openapi') return (await import('./exportOpenApi.ts')).run(rest)
  if (what === 'sam') return (await import('./exportSam.ts')).run(rest)
  const message = what === undefined ? 'takes openapi or sam' : `takes openapi or sam, not '${what}'`
  return reportUsage('export', new UsageError(message))
}
