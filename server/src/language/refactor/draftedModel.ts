import type { TextEdit } from '../../base/diagnostic.ts'
import { jsonDepth } from '../../base/jsonDepth.ts'
import type { DefinitionResult } from '../../definitions/definitionResult.ts'
import { openApiBody } from '../../definitions/openApiBody.ts'
import type { DraftModelQuestion } from '../../protocol/exchange.ts'
import type { DraftedSchema } from '../../schema/draftSchema.ts'
import { deepestSample, draftSchema } from '../../schema/draftSchema.ts'
import { addProperty } from '../../syntax/edits.ts'
import type { MappingNode, Node } from '../../syntax/node.ts'
import { childAt, entryOf, nodeOfOrigin, stringOf } from '../../syntax/node.ts'
import type { CallableRoute } from '../routeReference.ts'
import { findRoute } from '../routeReference.ts'
import { modelPlace } from './modelPlace.ts'

/** A model as edits of one file. */
export interface ModelEdits {
  readonly name: string
  readonly edits: readonly TextEdit[]
  /** The edits make it the model of the route's answers, too. */
  readonly isUsed: boolean
}

/** A schema of recorded bodies, which are JSON texts; a text says why there is none. */
export function schemaOfBodies(bodies: readonly string[]): DraftedSchema | string {
  const samples: unknown[] = []
  for (const body of bodies) {
    if (jsonDepth(body) > deepestSample) return `the answer nests deeper than ${deepestSample} levels`
    try {
      samples.push(JSON.parse(body))
    } catch {
      return 'the answer is no JSON, and models are made of JSON'
    }
  }
  return samples.length === 0 ? 'there is no answer to make a model of' : draftSchema(samples)
}

/** A name that API Gateway takes, of a route as `GET /books/{id}` and a status: `getBooksIdResponse200`. */
export function modelNameOf(route: string, status: number): string {
  const words = route.replace(/^[A-Z$]+/, method => method.toLowerCase())
  return plainName(`${words}-Response-${status}`)
}

/**
 * Adds a model of what a route answered to its definition: to the schemas of an OpenAPI document, also one in a template,
 * as a resource to CloudFormation, to the `Models` of a SAM API. In OpenAPI the route's response gets it, where it has no
 * schema. A text says why it cannot be added.
 */
export function draftedModel(
  { definition }: DefinitionResult,
  { route: reference, status, contentType, bodies, name: wanted }: DraftModelQuestion,
): ModelEdits | string {
  const route = definition && findRoute(definition, reference)
  if (!route) return 'the route is no longer in the definition'
  const schema = schemaOfBodies(bodies)
  if (typeof schema === 'string') return schema
  const models = route.api.type === 'rest' ? route.api.models.map(({ name }) => name) : []
  const free = (others: readonly string[]) =>
    freeName(wanted ?? ownName(route, status), [...models, ...others])
  const operation = nodeOfOrigin(route.origin)
  const body = openApiBody(operation)
  if (body) return inOpenApi({ body, operation, schema, status, contentType, free })
  if (route.api.type !== 'rest') return 'an HTTP API has no models'
  const api = nodeOfOrigin(route.api.origin)
  const type = stringOf(childAt(api, 'Type'))
  if (type === 'AWS::Serverless::Api') return inServerlessApi(api, schema, free)
  if (type === 'AWS::ApiGateway::RestApi') return inTemplate(api, schema, free)
  return 'a model is added to OpenAPI, CloudFormation and SAM only; gatehouse export model prints one for any other'
}

interface OpenApiPlace {
  readonly body: MappingNode
  readonly operation: Node | undefined
  readonly schema: DraftedSchema
  readonly status: number
  readonly contentType: string
  readonly free: (taken: readonly string[]) => string
}

function inOpenApi(place: OpenApiPlace): ModelEdits | string {
  const { body, schema, free } = place
  const isSwagger = entryOf(body, 'swagger') !== undefined
  const places = isSwagger ? ['definitions'] : ['components', 'schemas']
  const name = free(namesIn(childAt(body, ...places)))
  const at = modelPlace(body, places)
  const written = openApiSchema(schema, isSwagger)
  const added = at && addProperty(at.mapping, at.last, ...member([...at.missing, name], written))
  if (!added) return `the definition has no place for a model under '${places.join('.')}'`
  const used = useInResponse(place, isSwagger, { $ref: `#/${places.join('/')}/${name}` })
  // Where both stand at the end of the file, that of the path comes first.
  return { name, edits: [...(used ? [used] : []), added], isUsed: used !== undefined }
}

/** Gives the response a schema; undefined where it has one, or is written in a way that nothing can be added to. */
function useInResponse(
  { operation, status, contentType }: OpenApiPlace,
  isSwagger: boolean,
  schema: unknown,
): TextEdit | undefined {
  const media = contentType === '' ? 'application/json' : contentType
  const content = isSwagger ? { schema } : { content: { [media]: { schema } } }
  const response = { description: `${status} response`, ...content }
  const steps: [readonly string[], string, unknown][] = isSwagger
    ? [[['responses', String(status)], 'schema', schema]]
    : [
        [['responses', String(status), 'content', media], 'schema', schema],
        [['responses', String(status), 'content'], media, { schema }],
        [['responses', String(status)], 'content', content.content],
      ]
  steps.push([['responses'], String(status), response], [[], 'responses', { [status]: response }])
  for (const [path, name, value] of steps) {
    const found = childAt(operation, ...path)
    if (!found) continue
    const last = found.type === 'mapping' ? found.entries.at(-1) : undefined
    if (found.type !== 'mapping' || !last || entryOf(found, name) || entryOf(found, '$ref')) return undefined
    return addProperty(found, last, name, value)
  }
  return undefined
}

function inServerlessApi(
  api: Node | undefined,
  schema: DraftedSchema,
  free: OpenApiPlace['free'],
): ModelEdits | string {
  const properties = childAt(api, 'Properties')
  const name = free(namesIn(childAt(properties, 'Models')))
  const at = properties?.type === 'mapping' ? modelPlace(properties, ['Models']) : undefined
  const model = awsSchema(name, schema)
  const added = at && addProperty(at.mapping, at.last, ...member([...at.missing, name], model))
  return added ? { name, edits: [added], isUsed: false } : 'its Models cannot be added to as they are written'
}

/** A resource behind the last model of the API, else behind the API. */
function inTemplate(
  api: Node | undefined,
  schema: DraftedSchema,
  free: OpenApiPlace['free'],
): ModelEdits | string {
  const resources = api?.parent
  if (resources?.type !== 'mapping') return 'its resources cannot be added to as they are written'
  const own = resources.entries.find(({ value }) => value === api)
  const behind =
    resources.entries.findLast(
      ({ value }) => stringOf(childAt(value, 'Type')) === 'AWS::ApiGateway::Model',
    ) ?? own
  const name = free(resources.entries.map(entry => entry.name))
  const resource = {
    Type: 'AWS::ApiGateway::Model',
    Properties: {
      RestApiId: { Ref: own?.name },
      Name: name,
      ContentType: 'application/json',
      Schema: awsSchema(name, schema),
    },
  }
  const added = behind && addProperty(resources, behind, name, resource)
  return added
    ? { name, edits: [added], isUsed: false }
    : 'its resources cannot be added to as they are written'
}

/** A schema as `AWS::ApiGateway::Model` has it. */
export function awsSchema(name: string, schema: DraftedSchema): unknown {
  return { $schema: 'http://json-schema.org/draft-04/schema#', title: name, ...schema }
}

/** A schema in OpenAPI, where a type is one word: null beside it is `nullable`, others are left open. */
function openApiSchema(
  { type, format, properties, required, items }: DraftedSchema,
  isSwagger: boolean,
): unknown {
  const all = [type ?? []].flat()
  const [only, ...others] = all.filter(each => each !== 'null')
  const isOpen = others.length > 0
  const isNullable = all.includes('null') && !isSwagger
  const inner = (each: DraftedSchema) => openApiSchema(each, isSwagger)
  // Without one type, what counts for one of them only is left out with it.
  if (isOpen || only === undefined) return isNullable ? { nullable: true } : {}
  return {
    type: only,
    ...(format !== undefined && { format }),
    ...(isNullable && { nullable: true }),
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, inner(each)])),
    }),
    ...(required && { required }),
    ...(items && { items: inner(items) }),
  }
}

function ownName({ label, part }: CallableRoute, status: number): string {
  const operation = part.type === 'method' ? part.method.operationName : part.route.operationName
  return operation === undefined ? modelNameOf(label, status) : plainName(`${operation}-Response-${status}`)
}

/** API Gateway's names of models are letters and digits. */
function plainName(words: string): string {
  const name = words.replace(/[^A-Za-z0-9]+(\w?)/g, (_, letter: string) => letter.toUpperCase())
  return name.replace(/[^A-Za-z0-9]/g, '') || 'Model'
}

function freeName(wanted: string, taken: readonly string[]): string {
  let name = plainName(wanted)
  for (let count = 2; taken.includes(name); count++) name = `${plainName(wanted)}${count}`
  return name
}

function namesIn(node: Node | undefined): string[] {
  return node?.type === 'mapping' ? node.entries.map(({ name }) => name) : []
}

/** A value under names, as the first of them and what stands under it. */
function member([first = '', ...names]: readonly string[], value: unknown): [string, unknown] {
  return [first, names.reduceRight<unknown>((under, name) => ({ [name]: under }), value)]
}
