import { reportUsage, UsageError } from './options.ts'

/** `gatehouse policy lint …`, `gatehouse policy evaluate …` and `gatehouse policy who …`. */
export async function run(argv: readonly string[]): Promise<number> {
  const [verb, ...rest] = argv
  if (verb === 'lint') return (await import('./policyLint.ts')).run(rest)
  if (verb === 'evaluate') return (await import('./policyEvaluate.ts')).run(rest)
  if (verb === 'who') return (await import('./policyWho.ts')).run(rest)
  const message =
    verb === undefined ? 'takes lint, evaluate or who' : `takes lint, evaluate or who, not '${verb}'`
  return reportUsage('policy', new UsageError(message))
}
