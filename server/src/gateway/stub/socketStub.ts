import { valueOf } from '../../base/origin.ts'
import type { SocketCall } from '../websocket/socketCall.ts'
import { answers } from '../websocket/socketResponse.ts'
import type { StubAnswer } from './documentedAnswer.ts'
import { documentedAnswer } from './documentedAnswer.ts'
import { markedAsStub } from './routeStub.ts'

/**
 * What stub mode answers in the place of the backend of a WebSocket API's route: it lets clients in, and a route that
 * answers sends a value made from the first model of its route response.
 */
export function socketStub(call: SocketCall): StubAnswer {
  const { models } = call.served
  const responses = answers(call) ? (call.method.routeResponses ?? []) : []
  const documented = responses.map(({ origin, responseModels }) => ({
    status: '200',
    origin,
    headers: new Map(),
    contents: [...responseModels.values()].map(name => ({
      mediaType: 'application/json',
      examples: new Map(),
      schema: models.named(valueOf(name) ?? '')?.schema,
    })),
  }))
  return markedAsStub(documentedAnswer(documented, [], reference => models.referenced(reference)))
}
