/** Logical ids that the framework gives the APIs it makes. */
export const serviceApis = { rest: 'ApiGatewayRestApi', http: 'HttpApi', websocket: 'WebsocketsApi' } as const

/** The logical id of a function: `my-fn` is `MyDashfnLambdaFunction`. */
export function functionLogicalId(key: string): string {
  return `${normalised(key)}LambdaFunction`
}

/** The logical id of a path's resource: `/orders/{orderId}` is `ApiGatewayResourceOrdersOrderidVar`. */
export function resourceLogicalId(path: string): string {
  return `ApiGatewayResource${pathName(path)}`
}

/** The logical id of an authorizer, by its name. */
export function authorizerLogicalId(name: string): string {
  return `${normalised(name)}ApiGatewayAuthorizer`
}

/** The logical id of an authorizer of the HTTP API. */
export function httpAuthorizerLogicalId(name: string): string {
  return `HttpApiAuthorizer${normalised(name)}`
}

/** The logical id of an authorizer of the WebSocket API. */
export function webSocketAuthorizerLogicalId(name: string): string {
  return `${normalised(name)}WebsocketsAuthorizer`
}

/** The logical id of a function's URL. */
export function urlLogicalId(key: string): string {
  return `${functionLogicalId(key)}Url`
}

/** The logical id of a layer: `my-tools` is `MyDashtoolsLambdaLayer`. */
export function layerLogicalId(key: string): string {
  return `${normalised(key)}LambdaLayer`
}

/** The logical id of a method of the REST API. */
export function methodLogicalId(path: string, httpMethod: string): string {
  return `ApiGatewayMethod${pathName(path)}${capital(httpMethod.toLowerCase())}`
}

/** The logical id of the one request validator of a service. */
export function validatorLogicalId(service: string): string {
  return `ApiGateway${capital(service.replace(/[^0-9A-Za-z]/g, ''))}RequestValidator`
}

/** The logical id of the permission of an API (by its logical id) to call a function. */
export function permissionLogicalId(key: string, apiId: string): string {
  const kind =
    apiId === serviceApis.rest ? 'ApiGateway' : apiId === serviceApis.http ? 'HttpApi' : 'Websockets'
  return `${normalised(key)}LambdaPermission${kind}`
}

/** How the framework writes the key of a function, layer or authorizer in a logical id. */
export function normalised(key: string): string {
  return capital(key.replaceAll('-', 'Dash').replaceAll('_', 'Underscore'))
}

/** The logical id of a schema under `provider.apiGateway.request.schemas`. */
export function sharedModelId(key: string): string {
  const words = key.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+/g) ?? []
  return `ApiGateway${words.map(word => capital(word.toLowerCase())).join('')}Model`
}

/** The logical id of a schema that stands at a method itself. */
export function methodModelId(path: string, httpMethod: string, contentType: string): string {
  const words = contentType.split(/[^A-Za-z0-9]+/).map(capital)
  return `${methodLogicalId(path, httpMethod)}${words.join('')}Model`
}

function pathName(path: string): string {
  const parts = path.split('/').map(part =>
    part
      .toLowerCase()
      .replaceAll('-', 'Dash')
      .replace(/\{(.*)\}/, '$1Var')
      .replace(/[^0-9A-Za-z]/g, ''),
  )
  return parts.map(capital).join('')
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
