import type { DocumentedAnswers, Model } from '../api/api.ts'
import type {
  Documented,
  DocumentedContent,
  DocumentedHeader,
  DocumentedResponse,
} from '../api/documentedAnswers.ts'
import type { Node } from '../syntax/node.ts'
import { entryOf, originOfEntry } from '../syntax/node.ts'
import { mediaTypes } from './openApiBodies.ts'
import type { OpenApiDocument } from './openApiDocument.ts'
import { readNamedModels, schemaOf } from './openApiModels.ts'
import type { Operation } from './openApiPaths.ts'
import { child } from './reader.ts'

/** The examples and schemas of an operation's answers; undefined unless the reader is asked for them. */
export function readDocumentedAnswers(
  document: OpenApiDocument,
  operation: Operation,
): DocumentedAnswers | undefined {
  const { reader, members } = document
  if (!reader.options.documentedAnswers) return undefined
  const responses = members(child(reader, operation.node, 'responses')).flatMap(
    ({ entry, value }): DocumentedResponse[] => {
      if (!/^([1-5]\d\d|[1-5]XX|default)$/i.test(entry.name)) return []
      const headers = members(child(reader, value, 'headers')).map(
        header => [header.entry.name, readHeader(document, header.value)] as const,
      )
      return [
        {
          status: entry.name,
          origin: originOfEntry(entry),
          headers: new Map(headers),
          contents: readContents(document, operation, value),
        },
      ]
    },
  )
  return { responses, models: modelsOf(document) }
}

const readModels = new WeakMap<OpenApiDocument, readonly Model[]>()

// Once for all operations of a document.
function modelsOf(document: OpenApiDocument): readonly Model[] {
  const known = readModels.get(document)
  if (known) return known
  const models = readNamedModels(document)
  readModels.set(document, models)
  return models
}

function readContents(document: OpenApiDocument, operation: Operation, response: Node): DocumentedContent[] {
  const { reader, members } = document
  const contents = members(child(reader, response, 'content'))
  if (contents.length > 0)
    return contents.map(({ entry, value }) => ({ mediaType: entry.name, ...readExamples(document, value) }))
  // OpenAPI 2: `examples` by media type beside one schema.
  const examples = new Map(
    members(child(reader, response, 'examples')).map(({ entry, value }) => [
      entry.name,
      plain(document, value),
    ]),
  )
  const given = entryOf(response, 'schema')?.value
  const schema = given && schemaOf(document, given)
  const types = given
    ? [...new Set([...examples.keys(), ...mediaTypes(document, operation, 'produces')])]
    : [...examples.keys()]
  return types.map(mediaType => ({
    mediaType,
    schema,
    examples: examples.has(mediaType) ? new Map([['', examples.get(mediaType)]]) : new Map(),
  }))
}

function readHeader(document: OpenApiDocument, header: Node): DocumentedHeader {
  const required = entryOf(header, 'required')?.value
  const isRequired = required?.type === 'scalar' && required.value === true
  const read = { ...readExamples(document, header), ...(isRequired && { isRequired }) }
  // OpenAPI 2 has the keywords of the schema in the header itself.
  return read.schema === undefined && entryOf(header, 'type')
    ? { ...read, schema: schemaOf(document, header) }
    : read
}

function readExamples(document: OpenApiDocument, owner: Node): Documented {
  const { reader, members } = document
  const examples = new Map<string, unknown>()
  for (const key of ['example', 'x-example']) {
    const example = child(reader, owner, key)
    if (example && !examples.has('')) examples.set('', plain(document, example))
  }
  for (const { entry, value } of members(child(reader, owner, 'examples'))) {
    const example = child(reader, value, 'value')
    if (example) examples.set(entry.name, plain(document, example))
  }
  for (const [name, value] of examples) if (value === undefined) examples.delete(name)
  const schema = entryOf(owner, 'schema')?.value
  return { examples, schema: schema && schemaOf(document, schema) }
}

/** Undefined for what cannot be known here. */
function plain({ reader }: OpenApiDocument, node: Node): unknown {
  const fact = reader.evaluate(node)
  return fact.known ? fact.value : undefined
}
