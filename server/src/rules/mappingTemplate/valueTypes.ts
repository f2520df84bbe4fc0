import { booleanMethods, numberMethod } from '../../template/javaNumber.ts'
import { listMethods } from '../../template/javaList.ts'
import { mapMethods } from '../../template/javaMap.ts'
import { stringMethods } from '../../template/javaString.ts'
import type { Accessor, Expression, ReferenceNode, Template } from '../../template/tree.ts'
import { JavaDouble } from '../../template/values.ts'
import { utilFunctions } from '../../template/utilFunctions.ts'
import type { TemplateNames } from './templateNodes.ts'
import { iteratedOf, namesOf } from './templateNodes.ts'

/** What is known of a value before it is rendered. `json` is any value of a payload. */
export type ValueType = 'boolean' | 'json' | 'list' | 'map' | 'number' | 'string' | 'unknown'

/** Tells the types of a template's expressions. Where two assignments disagree the type is unknown. */
export interface ValueTypes {
  readonly of: (expression: Expression) => ValueType
  /** The type of a reference after its first `count` accessors. */
  readonly ofReference: (reference: ReferenceNode, count?: number) => ValueType
}

/** The types of a template's values, which are told once. */
export function valueTypesOf(template: Template): ValueTypes {
  const earlier = known.get(template)
  if (earlier) return earlier
  const types = new Types(namesOf(template))
  known.set(template, types)
  return types
}

const known = new WeakMap<Template, ValueTypes>()

/** Whether some value of a type has a method of that name. */
export function hasMethod(type: ValueType, name: string): boolean {
  return hasOwnMethod[type](name) || ofEveryObject.has(name)
}

/** The methods of a type that this engine knows, for suggestions. */
export function methodNames(type: ValueType): string[] {
  const tables: Partial<Record<ValueType, ReadonlyMap<string, unknown>>> = {
    string: stringMethods,
    list: listMethods,
    map: mapMethods,
    boolean: booleanMethods,
  }
  if (type === 'json')
    return [...new Set([...listMethods.keys(), ...mapMethods.keys(), ...stringMethods.keys()])]
  return [...(tables[type]?.keys() ?? [])]
}

const isNumberMethod = (name: string) =>
  numberMethod(1, name) !== undefined || numberMethod(new JavaDouble(1), name) !== undefined

const hasStringMethod = (name: string) => stringMethods.has(name) || furtherStringMethods.has(name)
const hasListMethod = (name: string) => listMethods.has(name) || furtherCollectionMethods.has(name)
const hasMapMethod = (name: string) => mapMethods.has(name) || furtherCollectionMethods.has(name)
const hasBooleanMethod = (name: string) => booleanMethods.has(name)

const hasOwnMethod: Readonly<Record<ValueType, (name: string) => boolean>> = {
  string: hasStringMethod,
  list: hasListMethod,
  map: hasMapMethod,
  boolean: hasBooleanMethod,
  number: isNumberMethod,
  json: name =>
    hasStringMethod(name) ||
    hasListMethod(name) ||
    hasMapMethod(name) ||
    hasBooleanMethod(name) ||
    isNumberMethod(name),
  unknown: () => true,
}

// Java has these as well; this engine does not run them, which is no fault of the template.
const ofEveryObject: ReadonlySet<string> = new Set(
  'equals getClass hashCode notify notifyAll toString wait'.split(' '),
)
const furtherStringMethods: ReadonlySet<string> = new Set(
  'chars codePointBefore codePointCount codePoints contentEquals copyValueOf describeConstable format formatted getBytes getChars indent intern isBlank join lines offsetByCodePoints regionMatches repeat strip stripIndent stripLeading stripTrailing subSequence transform translateEscapes valueOf'.split(
    ' ',
  ),
)
const furtherCollectionMethods: ReadonlySet<string> = new Set(
  'clone compute computeIfAbsent computeIfPresent ensureCapacity entry forEach getOrDefault listIterator merge merge of parallelStream putIfAbsent removeIf replaceAll sort spliterator stream toJSONString toJSONStringCompress trimToSize writeJSONString'.split(
    ' ',
  ),
)

class Types implements ValueTypes {
  readonly #names: TemplateNames
  readonly #variables = new Map<string, ValueType | 'open'>()

  constructor(names: TemplateNames) {
    this.#names = names
  }

  of(expression: Expression): ValueType {
    switch (expression.kind) {
      case 'string':
      case 'number':
      case 'boolean':
      case 'list':
      case 'map':
        return expression.kind
      case 'range':
        return 'list'
      case 'not':
        return 'boolean'
      case 'group':
        return this.of(expression.expression)
      case 'reference':
        return this.ofReference(expression)
      case 'binary':
        return this.#binary(expression)
      case 'malformed':
      case 'word':
        return 'unknown'
    }
  }

  ofReference({ root, accessors, shown }: ReferenceNode, count = accessors.length): ValueType {
    if (shown.literal !== undefined || shown.unread !== undefined) return 'unknown'
    const used = accessors.slice(0, count)
    const [first, ...rest] = used
    const begin = builtIn(root.text, first)
    if (begin) return rest.reduce(typeAfter, begin)
    return used.reduce(typeAfter, this.#variable(root.text))
  }

  #binary({ operator, left, right }: Expression & { kind: 'binary' }): ValueType {
    if (!'+-*/%'.includes(operator)) return 'boolean'
    const types = [this.of(left), this.of(right)]
    if (operator === '+' && types.includes('string')) return 'string'
    return types.every(type => type === 'number') ? 'number' : 'unknown'
  }

  #variable(name: string): ValueType {
    const earlier = this.#variables.get(name)
    if (earlier !== undefined) return earlier === 'open' ? 'unknown' : earlier
    this.#variables.set(name, 'open')
    const types = (this.#names.assignments.get(name) ?? []).map(({ node }) => {
      if (node.kind === 'set') return this.of(node.value)
      const iterated = node.name.text === 'foreach' ? iteratedOf(node) : undefined
      if (iterated?.kind === 'range') return 'number'
      return iterated && this.of(iterated) === 'json' ? 'json' : 'unknown'
    })
    const [first = 'unknown'] = types
    const type = types.every(each => each === first) ? first : 'unknown'
    this.#variables.set(name, type)
    return type
  }
}

function builtIn(root: string, first: Accessor | undefined): ValueType | undefined {
  if (root === 'stageVariables') return first ? 'string' : 'unknown'
  if (root === 'context') return 'unknown'
  if (root === 'util') {
    const found = utilFunctions.find(({ name }) => first?.kind === 'method' && name === first.name.text)
    return found?.gives === 'string' ? 'string' : found ? 'json' : 'unknown'
  }
  if (root !== 'input') return undefined
  if (first?.kind === 'property') return first.name.text === 'body' ? 'string' : 'unknown'
  if (first?.kind !== 'method') return 'unknown'
  const { text } = first.name
  if (text === 'json') return 'string'
  if (text === 'params') return first.arguments.length === 0 ? 'unknown' : 'string'
  return text === 'path' ? 'json' : 'unknown'
}

const numberResults = /^(length|size|indexOf|lastIndexOf|compareTo|hashCode|codePointAt|compareToIgnoreCase)$/
const booleanResults = /^(contains\w*|startsWith|endsWith|equals\w*|isEmpty|matches)$/
const stringResults = /^(substring|replace\w*|toLowerCase|toUpperCase|trim|concat|toString)$/

function typeAfter(type: ValueType, accessor: Accessor): ValueType {
  if (accessor.kind !== 'method') return type === 'json' ? 'json' : 'unknown'
  const { text } = accessor.name
  if (numberResults.test(text)) return 'number'
  if (booleanResults.test(text)) return 'boolean'
  if (type === 'string' && stringResults.test(text)) return 'string'
  if (text === 'toString') return 'string'
  return type === 'json' && text === 'get' ? 'json' : 'unknown'
}
