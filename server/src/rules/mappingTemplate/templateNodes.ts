import type {
  DirectiveNode,
  Expression,
  ReferenceNode,
  SetNode,
  Span,
  Template,
  TemplateNode,
} from '../../template/tree.ts'
import { childrenOf } from '../../template/tree.ts'

/** A reference, and what stands around it. */
export interface Read {
  readonly node: ReferenceNode
  /** In the condition of an `#if`, or compared with `==` or `!=`: it may well be absent there. */
  readonly isTested: boolean
  /** The innermost loops around it, from the outside in. */
  readonly loops: readonly DirectiveNode[]
  /** In a `#define`, which runs later than it stands. */
  readonly isDeferred: boolean
}

/** A place where a variable gets a value. */
export interface Assignment {
  readonly name: string
  readonly node: DirectiveNode | SetNode
  readonly start: number
  readonly loops: readonly DirectiveNode[]
}

/** The references and assignments of a template, in the order of the text; what is found hangs on the tree alone. */
export interface TemplateNames {
  readonly reads: readonly Read[]
  readonly assignments: ReadonlyMap<string, readonly Assignment[]>
  readonly directives: readonly DirectiveNode[]
  readonly sets: readonly SetNode[]
  /** Variables of which some `#if` asks. */
  readonly tested: ReadonlySet<string>
}

const known = new WeakMap<Template, TemplateNames>()

/** Walks a template once. */
export function namesOf(template: Template): TemplateNames {
  const earlier = known.get(template)
  if (earlier) return earlier
  const walk = new Walk()
  walk.visit(template, { isTested: false, loops: [], isDeferred: false })
  known.set(template, walk)
  return walk
}

type Around = Omit<Read, 'node'>

class Walk implements TemplateNames {
  readonly reads: Read[] = []
  readonly assignments = new Map<string, Assignment[]>()
  readonly directives: DirectiveNode[] = []
  readonly sets: SetNode[] = []
  readonly tested = new Set<string>()

  visit(node: TemplateNode, around: Around): void {
    switch (node.kind) {
      case 'set':
        return this.#set(node, around)
      case 'directive':
        return this.#directive(node, around)
      case 'reference':
        this.#read(node, around)
        return this.#children(node, { ...around, isTested: false })
      case 'branch':
        this.visit(node.condition, { ...around, isTested: true })
        return this.visit(node.body, around)
      case 'binary': {
        const isTested = around.isTested || node.operator === '==' || node.operator === '!='
        return this.#children(node, { ...around, isTested })
      }
      default:
        return this.#children(node, around)
    }
  }

  #children(node: TemplateNode, around: Around): void {
    for (const child of childrenOf(node)) this.visit(child, around)
  }

  #read(node: ReferenceNode, around: Around): void {
    if (node.shown.literal !== undefined || node.shown.unread !== undefined) return
    this.reads.push({ node, ...around })
    if (around.isTested) this.tested.add(node.root.text)
  }

  #set(node: SetNode, around: Around): void {
    this.sets.push(node)
    this.visit(node.value, around)
    if (node.target.accessors.length > 0) return this.visit(node.target, around)
    this.#assign(node.target.root.text, node, around)
  }

  #assign(name: string, node: DirectiveNode | SetNode, { loops }: Around): void {
    const assignment = { name, node, start: node.start, loops }
    const before = this.assignments.get(name)
    if (before) before.push(assignment)
    else this.assignments.set(name, [assignment])
  }

  #directive(node: DirectiveNode, around: Around): void {
    this.directives.push(node)
    const { name, arguments: args, body } = node
    // API Gateway prints nothing of a macro, and runs nothing in it.
    if (name.text === 'macro') return
    const [first] = args
    const isNaming = name.text === 'foreach' || name.text === 'define'
    if (isNaming && first?.kind === 'reference') this.#assign(first.root.text, node, around)
    const read = isNaming ? args.slice(1) : args
    for (const argument of read) this.visit(argument, around)
    if (!body) return
    const loops = name.text === 'foreach' ? [...around.loops, node] : around.loops
    this.visit(body, { ...around, loops, isDeferred: around.isDeferred || name.text === 'define' })
  }
}

/** The text of a string literal that nothing is filled in to, with the place of its units; undefined for any other. */
export function literalText(
  expression: Expression | undefined,
): { text: string; at: Span; isExact: boolean } | undefined {
  if (expression?.kind !== 'string') return undefined
  const { template, value, start, end } = expression
  if (template && !template.body.every(({ kind }) => kind === 'text')) return undefined
  return { text: value, at: { start: start + 1, end: end - 1 }, isExact: value.length === end - start - 2 }
}

/** The list that a `#foreach` goes over. */
export function iteratedOf({ arguments: args }: DirectiveNode): Expression | undefined {
  return args[1]?.kind === 'word' ? args[2] : args[1]
}
