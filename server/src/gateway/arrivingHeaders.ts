import type { RestApi } from '../api/api.ts'
import type { Fields } from '../base/headers.ts'
import { edgeAddress, edgeRequestHeaders } from './edge.ts'
import { fieldValues } from '../base/headers.ts'
import { restRequestHeaders } from './headerRules.ts'
import type { Incoming } from './incoming.ts'
import { privateRequestHeaders } from './privateEndpoint.ts'
import type { ServedApi } from './servedApi.ts'

/** The client's headers as a REST API sees them, with what the endpoint in front of it adds. */
export function arrivingHeaders(served: ServedApi<RestApi>, incoming: Incoming): Fields {
  const headers = restRequestHeaders(incoming.request.headers)
  switch (incoming.endpointType) {
    case 'EDGE':
      return edgeRequestHeaders(headers, incoming)
    case 'PRIVATE':
      return privateRequestHeaders(headers, incoming, served)
    case 'REGIONAL':
      return headers
  }
}

/**
 * What API Gateway itself adds to the headers of events: the trace, and the way the request took. Events of private APIs
 * were recorded with the address alone.
 */
export function forwardingHeaders(headers: Fields, { request, traceId, endpointType }: Incoming): Fields {
  const hops = [...fieldValues(headers, 'x-forwarded-for'), request.sourceIp]
  if (endpointType === 'PRIVATE') return [['X-Forwarded-For', hops.join(', ')]]
  if (endpointType === 'EDGE') hops.push(edgeAddress)
  return [
    ['X-Amzn-Trace-Id', traceId.forwarded],
    ['X-Forwarded-For', hops.join(', ')],
    ['X-Forwarded-Port', String(request.port)],
    // On AWS this is always https; a port of this machine may speak plain HTTP.
    ['X-Forwarded-Proto', request.tls ? 'https' : 'http'],
  ]
}
