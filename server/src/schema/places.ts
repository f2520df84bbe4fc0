import type { Node } from '../syntax/node.ts'
import type { JsonSchema, SchemaPlace } from './jsonSchema.ts'
import { childAt, entryOf } from '../syntax/node.ts'
import { schemaAt } from './jsonSchema.ts'

/** What a document can be; decides which schemas its parts follow. */
export type SchemaKind = 'openapi' | 'cloudformation' | 'sam' | 'serverless' | 'terraform' | 'tests'

/** The schemas that hold for a whole document. */
function rootPlaces(kind: SchemaKind, root: Node | undefined): SchemaPlace[] {
  const place = schemaAt(rootSchema(kind, root))
  return place ? [place] : []
}

function rootSchema(kind: SchemaKind, root: Node | undefined): string {
  if (kind === 'serverless' || kind === 'terraform') return `${kind}.json`
  if (kind === 'tests') return testsSchema
  return kind === 'openapi' ? openApiSchema(root) : 'cloudformation-template.json'
}

/** The file of the schema for test files. */
export const testsSchema = 'gatehouse-tests.json'

/** The file of the schema for an OpenAPI document, by the version it states. */
export function openApiSchema(root: Node | undefined): string {
  if (entryOf(root, 'swagger')) return 'openapi-2.json'
  const version = entryOf(root, 'openapi')?.value
  return version?.type === 'scalar' && String(version.value).startsWith('3.1')
    ? 'openapi-3.1.json'
    : 'openapi-3.0.json'
}

/** The address of the schema for a resource's properties, by its `Type`; undefined for a type we hold none for. */
export function resourceSchema(type: string): string | undefined {
  // Half-typed text may hold characters that mean something in an address.
  if (!/^[\w:]+$/.test(type)) return undefined
  const files = type.startsWith('AWS::Serverless::')
    ? ['aws-serverless.json']
    : ['aws-api-gateway.json', 'aws-resources.json']
  return files.map(file => `${file}#/definitions/${type}`).find(address => schemaAt(address))
}

/** Resource properties that hold an OpenAPI document. */
export const bodyProperties: Readonly<Record<string, string | undefined>> = {
  'AWS::ApiGateway::RestApi': 'Body',
  'AWS::ApiGatewayV2::Api': 'Body',
  'AWS::Serverless::Api': 'DefinitionBody',
  'AWS::Serverless::HttpApi': 'DefinitionBody',
}

/**
 * All schemas that hold at a path, in the order they are found: `$ref`, `allOf` and the branches of `if` that fit the
 * text are followed. Inside a template a resource's properties follow its `Type` and an OpenAPI body its version;
 * `Fn::If` is looked through.
 */
export function placesAt(
  kind: SchemaKind,
  path: readonly (string | number)[],
  root: Node | undefined,
): SchemaPlace[] {
  let places = expand(rootPlaces(kind, root), root)
  let node = root
  for (let depth = 0; depth < path.length; depth++) {
    const segment = path[depth] ?? ''
    const parent = node
    node = childAt(node, segment)
    if (segment === 'Fn::If') {
      // The condition's name, then two values that each stand for the whole.
      node = childAt(node, path[++depth] ?? '')
      continue
    }
    const special = specialPlace(kind, path.slice(0, depth + 1), root, node)
    places = expand(special ? [special] : stepInto(places, segment, parent), node)
  }
  return places
}

/** The schemas of one property or item under the given ones. */
export function stepInto(
  places: readonly SchemaPlace[],
  segment: string | number,
  parent: Node | undefined,
): SchemaPlace[] {
  return places.flatMap(({ schema, file }) => {
    const found = isIndex(segment, parent) ? schema.items : propertySchema(schema, String(segment))
    return found ? [{ schema: found, file }] : []
  })
}

function isIndex(segment: string | number, parent: Node | undefined): boolean {
  return parent ? parent.type === 'sequence' : typeof segment === 'number'
}

function propertySchema(schema: JsonSchema, name: string): JsonSchema | undefined {
  const own =
    schema.properties && Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined
  if (own) return own
  const pattern = Object.entries(schema.patternProperties ?? {}).find(([key]) => new RegExp(key).test(name))
  if (pattern) return pattern[1]
  return typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined
}

// A service of the Serverless Framework has its template under `resources`, or there a list of them.
function specialPlace(
  kind: SchemaKind,
  path: readonly (string | number)[],
  root: Node | undefined,
  node: Node | undefined,
): SchemaPlace | undefined {
  if (kind === 'openapi' || kind === 'terraform' || kind === 'tests') return undefined
  if (kind !== 'serverless') return templatePlace(path, root, node)
  if (path[0] !== 'resources') return undefined
  const parts = childAt(root, 'resources')
  const depth = parts?.type === 'sequence' ? 2 : 1
  return templatePlace(path.slice(depth), childAt(root, ...path.slice(0, depth)), node)
}

function templatePlace(
  path: readonly (string | number)[],
  root: Node | undefined,
  node: Node | undefined,
): SchemaPlace | undefined {
  const [section, id = '', properties, body] = path
  if (section !== 'Resources' || properties !== 'Properties') return undefined
  const type = resourceType(root, id)
  if (path.length === 3) {
    const address = resourceSchema(type)
    return address === undefined ? undefined : schemaAt(address)
  }
  const isBody = path.length === 4 && body === bodyProperties[type] && node?.type === 'mapping'
  return isBody ? schemaAt(openApiSchema(node)) : undefined
}

function resourceType(root: Node | undefined, id: string | number): string {
  const type = childAt(root, 'Resources', id, 'Type')
  return type?.type === 'scalar' ? String(type.value) : ''
}

/** Adds what the schemas refer to; the text decides which branches of `if` count. */
export function expand(places: readonly SchemaPlace[], node: Node | undefined): SchemaPlace[] {
  return places.flatMap(place => {
    const { schema, file } = place
    const inner: SchemaPlace[] = []
    const target = schema.$ref === undefined ? undefined : schemaAt(schema.$ref, file)
    if (target) inner.push(target)
    for (const part of schema.allOf ?? []) inner.push({ schema: part, file })
    if (schema.if && schema.then && fits(schema.if, node)) inner.push({ schema: schema.then, file })
    return [place, ...expand(inner, node)]
  })
}

// Our `if`s ask for constants and patterns of scalar properties only.
function fits(schema: JsonSchema, node: Node | undefined): boolean {
  return Object.entries(schema.properties ?? {}).every(([name, { const: wanted, pattern }]) => {
    const value = entryOf(node, name)?.value
    if (value?.type !== 'scalar') return false
    return pattern === undefined ? value.value === wanted : new RegExp(pattern).test(String(value.value))
  })
}
