import { parseArgs } from 'node:util'
import { usage } from './usage.ts'

/** One option of a verb: a switch, one text (the last given counts), or any number of texts. */
export interface OptionSpec {
  readonly type: 'flag' | 'text' | 'texts'
  /** One letter: `d` for `-d`. */
  readonly short?: string
  /** The words it takes; any other is wrong usage. */
  readonly oneOf?: readonly string[]
}

/** The options of a verb by their long name. */
export type OptionSpecs = Readonly<Record<string, OptionSpec>>

/** What was given: false for a switch not set, undefined for a text not given, `[]` for no texts. */
export type OptionValues<S extends OptionSpecs> = {
  readonly [Name in keyof S]: S[Name]['type'] extends 'flag'
    ? boolean
    : S[Name]['type'] extends 'texts'
      ? readonly string[]
      : string | undefined
}

export interface ParsedOptions<S extends OptionSpecs> {
  readonly values: OptionValues<S>
  /** Everything that is no option, in its order; all words after `--` too. */
  readonly positionals: readonly string[]
}

/** A call that the program does not understand: exit status 2 with the usage on stderr. */
export class UsageError {
  readonly message: string

  constructor(message: string) {
    this.message = message
  }
}

/**
 * Reads the arguments of a verb; options may stand before, between and after the positionals, as `--name value` or
 * `--name=value`.
 */
export function parseOptions<const S extends OptionSpecs>(
  argv: readonly string[],
  specs: S,
): ParsedOptions<S> | UsageError {
  const parsed = readArguments(argv, specs)
  if (parsed instanceof UsageError) return parsed
  const values: Record<string, unknown> = {}
  for (const [name, spec] of Object.entries<OptionSpec>(specs)) {
    const given = parsed.values[name]
    const refused = [given].flat().find(value => spec.oneOf && value !== undefined && !isOneOf(spec, value))
    if (refused !== undefined) {
      return new UsageError(`--${name} takes ${spec.oneOf?.join(', ')}, not '${String(refused)}'`)
    }
    values[name] = given ?? (spec.type === 'flag' ? false : spec.type === 'texts' ? [] : undefined)
  }
  // The loop fills exactly the names of `specs`, each with the type that its spec states.
  return { values: values as OptionValues<S>, positionals: parsed.positionals }
}

/** The variables of an environment that have a value. */
export function environmentOf(environment: NodeJS.ProcessEnv): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}

/** Splits `NAME=VALUE` texts into a map; the value may hold further `=`. */
export function namedValues(
  option: string,
  texts: readonly string[],
): ReadonlyMap<string, string> | UsageError {
  const result = new Map<string, string>()
  for (const text of texts) {
    const at = text.indexOf('=')
    if (at < 1) return new UsageError(`--${option} takes NAME=VALUE, not '${text}'`)
    result.set(text.slice(0, at), text.slice(at + 1))
  }
  return result
}

/** Tells the user what was wrong with the call; returns the exit status 2. */
export function reportUsage(verb: string, error: UsageError): number {
  process.stderr.write(`gatehouse ${verb}: ${error.message}\n\n${usage}`)
  return 2
}

function isOneOf(spec: OptionSpec, value: string | boolean): boolean {
  return typeof value === 'string' && spec.oneOf?.includes(value) === true
}

function readArguments(argv: readonly string[], specs: OptionSpecs) {
  const options = Object.fromEntries(
    Object.entries(specs).map(([name, { type, short }]) => [
      name,
      {
        type: type === 'flag' ? ('boolean' as const) : ('string' as const),
        multiple: type === 'texts',
        ...(short === undefined ? {} : { short }),
      },
    ]),
  )
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true })
  } catch (error) {
    // parseArgs throws a TypeError whose first sentence names the option; what follows advises on Node, not on us.
    const message = error instanceof Error ? error.message : String(error)
    return new UsageError(
      message
        .split(/\. |\n/)[0]
        ?.replace(/^./, first => first.toLowerCase())
        .replace(/\.$/, '') ?? message,
    )
  }
}
