import { templateVariables } from '../../template/vocabulary.ts'
import type { ReferenceNode, Span, Template, TemplateNode } from '../../template/tree.ts'
import { childrenOf } from '../../template/tree.ts'
import type { PlacedTemplate } from './placedTemplate.ts'
import { readableTemplate } from './readable.ts'

/** A place where a template names a variable; `span` is the name alone. */
export interface Occurrence {
  readonly name: string
  readonly span: Span
  /** `#set`, `#foreach` and `#define` give it a value there. */
  readonly isWritten: boolean
}

/** The variable at an offset with all its places; a template has one scope, so that a name is one variable. */
export function variableAt(
  placed: PlacedTemplate,
  offset: number,
): { readonly name: string; readonly at: Occurrence; readonly all: readonly Occurrence[] } | undefined {
  const all = occurrencesIn(placed)
  // The `$` and a brace before the name belong to it for who points at it.
  const at = all.find(({ span }) => markedStart(placed.text, span.start) <= offset && offset <= span.end)
  if (!at) return undefined
  return { name: at.name, at, all: all.filter(({ name }) => name === at.name) }
}

/** Whether a name is API Gateway's or Velocity's own. */
export function isBuiltIn(name: string): boolean {
  return templateVariables.has(name) || /^(foreach|velocityCount|velocityHasNext)$/.test(name)
}

/** Every place of every variable, in the order of the text; also in what cannot be read, as far as that tells. */
export function occurrencesIn({ text, parsed }: PlacedTemplate): readonly Occurrence[] {
  const found = new Map<number, Occurrence>()
  const whole = parsed().template
  for (const template of [whole, readableTemplate(text)])
    for (const each of occurrencesOf(template)) found.set(each.span.start, each)
  for (const node of malformedIn(whole)) {
    const part = text.slice(node.start, node.end)
    for (const match of part.matchAll(/(?<!\\)\$!?\{?([A-Za-z_][\w-]*)/g)) {
      const name = match[1] ?? ''
      const end = node.start + match.index + match[0].length
      const span = { start: end - name.length, end }
      if (!found.has(span.start)) found.set(span.start, { name, span, isWritten: false })
    }
  }
  return [...found.values()].sort((a, b) => a.span.start - b.span.start)
}

function markedStart(text: string, start: number): number {
  return start - (/\$!?\{?$/.exec(text.slice(Math.max(start - 3, 0), start))?.[0].length ?? 0)
}

function occurrencesOf(template: Template): Occurrence[] {
  const found: Occurrence[] = []
  const add = ({ root, shown }: ReferenceNode, isWritten: boolean): void => {
    if (shown.literal !== undefined || shown.unread !== undefined) return
    found.push({ name: root.text, span: { start: root.start, end: root.end }, isWritten })
  }
  const visit = (node: TemplateNode): void => {
    const written = writtenBy(node)
    if (written) add(written, written.accessors.length === 0)
    else if (node.kind === 'reference') add(node, false)
    for (const child of childrenOf(node)) {
      if (child === written) childrenOf(child).forEach(visit)
      else visit(child)
    }
  }
  visit(template)
  return found
}

/** The reference that a node gives a value; with accessors it changes what the variable holds. */
function writtenBy(node: TemplateNode): ReferenceNode | undefined {
  if (node.kind === 'set') return node.target
  if (node.kind !== 'directive' || (node.name.text !== 'foreach' && node.name.text !== 'define'))
    return undefined
  const [first] = node.arguments
  return first?.kind === 'reference' ? first : undefined
}

function malformedIn(node: TemplateNode): TemplateNode[] {
  return [...(node.kind === 'malformed' ? [node] : []), ...childrenOf(node).flatMap(malformedIn)]
}
