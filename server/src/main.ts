import { usage } from './commands/usage.ts'

interface Verb {
  /** `program` is the path of the program that runs. */
  readonly run: (argv: readonly string[], program: string) => Promise<number>
}

/** One verb, one module, loaded only when it is asked for: `check` never pays for the language server. */
const verbs: Readonly<Record<string, () => Promise<Verb>>> = {
  check: () => import('./commands/check.ts'),
  connect: () => import('./commands/connect.ts'),
  convert: () => import('./commands/convert.ts'),
  debug: () => import('./commands/debug.ts'),
  export: () => import('./commands/export.ts'),
  import: () => import('./commands/import.ts'),
  invoke: () => import('./commands/invoke.ts'),
  journal: () => import('./commands/journal.ts'),
  list: () => import('./commands/list.ts'),
  lsp: () => import('./commands/lsp.ts'),
  migrate: () => import('./commands/migrate.ts'),
  policy: () => import('./commands/policy.ts'),
  render: () => import('./commands/render.ts'),
  route: () => import('./commands/route.ts'),
  serve: () => import('./commands/serve.ts'),
  test: () => import('./commands/test.ts'),
  trace: () => import('./commands/trace.ts'),
  token: () => import('./commands/token.ts'),
}

async function main(argv: readonly string[]): Promise<number> {
  const [verb, ...rest] = argv
  if (verb === '--version' || verb === '-v') {
    process.stdout.write(`${GATEHOUSE_VERSION}\n`)
    return 0
  }
  if (verb === '--help' || verb === '-h' || verb === 'help') {
    process.stdout.write(usage)
    return 0
  }
  const load = verb === undefined || !Object.hasOwn(verbs, verb) ? undefined : verbs[verb]
  if (!load) {
    process.stderr.write(verb === undefined ? usage : `gatehouse: unknown verb '${verb}'\n\n${usage}`)
    return 2
  }
  const { run } = await load()
  return run(rest, __filename)
}

main(process.argv.slice(2)).then(
  code => {
    // Not process.exit(): output that a slow pipe has not taken yet would be lost.
    process.exitCode = code
  },
  (error: unknown) => {
    process.stderr.write(
      `gatehouse: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n` +
        'This is a fault of Gatehouse: please report it with the file that caused it\n',
    )
    process.exitCode = 70
  },
)
