import type { Model, RequestParameter, RequestValidator } from '../api/api.ts'
import type { Fact, Origin } from '../base/origin.ts'
import type { Node } from '../syntax/node.ts'
import type { ServiceEvent } from './serverlessEvents.ts'
import type { Properties } from './properties.ts'
import type { Service } from './serverlessService.ts'
import { valueOf } from '../base/origin.ts'
import { entryOf, originOf, originOfEntry, stringOf } from '../syntax/node.ts'
import { defined } from './defined.ts'
import { propertiesOf } from './properties.ts'
import { booleanFact, children, known, textFact } from './reader.ts'
import { schemaOf } from './restParts.ts'
import { methodModelId, sharedModelId } from './serverlessNames.ts'
import { partOf } from './serverlessService.ts'

/** A parameter that an event names. */
export interface EventParameter extends RequestParameter {
  /** What the integration gets under its name; unset for the parameter itself. */
  readonly mappedValue?: Fact<string>
}

/** What `request` of an `http` event asks API Gateway to check. */
export interface EventRequest {
  readonly parameters: readonly EventParameter[]
  readonly requestModels: ReadonlyMap<string, Fact<string>>
  /** The models that the framework makes for this event alone. */
  readonly models: readonly Model[]
  readonly validator?: RequestValidator
}

const locations = [
  ['querystrings', 'querystring'],
  ['paths', 'path'],
  ['headers', 'header'],
] as const

/**
 * `request.parameters` and `request.schemas`; either makes the framework add its one validator to the method.
 * https://www.serverless.com/framework/docs/providers/aws/events/apigateway#request-schema-validators
 */
export function readEventRequest(service: Service, event: ServiceEvent): EventRequest {
  const request = event.properties.inner('request')
  const parameters = locations.flatMap(([property, location]) =>
    children(service.reader, partOf(request.inner('parameters').value(property))).map(({ entry, value }) => ({
      location,
      name: entry.name,
      isRequired: isRequired(service, value),
      origin: originOfEntry(entry),
      ...defined({
        mappedValue:
          value.type === 'mapping' ? propertiesOf(service.reader, value).text('mappedValue') : undefined,
      }),
    })),
  )
  const stated = schemasOf(request)
  const schemas = children(service.reader, partOf(stated.value)).map(({ entry, value }) =>
    readSchema(service, event, entry.name, value, originOfEntry(entry)),
  )
  const origin = stated.origin ?? request.origin('parameters')
  const isChecked = schemas.length > 0 || parameters.some(parameter => parameter.isRequired)
  return {
    parameters,
    requestModels: new Map(schemas.map(({ contentType, reference }) => [contentType, reference])),
    models: schemas.flatMap(({ model }) => model ?? []),
    ...(isChecked && origin ? { validator: validatorOf(service, origin) } : {}),
  }
}

/** Those of `provider.apiGateway.request.schemas` that an event names by their key: the framework makes no others. */
export function readSharedModels(service: Service, events: readonly ServiceEvent[]): Model[] {
  const named = new Set(
    events.flatMap(({ properties }) => {
      const request = properties.inner('request')
      const { value } = schemasOf(request)
      return children(service.reader, partOf(value)).flatMap(schema => stringOf(schema.value) ?? [])
    }),
  )
  return children(service.reader, sharedSchemas(service))
    .filter(({ entry }) => named.has(entry.name))
    .map(({ entry, value }) =>
      modelOf(service, value, originOfEntry(entry), {
        name: sharedModelId(entry.name),
        contentType: 'application/json',
      }),
    )
}

// The singular is v1's.
function schemasOf(request: Properties): {
  readonly value: Node | undefined
  readonly origin: Origin | undefined
} {
  const name = request.value('schemas') ? 'schemas' : 'schema'
  return { value: request.value(name), origin: request.origin(name) }
}

function readSchema(
  service: Service,
  event: ServiceEvent,
  contentType: string,
  value: Node,
  origin: Origin,
): { contentType: string; reference: Fact<string>; model?: Model } {
  const key = stringOf(value)
  const shared = key === undefined ? undefined : entryOf(sharedSchemas(service), key)?.value
  if (key !== undefined && shared) {
    const { name } = modelOf(service, shared, origin, { name: sharedModelId(key), contentType })
    return { contentType, reference: known(name, originOf(value)) }
  }
  const name = methodModelId(event.path, event.method, contentType)
  const model = modelOf(service, value, origin, { name, contentType })
  return { contentType, reference: known(model.name, originOf(value)), model }
}

// A schema stands there by itself or as `{schema, name, description}`.
function modelOf(
  service: Service,
  node: Node,
  origin: Origin,
  otherwise: { readonly name: string; readonly contentType: string },
): Model {
  const inner =
    partOf(node)?.type === 'mapping' ? service.reader.settle(entryOf(node, 'schema')?.value) : undefined
  const given = inner ? propertiesOf(service.reader, node) : undefined
  return {
    name: valueOf(given?.text('name')) ?? otherwise.name,
    origin,
    contentType: otherwise.contentType,
    schema: schemaOf(service.reader, inner ?? node),
    ...defined({ description: valueOf(given?.text('description')) }),
  }
}

function sharedSchemas({ provider }: Service): Node | undefined {
  return partOf(provider.inner('apiGateway').inner('request').value('schemas'))
}

function isRequired({ reader }: Service, value: Node): boolean {
  const mapping = partOf(value)?.type === 'mapping'
  const fact = mapping ? propertiesOf(reader, value).boolean('required') : booleanFact(reader, value)
  return fact ? valueOf(fact) === true : mapping || Boolean(valueOf(textFact(reader, value)))
}

function validatorOf({ name, stage }: Service, origin: Origin): RequestValidator {
  return {
    name: `${name}-${stage} | Validate request body and querystring parameters`,
    origin,
    validateRequestBody: known(true, origin),
    validateRequestParameters: known(true, origin),
  }
}
