import type { Expression, ReferenceNode, Span, Template } from '../../template/tree.ts'
import { parseJsonPath } from '../../template/jsonPath/parsePath.ts'
import type { Assignment } from './templateNodes.ts'
import { iteratedOf, literalText, namesOf } from './templateNodes.ts'

/** A step from a value of the payload to one below it: a member by name, or an element of a list. */
export interface PathStep {
  readonly name: string | undefined
  /** Where the template writes it. */
  readonly at: Span
}

/** A path that the template takes into the payload. */
export interface PayloadPath {
  readonly steps: readonly PathStep[]
  readonly reference: ReferenceNode
}

/** The paths of a template whose every step is written out, through variables and loops as well. */
export function payloadPathsOf(template: Template): PayloadPath[] {
  const stepsOf = payloadSteps(template)
  return namesOf(template).reads.flatMap(({ node }) => {
    const found = stepsOf(node)
    return found && found.steps.length > 0 ? [{ steps: found.steps, reference: node }] : []
  })
}

/**
 * Tells where in the payload a reference leads, up to the first method that is no step (`isWhole` when there is none);
 * undefined for one that does not lead there.
 */
export function payloadSteps(
  template: Template,
): (reference: ReferenceNode) => { steps: readonly PathStep[]; isWhole: boolean } | undefined {
  const { assignments } = namesOf(template)
  const paths = new Map<string, readonly PathStep[] | undefined>()
  const variable = (name: string): readonly PathStep[] | undefined => {
    if (paths.has(name)) return paths.get(name)
    paths.set(name, undefined)
    const path = pathOfAssignments(assignments.get(name) ?? [])
    paths.set(name, path)
    return path
  }
  const pathOfAssignments = (own: readonly Assignment[]): readonly PathStep[] | undefined => {
    const [only, ...others] = own
    if (!only || others.length > 0) return undefined
    const { node } = only
    if (node.kind === 'set') return pathOf(node.value)
    const iterated = node.name.text === 'foreach' ? iteratedOf(node) : undefined
    const path = iterated && pathOf(iterated)
    return path && [...path, { name: undefined, at: node.name }]
  }
  const pathOf = (expression: Expression): readonly PathStep[] | undefined => {
    if (expression.kind !== 'reference') return undefined
    const found = followed(expression, variable)
    return found?.isWhole === true ? found.steps : undefined
  }
  return reference => followed(reference, variable)
}

/** The steps of a reference up to the first method that is none; `isWhole` when there is no such method. */
function followed(
  reference: ReferenceNode,
  variable: (name: string) => readonly PathStep[] | undefined,
): { steps: readonly PathStep[]; isWhole: boolean } | undefined {
  const { root, accessors } = reference
  const [first, ...rest] = accessors
  const isInput = root.text === 'input'
  if (isInput && !(first?.kind === 'method' && /^(json|path)$/.test(first.name.text))) return undefined
  const begin = isInput && first?.kind === 'method' ? stepsOfPath(first.arguments[0]) : variable(root.text)
  if (!begin) return undefined
  if (isInput && first?.kind === 'method' && first.name.text === 'json')
    return { steps: begin, isWhole: false }
  const steps = [...begin]
  for (const accessor of isInput ? rest : accessors) {
    if (accessor.kind === 'method') return { steps, isWhole: false }
    if (accessor.kind === 'property') steps.push({ name: accessor.name.text, at: accessor.name })
    else {
      const name = literalText(accessor.index)?.text
      if (name === undefined && accessor.index.kind !== 'number') return { steps, isWhole: false }
      steps.push({ name, at: accessor.index })
    }
  }
  return { steps, isWhole: true }
}

/** The steps of a path of names and indexes; undefined for one that looks for more than one place. */
function stepsOfPath(argument: Expression | undefined): PathStep[] | undefined {
  const text = literalText(argument)
  const path = text && parseJsonPath(text.text).path
  if (!text || !path) return undefined
  const steps: PathStep[] = []
  for (const segment of path.segments) {
    const at = text.isExact
      ? { start: text.at.start + segment.start, end: text.at.start + segment.end }
      : text.at
    const [name, ...others] = segment.type === 'property' ? segment.names : []
    if (segment.type === 'property' && name && others.length === 0) {
      const own = text.isExact
        ? { start: text.at.start + name.start, end: text.at.start + name.end }
        : text.at
      steps.push({ name: name.name, at: own })
    } else if (segment.type === 'index' && segment.indexes.length === 1) steps.push({ name: undefined, at })
    else return undefined
  }
  return steps
}
