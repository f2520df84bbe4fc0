import type { Position } from '../../base/text.ts'
import type { DefinitionResult } from '../../definitions/definitionResult.ts'
import { detectKind } from '../../definitions/detect.ts'
import type { Node, SourceDocument } from '../../syntax/node.ts'
import { childAt, entriesOf } from '../../syntax/node.ts'
import type { DocumentPath, Site } from '../site.ts'
import { isPutBefore, nodeAtSite } from '../site.ts'
import { siteAt } from '../siteAt.ts'
import type { PolicyPart } from './policyPart.ts'
import { partAt } from './policyPart.ts'
import type { PolicyPlace } from './policyPlace.ts'
import { pathInPolicy, policyPlaceAt } from './policyPlace.ts'
import { standAlonePlace } from './standAlone.ts'

/** What is being written in a policy. */
export interface PolicySite extends Site {
  readonly owner: DefinitionResult
  readonly place: PolicyPlace
  readonly part: PolicyPart
  /** The mapping or value at the place, and the mapping of its statement. */
  readonly node: Node | undefined
  readonly statement: Node | undefined
  /** The logical id of the resource around the policy. */
  readonly resource: string | undefined
  readonly isKey: boolean
}

/** Finds out what is being written at a position; undefined outside of policies. `known` is what the document is. */
export function policySiteAt(
  document: SourceDocument,
  position: Position,
  owner: DefinitionResult,
  known?: PolicyPlace,
): PolicySite | undefined {
  const site = siteAt(document, position)
  if (!site || isPutBefore(site)) return undefined
  const place = known ?? placeOf(site.path, site.root, document, owner)
  if (!place) return undefined
  const { path, intrinsics } = withoutIntrinsics(pathInPolicy(site.path, place))
  // What functions name is the business of templates in general.
  if (intrinsics.some(name => name !== 'Fn::Sub')) return undefined
  const isKey = site.mode === 'key'
  // A key whose value stands below is no value itself.
  const otherwise = isKey && site.hasBlockBelow ? undefined : partAt(place.holds, path, false)
  const found = partAt(place.holds, path, isKey) ?? otherwise
  if (!found) return undefined
  const steps = site.path.slice(0, place.depth)
  const statementPath = found.statementDepth === undefined ? undefined : path.slice(0, found.statementDepth)
  return {
    ...site,
    owner,
    place,
    part: found.part,
    node: nodeAtSite(site),
    statement: statementPath && childAt(site.root, ...steps, ...statementPath),
    resource: resourceAround(site.path),
    isKey: site.mode === 'key' && isKeyPart(found.part),
  }
}

/** The policy that a path leads into, in a definition or in a file of its own. */
export function placeOf(
  path: DocumentPath,
  root: Node | undefined,
  document: SourceDocument,
  owner: DefinitionResult,
): PolicyPlace | undefined {
  return owner.definition ? policyPlaceAt(path, root, detectKind(document.root)) : standAlonePlace(document)
}

/** A path without the functions on its way, and their names. */
export function withoutIntrinsics(path: readonly string[]): {
  readonly path: readonly string[]
  readonly intrinsics: readonly string[]
} {
  const at = path.findIndex(segment => segment === 'Ref' || segment.startsWith('Fn::'))
  return at < 0
    ? { path, intrinsics: [] }
    : {
        path: path.slice(0, at),
        intrinsics: path.slice(at).filter(segment => /^(Ref|Fn::\w+)$/.test(segment)),
      }
}

/** The logical id of the resource that a path leads into. */
export function resourceAround(path: DocumentPath): string | undefined {
  const at = path.indexOf('Resources')
  return at < 0 ? undefined : String(path[at + 1])
}

function isKeyPart({ type }: PolicyPart): boolean {
  return /Key$|^operator$/.test(type)
}

/** The names of the keys that a mapping has already. */
export function keysThere(node: Node | undefined): ReadonlySet<string> {
  return new Set(entriesOf(node).map(({ name }) => name))
}
