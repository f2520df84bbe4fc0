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
  map: () => import('./exportMap.ts'),
}

/** `gatehouse export openapi …`, `docs`, `client`, `model`, `sam` and `map`. */
export async function run(argv: readonly string[], program: string): Promise<number> {
  const [what, ...rest] = argv
  const load = what === undefined || !Object.hasOwn(exports, what) ? undefined : exports[what]
  if (load) return (await load()).run(rest, program)
  const choice = 'takes openapi, docs, client, model, sam or map'
  return reportUsage('export', new UsageError(what === undefined ? choice : `${choice}, not '${what}'`))
}
