/** Logical ids that the framework gives the APIs it makes. */
export const serviceApis = { rest: 'ApiGatewayRestApi', http: 'HttpApi', websocket: 'WebsocketsApi' } as const

/** The logical id of a function: `my-fn` is `MyDashfnLambdaFunction`. */
export function functionLogicalId(key: string): string {
  return `${normalised(key)}LambdaFunction`
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
  return `ApiGatewayMethod${placeName(path)}${capital(httpMethod.toLowerCase())}`
}

/** How the framework writes the key of a function, layer or authorizer in a logical id. */
export function normalised(key: string): string {
  return capital(key.replaceAll('-', 'Dash').replaceAll('_', 'Underscore'))
}

/** The logical id of a schema under `provider.apiGateway.request.schemas`. */
export function sharedModelId(key: string): string {
  return `ApiGateway${normalised(key)}Model`
}

/** The logical id of a schema that stands at a method itself. */
export function methodModelId(path: string, httpMethod: string, contentType: string): string {
  const place = path
    .split('/')
    .map(part => capital(part.replace(/^\{(.*)\}$/, '$1Var').replace(/[^A-Za-z0-9]/g, '')))
    .join('')
  const words = contentType.split('/').map(word => capital(word.replace(/[^A-Za-z0-9]/g, '')))
  return `ApiGatewayMethod${place}${capital(httpMethod.toLowerCase())}${words.join('')}Model`
}

// Each part begins with its only capital letter.
function placeName(path: string): string {
  return path
    .split('/')
    .map(part =>
      capital(
        part
          .toLowerCase()
          .replace(/^./, first => first.toUpperCase())
          .replaceAll('-', 'Dash')
          .replace(/\{(.*)\}/, '$1Var')
          .replace(/[^0-9A-Za-z]/g, ''),
      ),
    )
    .join('')
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
