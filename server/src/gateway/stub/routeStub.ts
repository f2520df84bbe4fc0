import { CompiledModels } from '../compiledModels.ts'
import type { RouteCall } from '../routeCall.ts'
import type { StubAnswer } from './documentedAnswer.ts'
import { documentedAnswer } from './documentedAnswer.ts'

/** What stub mode answers in the place of a route's backend: what its OpenAPI operation documents. */
export function routeStub({ route, headers }: RouteCall): StubAnswer {
  const { responses, models } = route.documentedAnswers ?? { responses: [], models: [] }
  const compiled = new CompiledModels(models)
  return markedAsStub(documentedAnswer(responses, headers, reference => compiled.referenced(reference)))
}

/** Says on the answer that no backend gave it. */
export function markedAsStub(stub: StubAnswer): StubAnswer {
  const { response } = stub
  return { ...stub, response: { ...response, headers: [...response.headers, ['x-gatehouse-stub', 'true']] } }
}
