import { valueOf } from '../../base/origin.ts'
import { payloadPathsOf } from '../../rules/mappingTemplate/payloadPaths.ts'
import { shapeOf } from '../../rules/mappingTemplate/templateShape.ts'
import type { TemplateUse } from '../../rules/rule.ts'
import type { ReferenceNode, Template, TemplateNode } from '../../template/tree.ts'
import { childrenOf } from '../../template/tree.ts'
import { exampleRequestBody } from '../exampleBody.ts'
import type { PlacedTemplate } from './placedTemplate.ts'

/** An ordinary payload of a template. */
export interface SamplePayload {
  /** Undefined for an example of the definition that is no JSON. */
  readonly value: unknown
  readonly text?: string
  /** The model that it was made of. */
  readonly model?: string
}

/** Of a request the definition's example or one of the model; else the members that the template reads. */
export function samplePayload(placed: PlacedTemplate, use: TemplateUse | undefined): SamplePayload {
  if (use?.direction !== 'response') {
    const holder = use?.owner.method ?? use?.owner.route
    const models = holder?.requestModels
    const model = use && valueOf(models?.get(use.mediaType) ?? [...(models?.values() ?? [])][0])
    const example = use && holder ? exampleRequestBody(use.owner.api, holder, model) : {}
    if (example.text !== undefined) return { ...example, value: parsed(example.text) }
  }
  return { value: readPayload(placed, use) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

interface Part {
  readonly members: Map<string, Part>
  element?: Part
  isNumber: boolean
}

/** A payload with what the template takes from it: numbers where it prints them bare into JSON, else text. */
function readPayload(placed: PlacedTemplate, use: TemplateUse | undefined): unknown {
  const parsedTemplate = placed.parsed()
  const { template } = parsedTemplate
  const place = { hasComputed: false, isComputed: () => false }
  const inString = shapeOf({ parsed: parsedTemplate, place, use })?.inString
  const printed = printedIn(template)
  const root: Part = { members: new Map(), isNumber: false }
  for (const { steps, reference } of payloadPathsOf(template)) {
    let part = root
    for (const { name } of steps) part = name === undefined ? elementOf(part) : memberOf(part, name)
    if (inString && printed.has(reference) && !inString.has(reference)) part.isNumber = true
  }
  return valueOfPart(root, true)
}

function memberOf(part: Part, name: string): Part {
  const known = part.members.get(name) ?? { members: new Map<string, Part>(), isNumber: false }
  part.members.set(name, known)
  return known
}

function elementOf(part: Part): Part {
  return (part.element ??= { members: new Map(), isNumber: false })
}

function valueOfPart({ members, element, isNumber }: Part, isRoot = false): unknown {
  if (members.size > 0)
    return Object.fromEntries([...members].map(([name, member]) => [name, valueOfPart(member)]))
  if (element) return [valueOfPart(element)]
  return isRoot ? {} : isNumber ? 1 : 'text'
}

/** The references that print, not those in strings, conditions and arguments. */
function printedIn(template: Template): ReadonlySet<ReferenceNode> {
  const found = new Set<ReferenceNode>()
  const waiting: TemplateNode[] = [template]
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.kind === 'reference') found.add(node)
    else if (node.kind === 'branch') waiting.push(node.body)
    else if (node.kind === 'directive') waiting.push(...(node.body ? [node.body] : []))
    else if (node.kind === 'template' || node.kind === 'block' || node.kind === 'if')
      waiting.push(...childrenOf(node))
  }
  return found
}
