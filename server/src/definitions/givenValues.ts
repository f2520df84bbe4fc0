import type { Entry, Node } from '../syntax/node.ts'
import { childAt, entriesOf, entryOf, itemsOf, stringOf, toValue } from '../syntax/node.ts'

/** What a user says about names that this machine cannot know. */
export interface GivenValues {
  /** Of template parameters, Terraform's variables and the framework's options, by name. */
  readonly parameters?: ReadonlyMap<string, string>
  /** By the name of the export that `Fn::ImportValue` asks for. */
  readonly imports?: ReadonlyMap<string, string>
  /** By the name of the Systems Manager parameter, `name:version` for one version. */
  readonly ssm?: ReadonlyMap<string, string>
  /** By the name or ARN of the secret; one of several keys is the text of a JSON object. */
  readonly secrets?: ReadonlyMap<string, string>
  /** Environment variables that a definition may name (`${env:NAME}`). */
  readonly environment?: ReadonlyMap<string, string>
}

const kinds = ['parameters', 'imports', 'ssm', 'secrets', 'environment'] as const

/** What a section of a parameters file is about; the framework's `param` has names of its own. */
const sections = new Map<string, readonly [kind: (typeof kinds)[number], prefix: string]>([
  ['Parameters', ['parameters', '']],
  ['parameters', ['parameters', '']],
  ['variables', ['parameters', '']],
  ['opt', ['parameters', '']],
  ['param', ['parameters', 'param:']],
  ['imports', ['imports', '']],
  ['ssm', ['ssm', '']],
  ['secrets', ['secrets', '']],
  ['env', ['environment', '']],
])

/**
 * Reads the values of a parameters file: `{"Name": "value"}`, the lists that the AWS CLI takes, CodePipeline's template
 * configuration, Terraform's `.tfvars.json`, and sections for what is no parameter. Undefined when it is none of these.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html
 */
export function readGivenValues(root: Node | undefined): GivenValues | undefined {
  if (root?.type === 'sequence') return { parameters: new Map(itemsOf(root).flatMap(listedParameter)) }
  if (root?.type !== 'mapping') return undefined
  const found = new Map<(typeof kinds)[number], Map<string, string>>()
  const give = (kind: (typeof kinds)[number], prefix: string, entries: readonly Entry[]) => {
    const values = found.get(kind) ?? new Map<string, string>()
    found.set(kind, values)
    for (const { name, value } of entries) {
      const text = textOf(value)
      if (text !== undefined) values.set(prefix + name, text)
    }
  }
  const isSection = ({ name, value }: Entry) => sections.has(name) && value.type !== 'scalar'
  // Beside CodePipeline's 'Parameters' stand its 'Tags' and 'StackPolicy', which are no parameters.
  const isPipeline = root.entries.some(entry => /^[Pp]arameters$/.test(entry.name) && isSection(entry))
  for (const entry of root.entries) {
    const section = isSection(entry) ? sections.get(entry.name) : undefined
    if (section) give(...section, sectionEntries(entry.value))
    else if (!isPipeline) give('parameters', '', [entry])
  }
  return Object.fromEntries(found)
}

/** Values over others; the last says most. */
export function mergedValues(...given: readonly GivenValues[]): GivenValues {
  const merged = kinds.flatMap(kind => {
    const maps = given.flatMap(values => values[kind] ?? [])
    const [only] = maps
    if (!only) return []
    // One alone is handed on as it is: who watches what is asked of it goes on seeing that.
    return [[kind, maps.length === 1 ? only : new Map(maps.flatMap(map => [...map]))] as const]
  })
  return Object.fromEntries(merged)
}

// `Parameters` may hold the list of the AWS CLI, too.
function sectionEntries(value: Node): readonly Entry[] {
  if (value.type === 'mapping') return entriesOf(value)
  return itemsOf(value).flatMap(item => {
    const key = stringOf(childAt(item, 'ParameterKey'))
    const stated = entryOf(item, 'ParameterValue')
    return key === undefined || !stated ? [] : [{ ...stated, name: key }]
  })
}

// `aws cloudformation deploy` takes `["Name=value"]` as well.
function listedParameter(item: Node): [string, string][] {
  const written = stringOf(item)
  const at = written?.indexOf('=') ?? -1
  if (written !== undefined) return at < 1 ? [] : [[written.slice(0, at), written.slice(at + 1)]]
  const key = stringOf(childAt(item, 'ParameterKey'))
  const text = textOf(childAt(item, 'ParameterValue'))
  return key === undefined || text === undefined ? [] : [[key, text]]
}

/** A scalar as it is written, a list or mapping as JSON. */
function textOf(node: Node | undefined): string | undefined {
  if (!node) return undefined
  if (node.type !== 'scalar') return JSON.stringify(toValue(node))
  return node.value === null ? undefined : String(node.value)
}
