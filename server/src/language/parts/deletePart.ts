import type { TextEdit } from '../../base/diagnostic.ts'
import type { Files } from '../../base/files.ts'
import { baseName } from '../../base/files.ts'
import type { Origin } from '../../base/origin.ts'
import type { DefinitionResult } from '../../definitions/definitionResult.ts'
import type { NoPartEdit, PartEdit, PartName } from '../../protocol/parts.ts'
import type { Entry, Node } from '../../syntax/node.ts'
import { childAt, documentOf, entriesOf } from '../../syntax/node.ts'
import type { Removal } from '../../syntax/removals.ts'
import { removeEntries, removeEntry, removeItem } from '../../syntax/removals.ts'
import type { Uris } from '../places.ts'
import { callableRoutes } from '../routeReference.ts'
import type { ApiPlace } from './place.ts'
import { entryFor, nodeAt, placeOf, Refusal } from './place.ts'
import { entriesOfPath } from './restParts.ts'
import { usesOf } from './uses.ts'

/** Takes a part out of an API, with what else of the text is left without a purpose by that. */
export function deletePart(
  part: PartName,
  owner: DefinitionResult,
  files: Files,
  uris: Uris,
): PartEdit | NoPartEdit {
  const place = placeOf(owner, part.apiId)
  if (place instanceof Refusal) return { message: place.message }
  const removals = removalsOf(part, place)
  if (removals instanceof Refusal) return { message: removals.message }
  const { uses, edits: further, holdsAnchor } = usesOf(removals, owner, files, uris)
  if (holdsAnchor !== undefined) return { message: holdsAnchor }
  const edits = [...removals.flatMap(each => each.edits), ...further]
  return {
    edits: distinct(edits).map(({ file, range, newText }) => ({ uri: uris.toUri(file), range, newText })),
    uses,
  }
}

function distinct(edits: readonly TextEdit[]): TextEdit[] {
  return [...new Map(edits.map(edit => [JSON.stringify([edit.file, edit.range]), edit])).values()]
}

function removalsOf(part: PartName, place: ApiPlace): readonly Removal[] | Refusal {
  const { api, definition, resources, form } = place
  const { path = '', method = '', status = '', name = '' } = part
  const routes = callableRoutes(api).filter(route => route.path === path)
  switch (part.kind) {
    case 'path': {
      if (api.type === 'websocket') return removalsOf({ ...part, kind: 'method' }, place)
      if (form === 'rest' && api.type === 'rest' && resources) {
        const own = routes.every(({ origin }) => isResource(origin))
        return own ? ofEntries(entriesOfPath(path, api, place, resources)) : ofOrigins(routes, place)
      }
      return wholePath(place, path) ?? ofOrigins(routes, place)
    }
    case 'method':
      return ofOrigins(
        routes.filter(route => route.method === method),
        place,
      )
    case 'response': {
      const route = routes.find(each => each.method === method)
      const responses = route?.part.type === 'method' ? route.part.method.responses : []
      return ofOrigins(
        responses.filter(({ statusCode }) => statusCode === status),
        place,
      )
    }
    case 'model':
      // SAM writes the names of models in lower case.
      return ofOrigins(
        api.models.filter(
          each => each.name === name || (definition.kind === 'sam' && each.name === name.toLowerCase()),
        ),
        place,
      )
    case 'authorizer':
      return ofOrigins(
        api.authorizers.filter(each => each.name === name),
        place,
      )
  }
}

function isResource({ pointer }: Origin): boolean {
  return /(^|\/)Resources\/[^/]+$/.test(pointer)
}

/** The entry of a path in an OpenAPI document, with the parameters and comments that all its methods share. */
function wholePath({ body }: ApiPlace, path: string): readonly Removal[] | Refusal | undefined {
  const paths = childAt(body, 'paths')
  const entry = entriesOf(paths).find(({ name }) => name === path)
  return entry && ofEntries([entry])
}

function ofOrigins(
  parts: readonly { readonly origin: Origin }[],
  { owner, definition }: ApiPlace,
): readonly Removal[] | Refusal {
  const [first] = parts
  if (!first) return new Refusal('It is no longer in the definition')
  const removals = parts.map(({ origin }) => {
    const found = nodeAt(owner, origin)
    const node = found && wholePart(found, origin.pointer)
    const removal = node && removalOf(node)
    return removal && documentOf(removal.node).file === origin.file ? removal : undefined
  })
  const found = removals.filter(each => each !== undefined)
  if (found.length === parts.length) return found
  const { file } = first.origin
  return new Refusal(
    file === definition.file
      ? `It is not written at one place of its own in '${baseName(file)}' (an anchor, a function or a generated part); take it out there yourself`
      : `It is written in '${baseName(file)}' in a way that cannot be taken out by itself; edit it there`,
  )
}

/** An event of a service is the item of the list; what an API of AWS's default has of itself is not written. */
function wholePart(node: Node, pointer: string): Node | undefined {
  if (/^\/functions\/[^/]+\/events\/\d+\/(http|httpApi|websocket)$/.test(pointer)) return node.parent
  // What the framework reads at an event, and models that every API has.
  if (/^\/functions\//.test(pointer)) return undefined
  return node
}

function ofEntries(entries: readonly Entry[]): readonly Removal[] | Refusal {
  const holder = entries[0]?.key.parent
  const found = holder?.type === 'mapping' ? removeEntries(holder, entries, mayGo) : undefined
  return found ?? new Refusal('It is not written at one place of its own; take it out of the text yourself')
}

function removalOf(node: Node): Removal | undefined {
  const holder = node.parent
  if (holder?.type === 'sequence') return removeItem(holder, node, mayGo)
  const entry = entryFor(node)
  return holder && entry ? removeEntry(holder, entry, mayGo) : undefined
}

/** What says nothing when it is empty. `paths` and `responses` are asked for by OpenAPI. */
function mayGo(name: string): boolean {
  return optional.has(name) || name.startsWith('/')
}

const optional = new Set([
  ...['components', 'schemas', 'securitySchemes', 'definitions', 'securityDefinitions'],
  ...['Models', 'Auth', 'Authorizers', 'Events', 'Routes', 'MethodResponses', 'DependsOn'],
  ...['Properties', 'events', 'authorizers', 'httpApi'],
])
