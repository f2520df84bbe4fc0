import { nearestName } from '../../base/nearestName.ts'
import type { PolicyMember, PolicyObject } from '../policyTree.ts'

/** The members of an object by what they are meant to be. */
export interface Elements {
  /** By the right name; misspelled ones under the name that was meant, so that what is in them is checked too. */
  readonly found: ReadonlyMap<string, PolicyMember>
  readonly strays: readonly Stray[]
}

export interface Stray {
  readonly member: PolicyMember
  /** The right name, when one is close. */
  readonly meant: string | undefined
  /** Whether the right name stands in the object as well. */
  readonly isTaken: boolean
}

/** Reads an object whose names are given; element names count with their case. */
export function readElements({ members }: PolicyObject, names: readonly string[]): Elements {
  const found = new Map<string, PolicyMember>()
  const strays: Stray[] = []
  for (const member of members) if (names.includes(member.name)) found.set(member.name, member)
  for (const member of members) {
    if (names.includes(member.name)) continue
    const meant = meantBy(member.name, names)
    strays.push({ member, meant, isTaken: meant !== undefined && found.has(meant) })
    if (meant !== undefined && !found.has(meant)) found.set(meant, member)
  }
  return { found, strays }
}

function meantBy(written: string, names: readonly string[]): string | undefined {
  const plain = plainName(written)
  return names.find(name => plainName(name) === plain) ?? nearestName(written, names)
}

// `Policy Document`, `policy_document` and `POLICYDOCUMENT` all mean the same name.
function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '')
}
