import type { Expression, ReferenceNode, Template } from '../../template/tree.ts'
import { templateVariables } from '../../template/vocabulary.ts'
import { childrenOf } from '../../template/tree.ts'
import type { MappingTemplate } from '../mappingTemplates.ts'
import type { JsonShape } from './jsonShape.ts'
import { jsonShapeOf } from './jsonShape.ts'
import type { TemplateNames } from './templateNodes.ts'
import { namesOf } from './templateNodes.ts'

const shapes = new WeakMap<Template, JsonShape>()

/** What of a template tells the shape of its output. */
export interface ShapedTemplate extends Pick<MappingTemplate, 'parsed' | 'use'> {
  readonly place: Pick<MappingTemplate['place'], 'hasComputed' | 'isComputed'>
}

/** How a template's output goes together as JSON; undefined for one that is not meant to be JSON or cannot be read. */
export function shapeOf({ parsed, place, use }: ShapedTemplate): JsonShape | undefined {
  const { template, diagnostics } = parsed
  const isOther = use !== undefined && /xml|html|javascript|form|text\/(?!json)/i.test(use.mediaType)
  if (isOther || diagnostics.some(({ severity }) => severity === 'error')) return undefined
  const known = place.hasComputed ? undefined : shapes.get(template)
  if (known) return known
  const names = namesOf(template)
  const shape = jsonShapeOf(template, {
    isFragment: reference => isFragment(reference, names),
    isComputed: place.hasComputed ? span => place.isComputed(span) : () => false,
  })
  if (!place.hasComputed) shapes.set(template, shape)
  return shape
}

/**
 * A variable that nobody sets prints nothing; one that is made of text with brackets, quotes or commas may hold a piece of the
 * JSON around it.
 */
function isFragment({ root }: ReferenceNode, { assignments }: TemplateNames): boolean {
  const own = assignments.get(root.text)
  if (!own) return !templateVariables.has(root.text)
  return own.some(({ node }) =>
    node.kind === 'set' ? holdsJsonMarks(node.value) : node.name.text === 'define',
  )
}

function holdsJsonMarks(expression: Expression): boolean {
  const waiting: Parameters<typeof childrenOf>[0][] = [expression]
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.kind === 'string' && /["{}[\],:]/.test(node.value)) return true
    waiting.push(...childrenOf(node))
  }
  return false
}
