import type { LaunchAttributes } from './launched.ts'

/** What clients put into a configuration for themselves. */
const ofClients: ReadonlySet<string> = new Set([
  'console',
  'cwd',
  'debugServer',
  'internalConsoleOptions',
  'name',
  'noDebug',
  'order',
  'postDebugTask',
  'preLaunchTask',
  'presentation',
  'request',
  'restart',
  'serverReadyAction',
  'suppressMultipleSessionWarning',
  'type',
])

/** What the session itself reads (`debugSettings.ts`). */
const ofSession: ReadonlySet<string> = new Set(['debugCommand', 'pythonDebugger', 'stopOnEntry'])

/** Attributes that hold several values of an option. */
const plurals: Readonly<Record<string, string>> = {
  endpoints: 'endpoint',
  envFiles: 'env-file',
  parameters: 'parameter',
  params: 'param',
  parametersFiles: 'parameters-file',
  ports: 'port',
  stageVariables: 'stage-variable',
  upstreams: 'upstream',
  vpcLinks: 'vpc-link',
}

/**
 * The attributes of a launch as the options of a verb: `stageVariable: { table: 'Orders' }` is `--stage-variable
 * table=Orders`, `stub: true` is `--stub`, a list gives an option several times. `taken` are those that are no options. A
 * sentence says what cannot be one.
 */
export function launchArguments(given: LaunchAttributes, taken: readonly string[]): string[] | string {
  const args: string[] = []
  for (const [name, value] of Object.entries(given)) {
    if (
      ofClients.has(name) ||
      ofSession.has(name) ||
      name.startsWith('__') ||
      name.startsWith('$__') ||
      taken.includes(name)
    )
      continue
    const option = Object.hasOwn(plurals, name) ? plurals[name] : undefined
    const texts = textsOf(value)
    if (!texts) return `'${name}' takes a text, a number, a list of them, or values by name`
    const dashed = option ?? name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)
    args.push(...texts.map(text => (text === undefined ? `--${dashed}` : `--${dashed}=${text}`)))
  }
  return args
}

// Undefined stands for a switch that is on.
function textsOf(value: unknown): (string | undefined)[] | undefined {
  if (value === false || value === undefined || value === null) return []
  if (value === true) return [undefined]
  if (isPlain(value)) return [String(value)]
  if (Array.isArray(value)) return value.every(isPlain) ? value.map(String) : undefined
  const entries = Object.entries(value)
  return entries.every(([, each]) => isPlain(each) || typeof each === 'boolean')
    ? entries.map(([name, each]) => `${name}=${String(each)}`)
    : undefined
}

function isPlain(value: unknown): value is number | string {
  return typeof value === 'string' || typeof value === 'number'
}
