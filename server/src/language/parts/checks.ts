import type { Api, HttpApi, RestApi } from '../../api/api.ts'
import type { Origin } from '../../base/origin.ts'
import { greedyParameterMisplaced } from '../../rules/route/greedyParameterMisplaced.ts'
import { pathParameterInvalid } from '../../rules/route/pathParameterInvalid.ts'
import { pathReserved } from '../../rules/route/pathReserved.ts'
import { shapeOf } from '../../rules/route/pathSegments.ts'
import { resourceConflict } from '../../rules/route/resourceConflict.ts'
import type { Finding, RuleContext } from '../../rules/rule.ts'
import type { NewPart } from '../../protocol/parts.ts'
import { callableRoutes } from '../routeReference.ts'

/** Methods that a client can be offered; `ANY` stands for all of them. */
export const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'ANY'] as const

/** What keeps a new part from being added, whatever the definition's form is; undefined when nothing does. */
export function faultOf(part: NewPart, api: Api, context: RuleContext): string | undefined {
  switch (part.kind) {
    case 'path':
      return api.type === 'websocket' ? routeKeyFault(part, api) : pathFault(part, api, context)
    case 'method':
      return methodFault(part, api)
    case 'response':
      return responseFault(part, api)
    case 'model':
      return modelFault(part, api, context.definition.kind === 'sam')
    case 'authorizer':
      return authorizerFault(part, api)
  }
}

function pathFault(part: NewPart, api: RestApi | HttpApi, context: RuleContext): string | undefined {
  const { path = '' } = part
  if (!path.startsWith('/')) return "A path begins with '/', as '/books/{bookId}'"
  if (/\s/.test(path)) return 'A path holds no blanks'
  if (/\/\//.test(path) || (path.length > 1 && path.endsWith('/')))
    return "A segment is empty: take the '/' too many out"
  if (/[?#]/.test(path)) return 'A path ends before the query: parameters of it stand at the method'
  const same = callableRoutes(api).find(route => shapeOf(route.path) === shapeOf(path))
  if (same) return `'${same.path}' is there already; add a method to it`
  const [found] = rulesFindings(path, api, context)
  return found?.message ?? methodFault(part, api)
}

/** What the rules say of an API with the path. */
function rulesFindings(path: string, api: RestApi | HttpApi, context: RuleContext): Finding[] {
  const origin: Origin = { file: '', pointer: '', range: api.origin.range }
  const more: Api =
    api.type === 'rest'
      ? { ...api, resources: [...api.resources, { path, origin, methods: [] }] }
      : {
          ...api,
          routes: [
            ...api.routes,
            {
              ...{ routeKey: `ANY ${path}`, httpMethod: 'ANY', path, origin, unmodelled: [] },
              ...{ authorization: { origin, type: 'NONE', scopes: [] }, requestParameters: [] },
            },
          ],
        }
  const rules = [pathParameterInvalid, greedyParameterMisplaced, pathReserved]
  return [
    ...rules.flatMap(({ visit }) => [...(visit.api?.(more, context) ?? [])]),
    ...(more.type === 'rest' ? (resourceConflict.visit.restApi?.(more, context) ?? []) : []),
  ].filter(finding => finding.origin === origin)
}

function methodFault({ kind, path = '', method = '' }: NewPart, api: Api): string | undefined {
  if (api.type === 'http' && method === '$default' && path === '') return taken(api, method, path)
  if (!(methods as readonly string[]).includes(method)) return `Choose a method: ${methods.join(', ')}`
  return kind === 'path' ? undefined : taken(api, method, path)
}

function taken(api: Api, method: string, path: string): string | undefined {
  const isThere = callableRoutes(api).some(route => route.method === method && route.path === path)
  return isThere ? `'${`${method} ${path}`.trim()}' is there already` : undefined
}

function routeKeyFault({ method = '' }: NewPart, api: Api): string | undefined {
  if (method.trim() === '')
    return "Name the route: '$connect', '$disconnect', '$default', or a value of the selection expression"
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-routes-integrations.html
  if (method.startsWith('$') && !['$connect', '$disconnect', '$default'].includes(method))
    return `'${method}' is no route of AWS's own: there are '$connect', '$disconnect' and '$default'`
  return taken(api, method, '')
}

function responseFault({ path, method, status = '' }: NewPart, api: Api): string | undefined {
  // https://docs.aws.amazon.com/apigateway/latest/api/API_MethodResponse.html: [1-5]\d\d
  if (!/^[1-5]\d\d$/.test(status)) return "A status has three digits from 100 to 599, as '404'"
  const route = callableRoutes(api).find(each => each.path === path && each.method === method)
  const isThere =
    route?.part.type === 'method' &&
    route.part.method.responses.some(({ statusCode }) => statusCode === status)
  return isThere ? `The response ${status} is there already` : undefined
}

function modelFault({ name = '', schema }: NewPart, api: Api, isSam: boolean): string | undefined {
  if (api.type === 'http') return 'HTTP APIs have no models: API Gateway ignores them at import'
  if (!/^[A-Za-z0-9]+$/.test(name)) return "The name of a model has letters and digits only, as 'NewBook'"
  // SAM writes the names of models in lower case.
  if (api.models.some(model => model.name === name || (isSam && model.name === name.toLowerCase())))
    return `The model '${name}' is there already`
  return schema === undefined ? undefined : schemaFault(schema)
}

function schemaFault(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? undefined
      : 'A schema is a JSON object, as {"type": "object"}'
  } catch (error) {
    return `This is no JSON: ${error instanceof Error ? error.message : String(error)}`
  }
}

function authorizerFault({ name = '', authorizer }: NewPart, api: Api): string | undefined {
  if (!/^[A-Za-z0-9_-]{1,128}$/.test(name))
    return "The name of an authorizer has letters, digits, '_' and '-' only, as 'TokenAuthorizer'"
  if (api.authorizers.some(each => each.name === name)) return `The authorizer '${name}' is there already`
  if (!authorizer) return undefined
  if (authorizer.type !== 'JWT') {
    const isStated = authorizer.who !== undefined && authorizer.who !== ''
    return isStated ? undefined : 'Name who is asked: a resource of the definition, or an ARN'
  }
  if (authorizer.issuer !== undefined && !/^https:\/\/[^\s/]+/.test(authorizer.issuer))
    return "The issuer is an address that begins with 'https://'"
  return authorizer.audience?.trim() === ''
    ? 'Name the audience: the client id that tokens are made for'
    : undefined
}
