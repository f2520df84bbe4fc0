import type { Model } from '../../api/api.ts'
import type { Files } from '../../base/files.ts'
import type { DefinitionResult } from '../../definitions/definitionResult.ts'
import type { Entry, Node } from '../../syntax/node.ts'
import {
  childAt,
  documentOf,
  entryOf,
  itemsOf,
  nodeAtPointer,
  nodeOfOrigin,
  stringOf,
} from '../../syntax/node.ts'
import { resolveReference } from '../../syntax/references.ts'
import { openApiRoot } from '../names.ts'
import { pathOf } from '../site.ts'
import type { PayloadValue } from './payloadSchema.ts'

/** In what a model's references are looked up. */
export interface ModelSurroundings {
  readonly owner: DefinitionResult
  readonly files: Files
}

/** Schemas that one value leads to; more is a schema that doubles itself. */
const mostNodes = 200

/**
 * Where the schema of a model declares a member of the payload, in every place that may: `$ref`, `allOf` and the like are
 * followed. The model itself where its schema is no tree of the definition, such as a text.
 */
export function placesInModel(value: PayloadValue, surroundings: ModelSurroundings): readonly Entry[] {
  const { source, steps } = value
  const start = schemaOf(source.model)
  if (!start) return []
  const walk = createWalk(source.models, start, surroundings)
  const holders = steps.slice(0, -1).reduce((nodes, step) => nodes.flatMap(node => walk(node, step)), [start])
  const last = steps.at(-1)
  return last === undefined
    ? []
    : holders
        .flatMap(node => expanded(node, source.models, start, surroundings))
        .flatMap(node => entryOf(childAt(node, 'properties'), last) ?? [])
}

/** The schema where it is written: in a resource, or itself. */
function schemaOf({ origin }: Model): Node | undefined {
  const node = nodeOfOrigin(origin)
  return childAt(node, 'Properties', 'Schema') ?? node
}

function createWalk(models: readonly Model[], start: Node, surroundings: ModelSurroundings) {
  return (node: Node, step: string | undefined): Node[] =>
    expanded(node, models, start, surroundings).flatMap(each => {
      const found = step === undefined ? childAt(each, 'items') : childAt(each, 'properties', step)
      return found?.type === 'sequence' ? [...found.items] : (found ?? [])
    })
}

/** A schema with those that it refers to and is composed of. */
function expanded(
  node: Node,
  models: readonly Model[],
  start: Node,
  surroundings: ModelSurroundings,
): Node[] {
  const found = new Set<Node>()
  const pending = [node]
  for (let next = pending.pop(); next && found.size < mostNodes; next = pending.pop()) {
    if (found.has(next)) continue
    found.add(next)
    const target = targetOf(next, models, start, surroundings)
    if (target) pending.push(target)
    for (const word of ['allOf', 'anyOf', 'oneOf']) pending.push(...itemsOf(childAt(next, word)))
  }
  return [...found]
}

function targetOf(
  node: Node,
  models: readonly Model[],
  start: Node,
  { owner, files }: ModelSurroundings,
): Node | undefined {
  const text = stringOf(childAt(node, '$ref'))
  if (text === undefined) return undefined
  const named = /^https?:\/\/.*\/models\/([^/]+)$/.exec(text)?.[1]
  const model = models.find(({ name }) => name === named)
  if (model) return schemaOf(model)
  const own = text.startsWith('#/') ? nodeAtPointer(start, text.slice(1)) : undefined
  if (own) return own
  const target = resolveReference(node, file => owner.documents.get(file), files, {
    rootOf: inside => openApiRoot(pathOf(inside), documentOf(inside).root),
  })
  return target.type === 'found' ? target.node : undefined
}
