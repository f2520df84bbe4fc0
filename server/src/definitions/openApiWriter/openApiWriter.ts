import type { CorsConfiguration, HttpApi, RestApi } from '../../api/api.ts'
import type { DataTree } from '../../api/dataTree.ts'
import type { Fact } from '../../base/origin.ts'
import { valueOf } from '../../base/origin.ts'
import { nodeOfOrigin } from '../../syntax/node.ts'
import { defined } from '../defined.ts'
import type { Data, FactWriter, ReferencedTemplate } from './factWriter.ts'
import { createFactWriter } from './factWriter.ts'
import { writeModels } from './writtenModels.ts'
import { otherExtensions, writeResources, writeRoutes } from './writtenOperations.ts'
import { writeSecurity } from './writtenSecurity.ts'

/** An API as an OpenAPI document. */
export interface WrittenOpenApi {
  /** OpenAPI 3.0.1 as plain data. */
  readonly document: Data
  /** What of the API the document lacks, a sentence each. */
  readonly notes: readonly string[]
}

/**
 * An API as AWS exports it with its extensions: what an import of the document makes of it is the API again. Stages, usage
 * plans and whatever else is no part of an import are left out, as they are in AWS's export.
 *
 * With the template that it comes from, the template's intrinsic functions stay in the document, so that it can be the
 * `DefinitionBody` there; without, it holds the values that are known on this machine.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-export-api.html
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-export.html
 */
export function writeOpenApi(
  api: RestApi | HttpApi,
  template: ReferencedTemplate | undefined,
): WrittenOpenApi {
  const notes: string[] = []
  const writer = createFactWriter(template, text => notes.push(text))
  const document = api.type === 'rest' ? restDocument(api, writer) : httpDocument(api, writer)
  return { document, notes }
}

const endpointKey = 'x-amazon-apigateway-endpoint-configuration'

function restDocument(api: RestApi, writer: FactWriter): Data {
  const security = writeSecurity(api, writer)
  const { settings } = api
  return {
    ...opening(api, writer),
    paths: writeResources(api, security, writer),
    ...components(defined({ schemas: writeModels(api, writer), securitySchemes: security.schemes })),
    ...defined({
      'x-amazon-apigateway-security-policy': writer.value(settings?.securityPolicy, 'The security policy'),
      'x-amazon-apigateway-endpoint-access-mode': writer.value(
        settings?.endpointAccessMode,
        'The endpoint access mode',
      ),
      'x-amazon-apigateway-documentation': documentationOf(api, writer),
      'x-amazon-apigateway-policy': policyOf(api, writer),
      'x-amazon-apigateway-gateway-responses': gatewayResponses(api, writer),
      'x-amazon-apigateway-request-validators': requestValidators(api, writer),
      'x-amazon-apigateway-api-key-source': writer.word(api.apiKeySource, 'The API key source'),
      'x-amazon-apigateway-binary-media-types': writer.list(api.binaryMediaTypes, 'A binary media type'),
      'x-amazon-apigateway-minimum-compression-size': writer.value(
        api.minimumCompressionSize,
        'The minimum compression size',
      ),
    }),
    ...otherExtensions(api.unmodelled),
  }
}

function httpDocument(api: HttpApi, writer: FactWriter): Data {
  const security = writeSecurity(api, writer)
  const tags = [...(api.settings?.tags ?? [])].map(([name, value]) =>
    defined({ name, 'x-amazon-apigateway-tag-value': writer.value(value, `Tag '${name}'`) }),
  )
  return {
    ...opening(api, writer),
    ...(tags.length > 0 ? { tags } : {}),
    paths: writeRoutes(api, security, writer),
    ...components(defined({ securitySchemes: security.schemes })),
    ...(api.cors ? { 'x-amazon-apigateway-cors': corsOf(api.cors, writer) } : {}),
    'x-amazon-apigateway-importexport-version': '1.0',
    ...otherExtensions(api.unmodelled),
  }
}

function opening(api: RestApi | HttpApi, writer: FactWriter): Data {
  const { settings } = api
  const endpoint = defined({
    ...(api.type === 'rest'
      ? {
          types: writer.list(documentedTypes(api, writer), 'An endpoint type'),
          vpcEndpointIds: writer.list(api.vpcEndpointIds ?? [], 'A VPC endpoint'),
        }
      : {}),
    disableExecuteApiEndpoint: writer.value(
      settings?.disableExecuteApiEndpoint,
      "'disableExecuteApiEndpoint'",
    ),
    ipAddressType: writer.value(settings?.ipAddressType, "'ipAddressType'"),
  })
  const server = { url: '/', [endpointKey]: endpoint }
  return {
    openapi: '3.0.1',
    info: {
      title: api.name,
      ...defined({ description: writer.value(settings?.description, 'The description') }),
      // AWS writes the time at which the API was made where nobody has given a version.
      version: writer.value(settings?.version, 'The version') ?? '1.0',
    },
    // OpenAPI 3 has a place for them at a server only.
    ...(Object.keys(endpoint).length > 0 ? { servers: [server] } : {}),
  }
}

/** An export has the endpoint types only where an OpenAPI document says them: an import takes them as a parameter of its own. */
function documentedTypes({ endpointTypes }: RestApi, writer: FactWriter): readonly Fact<string>[] {
  const stated = endpointTypes.filter(({ origin }) => origin.pointer.includes(endpointKey))
  const others = endpointTypes.filter(type => !stated.includes(type)).flatMap(type => valueOf(type) ?? [])
  if (others.length > 0) {
    writer.note(
      `The endpoint type ${others.join(', ')} is left out: an import is told it beside the document`,
    )
  }
  return stated
}

function components(parts: Data): Data {
  return Object.keys(parts).length > 0 ? { components: parts } : {}
}

function documentationOf(api: RestApi, writer: FactWriter): Data | undefined {
  const documentation = api.settings?.documentation
  if (!documentation) return undefined
  const documentationParts = documentation.parts.map(({ location, properties }) =>
    defined({ location: writer.map(location, 'The location of a documentation part') ?? {}, properties }),
  )
  const version = writer.value(documentation.version, 'The documentation version')
  return { ...defined({ version }), documentationParts }
}

/** An import refuses what is no mapping, such as the empty policy that the Serverless Framework writes. */
function policyOf({ policy }: RestApi, writer: FactWriter): unknown {
  return policy?.document.type === 'map' ? dataOf(policy.document, undefined, writer) : undefined
}

/** A policy's part; what was read of one text as a whole cannot be told apart by its parts. */
function dataOf(tree: DataTree, parent: DataTree | undefined, writer: FactWriter): unknown {
  if (tree.type === 'map') {
    const entries = [...tree.entries].map(([name, part]) => [name, dataOf(part, tree, writer)] as const)
    return Object.fromEntries(entries)
  }
  if (tree.type === 'list') return tree.items.map(item => dataOf(item, tree, writer))
  const { fact } = tree
  const isOwn = parent?.type === 'value' || nodeOfOrigin(fact.origin) !== originNode(parent)
  return fact.known && !isOwn ? fact.value : writer.value(fact, 'A part of the resource policy')
}

function originNode(tree: DataTree | undefined): unknown {
  return tree && nodeOfOrigin(tree.type === 'value' ? tree.fact.origin : tree.origin)
}

function gatewayResponses(api: RestApi, writer: FactWriter): Data | undefined {
  if (api.gatewayResponses.length === 0) return undefined
  const responses = api.gatewayResponses.map(response => {
    const place = `gateway response ${response.type}`
    const written = defined({
      statusCode: writer.value(response.statusCode, `The status of ${place}`),
      responseParameters: writer.map(response.responseParameters, place),
      responseTemplates: writer.map(response.responseTemplates, place),
    })
    return [response.type, written] as const
  })
  return Object.fromEntries(responses)
}

function requestValidators(api: RestApi, writer: FactWriter): Data | undefined {
  if (api.requestValidators.length === 0) return undefined
  const validators = api.requestValidators.map(validator => {
    const name = validator.listedName ?? validator.name
    const place = `request validator '${name}'`
    const written = {
      validateRequestParameters: writer.value(validator.validateRequestParameters, place) ?? false,
      validateRequestBody: writer.value(validator.validateRequestBody, place) ?? false,
    }
    return [name, written] as const
  })
  return Object.fromEntries(validators)
}

function corsOf(cors: CorsConfiguration, writer: FactWriter): Data {
  return defined({
    allowOrigins: writer.list(cors.allowOrigins, 'An origin of the CORS configuration'),
    allowMethods: writer.list(cors.allowMethods, 'A method of the CORS configuration'),
    allowHeaders: writer.list(cors.allowHeaders, 'A header of the CORS configuration'),
    exposeHeaders: writer.list(cors.exposeHeaders, 'A header of the CORS configuration'),
    allowCredentials: writer.value(cors.allowCredentials, "'allowCredentials'"),
    maxAge: writer.value(cors.maxAge, "'maxAge'"),
  })
}
