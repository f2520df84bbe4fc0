import type { IntegrationResponse } from '../api/integration.ts'
import { isReservedHeader } from '../base/headers.ts'
import type { Fact } from '../base/origin.ts'
import { valueOf } from '../base/origin.ts'
import type { Teller } from './finding.ts'
import { mappedSource, sourceText } from './mappings.ts'

/**
 * The response mappings of an HTTP API (by status of the backend) in the place of integration responses (by regular
 * expression over it). Only patterns that are one status can be said so.
 */
export function responseMappings(
  responses: readonly IntegrationResponse[],
  tell: Teller,
): IntegrationResponse[] {
  return responses.flatMap(response => {
    const pattern = valueOf(response.selectionPattern) ?? ''
    const status = valueOf(response.statusCode)
    const parameters = headersOf(response, tell)
    if (!/^\d{3}$/.test(pattern)) {
      tell.changed(
        'http-integration',
        pattern === ''
          ? `the default answer had status ${status ?? 'unknown here'}; now each status of the backend goes on as it is`
          : `answers that matched '${pattern}' had status ${status ?? 'unknown here'}; now each status of the backend goes on as it is`,
        response.origin,
      )
      if (parameters.size > 0)
        tell.lost(
          'parameter-mapping',
          `its header mappings are left out: those of an HTTP API stand at one status each; write them for the statuses that your backend has`,
          response.origin,
        )
      return []
    }
    if (status !== undefined && status !== pattern)
      parameters.set('overwrite:statuscode', { known: true, value: status, origin: response.origin })
    if (parameters.size === 0) return []
    return [
      {
        origin: response.origin,
        statusCode: { known: true, value: pattern, origin: response.origin },
        responseParameters: parameters,
        responseTemplates: new Map(),
      },
    ]
  })
}

function headersOf({ responseParameters }: IntegrationResponse, tell: Teller): Map<string, Fact<string>> {
  const made = new Map<string, Fact<string>>()
  for (const [destination, fact] of responseParameters) {
    const name = /^method\.response\.header\.(.+)$/.exec(destination)?.[1]
    if (name === undefined || !fact.known) {
      tell.decision(
        'parameter-mapping',
        `the mapping to '${destination}' cannot be known here and is left out`,
        fact.origin,
      )
      continue
    }
    // A CORS configuration answers for these.
    if (/^access-control-/i.test(name)) continue
    const source = mappedSource(fact.value)
    if (source.type === 'none')
      tell.lost(
        'parameter-mapping',
        `the mapping to '${destination}' is left out: ${source.why}`,
        fact.origin,
      )
    else if (isReservedHeader(name))
      tell.lost(
        'parameter-mapping',
        `the mapping to the header '${name}' is left out: an HTTP API keeps it to itself`,
        fact.origin,
      )
    // The header of the same name goes back anyway.
    else if (sourceText(source).toLowerCase() !== `$response.header.${name.toLowerCase()}`)
      made.set(`overwrite:header.${name}`, { ...fact, value: sourceText(source) })
  }
  return made
}
