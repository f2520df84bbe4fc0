import type { HttpApi, Method, RestApi, Route } from '../../api/api.ts'
import { lambdaTargetOf } from '../../api/lambdaFunction.ts'
import type { Fact } from '../../base/origin.ts'
import { referenceIn } from '../../definitions/openApiWriter/factWriter.ts'
import { nodeOfOrigin } from '../../syntax/node.ts'

/** A Lambda function that an API calls. */
export interface CalledFunction {
  /** The logical id by which the document refers to it, else one made of its name. */
  readonly id: string
  /** Its name in AWS, where an ARN states it. */
  readonly name?: string
  /** The alias that is called. */
  readonly alias?: string
  readonly isAuthorizer: boolean
  /** No role of the document's is taken to call it. */
  readonly needsPermission: boolean
}

/** What an API refers to outside itself. */
export interface CalledParts {
  readonly functions: readonly CalledFunction[]
  /** Logical ids of roles that API Gateway takes, and the functions that each calls. */
  readonly roles: ReadonlyMap<string, readonly string[]>
  /** Logical ids of user pools. */
  readonly userPools: readonly string[]
  /** What cannot be told from the document, a sentence each. */
  readonly notes: readonly string[]
}

/** The functions, roles and user pools that the integrations and authorizers of an API name. */
export function calledParts(api: RestApi | HttpApi): CalledParts {
  const functions = new Map<string, CalledFunction>()
  const roles = new Map<string, string[]>()
  const notes: string[] = []
  for (const call of callsOf(api)) {
    const target = functionIn(expression(call.uri), functions)
    const role = attributeOwner(call.credentials)
    const called = role === undefined ? undefined : (roles.get(role) ?? [])
    if (role !== undefined && called) roles.set(role, called)
    if (typeof target === 'string') notes.push(`${call.place} ${target}`)
    if (!target || typeof target === 'string') continue
    const known = functions.get(target.id)
    functions.set(target.id, {
      ...known,
      ...target,
      isAuthorizer: call.isAuthorizer && known?.isAuthorizer !== false,
      needsPermission: known?.needsPermission === true || call.credentials === undefined,
    })
    if (called && !called.includes(target.id)) called.push(target.id)
  }
  const pools = api.authorizers.flatMap(({ providerArns }) =>
    providerArns.flatMap(fact => attributeOwner(fact) ?? []),
  )
  return {
    functions: [...functions.values()],
    roles,
    userPools: [...new Set(pools)],
    notes: [...notes, ...homesOf(api)],
  }
}

/** Where functions must be that a document names by their whole ARN. */
function homesOf(api: RestApi | HttpApi): string[] {
  const arns = callsOf(api).map(({ uri }) =>
    /\barn:[\w-]+:lambda:([\w-]+):(\d{12}):function:/.exec(expression(uri)),
  )
  const homes = new Set(arns.flatMap(found => (found ? [`${found[1]} of account ${found[2]}`] : [])))
  return [...homes].map(
    home =>
      `The document names functions in ${home}: deploy there, or name them by Fn::Sub and \${Function.Arn}`,
  )
}

interface Call {
  readonly place: string
  readonly uri: Fact<string> | undefined
  readonly credentials: Fact<string> | undefined
  readonly isAuthorizer: boolean
}

function callsOf(api: RestApi | HttpApi): Call[] {
  const integrations: readonly (readonly [string, Method | Route])[] =
    api.type === 'rest'
      ? api.resources.flatMap(({ path, methods }) =>
          methods.map(method => [`${method.httpMethod} ${path}`, method] as const),
        )
      : api.routes.map(route => [route.routeKey, route] as const)
  return [
    ...integrations.map(([place, { integration }]) => ({
      place,
      uri: integration?.uri,
      credentials: integration?.credentials,
      isAuthorizer: false,
    })),
    ...api.authorizers.map(({ name, uri, credentials }) => ({
      place: `Authorizer '${name}'`,
      uri,
      credentials,
      isAuthorizer: true,
    })),
  ]
}

/** The function that a URI calls; a text says why it has no place in a template. Undefined for a URI of something else. */
function functionIn(
  uri: string,
  others: ReadonlyMap<string, CalledFunction>,
): Pick<CalledFunction, 'id' | 'name' | 'alias'> | string | undefined {
  const reference = /^\$\{(\w+)\.Arn\}$/.exec(uri)?.[1]
  if (reference !== undefined) return { id: reference }
  // Colons part an ARN, and a pseudo parameter has two.
  const target = lambdaTargetOf(uri.replaceAll(/\$\{AWS::(\w+)\}/g, '$1'))
  if (!target) return undefined
  const { functionArn, qualifier } = target
  const [whole, owner, named] =
    /^\$\{(\w+)\.Arn\}(?::(.+))?$/.exec(functionArn) ??
    /^\$\{(\w+?)Alias(\w+)\}$/.exec(functionArn) ??
    (/^\$\{(\w+)\.Alias\}$/.exec(functionArn) ? ['', functionArn.slice(2, -7), 'live'] : [])
  if (whole !== undefined && owner !== undefined) return { id: owner, ...aliasOf(named) }
  const name = /(?:^|:function:)([^:]+)(?::([^:]+))?$/.exec(functionArn)
  if (functionArn.includes('stageVariables'))
    return 'calls a function that a stage variable names: add it yourself'
  const logicalId = /^\$\{(\w+)\}$/.exec(name?.[1] ?? '')?.[1]
  if (logicalId !== undefined && functionArn.includes(':function:')) {
    return { id: logicalId, ...aliasOf(qualifier ?? name?.[2]) }
  }
  if (!name?.[1] || name[1].includes('${')) return 'calls a function that a parameter names: add it yourself'
  return { id: logicalIdOf(name[1], others), name: name[1], ...aliasOf(qualifier ?? name[2]) }
}

/** A version exists in AWS only. */
function aliasOf(qualifier: string | undefined): { readonly alias?: string } {
  return qualifier === undefined || /^(\d+|\$LATEST)$/.test(qualifier) ? {} : { alias: qualifier }
}

/** `orders-get` is `OrdersGet`, and `orders_get` beside it `OrdersGet2`. */
function logicalIdOf(name: string, others: ReadonlyMap<string, CalledFunction>): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter(word => word !== '')
  const plain = words.map(word => word.slice(0, 1).toUpperCase() + word.slice(1)).join('') || 'Function'
  let id = plain
  for (let count = 2; others.has(id) && others.get(id)?.name !== name; count++) id = `${plain}${count}`
  return id
}

function attributeOwner(fact: Fact<string> | undefined): string | undefined {
  return /^\$\{(\w+)\.Arn\}$/.exec(expression(fact))?.[1]
}

/** A value as the text of one `Fn::Sub`, whatever functions say it. */
function expression(fact: Fact<string> | undefined): string {
  if (!fact) return ''
  const reference = referenceIn(nodeOfOrigin(fact.origin))
  return reference === undefined ? (fact.known ? fact.value : '') : expressionOf(reference)
}

function expressionOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null) return ''
  const call = value as Readonly<Record<string, unknown>>
  const { Ref: name, 'Fn::GetAtt': attribute, 'Fn::Sub': text, 'Fn::Join': join } = call
  if (typeof name === 'string') return `\${${name}}`
  if (Array.isArray(attribute)) return `\${${attribute.join('.')}}`
  if (typeof text === 'string') return text
  if (Array.isArray(text)) {
    const [written, values] = text as unknown[]
    const named = (values ?? {}) as Readonly<Record<string, unknown>>
    return String(written).replace(/\$\{(\w+)\}/g, (whole, key: string) =>
      Object.hasOwn(named, key) ? expressionOf(named[key]) : whole,
    )
  }
  if (!Array.isArray(join) || !Array.isArray(join[1])) return ''
  return join[1].map(expressionOf).join(String(join[0]))
}
