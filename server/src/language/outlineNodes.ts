import type { OutlineKind, OutlineNode } from '../protocol/requests.ts'
import type { Uris } from './places.ts'
import { locationOf } from './places.ts'

/** A group of rows; none where there is nothing to hold. */
export function group(
  id: string,
  label: string,
  holds: OutlineKind,
  children: readonly OutlineNode[],
): OutlineNode | undefined {
  if (children.length === 0) return undefined
  const names = children.map(child => child.label)
  return {
    id: `${id}/${label}`,
    kind: 'group',
    label,
    holds,
    description: holds === 'route' ? String(children.length) : names.join(', '),
    children,
  }
}

/** A row for each part, which is described by a few words. */
export interface NamedOrigin {
  readonly name: string
  readonly origin: Parameters<typeof locationOf>[0]
}

export function partNodes<P extends NamedOrigin>(
  id: string,
  kind: OutlineKind,
  parts: readonly P[],
  uris: Uris,
  describe: (part: P) => string | undefined,
): OutlineNode[] {
  return parts.map(part => {
    const description = describe(part)
    return {
      id: `${id}/${kind}/${part.name}`,
      kind,
      label: part.name,
      location: locationOf(part.origin, uris),
      ...(description !== undefined && { description }),
    }
  })
}
