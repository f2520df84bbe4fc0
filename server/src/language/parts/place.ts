import type { Api, Definition } from '../../api/api.ts'
import { baseName } from '../../base/files.ts'
import type { Origin } from '../../base/origin.ts'
import type { DefinitionResult } from '../../definitions/definitionResult.ts'
import type { Entry, MappingNode, Node } from '../../syntax/node.ts'
import { childAt, entriesOf, entryOf, nodeAtPointer, stringOf } from '../../syntax/node.ts'

/** Why a definition cannot be edited, as a sentence without a full stop. */
export class Refusal {
  readonly message: string

  constructor(message: string) {
    this.message = message
  }
}

/** Where an API stands in its texts: what of it can be written in which way. */
export interface ApiPlace {
  readonly owner: DefinitionResult
  readonly definition: Definition
  readonly api: Api
  /** The OpenAPI document that states it, which may be the property of a resource. */
  readonly body: MappingNode | undefined
  /** The section of a template in which it stands. */
  readonly resources: MappingNode | undefined
  /** Its own resource there; SAM's implicit APIs have none. */
  readonly resource: Entry | undefined
  /** The whole `serverless.yml` of an API that the framework makes of events. */
  readonly service: MappingNode | undefined
  readonly form: Form
}

/** How the parts of an API are written. */
export type Form = 'openapi' | 'rest' | 'v2' | 'sam' | 'samSocket' | 'serverless'

const bodyProperties = ['DefinitionBody', 'Body']
const fileProperties = ['DefinitionUri', 'BodyS3Location']

/** Where an API of a definition is to be edited. */
export function placeOf(owner: DefinitionResult, apiId: string): ApiPlace | Refusal {
  const { definition } = owner
  const api = definition?.apis.find(({ id }) => id === apiId)
  if (!definition || !api) return new Refusal('The API is no longer in the definition')
  const file = baseName(definition.file)
  if (isFixed(definition)) return new Refusal(fixedText(definition.kind, file))
  const document = owner.documents.get(api.origin.file)
  const root = document?.root
  const fault = document?.diagnostics.find(({ code, severity }) => code === 'syntax' && severity === 'error')
  if (document && fault) {
    return new Refusal(
      `'${baseName(document.file)}' cannot be read at line ${fault.range.start.line + 1}; mend that first`,
    )
  }
  if (root?.type !== 'mapping') return new Refusal(`'${file}' holds no definition that can be edited`)
  const parts = partsOf(owner, api, root)
  const form = formOf(parts)
  if (form === undefined) return new Refusal(elsewhere(api, file))
  return { owner, definition, api, ...parts, form }
}

/** Whether no parts of a definition are added or deleted here, whatever is in it. */
export function isFixed({ kind }: Pick<Definition, 'kind'>): boolean {
  return kind === 'cdk' || kind === 'terraform'
}

function fixedText(kind: Definition['kind'], file: string): string {
  return kind === 'cdk'
    ? `'${file}' is what 'cdk synth' writes, and the next run writes it again; edit the constructs of the app instead`
    : `Parts of a Terraform configuration are resources that other files may count on; edit the 'aws_api_gateway_…' and 'aws_apigatewayv2_…' resources of '${file}' yourself`
}

function elsewhere({ id }: Api, file: string): string {
  return `'${id}' takes its definition from a place that is not in '${file}'; edit it there`
}

function formOf({ body, resource, service }: Omit<ApiPlace, 'owner' | 'definition' | 'api' | 'form'>) {
  if (service) return 'serverless'
  if (body) return 'openapi'
  const properties = childAt(resource?.value, 'Properties')
  if ([...bodyProperties, ...fileProperties].some(name => entryOf(properties, name))) return undefined
  const type = stringOf(childAt(resource?.value, 'Type'))
  if (type === 'AWS::ApiGateway::RestApi') return 'rest'
  if (type === 'AWS::ApiGatewayV2::Api') return 'v2'
  return type === 'AWS::Serverless::WebSocketApi' ? 'samSocket' : 'sam'
}

function partsOf(
  owner: DefinitionResult,
  api: Api,
  root: MappingNode,
): Omit<ApiPlace, 'owner' | 'definition' | 'api' | 'form'> {
  if (isOpenApi(root)) return { body: root, resources: undefined, resource: undefined, service: undefined }
  const holder = entryOf(root, 'Resources') ? root : childAt(root, 'resources')
  const resources = childAt(holder, 'Resources')
  const stated = entryOf(resources, api.id)
  const isGateway = /^AWS::(ApiGateway|ApiGatewayV2|Serverless)::/.test(
    stringOf(childAt(stated?.value, 'Type')) ?? '',
  )
  const resource = isGateway ? stated : undefined
  const isService = entryOf(root, 'Resources') === undefined && !resource
  return {
    body: bodyOf(owner, resource),
    resources: resources?.type === 'mapping' && !isService ? resources : undefined,
    resource,
    service: isService ? root : undefined,
  }
}

/** The document in a resource, or the one file of the definition that it names. */
function bodyOf(owner: DefinitionResult, resource: Entry | undefined): MappingNode | undefined {
  const properties = childAt(resource?.value, 'Properties')
  for (const name of bodyProperties) {
    const body = childAt(properties, name)
    if (body?.type === 'mapping' && isOpenApi(body)) return body
  }
  const isElsewhere = [...bodyProperties, ...fileProperties].some(name => entryOf(properties, name))
  const documents = [...owner.documents.values()].filter(({ root }) => isOpenApi(root))
  const [only] = documents
  return isElsewhere && documents.length === 1 && only?.root?.type === 'mapping' ? only.root : undefined
}

function isOpenApi(root: Node | undefined): boolean {
  return entryOf(root, 'openapi') !== undefined || entryOf(root, 'swagger') !== undefined
}

/** The node that an origin means, in the text that the user sees. */
export function nodeAt(owner: DefinitionResult, { file, pointer }: Origin): Node | undefined {
  return nodeAtPointer(owner.documents.get(file)?.root, pointer)
}

/** The entry whose value a node is. */
export function entryFor(node: Node): Entry | undefined {
  return entriesOf(node.parent).find(({ value }) => value === node)
}

/** Resources of a type that name an API. */
export function membersOf(
  resources: MappingNode | undefined,
  type: string,
  apiId: string,
): readonly { readonly id: string; readonly entry: Entry; readonly properties: Node | undefined }[] {
  return entriesOf(resources).flatMap(entry => {
    const properties = childAt(entry.value, 'Properties')
    const api = childAt(properties, 'RestApiId') ?? childAt(properties, 'ApiId')
    const isOurs = stringOf(childAt(entry.value, 'Type')) === type && referencedId(api) === apiId
    return isOurs ? [{ id: entry.name, entry, properties }] : []
  })
}

/** The logical id in `Ref` or `Fn::GetAtt`, or the plain text. */
export function referencedId(node: Node | undefined): string | undefined {
  const attribute = childAt(node, 'Fn::GetAtt')
  const text = stringOf(attribute) ?? stringOf(childAt(attribute, 0))
  return stringOf(node) ?? stringOf(childAt(node, 'Ref')) ?? text?.split('.')[0]
}
