import type { ReferenceNode } from '../../template/tree.ts'
import type { Candidate } from './candidate.ts'
import type { PlacedTemplate } from './placedTemplate.ts'

type ParameterPlace = 'header' | 'path' | 'querystring'

/** Whether a reference is `$input.params()` (`all`), or one of its three maps. */
export function parameterPlacesIn({ root, accessors }: ReferenceNode): ParameterPlace | 'all' | undefined {
  const [call, place, ...others] = accessors
  const isCall = call?.kind === 'method' && call.name.text === 'params' && call.arguments.length === 0
  if (root.text !== 'input' || !isCall || others.length > 0) return undefined
  if (!place) return 'all'
  const name = place.kind === 'property' ? place.name.text : undefined
  return name === 'header' || name === 'path' || name === 'querystring' ? name : undefined
}

/** The parameters that the methods or routes declare which use the template, and those in their paths. */
export function parametersAt({ uses }: PlacedTemplate, place: ParameterPlace | undefined): Candidate[] {
  const found = new Map<string, Candidate>()
  const add = (name: string, location: string, isRequired: boolean): void => {
    if (place !== undefined && place !== location) return
    found.set(name, {
      name,
      kind: 'parameter',
      detail: isRequired ? `${location}, required` : location,
      documentation: `A parameter of the request that its definition declares (${location}).`,
      rank: isRequired ? 0 : 1,
    })
  }
  for (const use of uses) {
    if ('gatewayResponse' in use) continue
    const { method, route, api, label } = use.owner
    for (const { name, location, isRequired } of (method ?? route)?.requestParameters ?? [])
      add(name, location, isRequired)
    const path = api.type === 'rest' ? label.slice(label.indexOf(' ') + 1) : ''
    for (const [, name = ''] of path.matchAll(/\{([^{}+]+)\+?\}/g))
      if (!found.has(name)) add(name, 'path', true)
  }
  return [...found.values()]
}
