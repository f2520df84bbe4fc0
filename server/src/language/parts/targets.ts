import { valueOf } from '../../base/origin.ts'
import type { LabelledTarget } from '../../protocol/parts.ts'
import { whoAnswers } from '../routeDetails.ts'
import type { CallableRoute } from '../routeReference.ts'
import { callableRoutes } from '../routeReference.ts'
import type { ApiPlace } from './place.ts'

/** What may answer on a new route: what answers on others, a function, a mock. */
export function targetsOf(place: ApiPlace): LabelledTarget[] {
  const { definition, api, form } = place
  if (form === 'sam' || form === 'samSocket' || form === 'serverless') {
    const called = new Set(callableRoutes(api).map(route => whoAnswers(route, place.owner)))
    const isCalled = ({ id }: { readonly id: string }) => Number(called.has(id))
    return definition.functions
      .filter(({ id }) => form === 'serverless' || isResource(place, id))
      .sort((a, b) => isCalled(b) - isCalled(a))
      .map(({ id, name }) => ({
        target: { type: 'function', id },
        label: id,
        ...(name !== id && { description: name }),
      }))
  }
  const mock: LabelledTarget = {
    target: { type: 'mock' },
    label: 'MOCK',
    description: 'answers 200 without a backend',
  }
  return [...likeOthers(place), ...(api.type === 'rest' ? [mock] : [])]
}

/** The routes whose integration another route may have too, by what they call: proxies take all that comes. */
function likeOthers({ api, owner }: ApiPlace): LabelledTarget[] {
  const seen = new Set<string>()
  return callableRoutes(api).flatMap((route): LabelledTarget[] => {
    const uri = valueOf(route.integration?.uri)
    const type = valueOf(route.integration?.type)?.toUpperCase()
    if (uri === undefined || seen.has(uri) || type !== 'AWS_PROXY' || !statesIntegration(route)) return []
    seen.add(uri)
    const { path, method } = route
    const description = `as ${route.label}`
    return [{ target: { type: 'like', path, method }, label: whoAnswers(route, owner), description }]
  })
}

/** An event of SAM states none. */
function statesIntegration({ integration, origin }: CallableRoute): boolean {
  return !/\/Events\//.test(origin.pointer) && integration !== undefined
}

function isResource({ resources }: ApiPlace, id: string): boolean {
  return resources?.entries.some(({ name }) => name === id) === true
}
