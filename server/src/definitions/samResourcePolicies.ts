import type { Method, Resource } from '../api/api.ts'
import type { DataTree } from '../api/dataTree.ts'
import type { PolicyDocument } from '../api/policy.ts'
import type { Fact, Origin } from '../base/origin.ts'
import type { Properties } from './properties.ts'
import type { Reader } from './reader.ts'
import { plainData } from '../api/dataTree.ts'
import { readData, treeOf } from './dataTrees.ts'
import { known, list } from './reader.ts'

/** A `ResourcePolicy` of SAM and the part of the API that it covers. */
export interface PolicySource {
  /** The `Auth` that holds it. */
  readonly auth: Properties
  /** Paths with the methods that SAM has put there by then. */
  readonly covered: readonly Pick<Resource, 'path' | 'methods'>[]
}

/**
 * The policy that SAM writes into the API's document from the lists of `ResourcePolicy`, events before the API, after what
 * the document has of its own.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-resourcepolicystatement.html
 */
export function readSamPolicy(
  reader: Reader,
  stage: Fact<string>,
  sources: readonly PolicySource[],
  own: PolicyDocument | undefined,
): PolicyDocument | undefined {
  const stated = sources.filter(({ auth }) => auth.value('ResourcePolicy')?.type === 'mapping')
  const origin = own?.origin ?? stated[0]?.auth.origin('ResourcePolicy')
  if (!origin || stated.length === 0) return own
  const statements = new Statements(ownStatements(own))
  for (const { auth, covered } of stated) {
    const place = auth.origin('ResourcePolicy') ?? origin
    const policy = auth.inner('ResourcePolicy')
    for (const { path, methods } of covered) {
      addLists(reader, statements, policy, resourceList(stage, path, methods, place), place)
    }
    for (const node of list(reader, policy.value('CustomStatements'))) {
      const statement = readData(reader, node)
      if (statement) statements.addNew(statement)
    }
  }
  if (statements.all.length === 0) return own
  const document = mapOf(origin, {
    Version: treeOf('2012-10-17', origin),
    Statement: { type: 'list', origin, items: statements.all },
  })
  return { origin, document }
}

/** The statements so far; SAM leaves out those that stand there word for word. */
class Statements {
  readonly all: DataTree[]
  readonly #seen: Set<string | undefined>

  constructor(first: readonly DataTree[]) {
    this.all = [...first]
    this.#seen = new Set(first.map(textOf))
  }

  add(statement: DataTree): void {
    this.all.push(statement)
    this.#seen.add(textOf(statement))
  }

  addNew(statement: DataTree): void {
    const text = textOf(statement)
    if (text === undefined || !this.#seen.has(text)) this.add(statement)
  }
}

function addLists(
  reader: Reader,
  statements: Statements,
  policy: Properties,
  resources: DataTree,
  origin: Origin,
): void {
  const items = (name: string) =>
    list(reader, policy.value(name)).flatMap(node => readData(reader, node) ?? [])
  const statement = (effect: string, principal: DataTree, condition?: DataTree) =>
    mapOf(origin, {
      Effect: treeOf(effect, origin),
      Action: treeOf('execute-api:Invoke', origin),
      Resource: resources,
      Principal: principal,
      ...(condition ? { Condition: condition } : {}),
    })
  const listAt = (parts: readonly DataTree[]): DataTree => ({ type: 'list', origin, items: parts })
  for (const [name, effect] of [
    ['AwsAccountWhitelist', 'Allow'],
    ['AwsAccountBlacklist', 'Deny'],
  ] as const) {
    const accounts = items(name)
    if (accounts.length > 0) statements.add(statement(effect, mapOf(origin, { AWS: listAt(accounts) })))
  }
  // Everybody may call, except where the condition says no.
  const everybody = treeOf('*', origin)
  const refuse = (operator: string, keys: Readonly<Record<string, readonly DataTree[]>>) => {
    const used = Object.entries(keys).filter(([, values]) => values.length > 0)
    if (used.length === 0) return
    const tests = mapOf(origin, Object.fromEntries(used.map(([key, values]) => [key, listAt(values)])))
    statements.addNew(statement('Allow', everybody))
    statements.addNew(statement('Deny', everybody, mapOf(origin, { [operator]: tests })))
  }
  refuse('NotIpAddress', { 'aws:SourceIp': items('IpRangeWhitelist') })
  refuse('IpAddress', { 'aws:SourceIp': items('IpRangeBlacklist') })
  const networks = (kind: 'Whitelist' | 'Blacklist') => {
    const named = items(`SourceVpc${kind}`)
    const beginning = (prefix: string) =>
      named.filter(tree => textOf(tree)?.startsWith(`"${prefix}`) === true)
    return {
      'aws:SourceVpc': [...beginning('vpc-'), ...items(`IntrinsicVpc${kind}`)],
      'aws:SourceVpce': [...beginning('vpce-'), ...items(`IntrinsicVpce${kind}`)],
    }
  }
  refuse('StringEquals', networks('Blacklist'))
  refuse('StringNotEquals', networks('Whitelist'))
}

function resourceList(
  stage: Fact<string>,
  path: string,
  methods: readonly Method[],
  origin: Origin,
): DataTree {
  const own = path.length > 1 ? path.replace(/\/$/, '') : path
  const items = methods.map(({ httpMethod }): DataTree => {
    if (!stage.known) return { type: 'value', fact: stage }
    const verb = httpMethod === 'ANY' ? '*' : httpMethod
    return { type: 'value', fact: known(`execute-api:/${stage.value}/${verb}${own}`, origin) }
  })
  return { type: 'list', origin, items }
}

function ownStatements(own: PolicyDocument | undefined): DataTree[] {
  const statement = own?.document.type === 'map' ? own.document.entries.get('Statement') : undefined
  if (!statement) return []
  return statement.type === 'list' ? [...statement.items] : [statement]
}

function mapOf(origin: Origin, entries: Readonly<Record<string, DataTree>>): DataTree {
  return { type: 'map', origin, entries: new Map(Object.entries(entries)) }
}

// Undefined for what cannot be known as a whole: it repeats nothing.
function textOf(tree: DataTree): string | undefined {
  const fact = plainData(tree)
  return fact.known ? JSON.stringify(fact.value) : undefined
}
