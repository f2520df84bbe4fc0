import type { Node } from '../syntax/node.ts'
import { childAt, entriesOf, entryOf, stringOf } from '../syntax/node.ts'
import type { OpenApiDocument } from './openApiDocument.ts'
import type { Operation, PathOperations } from './openApiPaths.ts'

/**
 * Whether a document describes an HTTP API: it holds something that only HTTP APIs have. A `payloadFormatVersion` alone
 * decides only when nothing of a REST API stands beside it, because REST imports pass over it.
 */
export function isHttpApi(document: OpenApiDocument, paths: readonly PathOperations[]): boolean {
  const { root, members } = document
  const schemes = securitySchemes(root).flatMap(node => members(node))
  const authorizers = schemes.map(scheme => entryOf(scheme.value, 'x-amazon-apigateway-authorizer')?.value)
  const authorizerTypes = authorizers.map(node => textAt(node, 'type'))
  const signs = paths.map(path => signsOf(document, path))
  if (authorizerTypes.includes('jwt') || signs.some(({ isHttp }) => isHttp)) return true
  // A REST import passes over keys of HTTP APIs, which cannot have such an integration at all.
  if (httpKeys.some(key => entryOf(root, key))) return !signs.some(({ isRestOnly }) => isRestOnly)
  if (!signs.some(({ hasPayloadFormat }) => hasPayloadFormat)) return false
  const hasRestPart =
    restKeys.some(key => entryOf(root, key)) ||
    authorizerTypes.some(type => type === 'token' || type === 'cognito_user_pools') ||
    schemes.some(({ value }, index) => textAt(value, 'type') === 'apikey' && !authorizers[index]) ||
    signs.some(({ isRest }) => isRest)
  return !hasRestPart
}

/** What the operations of a path tell of the kind of their API. */
interface Signs {
  readonly isHttp: boolean
  /** It has an integration of a type that HTTP APIs do not have. */
  readonly isRestOnly: boolean
  readonly isRest: boolean
  readonly hasPayloadFormat: boolean
}

function signsOf(document: OpenApiDocument, { path, pathItem, operations }: PathOperations): Signs {
  return document.remember(pathItem, `signs ${path}`, [operations], () => {
    const integrations = operations.map(operation => integrationOf(document, operation))
    const isSubtype = integrations.some(node => entryOf(node, 'integrationSubtype'))
    const isRestOnly = integrations.some(node => restIntegrationTypes.has(textAt(node, 'type')))
    return {
      isRestOnly,
      isHttp: isSubtype || operations.some(operation => operation.path === '$default'),
      isRest: isRestOnly || integrations.some(hasTemplates),
      hasPayloadFormat: integrations.some(node => entryOf(node, 'payloadFormatVersion')),
    }
  })
}

/** Where security schemes stand: OpenAPI 3 and 2. */
export function securitySchemes(root: Node): (Node | undefined)[] {
  return [childAt(root, 'components', 'securitySchemes'), childAt(root, 'securityDefinitions')]
}

// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-extensions-importexport-version.html
const httpKeys = ['x-amazon-apigateway-cors', 'x-amazon-apigateway-importexport-version']

const restKeys = [
  'x-amazon-apigateway-policy',
  'x-amazon-apigateway-gateway-responses',
  'x-amazon-apigateway-request-validators',
  'x-amazon-apigateway-request-validator',
  'x-amazon-apigateway-api-key-source',
  'x-amazon-apigateway-binary-media-types',
  'x-amazon-apigateway-minimum-compression-size',
]

const restIntegrationTypes = new Set(['aws', 'http', 'mock'])

function integrationOf(document: OpenApiDocument, operation: Operation): Node | undefined {
  return document.reader.settle(entryOf(operation.node, 'x-amazon-apigateway-integration')?.value)
}

function hasTemplates(integration: Node | undefined): boolean {
  return entriesOf(childAt(integration, 'requestTemplates')).length > 0
}

function textAt(node: Node | undefined, name: string): string {
  return stringOf(childAt(node, name))?.toLowerCase() ?? ''
}
