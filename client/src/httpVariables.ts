/** What variables of a `.http` file may stand for beside texts. */
export interface VariableWorld {
  /** Variables of the file go before those of the environment. */
  readonly variables: ReadonlyMap<string, string>
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly uuid: () => string
  /** From 0 to 1, without 1. */
  readonly random: () => number
  /** A variable of this process; undefined where it is not set, or may not be read. */
  readonly processVariable: (name: string) => string | undefined
}

export interface Substituted {
  readonly text: string
  /** Names that nothing is known of; they stand in the text as they were. */
  readonly unknown: readonly string[]
}

/** A variable may stand for others, so deep. */
const deepest = 10
/** Characters: variables that stand for each other several times grow fast. */
const longest = 1_000_000

/** Puts the values of `{{name}}` and of system variables as `{{$guid}}` into a text. */
export function substitute(text: string, world: VariableWorld, depth = 0): Substituted {
  const unknown: string[] = []
  let length = text.length
  const filled = text.replace(/\{\{\s*([^{}\r\n]+?)\s*\}\}/g, (written, name: string) => {
    const value = name.startsWith('$')
      ? systemValue(name, world)
      : world.variables.get(name.replace(/^%/, ''))
    if (value === undefined || depth === deepest || length > longest) {
      unknown.push(name)
      return written
    }
    const inner = value.includes('{{') ? substitute(value, world, depth + 1) : { text: value, unknown: [] }
    unknown.push(...inner.unknown)
    length += inner.text.length
    return inner.text
  })
  return { text: filled, unknown: [...new Set(unknown)] }
}

/** Those of both REST Client and JetBrains that need nothing but this machine. */
function systemValue(
  name: string,
  { now, uuid, random, processVariable }: VariableWorld,
): string | undefined {
  const [kind = '', ...given] = name.split(/\s+/)
  switch (kind) {
    case '$guid':
    case '$uuid':
    case '$random.uuid':
      return uuid()
    case '$timestamp':
      return String(Math.floor(now() / 1000))
    case '$isoTimestamp':
      return new Date(now()).toISOString()
    case '$randomInt': {
      const [least = 0, most = 1000] = given.map(Number)
      return Number.isSafeInteger(least) && most > least
        ? String(least + Math.floor(random() * (most - least)))
        : undefined
    }
    case '$processEnv':
      return given[0] === undefined ? undefined : processVariable(given[0].replace(/^%/, ''))
    default:
      return undefined
  }
}

/** The environments of a file `http-client.env.json`, or of REST Client's setting: variables by environment. */
export type Environments = ReadonlyMap<string, ReadonlyMap<string, string>>

/** Reads environments; what is no text, number or truth value is left out, as are those that are not objects. */
export function readEnvironments(value: unknown): Environments {
  const environments = new Map<string, ReadonlyMap<string, string>>()
  if (!isRecord(value)) return environments
  for (const [name, variables] of Object.entries(value)) {
    if (!isRecord(variables)) continue
    const texts = Object.entries(variables).flatMap(([key, each]): [string, string][] =>
      ['string', 'number', 'boolean'].includes(typeof each) ? [[key, String(each)]] : [],
    )
    environments.set(name, new Map(texts))
  }
  return environments
}

/** Environments in which the later ones go before the earlier; `$shared` is below every other. */
export function mergedEnvironments(all: readonly Environments[]): Environments {
  const names = new Set(all.flatMap(environments => [...environments.keys()]))
  const shared = all.flatMap(environments => [...(environments.get('$shared') ?? [])])
  return new Map(
    [...names].map(name => [
      name,
      new Map([...shared, ...all.flatMap(environments => [...(environments.get(name) ?? [])])]),
    ]),
  )
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
