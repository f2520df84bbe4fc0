import { valueTypesOf } from '../../rules/mappingTemplate/valueTypes.ts'
import type { ValueType } from '../../rules/mappingTemplate/valueTypes.ts'
import { payloadSteps } from '../../rules/mappingTemplate/payloadPaths.ts'
import { iteratedOf, namesOf } from '../../rules/mappingTemplate/templateNodes.ts'
import type { JavaClass } from '../../template/javaMethodDocs.ts'
import { javaMethodsOf } from '../../template/javaMethodDocs.ts'
import { parseTemplate } from '../../template/parser.ts'
import type { Expression, MapNode, ReferenceNode, Template } from '../../template/tree.ts'
import type { PayloadValue } from './payloadSchema.ts'
import { stepInto, typesOf } from './payloadSchema.ts'

/** What a value of a template may be. */
export interface TemplateValue {
  readonly classes: readonly JavaClass[]
  /** Of a value of the payload: what the models say of it. */
  readonly payload: readonly PayloadValue[]
  /** The names that a map literal, or an entry of a map, is known to have. */
  readonly names: readonly string[]
}

const nothingKnown: TemplateValue = { classes: [], payload: [], names: [] }
const entryOfMap: TemplateValue = { classes: [], payload: [], names: ['key', 'value'] }

/** Reads a reference that stands by itself, such as the one before a dot; undefined for what is none. */
export function readReference(text: string): ReferenceNode | undefined {
  const [first, ...others] = parseTemplate(text).template.body
  return first?.kind === 'reference' && others.length === 0 ? first : undefined
}

/** Tells what a reference may be, by the template it stands in and the payload that its models describe. */
export function valueOf(
  reference: ReferenceNode,
  template: Template,
  payloads: readonly PayloadValue[],
): TemplateValue {
  return new Values(template, payloads).ofReference(reference, 0)
}

class Values {
  readonly #template: Template
  readonly #payloads: readonly PayloadValue[]

  constructor(template: Template, payloads: readonly PayloadValue[]) {
    this.#template = template
    this.#payloads = payloads
  }

  ofReference(reference: ReferenceNode, depth: number): TemplateValue {
    if (depth > 20) return nothingKnown
    const found = payloadSteps(this.#template)(reference)
    const isText = reference.root.text === 'input' && isCallOf(reference, 'json')
    if (found?.isWhole === true && !isText) {
      const payload = this.#payloads
        .map(root => found.steps.reduce((value, step) => stepInto(value, step.name), root))
        .filter(({ schemas }) => schemas.length > 0)
      const classes = payload.flatMap(typesOf).flatMap(type => classesOfSchema[type] ?? [])
      return { classes: classes.length > 0 ? [...new Set(classes)] : ofPayload, payload, names: [] }
    }
    const type = valueTypesOf(this.#template).ofReference(reference)
    const known = type === 'unknown' ? [] : classesOfType[type]
    const inner = this.#inner(reference, depth)
    return { ...inner, classes: known.length > 0 ? known : inner.classes }
  }

  #inner(reference: ReferenceNode, depth: number): TemplateValue {
    const last = reference.accessors.at(-1)
    if (!last) return this.#variable(reference.root.text, depth)
    const owner = this.ofReference({ ...reference, accessors: reference.accessors.slice(0, -1) }, depth + 1)
    if (last.kind === 'method') {
      const gives = owner.classes.flatMap(each =>
        javaMethodsOf(each).flatMap(({ name, gives }) => (name === last.name.text ? [gives] : [])),
      )
      const classes = gives.flatMap(each => classesOfResult[each] ?? [])
      return { ...nothingKnown, classes: [...new Set(classes)] }
    }
    if (last.kind === 'index') return { ...nothingKnown, classes: [] }
    const literal = this.#literalOf(reference.root.text)
    const entry = literal?.entries.find(({ key }) => key.kind === 'string' && key.value === last.name.text)
    if (!entry || reference.accessors.length > 1) return nothingKnown
    return this.#ofExpression(entry.value, depth + 1)
  }

  #variable(name: string, depth: number): TemplateValue {
    const [first] = namesOf(this.#template).assignments.get(name) ?? []
    if (!first) return nothingKnown
    const { node } = first
    if (node.kind === 'set') return this.#ofExpression(node.value, depth + 1)
    const iterated = node.name.text === 'foreach' ? iteratedOf(node) : undefined
    return iterated ? this.#elementOf(iterated, depth + 1) : nothingKnown
  }

  #elementOf(iterated: Expression, depth: number): TemplateValue {
    if (iterated.kind === 'range') return { ...nothingKnown, classes: ['Integer'] }
    if (iterated.kind === 'list') {
      const [first] = iterated.items
      return first ? this.#ofExpression(first, depth) : nothingKnown
    }
    if (iterated.kind !== 'reference') return nothingKnown
    const last = iterated.accessors.at(-1)
    const called = last?.kind === 'method' ? last.name.text : undefined
    if (called === 'entrySet') return entryOfMap
    return called === 'keySet' || called === 'split' ? { ...nothingKnown, classes: ['String'] } : nothingKnown
  }

  #ofExpression(expression: Expression, depth: number): TemplateValue {
    if (expression.kind === 'reference') return this.ofReference(expression, depth)
    const type = valueTypesOf(this.#template).of(expression)
    return {
      classes: type === 'unknown' ? [] : classesOfType[type],
      payload: [],
      names: expression.kind === 'map' ? namesOfMap(expression) : [],
    }
  }

  #literalOf(variable: string): MapNode | undefined {
    const [first] = namesOf(this.#template).assignments.get(variable) ?? []
    return first?.node.kind === 'set' && first.node.value.kind === 'map' ? first.node.value : undefined
  }
}

function isCallOf({ accessors: [first] }: ReferenceNode, name: string): boolean {
  return first?.kind === 'method' && first.name.text === name
}

function namesOfMap({ entries }: MapNode): string[] {
  return entries.flatMap(({ key }) => (key.kind === 'string' ? [key.value] : []))
}

const ofPayload: readonly JavaClass[] = ['String', 'List', 'Map']

const classesOfType: Readonly<Record<Exclude<ValueType, 'unknown'>, readonly JavaClass[]>> = {
  string: ['String'],
  number: ['Integer'],
  boolean: ['Boolean'],
  list: ['List'],
  map: ['Map'],
  json: ofPayload,
}

const classesOfSchema: Readonly<Record<string, readonly JavaClass[]>> = {
  string: ['String'],
  integer: ['Integer'],
  number: ['Integer'],
  boolean: ['Boolean'],
  array: ['List'],
  object: ['Map'],
}

const classesOfResult: Readonly<Record<string, readonly JavaClass[]>> = {
  String: ['String'],
  Integer: ['Integer'],
  Boolean: ['Boolean'],
  List: ['List'],
  Map: ['Map'],
  Set: ['Set'],
  Collection: ['Set'],
  'String[]': ['Array'],
  'char[]': ['Array'],
  'Object[]': ['Array'],
}
