import type { MappingSources } from './parameterMapping.ts'
import { contextValue } from './variables.ts'

/**
 * Fills the body of a gateway response. This is no VTL: API Gateway puts values in the place of `$context.x`,
 * `$stageVariables.x` and `method.request.PLACE.x` and leaves all else as it stands; a missing value gives nothing.
 */
export function fillGatewayTemplate(template: string, sources: MappingSources): string {
  return template.replace(reference, (_, inBraces?: string, bare?: string) => {
    const name = inBraces ?? bare ?? ''
    return valueOfName(name, sources) ?? ''
  })
}

const name = /(?:context|stageVariables|method\.request\.(?:header|querystring|path))(?:\.[\w-]+)+/.source

// The guide writes request references without a `$` as well; `$context` and `$stageVariables` always have one.
const reference = new RegExp(`\\$\\{(${name})\\}|(?:\\$|(?=method\\.))(${name})`, 'g')

function valueOfName(path: string, sources: MappingSources): string | undefined {
  const [, root = '', rest = ''] = /^(context|stageVariables|method\.request)\.(.+)$/.exec(path) ?? []
  if (root === 'context') return contextValue(sources.context, rest)
  if (root === 'stageVariables') return sources.stageVariables.get(rest)
  const [, place, key = ''] = /^(\w+)\.(.+)$/.exec(rest) ?? []
  return requestValue(place, key, sources)
}

function requestValue(place: string | undefined, name: string, sources: MappingSources): string | undefined {
  if (place === 'path') return sources.pathParameters.get(name)
  const fields = place === 'header' ? sources.headers : sources.query
  return fields.findLast(([field]) => field === name)?.[1]
}
