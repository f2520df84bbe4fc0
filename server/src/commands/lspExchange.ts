import { baseName } from '../base/files.ts'
import { documentedOpenApi } from '../definitions/openApiWriter/documentedOpenApi.ts'
import { gatewayFinder } from '../language/gatewayFinder.ts'
import { draftedModel } from '../language/refactor/draftedModel.ts'
import type {
  DraftedModel,
  DraftModelQuestion,
  ImportedRequests,
  ImportQuestion,
  NoModel,
  NoRequests,
} from '../protocol/exchange.ts'
import type { GatehouseRequests } from '../protocol/requests.ts'
import { importRequests } from '../requests/importRequests.ts'
import type { FeatureContext } from './lspContext.ts'

type ApiQuestion = GatehouseRequests['gatehouse/apiDocs']['params']
type ApiAnswer = GatehouseRequests['gatehouse/apiDocs']['result']

/** The requests by which definitions and requests come from other tools and go to them. */
export function registerExchangeRequests({ connection, workspace, uris, guarded }: FeatureContext): void {
  connection.onRequest<ApiAnswer, void>('gatehouse/apiDocs', ({ definition, apiId }: ApiQuestion) =>
    guarded<ApiAnswer>('apiDocs', { message: 'The documentation cannot be made: see the log' }, () => {
      const file = uris.toFile(definition)
      const result = workspace.result(file)
      const api = result.definition?.apis.find(({ id }) => id === apiId)
      if (!api) return { message: `This API is not in ${baseName(file)} now` }
      const made = documentedOpenApi(result, api)
      return typeof made === 'string' ? { message: made } : { openApi: made.text }
    }),
  )
  connection.onRequest<ImportedRequests | NoRequests, void>(
    'gatehouse/importRequests',
    (asked: ImportQuestion) =>
      guarded<ImportedRequests | NoRequests>(
        'importRequests',
        { message: 'Nothing was imported: see the log' },
        () => {
          const { name, text, gateways = [] } = asked
          const definitionOf = (uri: string) => workspace.result(uris.toFile(uri)).definition
          const find = gateways.length > 0 ? gatewayFinder(gateways, definitionOf) : undefined
          return importRequests(name, text, asked, find)
        },
      ),
  )
  connection.onRequest<DraftedModel | NoModel, void>('gatehouse/draftModel', (question: DraftModelQuestion) =>
    guarded<DraftedModel | NoModel>('draftModel', { message: 'No model could be made: see the log' }, () => {
      const made = draftedModel(workspace.result(uris.toFile(question.route.definition)), question)
      if (typeof made === 'string') return { message: made }
      const [first] = made.edits
      return { ...made, uri: uris.toUri(first?.file ?? uris.toFile(question.route.definition)) }
    }),
  )
}
