import { parse, TomlError } from 'smol-toml'
import type { Diagnostic } from '../base/diagnostic.ts'
import type { Files } from '../base/files.ts'
import { toValue } from '../syntax/node.ts'
import { parseText } from '../syntax/parse.ts'

/** What a SAM project's configuration file says about parameters and functions. */
export interface SamConfig {
  readonly parameters: ReadonlyMap<string, string>
  /** Absolute path of the file with functions' variables that `sam local` would take. */
  readonly envVars?: string
  /** A file that cannot be read. */
  readonly diagnostics: readonly Diagnostic[]
}

const names = ['samconfig.toml', 'samconfig.yaml', 'samconfig.yml']
/** Later tables win: what is meant for running on this machine over what is meant for a deployment. */
const commands = ['global', 'deploy', 'local_start_api', 'local_invoke']
/** The command that a gateway stands for comes last. */
const commandsWithEnvVars = ['global', 'local_invoke', 'local_start_api']

/**
 * Reads `parameter_overrides` and `env_vars` of the environment `default` from the configuration file beside a template.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-config.html
 */
export function samConfigOf(templateFile: string, files: Files): SamConfig {
  const folder = files.folderOf(templateFile)
  const file = names.map(name => files.resolve(folder, name)).find(path => files.kind(path) === 'file')
  const text = file === undefined ? undefined : files.read(file)
  if (file === undefined || text === undefined) return { parameters: new Map(), diagnostics: [] }
  try {
    const parsed: unknown = file.endsWith('.toml') ? parse(text) : toValue(parseText(file, text).root)
    const overrides = commands.flatMap(command => overridesOf(at(parsed, 'default', command, 'parameters')))
    const named = commandsWithEnvVars.map(command => at(parsed, 'default', command, 'parameters', 'env_vars'))
    const envVars = named.findLast(name => typeof name === 'string')
    return {
      parameters: new Map(overrides),
      diagnostics: [],
      ...(typeof envVars === 'string' && { envVars: files.resolve(folder, envVars) }),
    }
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    return { parameters: new Map(), diagnostics: [unreadable(file, error)] }
  }
}

function overridesOf(parameters: unknown): [string, string][] {
  const given = at(parameters, 'parameter_overrides')
  if (typeof given === 'string') return splitOverrides(given)
  if (Array.isArray(given))
    return given.flatMap(item => (typeof item === 'string' ? splitOverrides(item) : []))
  if (typeof given !== 'object' || given === null) return []
  return Object.entries(given).map(([name, value]) => [name, String(value)])
}

/** `Name=Value "Other=two words"`, or the long form `ParameterKey=Name,ParameterValue=Value`. */
function splitOverrides(text: string): [string, string][] {
  const word = /(?:[^\s"']|"(?:\\.|[^"\\])*"|'[^']*')+/g
  return (text.match(word) ?? []).flatMap<[string, string]>(found => {
    const plain = found.replace(/"((?:\\.|[^"\\])*)"|'([^']*)'/g, (_, double?: string, single?: string) =>
      double === undefined ? (single ?? '') : double.replace(/\\(.)/g, '$1'),
    )
    const long = /^ParameterKey=([^,]+),ParameterValue=(.*)$/s.exec(plain)
    const equals = plain.indexOf('=')
    if (long) return [[long[1] ?? '', long[2] ?? '']]
    return equals < 1 ? [] : [[plain.slice(0, equals), plain.slice(equals + 1)]]
  })
}

function at(value: unknown, ...path: readonly string[]): unknown {
  let current = value
  for (const name of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, name)) return undefined
    current = (current as Readonly<Record<string, unknown>>)[name]
  }
  return current
}

function unreadable(file: string, error: TomlError): Diagnostic {
  const start = { line: error.line - 1, character: Math.max(0, error.column - 1) }
  const reason = error.message.split('\n')[0]?.replace(/^Invalid TOML document: /, '') ?? 'it is no TOML'
  return {
    code: 'sam-config-unreadable',
    severity: 'warning',
    message: `The parameter overrides of this file are not used: ${reason}; correct the line`,
    file,
    range: { start, end: { line: start.line, character: start.character + 1 } },
  }
}
