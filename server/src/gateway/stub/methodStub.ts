import type { DocumentedResponse } from '../../api/documentedAnswers.ts'
import type { Method } from '../../api/api.ts'
import type { Integration } from '../../api/integration.ts'
import { valueOf } from '../../base/origin.ts'
import type { Fields } from '../../base/headers.ts'
import { fieldValues } from '../../base/headers.ts'
import { CompiledModels } from '../compiledModels.ts'
import { withField } from '../fieldMaps.ts'
import { mappingsTo } from '../integrations/httpCall.ts'
import type { MethodCall } from '../methodCall.ts'
import type { MappingSources } from '../parameterMapping.ts'
import { mappingSourcesOf, mappingValues } from '../parameterMapping.ts'
import type { StubAnswer } from './documentedAnswer.ts'
import { documentedAnswer } from './documentedAnswer.ts'
import { markedAsStub } from './routeStub.ts'

/**
 * What stub mode answers in the place of a method's backend: what its OpenAPI operation documents, else what the models
 * of its method responses allow; with the headers that its integration response would set of itself, CORS among them.
 */
export function methodStub(call: MethodCall): StubAnswer {
  const { method, served, headers } = call
  const documented = method.documentedAnswers
  const models = documented ? new CompiledModels(documented.models) : served.models
  const responses = documented?.responses ?? modelledResponses(method, served.models)
  const stub = documentedAnswer(responses, headers, reference => models.referenced(reference))
  let answered = stub.response.headers
  for (const [name, value] of setHeaders(call, stub.response.status))
    answered = withField(answered, name, value)
  return markedAsStub({ ...stub, response: { ...stub.response, headers: answered } })
}

function modelledResponses(method: Method, models: CompiledModels): DocumentedResponse[] {
  return method.responses.map(({ statusCode, origin, models: names }) => ({
    status: statusCode,
    origin,
    headers: new Map(),
    contents: [...names].map(([mediaType, name]) => ({
      mediaType,
      examples: new Map(),
      schema: models.named(valueOf(name) ?? '')?.schema,
    })),
  }))
}

/** The headers that need no backend: of the integration response, and of the method that answers preflight requests. */
function setHeaders(call: MethodCall, status: number): Fields {
  const sources = mappingSourcesOf(call)
  const own = call.method.integration ? headersOf(call.method.integration, String(status), sources) : []
  const preflight = call.resource.methods.find(({ httpMethod }) => httpMethod === 'OPTIONS')?.integration
  if (!preflight || fieldValues(own, 'access-control-allow-origin').length > 0) return own
  const allowed = headersOf(preflight, undefined, sources).filter(([name]) =>
    /^access-control-allow-(?:origin|credentials)$/i.test(name),
  )
  return [...own, ...allowed]
}

function headersOf({ responses }: Integration, status: string | undefined, sources: MappingSources): Fields {
  const response =
    responses.find(({ statusCode }) => valueOf(statusCode) === status) ??
    responses.find(({ selectionPattern }) => (valueOf(selectionPattern) ?? '') === '') ??
    responses[0]
  if (!response) return []
  return mappingsTo(response.responseParameters, 'method.response.header.').flatMap(
    ({ name, expression }) => {
      if (expression.startsWith('integration.response.')) return []
      const [value] = mappingValues(expression, sources)
      return value === undefined ? [] : [[name, value] as const]
    },
  )
}
