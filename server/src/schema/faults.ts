import type { Fix } from '../base/diagnostic.ts'
import type { Entry, Node, ScalarNode } from '../syntax/node.ts'
import type { Fault, FaultContext } from './faultContext.ts'
import type { JsonSchema } from './jsonSchema.ts'
import { nearestName } from '../base/nearestName.ts'
import { insertProperty, replaceScalar } from '../syntax/edits.ts'
import { entriesOf, entryOf } from '../syntax/node.ts'
import { expand, stepInto } from './places.ts'

/** Puts one of ajv's errors into words; undefined where AWS takes the value all the same. */
export function faultOf(context: FaultContext): Fault | undefined {
  switch (context.error.keyword) {
    case 'required':
      return missingProperty(context)
    case 'anyOf':
    case 'oneOf':
      return missingAlternatives(context)
    case 'additionalProperties':
      return unknownProperty(context)
    case 'type':
      return wrongType(context)
    case 'enum':
    case 'const':
      return wrongValue(context)
    case 'minimum':
    case 'maximum':
      return outOfRange(context)
    case 'minProperties':
      return tooFew(context)
    default:
      return otherwiseRefused(context)
  }
}

function missingProperty(context: FaultContext): Fault {
  const { error, node, places } = context
  const missing = String(error.params['missingProperty'])
  const edit =
    // `AWS::NoValue` takes away what stands there.
    node.type === 'mapping' && !entryOf(node, missing)
      ? insertProperty(node, missing, placeholder(propertySchemas(context, missing)))
      : undefined
  const isWarning = places.some(({ schema }) => schema.severity?.['required'] !== undefined)
  const reason = isWarning ? 'other tools need it' : `${refuser(context)} refuses it without`
  return {
    code: 'schema-required',
    message: `'${missing}' is missing in ${labelOf(context)}: ${reason}; add it`,
    mark: keyOf(node),
    ...(edit && { fixes: [{ title: `Add '${missing}'`, edits: [edit], isPreferred: true }] }),
  }
}

function missingAlternatives(context: FaultContext): Fault | undefined {
  const { places, node } = context
  const names = places
    .flatMap(({ schema }) => schema.anyOf ?? schema.oneOf ?? [])
    .flatMap(({ required }) => required ?? [])
  const present = names.filter(name => entryOf(node, name) !== undefined)
  if (present.length === 1) return undefined
  const isEmpty = present.length === 0
  return {
    code: isEmpty ? 'schema-required' : 'schema-exclusive',
    message: isEmpty
      ? `${labelOf(context)} has none of ${listed(names)}: ${refuser(context)} refuses it so; add one of them`
      : `${labelOf(context)} has ${present.map(name => `'${name}'`).join(' and ')}: ${refuser(context)} takes one of them only; take the others out`,
    mark: keyOf(node),
  }
}

function unknownProperty(context: FaultContext): Fault | undefined {
  const { error, node, places } = context
  const name = String(error.params['additionalProperty'])
  const entry = entryOf(node, name)
  // A key such as `Fn::Transform` puts in others while the template is processed.
  if (!entry || name.startsWith('Fn::')) return undefined
  const candidates = places
    .flatMap(({ schema }) => Object.keys(schema.properties ?? {}))
    .filter(candidate => !entriesOf(node).some(other => other.name === candidate))
  const nearest = nearestName(name, candidates)
  const isWarning = places.some(({ schema }) => schema.severity?.['additionalProperties'] !== undefined)
  const effect = isWarning ? 'it has no effect' : `${refuser(context)} refuses it`
  const advice = nearest === undefined ? 'take it out' : `write '${nearest}'`
  return {
    code: 'schema-unknown-property',
    message: `'${name}' is no property of ${labelOf(context)}: ${effect}; ${advice}`,
    mark: entry.key,
    ...(nearest !== undefined && { fixes: [renameFix(entry, nearest)] }),
  }
}

function wrongType(context: FaultContext): Fault | undefined {
  const { node, error } = context
  const wanted = [error.params['type']].flat().flatMap(type => String(type).split(','))
  if (node.type === 'scalar' && isTakenAs(node, wanted)) return undefined
  return {
    code: 'schema-type',
    message: `'${context.name}' must be ${alternatives(wanted.map(withArticle))}, here it is ${kindOf(node)}: ${refuser(context)} refuses it; write ${alternatives(wanted.map(withArticle))}`,
    mark: node.type === 'scalar' && node.end > node.start ? node : keyOf(node),
  }
}

function wrongValue(context: FaultContext): Fault | undefined {
  const { node, places } = context
  if (node.type !== 'scalar') return undefined
  const holder = places.find(({ schema }) => schema.enum !== undefined)?.schema
  const values = (holder?.enum ?? []).map(String)
  const written = String(node.value)
  if (values.some(value => isSameValue(value, written, holder))) return undefined
  const nearest = nearestName(written, values)
  const offered = nearest === undefined ? (values.length <= 6 ? values : []) : [nearest]
  return {
    code: 'schema-enum',
    message: `'${written}' is no value of '${context.name}': ${refuser(context)} refuses it; use ${listed(values)}`,
    mark: node.end > node.start ? node : keyOf(node),
    ...(offered.length > 0 && { fixes: offered.map(value => valueFix(node, value, nearest)) }),
  }
}

function outOfRange(context: FaultContext): Fault {
  const { node, places } = context
  const bound = (keyword: 'minimum' | 'maximum') =>
    places.find(({ schema }) => schema[keyword] !== undefined)?.schema[keyword]
  const [low, high] = [bound('minimum'), bound('maximum')]
  const range =
    high === undefined ? `at least ${low}` : low === undefined ? `at most ${high}` : `${low} to ${high}`
  const value = node.type === 'scalar' ? String(node.value) : ''
  return {
    code: 'schema-range',
    message: `'${context.name}' is ${value}: ${refuser(context)} refuses a value out of range; write ${range}`,
    mark: node,
  }
}

function tooFew(context: FaultContext): Fault {
  return {
    code: 'schema-range',
    message: `'${context.name}' is empty: ${refuser(context)} refuses it so; add an entry`,
    mark: keyOf(context.node),
  }
}

function otherwiseRefused(context: FaultContext): Fault {
  return {
    code: 'schema-value',
    message: `'${context.name}' has a value that does not fit: ${refuser(context)} refuses it; see the documentation of '${context.name}'`,
    mark: context.node.end > context.node.start ? context.node : keyOf(context.node),
  }
}

/** CloudFormation and the import of API Gateway turn texts into numbers and Booleans, and the other way round. */
function isTakenAs({ value }: ScalarNode, wanted: readonly string[]): boolean {
  if (wanted.includes('string') && (typeof value === 'number' || typeof value === 'boolean')) return true
  if (typeof value !== 'string') return false
  if (wanted.includes('boolean') && /^(true|false)$/i.test(value)) return true
  const isNumber = wanted.includes('number') || wanted.includes('integer')
  return isNumber && value.trim() !== '' && Number.isFinite(Number(value))
}

function isSameValue(value: string, written: string, schema: JsonSchema | undefined): boolean {
  if (value === written) return true
  if (schema?.caseInsensitive === true && value.toLowerCase() === written.toLowerCase()) return true
  // YAML reads an unquoted 2.0 as the number 2.
  return /^\d/.test(value) && written.trim() !== '' && Number(value) === Number(written)
}

function propertySchemas({ places }: FaultContext, name: string): JsonSchema[] {
  return expand(stepInto(places, name, undefined), undefined).map(({ schema }) => schema)
}

function placeholder(schemas: readonly JsonSchema[]): string {
  const find = <K extends keyof JsonSchema>(keyword: K) =>
    schemas.find(schema => schema[keyword] !== undefined)?.[keyword]
  const value = find('default') ?? find('enum')?.[0]
  if (value !== undefined) return JSON.stringify(value)
  const type = [find('type') ?? []].flat()[0]
  return { object: '{}', array: '[]', boolean: 'false', integer: '0', number: '0' }[type ?? ''] ?? '""'
}

function renameFix({ key }: Entry, name: string): Fix {
  return { title: `Rename to '${name}'`, edits: [replaceScalar(key, name)], isPreferred: true }
}

function valueFix(node: ScalarNode, value: string, nearest: string | undefined): Fix {
  return {
    title: `Replace with '${value}'`,
    edits: [replaceScalar(node, value)],
    ...(value === nearest && { isPreferred: true }),
  }
}

/** The key a node stands under, which is where a reader looks for what is missing in it. */
function keyOf(node: Node): Node {
  const { parent } = node
  if (parent?.type === 'mapping') return parent.entries.find(entry => entry.value === node)?.key ?? node
  return entriesOf(node)[0]?.key ?? node
}

function labelOf({ node, name, target }: FaultContext): string {
  return node === target.node && !target.name.includes('::') ? target.name : `'${name}'`
}

function refuser({ target }: FaultContext): string {
  if (target.schema.startsWith('openapi')) return 'API Gateway'
  if (target.kind === 'tests') return 'Gatehouse'
  return target.kind === 'sam' ? 'SAM' : 'CloudFormation'
}

function kindOf(node: Node): string {
  if (node.type === 'sequence') return 'a list'
  if (node.type === 'mapping') return 'a mapping'
  if (node.value === null) return 'empty'
  return { string: 'a text', number: 'a number', boolean: 'a Boolean' }[typeof node.value as 'string']
}

function withArticle(type: string): string {
  const names: Record<string, string> = {
    string: 'a text',
    number: 'a number',
    integer: 'a whole number',
    boolean: 'true or false',
    array: 'a list',
    object: 'a mapping',
  }
  return names[type] ?? type
}

function alternatives(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`
}

function listed(values: readonly string[]): string {
  const shown = values.length > 12 ? values.slice(0, 12) : values
  const names = shown.map(value => `'${value}'`)
  return values.length > 12 ? `${names.join(', ')} or others` : alternatives(names)
}
