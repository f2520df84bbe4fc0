import { implicitApis } from '../../definitions/samNames.ts'
import type { Entry, Node, ScalarNode } from '../../syntax/node.ts'
import { childAt, entriesOf, entryOf, itemsOf, stringOf } from '../../syntax/node.ts'
import { keep } from '../../syntax/reads.ts'
import type { Mention, Scope, SymbolKind } from './mention.ts'
import { mentionOf, symbolOf } from './mention.ts'
import { scopeMentions, securitySchemeSymbol } from './openApiMentions.ts'
import { declaredStageVariables, stageVariableMentions } from './stageVariables.ts'
import { walkEntries } from './walk.ts'

/** Names within one resource, and the API that they belong to. */
export interface ResourceMentions {
  /** Logical id. */
  readonly api: string | undefined
  readonly mentions: readonly Mention[]
}

/** The names that gateways have beside logical ids: authorizers, models, routes, stage variables, scopes. */
export function gatewayMentions(resource: Entry): readonly ResourceMentions[] {
  return keep(resource.value, `gatewayMentions ${resource.name}`, () => mentionsOf(resource))
}

/** The same for `Globals`, whose authorizers every one of the `apis` has and whose default may be one of theirs. */
export function globalMentions(globals: Node | undefined, apis: readonly string[]): Mention[] {
  return ['Api', 'HttpApi'].flatMap(name => {
    const section = childAt(globals, name)
    return section ? [...apiMentions(section, global, apis), ...textMentions(section)] : []
  })
}

/** In the place of an API's id: what `Globals` gives to all of them. */
const global = '*'

function mentionsOf({ name, value }: Entry): ResourceMentions[] {
  const type = stringOf(entryOf(value, 'Type')?.value) ?? ''
  const properties = entryOf(value, 'Properties')?.value
  if (!properties) return []
  if (/^AWS::Serverless::(Api|HttpApi|WebSocketApi)$/.test(type)) {
    return [
      { api: name, mentions: [...apiMentions(properties, name, [global]), ...textMentions(properties)] },
    ]
  }
  if (/^AWS::Serverless::(Function|StateMachine)$/.test(type)) {
    return entriesOf(childAt(properties, 'Events')).map(({ value: event }) => {
      const api = apiOfEvent(event)
      return {
        api,
        mentions: eventMentions(childAt(event, 'Properties'), [...(api === undefined ? [] : [api]), global]),
      }
    })
  }
  if (!/^AWS::ApiGateway(V2)?::/.test(type)) return []
  const api = /::(RestApi|Api)$/.test(type)
    ? name
    : (namedBy(childAt(properties, 'RestApiId')) ?? namedBy(childAt(properties, 'ApiId')))
  return [{ api, mentions: [...partMentions(type, properties), ...textMentions(properties)] }]
}

function apiMentions(properties: Node, api: string, others: readonly string[]): Mention[] {
  const auth = childAt(properties, 'Auth')
  const standard = childAt(auth, 'DefaultAuthorizer')
  return [
    ...entriesOf(childAt(auth, 'Authorizers')).map(({ key }) => named('authorizer', key, true, [api])),
    ...(standard ? authorizerReference(standard, [api, ...others]) : []),
    ...entriesOf(childAt(properties, 'Models')).map(({ key }) => named('model', key, true, [api])),
    ...['Variables', 'StageVariables'].flatMap(name => declaredStageVariables(childAt(properties, name))),
    ...declaredStageVariables(childAt(properties, 'CanarySetting', 'StageVariableOverrides')),
    ...routeSettings(properties),
  ]
}

function eventMentions(properties: Node | undefined, apis: readonly string[]): Mention[] {
  const auth = childAt(properties, 'Auth')
  const authorizer = childAt(auth, 'Authorizer')
  const scopes = childAt(auth, 'AuthorizationScopes')
  const model = childAt(properties, 'RequestModel', 'Model')
  return [
    ...(authorizer ? authorizerReference(authorizer, apis) : []),
    ...(scopes ? scopeMentions(scopes) : []),
    ...(model?.type === 'scalar' ? [named('model', model, false, apis)] : []),
  ]
}

// SAM looks among its own authorizers; a document in `DefinitionBody` may declare the scheme.
function authorizerReference(node: Node, apis: readonly string[]): Mention[] {
  if (node.type !== 'scalar' || typeof node.value !== 'string' || /^(NONE|AWS_IAM)$/.test(node.value))
    return []
  const name = node.value
  return [
    mentionOf('authorizer', node, false, scope => [
      ...apis.map(api => symbolOf('authorizer', scope.file, api, name)),
      securitySchemeSymbol(scope.openApi, name),
    ]),
  ]
}

/** The parts of an API that are resources of their own. */
function partMentions(type: string, properties: Node): Mention[] {
  const key = childAt(properties, 'RouteKey')
  const name = childAt(properties, 'Name')
  const scopes = childAt(properties, 'AuthorizationScopes')
  const models = ['RequestModels', 'ResponseModels'].flatMap(models => entriesOf(childAt(properties, models)))
  const returned = itemsOf(childAt(properties, 'MethodResponses')).flatMap(response =>
    entriesOf(childAt(response, 'ResponseModels')),
  )
  return [
    ...(type.endsWith('::Route') && key?.type === 'scalar' ? [ofApi('route', key, true)] : []),
    ...(type.endsWith('::Model') && name?.type === 'scalar' ? [ofApi('model', name, true)] : []),
    ...[...models, ...returned].flatMap(({ value }) =>
      value.type === 'scalar' ? [ofApi('model', value, false)] : [],
    ),
    ...(scopes ? scopeMentions(scopes) : []),
    ...(type.endsWith('::Stage') ? stageMentions(properties) : []),
  ]
}

function stageMentions(properties: Node): Mention[] {
  return [
    ...['Variables', 'StageVariables'].flatMap(name => declaredStageVariables(childAt(properties, name))),
    ...declaredStageVariables(childAt(properties, 'CanarySetting', 'StageVariableOverrides')),
    ...routeSettings(properties),
  ]
}

function routeSettings(properties: Node): Mention[] {
  return entriesOf(childAt(properties, 'RouteSettings')).map(({ key }) => ofApi('route', key, false))
}

function named(kind: SymbolKind, node: ScalarNode, isDeclaration: boolean, apis: readonly string[]): Mention {
  const name = String(node.value)
  return mentionOf(kind, node, isDeclaration, ({ file }) => apis.map(api => symbolOf(kind, file, api, name)))
}

/** A name that counts in the API of its resource. */
function ofApi(kind: SymbolKind, node: ScalarNode, isDeclaration: boolean): Mention {
  const name = String(node.value)
  return mentionOf(kind, node, isDeclaration, ({ file, api }: Scope) => [
    symbolOf(kind, file, api ?? '', name),
  ])
}

/** Stage variables that the texts of a resource use; an OpenAPI body is looked at by itself. */
function textMentions(properties: Node): Mention[] {
  const found: Mention[] = []
  const add = (node: Node) => {
    if (node.type === 'scalar') found.push(...stageVariableMentions(node))
  }
  for (const { name, value } of entriesOf(properties)) {
    if (name === 'Body' || name === 'DefinitionBody') continue
    add(value)
    walkEntries(value, inner => {
      add(inner.value)
      itemsOf(inner.value).forEach(add)
    })
  }
  return found
}

/** The API of an event of a function: the one it names, or the one that SAM makes. */
function apiOfEvent(event: Node): string | undefined {
  const type = stringOf(childAt(event, 'Type'))
  if (type !== 'Api' && type !== 'HttpApi') return undefined
  const id = childAt(event, 'Properties', type === 'Api' ? 'RestApiId' : 'ApiId')
  return id ? namedBy(id) : implicitApis[type === 'Api' ? 'rest' : 'http']
}

function namedBy(node: Node | undefined): string | undefined {
  return stringOf(childAt(node, 'Ref')) ?? stringOf(node)
}
