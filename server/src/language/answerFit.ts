import type { DefinitionResult } from '../definitions/definitionResult.ts'
import type { AnswerFit, AnswerQuestion } from '../protocol/requests.ts'
import { jsonDepth } from '../base/jsonDepth.ts'
import { valueOf } from '../base/origin.ts'
import { CompiledModels } from '../gateway/compiledModels.ts'
import { mediaTypeOf } from '../gateway/mediaType.ts'
import { SchemaFault } from '../schema/model/schemaFault.ts'
import { findRoute } from './routeReference.ts'

/**
 * Holds an answer against the model that the method's response of its status names. Undefined where the definition states
 * none, and where it cannot be told quickly: a body of megabytes, regular expressions in the schema.
 */
export function answerFit(owner: DefinitionResult, question: AnswerQuestion): AnswerFit | undefined {
  const route = owner.definition && findRoute(owner.definition, question.route)
  if (route?.part.type !== 'method' || question.body.length > longestBody) return undefined
  const response = route.part.method.responses.find(
    ({ statusCode }) => statusCode === String(question.status),
  )
  const name = response && valueOf(response.models.get(mediaTypeOf(question.contentType)))
  const models = new CompiledModels(route.api.models)
  const model = name === undefined ? undefined : models.named(name)
  if (!model) return undefined
  try {
    const schema = models.schemaOf(model)
    if (schema.hasPatterns || jsonDepth(question.body) > deepestBody) return undefined
    return { model: model.name, errors: schema.errorsOf(JSON.parse(question.body)).slice(0, mostErrors) }
  } catch (error) {
    if (error instanceof SchemaFault) return undefined
    return { model: model.name, errors: ['the body is no JSON'] }
  }
}

/** Characters. */
const longestBody = 1_000_000
const deepestBody = 400
const mostErrors = 20
