/**
 * The services of AWS with their actions, resource types and condition keys, as `scripts/policyData.mjs` packs them from
 * the service authorization reference. A service is read when it is first asked for.
 */
export interface ActionData {
  /** Of the package the data was packed from. */
  readonly version: string
  /** Prefixes of actions: `execute-api`, `s3`. */
  readonly services: readonly string[]
  /** A service by its prefix, without case. */
  readonly service: (prefix: string) => ServiceData | undefined
  /** The prefixes of the services whose resource types have ARNs of a service; most have their own alone. */
  readonly arnOwners: (arnService: string) => readonly string[]
  /** Whether condition keys may begin so without a service of that name, as those of identity providers do. */
  readonly isKeyPrefix: (prefix: string) => boolean
}

export interface ServiceData {
  readonly prefix: string
  /** `Amazon API Gateway`. */
  readonly name: string
  /** By name in lower case. */
  readonly actions: ReadonlyMap<string, ActionFacts>
  readonly resources: readonly ResourceType[]
  /** Those of the service itself, not AWS's global ones. */
  readonly keys: readonly ConditionKey[]
}

export interface ActionFacts {
  readonly name: string
  /** Its number among the service's actions, by which `ActionTexts` finds it. */
  readonly place: number
  readonly level: AccessLevel
  readonly resources: readonly ResourceType[]
  /** As the reference writes them, those of its resource types included. */
  readonly keys: readonly string[]
}

export type AccessLevel = 'Read' | 'Write' | 'List' | 'Tagging' | 'Permissions management'

export interface ResourceType {
  readonly name: string
  /** ARNs without `arn:PARTITION:`, every placeholder `*`: `execute-api:*:*:*\/*\/*\/*`. */
  readonly arns: readonly string[]
  /** The same with their placeholders: `s3:::${BucketName}/${ObjectName}`. */
  readonly formats: readonly string[]
  readonly keys: readonly string[]
}

export interface ConditionKey {
  /** With its placeholders: `s3:ExistingObjectTag/<key>`. */
  readonly name: string
  /** Its number among the service's keys, by which `ActionTexts` finds it. */
  readonly place: number
  readonly type: KeyType
  readonly isMultivalued: boolean
}

export type KeyType = 'String' | 'Arn' | 'Bool' | 'Numeric' | 'Date' | 'IpAddress' | 'Binary'

/** Reads the packed text; throws when it is none. */
export function readActionData(text: string): ActionData {
  const [header = '', ...lines] = text.split('\n')
  // The shapes are those that our own script writes.
  const { version, keyPrefixes, arnServices } = JSON.parse(header) as PackedHeader
  const packed = new Map(lines.map(line => splitLine(line)))
  const read = new Map<string, ServiceData>()
  const providers = keyPrefixes.map(prefix => placeholderPattern(prefix))
  return {
    version,
    services: [...packed.keys()],
    service: prefix => {
      const name = prefix.toLowerCase()
      const json = packed.get(name)
      if (json === undefined) return undefined
      const known = read.get(name) ?? readService(name, JSON.parse(json) as PackedService)
      read.set(name, known)
      return known
    },
    arnOwners: service =>
      (Object.hasOwn(arnServices, service) ? arnServices[service] : undefined) ?? [service],
    isKeyPrefix: prefix => providers.some(pattern => pattern.test(prefix)),
  }
}

/** Whether a condition key is the one that the reference writes with placeholders. */
export function isKeyNamed(written: string, name: string): boolean {
  if (!/[$<]|tag-key/.test(name)) return written.toLowerCase() === name.toLowerCase()
  return placeholderPattern(name).test(written)
}

interface PackedHeader {
  readonly version: string
  readonly keyPrefixes: readonly string[]
  /** Where it is not the service of that prefix alone. */
  readonly arnServices: Readonly<Record<string, readonly string[]>>
}

type PackedService = readonly [
  name: string,
  keys: readonly string[],
  types: string,
  resources: readonly (readonly [string, readonly string[], readonly number[]])[],
  actions: readonly (readonly [string, number, readonly number[], readonly number[]])[],
]

const levels: readonly AccessLevel[] = ['Read', 'Write', 'List', 'Tagging', 'Permissions management']
const types: Readonly<Record<string, KeyType>> = {
  s: 'String',
  a: 'Arn',
  b: 'Bool',
  n: 'Numeric',
  d: 'Date',
  i: 'IpAddress',
  y: 'Binary',
}

function splitLine(line: string): [string, string] {
  const tab = line.indexOf('\t')
  return [line.slice(0, tab), line.slice(tab + 1)]
}

function readService(prefix: string, [name, table, letters, kinds, entries]: PackedService): ServiceData {
  const keysAt = (numbers: readonly number[]) => numbers.flatMap(number => table[number] ?? [])
  const resources = kinds.map(([kind, formats, keys]) => ({
    name: kind,
    // Names inside of a placeholder say nothing to a check: every `${Name}` is any text.
    arns: formats.map(format => format.replace(/\$\{[^}]*\}/g, '*')),
    formats,
    keys: keysAt(keys),
  }))
  const actions = entries.map(([action, level, places, keys], place): [string, ActionFacts] => {
    const own = places.flatMap(place => resources[place] ?? [])
    const allKeys = [...keysAt(keys), ...own.flatMap(resource => resource.keys)]
    return [
      action.toLowerCase(),
      { name: action, place, level: levels[level] ?? 'Write', resources: own, keys: [...new Set(allKeys)] },
    ]
  })
  const keys = [...letters].flatMap((letter, number) => {
    const key = table[number]
    if (key === undefined || key.toLowerCase().startsWith('aws:')) return []
    const type = types[letter.toLowerCase()] ?? 'String'
    return [{ name: key, place: number, type, isMultivalued: letter !== letter.toLowerCase() }]
  })
  return { prefix, name, actions: new Map(actions), resources, keys }
}

function placeholderPattern(name: string): RegExp {
  const parts = name.split(/\$\{[^}]*\}|<[^>]*>|tag-key/)
  const escaped = parts.map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${escaped.join('.+')}$`, 'i')
}
