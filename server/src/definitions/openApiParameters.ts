import type { RequestParameter } from '../api/api.ts'
import { valueOf } from '../base/origin.ts'
import type { Node } from '../syntax/node.ts'
import { entryOf, originOf } from '../syntax/node.ts'
import type { OpenApiDocument } from './openApiDocument.ts'
import type { Operation } from './openApiPaths.ts'
import { booleanFact, child, list, textFact } from './reader.ts'

/** The parameters of an operation: its own and those of its path, the operation's own first in a tie. */
export function readParameters(document: OpenApiDocument, operation: Operation): RequestParameter[] {
  const { reader } = document
  const nodes = [operation.pathItem, operation.node].flatMap(owner =>
    list(reader, entryOf(owner, 'parameters')?.value),
  )
  const parameters = new Map<string, RequestParameter>()
  for (const node of nodes) {
    const parameter = readParameter(document, node)
    if (parameter) parameters.set(`${parameter.location} ${parameter.name}`, parameter)
  }
  return [...parameters.values()]
}

/** The parameter of OpenAPI 2 that is the request's body. */
export function bodyParameter(document: OpenApiDocument, operation: Operation): Node | undefined {
  const { reader } = document
  return [operation.node, operation.pathItem]
    .flatMap(owner => list(reader, entryOf(owner, 'parameters')?.value))
    .find(node => valueOf(textFact(reader, entryOf(node, 'in')?.value)) === 'body')
}

/** A value the definition gives as an example, as text: JSON for objects and lists. */
export function exampleText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, undefined, 2)
}

const locations: ReadonlyMap<string, RequestParameter['location']> = new Map([
  ['path', 'path'],
  ['query', 'querystring'],
  ['header', 'header'],
])

function readParameter(document: OpenApiDocument, node: Node): RequestParameter | undefined {
  const { reader } = document
  const nameNode = child(reader, node, 'name')
  const name = valueOf(textFact(reader, nameNode))
  const location = locations.get(valueOf(textFact(reader, child(reader, node, 'in'))) ?? '')
  if (name === undefined || location === undefined) return undefined
  const isRequired = valueOf(booleanFact(reader, child(reader, node, 'required'))) === true
  const example = readExample(document, node)
  const origin = originOf(node, nameNode?.parent === node ? nameNode : node)
  return { location, name, isRequired, origin, ...(example === undefined ? {} : { example }) }
}

function readExample(document: OpenApiDocument, parameter: Node): string | undefined {
  const { reader, members } = document
  const schema = child(reader, parameter, 'schema')
  const named = members(child(reader, parameter, 'examples'))[0]?.value
  const candidates = [
    child(reader, parameter, 'example'),
    child(reader, named, 'value'),
    child(reader, parameter, 'x-example'),
    child(reader, schema, 'example'),
    list(reader, child(reader, schema, 'examples'))[0],
    child(reader, schema, 'default'),
    child(reader, parameter, 'default'),
  ]
  const node = candidates.find(candidate => candidate !== undefined)
  const value = valueOf(node && reader.evaluate(node))
  return value === undefined || value === null ? undefined : exampleText(value)
}
