import type { TextEdit } from '../../base/diagnostic.ts'
import type { Range } from '../../base/text.ts'
import type { DefinitionResult } from '../../definitions/definitionResult.ts'
import { addCopy, freeName } from '../../syntax/edits.ts'
import type { Entry, MappingNode, SourceDocument } from '../../syntax/node.ts'
import { childAt, entryOf, pointerOf, rangeOf, stringOf } from '../../syntax/node.ts'
import { chainAt } from './chain.ts'
import { modelPlace } from './modelPlace.ts'
import type { Refactoring } from './refactoring.ts'

/**
 * Gives the schema of a body, which is written in place in an OpenAPI document, a name: it moves to the document's models
 * and a reference stays. The name is the one that API Gateway's import gives, so that the API stays the same.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html
 */
export function extractModel(document: SourceDocument, range: Range, owner: DefinitionResult): Refactoring[] {
  const chain = chainAt(document, range)
  const at = chain.findLastIndex(({ name }, index) => name === 'schema' && isBody(chain, index))
  const schema = chain[at]?.value
  const body = chain.find(({ name }) => name === 'paths')?.key.parent
  const isWhole = schema?.type === 'mapping' && schema.entries.length > 0 && !entryOf(schema, '$ref')
  if (!isWhole || body?.type !== 'mapping' || document.hasAnchors === true) return []
  const places = entryOf(body, 'swagger') ? ['definitions'] : ['components', 'schemas']
  const models = childAt(body, ...places)
  const wanted = importedName(schema, owner) ?? ownName(chain, at)
  const name = models?.type === 'mapping' ? freeName(models, wanted) : wanted
  const place = modelPlace(body, places)
  const added = place && addCopy(place.mapping, place.last, [...place.missing, name], schema)
  if (!added) return []
  const reference = `#/${places.join('/')}/${name}`
  const edits = [replaceBy(schema, reference, document), added]
  return [{ title: `Extract the schema as model '${name}'`, kind: 'refactor.extract', edits }]
}

/** The schema of a media type, and in OpenAPI 2 that of a body parameter or a response. */
function isBody(chain: readonly Entry[], index: number): boolean {
  if (!chain.slice(0, index).some(({ name }) => name === 'paths')) return false
  const holder = chain[index]?.key.parent
  const isParameter = stringOf(childAt(holder, 'in')) === 'body'
  const above = chain[index - 2]?.name
  return isParameter || above === 'content' || above === 'responses'
}

function importedName(schema: MappingNode, { definition }: DefinitionResult): string | undefined {
  const pointer = pointerOf(schema)
  return definition?.apis
    .filter(api => api.type === 'rest')
    .flatMap(api => api.models)
    .find(({ origin }) => origin.pointer === pointer)?.name
}

/** `createBookRequest`, `createBookResponse200`, or what the method and the path say. */
function ownName(chain: readonly Entry[], at: number): string {
  const from = chain.findIndex(({ name }) => name === 'paths')
  const [, path, operation] = chain.slice(from)
  const words = `${operation?.name ?? ''}-${path?.name ?? ''}`
  const base = stringOf(childAt(operation?.value, 'operationId')) ?? words
  const status = chain.slice(0, at).find((_, index) => chain[index - 1]?.name === 'responses')?.name
  const whole = `${base}-${status === undefined ? 'Request' : `Response-${status}`}`
  return whole.replace(/[^A-Za-z0-9]+(\w?)/g, (_, letter: string) => letter.toUpperCase())
}

function replaceBy(schema: MappingNode, reference: string, { file, language }: SourceDocument): TextEdit {
  const text =
    language === 'json' || schema.entries[0]?.key.style === 'double'
      ? `{ "$ref": ${JSON.stringify(reference)} }`
      : schema.isFlow
        ? `{ $ref: '${reference}' }`
        : `$ref: '${reference}'`
  return { file, range: rangeOf(schema), newText: text }
}
