import { reportUsage, UsageError } from './options.ts'

/** `gatehouse policy lint …` and `gatehouse policy evaluate …`. */
export async function run(argv: readonly string[]): Promise<number> {
  const [verb, ...rest] = argv
  if (verb === 'lint') return (await import('./policyLint.ts')).run(rest)
  if (verb === 'evaluate') return (await import('./policyEvaluate.ts')).run(rest)
  const message = verb === undefined ? 'takes lint or evaluate' : `takes lint or evaluate, not '${verb}'`
  return reportUsage('policy', new UsageError(message))
}
