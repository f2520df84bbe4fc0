import type { DefinitionResult } from '../definitions/definitionResult.ts'
import type { Origin } from '../base/origin.ts'
import type { Node } from '../syntax/node.ts'
import type { DocumentPath } from './site.ts'
import { childAt, entriesOf, originOfEntry, stringOf } from '../syntax/node.ts'

/** Something that a value at some place may name, with where it is declared. */
export interface NamedPart {
  readonly name: string
  /** `AWS::Serverless::Function`, `parameter`, `authorizer`: shown beside the name. */
  readonly detail: string
  readonly origin?: Origin
}

/** CloudFormation's own parameters, and what each is. */
export const pseudoParameters: Readonly<Record<string, string>> = {
  'AWS::AccountId': 'pseudo parameter: id of the account',
  'AWS::NotificationARNs': 'pseudo parameter: topics that hear of the stack',
  'AWS::NoValue': 'pseudo parameter: leaves the property out',
  'AWS::Partition': 'pseudo parameter: aws, aws-cn, aws-us-gov',
  'AWS::Region': 'pseudo parameter: eu-central-1, ...',
  'AWS::StackId': 'pseudo parameter: ARN of the stack',
  'AWS::StackName': 'pseudo parameter: name of the stack',
  'AWS::URLSuffix': 'pseudo parameter: amazonaws.com, amazonaws.com.cn',
}

/**
 * What a value (or, for `security`, a key) at `path` can name: authorizers, validators, schemas, resources. Completion
 * offers these names, go to definition follows them. Undefined where a value names nothing.
 */
export function namesAt(
  path: DocumentPath,
  root: Node | undefined,
  owner: DefinitionResult,
): NamedPart[] | undefined {
  const key = String(path.findLast(segment => !isIndex(segment)) ?? '')
  const bodyRoot = openApiRoot(path, root)
  switch (key) {
    case '$ref':
      return schemaReferences(bodyRoot)
    case 'security':
      return securitySchemes(bodyRoot)
    case 'x-amazon-apigateway-request-validator':
      return keysOf(childAt(bodyRoot, 'x-amazon-apigateway-request-validators'), 'request validator')
    case 'Authorizer':
    case 'DefaultAuthorizer':
      return [
        ...authorizersAt(path, root, owner),
        { name: 'NONE', detail: 'no authorizer' },
        { name: 'AWS_IAM', detail: 'signed requests' },
      ]
    case 'Model':
      return models(root)
    case 'Ref':
      return [...resources(root), ...parameters(root), ...pseudo()]
    case 'Fn::GetAtt':
    case 'DependsOn':
      return resources(root)
    case 'Fn::Sub':
      return [...resources(root), ...parameters(root), ...pseudo()]
    case 'Condition':
      return keysOf(childAt(root, 'Conditions'), 'condition')
    default:
      return undefined
  }
}

/** The OpenAPI document around a path: the whole file, or the body inside a template's resource. */
export function openApiRoot(path: DocumentPath, root: Node | undefined): Node | undefined {
  const at = path.findIndex(segment => segment === 'DefinitionBody' || segment === 'Body')
  return at < 0 ? root : childAt(root, ...path.slice(0, at + 1))
}

function securitySchemes(root: Node | undefined): NamedPart[] {
  return [
    ...keysOf(childAt(root, 'components', 'securitySchemes'), 'security scheme'),
    ...keysOf(childAt(root, 'securityDefinitions'), 'security scheme'),
  ]
}

function schemaReferences(root: Node | undefined): NamedPart[] {
  const groups: [string, Node | undefined][] = [
    ['#/components/schemas/', childAt(root, 'components', 'schemas')],
    ['#/components/parameters/', childAt(root, 'components', 'parameters')],
    ['#/components/responses/', childAt(root, 'components', 'responses')],
    ['#/components/requestBodies/', childAt(root, 'components', 'requestBodies')],
    [
      '#/components/x-amazon-apigateway-integrations/',
      childAt(root, 'components', 'x-amazon-apigateway-integrations'),
    ],
    ['#/definitions/', childAt(root, 'definitions')],
    ['#/parameters/', childAt(root, 'parameters')],
  ]
  return groups.flatMap(([prefix, node]) =>
    keysOf(node, 'reference').map(part => ({ ...part, name: prefix + part.name })),
  )
}

function resources(root: Node | undefined): NamedPart[] {
  return entriesOf(childAt(root, 'Resources')).map(entry => ({
    name: entry.name,
    detail: stringOf(childAt(entry.value, 'Type')) ?? 'resource',
    origin: originOfEntry(entry),
  }))
}

function parameters(root: Node | undefined): NamedPart[] {
  return keysOf(childAt(root, 'Parameters'), 'parameter')
}

function pseudo(): NamedPart[] {
  return Object.entries(pseudoParameters).map(([name, detail]) => ({ name, detail }))
}

/** Those of the API that is meant at a place of a SAM template; of all APIs where that cannot be told. */
function authorizersAt(path: DocumentPath, root: Node | undefined, owner: DefinitionResult): NamedPart[] {
  const apis = owner.definition?.apis ?? []
  const id = apiIdAt(path, root)
  const own = apis.filter(api => api.id === id)
  return (own.length > 0 ? own : apis).flatMap(api =>
    api.authorizers.map(({ name, origin }) => ({ name, detail: `authorizer of ${api.id}`, origin })),
  )
}

/** The API around a place, or that of the event there, which is one of SAM's own where the event names none. */
function apiIdAt(path: DocumentPath, root: Node | undefined): string | undefined {
  const [section, id = '', , property] = path
  if (section !== 'Resources') return undefined
  if (property !== 'Events') return String(id)
  const event = childAt(root, ...path.slice(0, 5))
  const isRest = stringOf(childAt(event, 'Type')) === 'Api'
  const given = childAt(event, 'Properties', isRest ? 'RestApiId' : 'ApiId')
  if (!given) return isRest ? 'ServerlessRestApi' : 'ServerlessHttpApi'
  return stringOf(given) ?? stringOf(childAt(given, 'Ref'))
}

// As they are written: SAM makes their names lower case, and looks for them so.
function models(root: Node | undefined): NamedPart[] {
  return entriesOf(childAt(root, 'Resources')).flatMap(({ name, value }) =>
    keysOf(childAt(value, 'Properties', 'Models'), `model of ${name}`),
  )
}

function keysOf(node: Node | undefined, detail: string): NamedPart[] {
  return entriesOf(node).map(entry => ({ name: entry.name, detail, origin: originOfEntry(entry) }))
}

function isIndex(segment: string | number): boolean {
  return typeof segment === 'number' || /^\d+$/.test(segment)
}
