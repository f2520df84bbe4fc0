import type { Template } from '../../template/tree.ts'
import type { Candidate } from './candidate.ts'
import type { TemplateCursor } from './cursor.ts'
import { memberCandidates } from './memberCandidates.ts'
import { parameterPlacesIn, parametersAt } from './parameters.ts'
import { payloadCandidate } from './payloadCandidate.ts'
import { membersOf, payloadsOf } from './payloadSchema.ts'
import type { PlacedTemplate } from './placedTemplate.ts'
import { readReference, valueOf } from './values.ts'

/** A string that names something: `$input.params('…')`, `$map.get('…')`, `$stageVariables['…']`. */
export function keyCandidates(
  { chain }: TemplateCursor & { kind: 'key' },
  placed: PlacedTemplate,
  template: Template,
): readonly Candidate[] | undefined {
  if (chain === '$input.params') return parametersAt(placed, undefined)
  const reference = readReference(chain)
  if (!reference) return undefined
  const place = parameterPlacesIn(reference)
  if (place === 'all' || (reference.root.text === 'stageVariables' && reference.accessors.length === 0))
    return memberCandidates(chain, placed, template)
  if (place !== undefined) return parametersAt(placed, place)
  const value = valueOf(reference, template, payloadsOf(placed.uses))
  return [
    ...value.payload.flatMap(membersOf).map(payloadCandidate),
    ...value.names.map((name): Candidate => ({ name, kind: 'field', detail: '', documentation: '' })),
  ]
}
