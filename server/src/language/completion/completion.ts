import type { CompletionItem } from 'vscode-languageserver-types'
import type { Position } from '../../base/text.ts'
import type { DefinitionResult } from '../../definitions/definitionResult.ts'
import type { SourceDocument } from '../../syntax/node.ts'
import type { CompletionContext, Outside, Provider } from './context.ts'
import { contextAt } from './context.ts'
import { handlerItems } from './handlerItems.ts'
import { integrationUriItems } from './integrationUriItems.ts'
import { intrinsicItems } from './intrinsicItems.ts'
import { isPutBefore } from '../site.ts'
import { mappingKeys, mappingValues } from './mappingItems.ts'
import { nestedStackItems } from './nestedStackItems.ts'
import { partNameItems } from './partNameItems.ts'
import { resourceTypeItems } from './resourceTypeItems.ts'
import { schemaKeys, schemaValues } from './schemaItems.ts'
import { scopeItems } from './scopeItems.ts'
import { serverlessItems } from './serverlessItems.ts'
import { serverlessVariableItems } from './serverlessVariableItems.ts'
import { snippetItems } from './snippetItems.ts'
import { stageVariableItems } from './stageVariableItems.ts'
import { terraformItems } from './terraformItems.ts'
import { usualKeyItems } from './usualKeyItems.ts'
import { usualValueItems } from './usualValueItems.ts'
import { webSocketItems } from './webSocketItems.ts'

const providers: readonly Provider[] = [
  schemaKeys,
  schemaValues,
  usualKeyItems,
  usualValueItems,
  partNameItems,
  scopeItems,
  intrinsicItems,
  resourceTypeItems,
  integrationUriItems,
  mappingKeys,
  mappingValues,
  stageVariableItems,
  webSocketItems,
  handlerItems,
  nestedStackItems,
  serverlessItems,
  serverlessVariableItems,
  terraformItems,
  snippetItems,
]

/** What tells keys and values by schemas alone. */
const schemaProviders: readonly Provider[] = [schemaKeys, schemaValues]

/** Nothing of a definition is written in a file of tests. */
const testProviders = schemaProviders

/**
 * What fits at a position of a definition, or of a file of tests: keys and values from the schemas, what the definition itself declares, and what
 * its surroundings hold.
 */
export function completion(
  document: SourceDocument,
  position: Position,
  owner: DefinitionResult,
  outside: Outside = {},
): CompletionItem[] {
  const context = contextAt(document, position, owner, outside)
  if (!context) return []
  const asked =
    context.kind === 'tests' ? testProviders : isPutBefore(context.site) ? [intrinsicItems] : providers
  const isProposed = outside.isStructureProposed === true && isGeneral(context)
  const notProposed = (provide: Provider) =>
    isProposed && schemaProviders.includes(provide)
      ? provide(context).filter(({ label }) => label.startsWith('x-'))
      : provide(context)
  return eachOnce(asked.flatMap(notProposed))
}

/** What is proposed later under the same name was told already. */
export function eachOnce(items: readonly CompletionItem[]): CompletionItem[] {
  const found = new Map<string, CompletionItem>()
  for (const item of items) if (!found.has(item.label)) found.set(item.label, item)
  return [...found.values()]
}

/** Whether schemas that are not API Gateway's own know a place too: it is in no extension, and in no body within a template. */
function isGeneral({ kind, openApi, place }: CompletionContext): boolean {
  if (kind !== 'openapi' && openApi) return false
  return !place.some(segment => String(segment).startsWith('x-amazon-apigateway-'))
}
