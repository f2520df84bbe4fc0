/** What the arguments of `launch` and `attach` say about functions. */
export interface DebugSettings {
  /** The debug type that attaches to debugpy: that of its extension, or the one that Gatehouse brings. */
  readonly pythonDebugger: 'debugpy' | 'gatehouse-python'
  /** How functions of other runtimes are started, by logical id, runtime (`java21`) or family of runtimes (`java`). */
  readonly commands: ReadonlyMap<string, DebugCommand>
}

/** A start that lets a debugger attach. */
export interface DebugCommand {
  /**
   * A program and its arguments, with `{port}`, and either `{command}` (the start without a debugger) or its parts
   * `{program}` and `{arguments}`.
   */
  readonly command: readonly string[]
  /** Variables over those of the function, with `{port}`. */
  readonly env: Readonly<Record<string, string>>
  /** The debug configuration that attaches, with `{port}`; without one the port is told and nothing attaches. */
  readonly attach?: Readonly<Record<string, unknown>>
}

export const withoutSettings: DebugSettings = { pythonDebugger: 'gatehouse-python', commands: new Map() }

/** Reads the arguments; a text is what is wrong with them. */
export function readDebugSettings(given: unknown): DebugSettings | string {
  if (!isRecord(given)) return withoutSettings
  const { pythonDebugger = 'gatehouse-python', debugCommand = {} } = given
  if (pythonDebugger !== 'debugpy' && pythonDebugger !== 'gatehouse-python')
    return `"pythonDebugger" is "debugpy" or "gatehouse-python"`
  if (!isRecord(debugCommand)) return `"debugCommand" is an object: a command for each function or runtime`
  const commands = new Map<string, DebugCommand>()
  for (const [name, value] of Object.entries(debugCommand)) {
    const { command, env = {}, attach } = isRecord(value) ? value : { command: value, attach: undefined }
    const words = typeof command === 'string' ? wordsOf(command) : command
    if (!Array.isArray(words) || words.length === 0 || !words.every(word => typeof word === 'string'))
      return `"debugCommand" of "${name}" is a command line, a list of its words, or an object with "command", "env" and "attach"`
    if (attach !== undefined && (!isRecord(attach) || typeof attach['type'] !== 'string'))
      return `"attach" in the "debugCommand" of "${name}" is a debug configuration with a "type"`
    if (!isTexts(env))
      return `"env" in the "debugCommand" of "${name}" is an object of variables, each a text`
    if (!words.some(word => word.includes('{command}') || word.includes('{program}')))
      return `"debugCommand" of "${name}" needs {command}, or {program} and {arguments}: what it starts`
    commands.set(name, { command: words, env, ...(attach && { attach }) })
  }
  return { pythonDebugger, commands }
}

/** The command for a function: its own, else that of its runtime, else that of its family of runtimes. */
export function debugCommandOf(
  { commands }: DebugSettings,
  functionId: string,
  runtime: string | undefined,
): DebugCommand | undefined {
  const family = /^[a-z]+/.exec(runtime ?? '')?.[0]
  return commands.get(functionId) ?? commands.get(runtime ?? '') ?? commands.get(family ?? '')
}

// Words stand between spaces; quotes keep spaces.
function wordsOf(line: string): string[] {
  const words = line.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? []
  return words.map(word => word.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'))
}

function isTexts(value: unknown): value is Readonly<Record<string, string>> {
  return isRecord(value) && Object.values(value).every(each => typeof each === 'string')
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
