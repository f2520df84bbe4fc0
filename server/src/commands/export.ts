import { reportUsage, UsageError } from './options.ts'

interface Export {
  readonly run: (argv: readonly string[], program: string) => Promise<number>
}

const exports: Readonly<Record<string, () => Promise<Export>>> = {
  openapi: () => import('./exportOpenApi.ts'),
  docs: () => import('./exportDocs.ts'),
  client: () => import('./exportClient.ts'),
  model: () => import('./exportModel.ts'),
  sam: () => import('./exportSam.ts'),
}

/** `gatehouse export openapi …`, `docs`, `client`, `model` and `sam`. */
export async function run(argv: readonly string[], program: string): Promise<number> {
  const [what, ...rest] = argv
  const load = what === undefined || !Object.hasOwn(exports, what) ? undefined : exports[what]
  if (load) return (await load()).run(rest, program)
  const choice = 'takes openapi, docs, client, model or sam'
  return reportUsage('export', new UsageError(what === undefined ? choice : `${choice}, not '${what}'`))
}
