import { lastField } from '../../base/headers.ts'
import type { CachedAnswer } from '../cache/responseCache.ts'
import { encodeResponse } from '../contentCoding.ts'
import type { HttpResponse } from '../messages.ts'
import type { MethodCall } from '../methodCall.ts'
import { remapResponseHeader } from '../headerRules.ts'
import { gatewayHeaders } from '../responseHeaders.ts'
import type { TraceRecorder } from '../trace.ts'
import { sizeText, tracedResponse } from '../tracedMessage.ts'
import type { World } from '../world.ts'

/** Adds what every answer of a REST API has. */
export function methodResponse(
  call: MethodCall,
  from: CachedAnswer['from'],
  answer: HttpResponse,
  world: World,
  trace: TraceRecorder,
): HttpResponse {
  return trace.step('methodResponse', tell => {
    const headers = answer.headers.flatMap(([name, value]) => {
      const kept = remapResponseHeader(name)
      return kept === undefined ? [] : [[kept, value] as const]
    })
    const hasType = lastField(headers, 'content-type') !== undefined
    const plain: HttpResponse = {
      ...answer,
      headers: [
        ...gatewayHeaders(call.incoming),
        // A MOCK calls nobody, so AWS has no trace to tell of.
        ...(from === 'mock' ? [] : [['X-Amzn-Trace-Id', call.incoming.traceId.full] as const]),
        ...(hasType ? [] : [['Content-Type', 'application/json'] as const]),
        ...headers.filter(([name]) => name.toLowerCase() !== 'x-amzn-trace-id'),
      ],
    }
    const { response, note } = encodeResponse(plain, call, world)
    const { status } = response
    const declared = call.method.responses.find(candidate => candidate.statusCode === String(status))
    tell(() => ({
      state: 'passed',
      summary: `${status}, ${response.headers.length} headers, ${sizeText(response.body.length)}${note}`,
      origin: (declared ?? call.method).origin,
      after: tracedResponse('Response to the client', response),
    }))
    return response
  })
}
