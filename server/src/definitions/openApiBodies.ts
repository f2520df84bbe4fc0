import type { MethodResponse, Model } from '../api/api.ts'
import type { Fact, Origin } from '../base/origin.ts'
import { valueOf } from '../base/origin.ts'
import type { Node } from '../syntax/node.ts'
import { entryOf, originOf, originOfEntry } from '../syntax/node.ts'
import { readBodyModel } from './openApiModels.ts'
import type { OpenApiDocument } from './openApiDocument.ts'
import { bodyParameter, exampleText } from './openApiParameters.ts'
import type { Operation } from './openApiPaths.ts'
import { child, known, list, textFacts } from './reader.ts'

/** A body by media type: the node that holds its schema and examples. */
interface Content {
  readonly mediaType: string
  readonly node: Node
}

/** The models of a request's body. */
export interface RequestModels {
  /** Names by media type. */
  readonly names: Map<string, Fact<string>>
  /** What is made of schemas that are written in place. */
  readonly made: readonly Model[]
}

/** Reads the models of a request's body. */
export function readRequestModels(document: OpenApiDocument, operation: Operation): RequestModels {
  const names = new Map<string, Fact<string>>()
  const made: Model[] = []
  const contents = requestContents(document, operation)
  const base = `${nameOfOperation(document, operation)}Request`
  contents.forEach(({ mediaType: contentType, node }, index) => {
    const name = index === 0 ? base : `${base}${index + 1}`
    const model = readBodyModel(document, entryOf(node, 'schema')?.value, { name, contentType })
    if (!model) return
    names.set(contentType, model.name)
    if (model.made) made.push(model.made)
  })
  return { names, made }
}

/** The first example body that the definition gives, as text. */
export function readRequestExample(
  document: OpenApiDocument,
  operation: Operation,
): Fact<string> | undefined {
  const { reader, members } = document
  for (const { node } of requestContents(document, operation)) {
    const schema = child(reader, node, 'schema')
    const named = members(child(reader, node, 'examples'))[0]?.value
    const example =
      child(reader, node, 'example') ??
      child(reader, named, 'value') ??
      child(reader, node, 'x-example') ??
      child(reader, schema, 'example') ??
      list(reader, child(reader, schema, 'examples'))[0]
    const fact = example && reader.evaluate(example)
    if (fact) return fact.known ? known(exampleText(fact.value), fact.origin) : fact
  }
  return undefined
}

/** The method responses: statuses with three digits, since the import passes over `default` and `4XX`. */
export function readResponses(document: OpenApiDocument, operation: Operation): MethodResponse[] {
  const { reader, members } = document
  return members(child(reader, operation.node, 'responses')).flatMap(({ entry, value }): MethodResponse[] => {
    if (!/^\d{3}$/.test(entry.name)) return []
    const headers = new Map<string, Origin>()
    for (const header of members(child(reader, value, 'headers'))) {
      headers.set(header.entry.name, originOfEntry(header.entry))
    }
    const models = responseModels(document, operation, value)
    return [{ statusCode: entry.name, origin: originOfEntry(entry), headers, models }]
  })
}

function requestContents(document: OpenApiDocument, operation: Operation): Content[] {
  const { reader, members } = document
  const body = child(reader, operation.node, 'requestBody')
  const contents = members(child(reader, body, 'content')).map(contentOf)
  const parameter = bodyParameter(document, operation)
  if (contents.length > 0 || !parameter) return contents
  return mediaTypes(document, operation, 'consumes').map(mediaType => ({ mediaType, node: parameter }))
}

function contentOf({ entry, value }: { entry: { name: string }; value: Node }): Content {
  return { mediaType: entry.name, node: value }
}

/** Only named models: one written in place has no effect, as responses are never validated. */
function responseModels(
  document: OpenApiDocument,
  operation: Operation,
  response: Node,
): Map<string, Fact<string>> {
  const { reader, members } = document
  const contents = members(child(reader, response, 'content')).map(contentOf)
  if (contents.length === 0 && entryOf(response, 'schema')) {
    for (const mediaType of mediaTypes(document, operation, 'produces')) {
      contents.push({ mediaType, node: response })
    }
  }
  const result = new Map<string, Fact<string>>()
  for (const { mediaType, node } of contents) {
    const reference = entryOf(entryOf(node, 'schema')?.value, '$ref')?.value
    const text = reference?.type === 'scalar' ? String(reference.value) : ''
    const name = /^#\/(?:components\/schemas|definitions)\/([^/]+)$/.exec(text)?.[1]
    if (reference && name !== undefined) result.set(mediaType, known(name, originOf(reference)))
  }
  return result
}

/** `consumes` or `produces` of OpenAPI 2, the operation's own or the document's. */
export function mediaTypes(document: OpenApiDocument, operation: Operation, key: string): string[] {
  const { reader, root } = document
  const own = textFacts(reader, entryOf(operation.node, key)?.value)
  const given = own.length > 0 ? own : textFacts(reader, entryOf(root, key)?.value)
  const types = given.flatMap(fact => valueOf(fact) ?? [])
  return types.length > 0 ? types : ['application/json']
}

/** Letters and digits only, as a model's name must be. */
function nameOfOperation(document: OpenApiDocument, operation: Operation): string {
  const id = valueOf(textFacts(document.reader, entryOf(operation.node, 'operationId')?.value)[0])
  const text = id ?? `${operation.httpMethod.toLowerCase()} ${operation.path}`
  return text.replace(/[^A-Za-z0-9]+(.?)/g, (_, next: string) => next.toUpperCase())
}
