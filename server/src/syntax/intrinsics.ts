import type { Fact } from '../base/origin.ts'
import type { Outcome } from './intrinsicFunctions.ts'
import type { Entry, MappingNode, Node } from './node.ts'
import { childAt, entriesOf, itemsOf, originOf, stringOf } from './node.ts'
import { conditionFunctions, known, purely, select, textOf, unknown } from './intrinsicFunctions.ts'
import { plant } from './plant.ts'
import type { Cell } from './reads.ts'
import { noteRead, unsteady, withReads } from './reads.ts'
import { substitute } from './substitution.ts'

/** What the template around an intrinsic function says. Every lookup gives undefined for a name that nobody defines. */
export interface Environment {
  /** What `Ref` gives for a parameter, pseudo parameter or resource. */
  readonly ref: (name: string) => Outcome | undefined
  /** What `Fn::GetAtt` gives for a resource. */
  readonly attribute: (resource: string, attribute: string) => Outcome | undefined
  /** What `Fn::RefAll` gives: the values of all parameters of a type. Left out where there are no `Rules`. */
  readonly refAll?: (type: string) => Outcome
  /** What stands under a name in `Conditions`. */
  readonly condition: (name: string) => Node | undefined
  /** What stands under a name in `Mappings`. */
  readonly mapping: (name: string) => Node | undefined
  /** The tree of the file that an `AWS::Include` in `from` names; a text says why there is none. */
  readonly include: (location: string, from: Node) => Node | string
  /** What `Fn::ImportValue` gives. */
  readonly importValue?: (name: string) => Outcome
  /** The value of a text that holds a dynamic reference; undefined for a text that stands for itself. */
  readonly lookedUp?: (text: string) => Outcome | undefined
}

/** Resolves intrinsic functions lazily: nothing is looked at before somebody asks for it. */
export interface Intrinsics {
  /** As `Reader.settle`. A structure behind a condition that cannot be known is read from its first branch. */
  readonly settle: (node: Node | undefined) => Node | undefined
  /** As `Reader.evaluate`; `AWS::NoValue` gives a known undefined. */
  readonly evaluate: (node: Node) => Fact<unknown>
  /** The truth of a named condition. */
  readonly condition: (name: string) => Outcome
}

/** An intrinsic function in its long form: a mapping with one entry. */
export interface IntrinsicCall {
  /** `Ref`, `Fn::Sub`, ... */
  readonly name: string
  readonly argument: Node
  readonly entry: Entry
}

const maximumDepth = 100
const noValue: Outcome = { known: true, value: undefined }

/** The intrinsic function that a node calls, or undefined for a plain value. */
export function intrinsicOf(node: Node | undefined): IntrinsicCall | undefined {
  const entry = node?.type === 'mapping' && node.entries.length === 1 ? node.entries[0] : undefined
  if (!entry || !(entry.name === 'Ref' || /^Fn::\w+$/.test(entry.name))) return undefined
  return { name: entry.name, argument: entry.value, entry }
}

/**
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
 * A cycle or a nesting that is too deep gives an unknown value and never hangs.
 */
export function createIntrinsics(environment: Environment): Intrinsics {
  const evaluator = new Evaluator(environment)
  return {
    settle: node => evaluator.settle(node),
    condition: name => evaluator.condition(name),
    evaluate: node => ({ ...evaluator.evaluate(node), origin: originOf(node) }),
  }
}

/** Lives as long as one reading of a template: it remembers what it found and what it is looking for. */
class Evaluator {
  readonly #environment: Environment
  readonly #remembered = new Map<string, { readonly value: Outcome; readonly cell: Cell }>()
  readonly #active = new Set<string>()
  #depth = 0

  constructor(environment: Environment) {
    this.#environment = environment
  }

  settle(node: Node | undefined): Node | undefined {
    let current = node
    for (let steps = 0; current && steps < maximumDepth; steps++) {
      const call = intrinsicOf(current)
      if (!call) {
        const whole = current.type === 'mapping' ? this.#withIncludes(current) : current
        return typeof whole === 'string' ? current : whole
      }
      if (call.name === 'Fn::If') {
        const branch = this.#branchOf(call.argument)
        if (typeof branch === 'string') return this.#firstStructure(call, current)
        current = branch
      } else if (call.name === 'Fn::Transform') {
        const included = this.#include(call.argument, current)
        if (typeof included === 'string') return current
        current = included
      } else {
        return this.#grown(current)
      }
    }
    return current
  }

  condition(name: string): Outcome {
    return this.#once(`condition ${name}`, name, () => {
      const node = this.#environment.condition(name)
      return node && this.#truth(node)
    })
  }

  evaluate(node: Node): Outcome {
    return this.#deeper(() => {
      if (node.type === 'scalar') return this.#lookedUp(node.value)
      if (node.type === 'sequence') return this.#listOf(node.items)
      const call = intrinsicOf(node)
      if (!call) return this.#objectOf(node)
      const outcome = this.#call(call, node)
      return outcome.known ? this.#lookedUp(outcome.value) : outcome
    })
  }

  #ref(name: string): Outcome {
    if (name === 'AWS::NoValue') return noValue
    return this.#once(`ref ${name}`, name, () => this.#environment.ref(name))
  }

  #attribute(resource: string, name: string): Outcome {
    const find = () => this.#environment.attribute(resource, name)
    return this.#once(`attribute ${resource}.${name}`, resource, find)
  }

  #once(key: string, name: string, find: () => Outcome | undefined): Outcome {
    const earlier = this.#remembered.get(key)
    if (earlier) {
      noteRead(earlier.cell)
      return earlier.value
    }
    if (this.#active.has(key)) {
      // Who finds it out hangs on where the circle was entered.
      noteRead(unsteady)
      return unknown(`'${name}' refers to itself`)
    }
    this.#active.add(key)
    const found = withReads(() => find() ?? unknown(`'${name}' is not defined`))
    this.#active.delete(key)
    this.#remembered.set(key, found)
    return found.value
  }

  #deeper<T>(find: () => T | Outcome): T | Outcome {
    if (this.#depth >= maximumDepth) {
      noteRead(unsteady)
      return unknown('it is nested too deeply')
    }
    this.#depth++
    try {
      return find()
    } finally {
      this.#depth--
    }
  }

  #truth(node: Node): Outcome {
    const named = stringOf(node) ?? stringOf(childAt(node, 'Condition'))
    if (named !== undefined) return this.condition(named)
    const call = intrinsicOf(node)
    const combine = call && conditionFunctions.get(call.name)
    if (!call || !combine) return this.evaluate(node)
    const operands = itemsOf(call.argument)
    return this.#deeper(() =>
      combine(
        operands.map(item => () => this.#truth(item)),
        operands.map(item => () => this.evaluate(item)),
      ),
    )
  }

  #listOf(items: readonly Node[]): Outcome {
    const values: unknown[] = []
    for (const item of items) {
      const outcome = this.evaluate(item)
      if (!outcome.known) return outcome
      if (outcome.value !== undefined) values.push(outcome.value)
    }
    return known(values)
  }

  #objectOf(node: MappingNode): Outcome {
    const whole = this.#withIncludes(node)
    if (typeof whole === 'string') return unknown(whole)
    // A null prototype keeps a user's key `__proto__` from becoming one.
    const result = Object.create(null) as Record<string, unknown>
    for (const entry of whole.entries) {
      if (entry.name.startsWith('Fn::ForEach::')) return unknown("'Fn::ForEach' is not read")
      const outcome = this.evaluate(entry.value)
      if (!outcome.known) return outcome
      if (outcome.value !== undefined) result[entry.name] = outcome.value
    }
    return known(result)
  }

  #call(call: IntrinsicCall, node: Node): Outcome {
    const { name, argument } = call
    const evaluate = (inner: Node) => this.evaluate(inner)
    const ref = (wanted: string) => this.#ref(wanted)
    if (name === 'Ref') return this.#ref(stringOf(argument) ?? '')
    if (name === 'Fn::GetAtt') return this.#getAttribute(argument)
    if (name === 'Fn::Sub') {
      return substitute(argument, {
        ref,
        attribute: (resource, wanted) => this.#attribute(resource, wanted),
        evaluate,
      })
    }
    if (name === 'Fn::FindInMap') return this.#findInMap(argument)
    if (name === 'Fn::Select') return select(argument, inner => this.settle(inner), evaluate)
    if (name === 'Fn::Transform') return this.#evaluateOr(this.#include(argument, node))
    if (name === 'Fn::If') return this.#evaluateOr(this.#branchOf(argument))
    if (name === 'Fn::RefAll') {
      const find = this.#environment.refAll
      return find ? find(stringOf(argument) ?? '') : unknown(`'${name}' is read in 'Rules' only`)
    }
    if (conditionFunctions.has(name)) return this.#truth(node)
    const evaluated = this.evaluate(argument)
    const { importValue } = this.#environment
    if (name === 'Fn::ImportValue' && evaluated.known && importValue) {
      const wanted = textOf(evaluated.value)
      return this.#once(`export ${wanted}`, wanted, () => importValue(wanted))
    }
    return evaluated.known ? purely(name, evaluated.value, ref) : evaluated
  }

  // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
  #lookedUp(value: unknown): Outcome {
    if (typeof value !== 'string') return known(value)
    const found = this.#environment.lookedUp?.(value)
    if (found) return found
    const reference = /\{\{resolve:([^}]*)\}\}/.exec(value)
    return reference ? unknown(`'${reference[1] ?? ''}' is looked up in AWS`) : known(value)
  }

  #evaluateOr(found: Node | string): Outcome {
    return typeof found === 'string' ? unknown(found) : this.evaluate(found)
  }

  #getAttribute(argument: Node): Outcome {
    const text = stringOf(argument)
    const parts = text === undefined ? this.evaluate(argument) : known(splitAttribute(text))
    if (!parts.known) return parts
    const [resource, ...rest] = Array.isArray(parts.value) ? parts.value.map(textOf) : []
    if (resource === undefined || rest.length === 0)
      return unknown("'Fn::GetAtt' needs a name and an attribute")
    return this.#attribute(resource, rest.join('.'))
  }

  #findInMap(argument: Node): Outcome {
    const [map, top, second, options] = itemsOf(argument)
    const keys = [map, top, second].map(key =>
      key ? this.evaluate(key) : unknown("'Fn::FindInMap' needs three keys"),
    )
    const fault = keys.find(key => !key.known)
    const names = keys.map(key => (key.known ? textOf(key.value) : ''))
    const [mapping = '', ...path] = names
    const found = fault ? undefined : childAt(this.#environment.mapping(mapping), ...path)
    if (found) return this.evaluate(found)
    const fallback = childAt(options, 'DefaultValue')
    return fallback
      ? this.evaluate(fallback)
      : (fault ?? unknown(`mapping '${names.join('.')}' is not defined`))
  }

  // A text says why the branch cannot be told.
  #branchOf(argument: Node): Node | string {
    const [test, whenTrue, whenFalse] = itemsOf(argument)
    if (!test || !whenTrue || !whenFalse) return "'Fn::If' needs a condition and two values"
    const outcome = this.#truth(test)
    if (!outcome.known) return outcome.reason
    return outcome.value === true ? whenTrue : whenFalse
  }

  #include(argument: Node, from: Node): Node | string {
    const macro = stringOf(childAt(argument, 'Name')) ?? ''
    if (macro !== 'AWS::Include') return `macro '${macro}' runs in AWS only`
    const location = childAt(argument, 'Parameters', 'Location')
    const outcome = location ? this.evaluate(location) : unknown("'AWS::Include' names no 'Location'")
    if (!outcome.known) return outcome.reason
    return this.#environment.include(textOf(outcome.value), from)
  }

  // `AWS::Include` beside other keys puts the file's keys among them.
  #withIncludes(node: MappingNode): MappingNode | string {
    const transform = node.entries.find(entry => entry.name === 'Fn::Transform')
    if (!transform || node.entries.length === 1) return node
    const included = this.#include(transform.value, node)
    if (typeof included === 'string') return included
    const others = node.entries.filter(entry => entry !== transform)
    return node.withEntries([...entriesOf(included), ...others], node.parent ?? node)
  }

  #firstStructure(call: IntrinsicCall, node: Node): Node | undefined {
    const branches = itemsOf(call.argument).slice(1)
    const settled = branches.map(branch => this.#settleDeeper(branch))
    return settled.find(branch => branch && branch.type !== 'scalar' && !intrinsicOf(branch)) ?? node
  }

  #settleDeeper(node: Node): Node | undefined {
    if (this.#depth >= maximumDepth) {
      noteRead(unsteady)
      return node
    }
    this.#depth++
    const settled = this.settle(node)
    this.#depth--
    return settled
  }

  // A function that gives a list (`Fn::Split`, `Ref` of a list) becomes a list for those who look at its items.
  #grown(node: Node): Node | undefined {
    const outcome = this.evaluate(node)
    if (!outcome.known) return node
    if (outcome.value === undefined) return undefined
    return typeof outcome.value === 'object' && outcome.value !== null ? plant(outcome.value, node) : node
  }
}

function splitAttribute(text: string): string[] {
  const dot = text.indexOf('.')
  return dot < 0 ? [text] : [text.slice(0, dot), text.slice(dot + 1)]
}
