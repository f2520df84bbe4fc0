/** What AWS allows for a property, beside what its schema says. */
export interface GatewayLimit {
  /** Markdown, a sentence or two. */
  readonly text: string
  /** AWS's page. */
  readonly page: string
}

const guide = 'https://docs.aws.amazon.com/apigateway/latest/developerguide'
const rest = `${guide}/api-gateway-execution-service-limits-table.html`
const http = `${guide}/http-api-quotas.html`
const webSocket = `${guide}/apigateway-execution-service-websocket-limits-table.html`
const account = `${guide}/limits.html`
const lambda = 'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html'

const timeout: GatewayLimit = {
  text: '50 to 29,000 ms (HTTP APIs: to 30,000); left out, the highest. A regional or private REST API waits longer with a raised quota.',
  page: rest,
}
const integration: GatewayLimit = {
  text: 'Request and response take up to 10 MB, those of a Lambda function 6 MB. API Gateway waits 29 s at most (HTTP APIs: 30 s).',
  page: rest,
}
const template: GatewayLimit = {
  text: 'A template has up to 300 KB; `#foreach` runs 1,000 times at most.',
  page: rest,
}
const throttle: GatewayLimit = {
  text: 'No more than the account has in the region: 10,000 requests a second and bursts of 5,000 unless AWS raised it (2,500 and 1,250 in some regions).',
  page: account,
}
const authorizerTtl: GatewayLimit = {
  text: '0 to 3,600 s; 0 keeps no result. A REST API keeps it for 300 s where nothing is stated. What is kept counts for every route of the authorizer.',
  page: 'https://docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html',
}
const authorizers: GatewayLimit = {
  text: 'Up to 10 authorizers per API. An HTTP API waits 10 s for a Lambda authorizer.',
  page: http,
}
const variables: GatewayLimit = {
  text: 'Up to 100 variables per stage: names of 64 characters, values of 512.',
  page: rest,
}
const cors: GatewayLimit = {
  text: 'An HTTP API answers preflight requests itself and drops CORS headers of the backend; of a REST API, `OPTIONS` answers the preflight and each integration sets `Access-Control-Allow-Origin` itself.',
  page: `${guide}/http-api-cors.html`,
}
const endpoint: GatewayLimit = {
  text: '`EDGE` (the default) goes through CloudFront, `REGIONAL` is called in its region, `PRIVATE` through VPC endpoints. HTTP and WebSocket APIs are regional. The first two allow 120 and 600 APIs per region.',
  page: rest,
}
const cacheTtl: GatewayLimit = {
  text: '0 to 3,600 s, 300 where nothing is stated; responses of up to 1,048,576 bytes are kept.',
  page: rest,
}
const accessLog: GatewayLimit = { text: 'A format has up to 3 KB.', page: rest }
const policy: GatewayLimit = { text: 'A resource policy has up to 8,192 characters.', page: rest }
const compression: GatewayLimit = {
  text: '0 to 10,485,760 bytes; left out, nothing is compressed.',
  page: `${guide}/api-gateway-gzip-compression-decompression.html`,
}

/** By name of the property, in lower case. */
const limits: ReadonlyMap<string, GatewayLimit> = new Map([
  ...named(timeout, 'timeoutInMillis'),
  ...named(integration, 'x-amazon-apigateway-integration', 'Integration'),
  ...named(template, 'requestTemplates', 'responseTemplates'),
  ...named(throttle, 'throttlingRateLimit', 'throttlingBurstLimit', 'rateLimit', 'burstLimit', 'Throttle'),
  ...named(authorizerTtl, 'authorizerResultTtlInSeconds', 'ReauthorizeEvery', 'resultTtlInSeconds'),
  ...named(authorizers, 'x-amazon-apigateway-authorizer', 'Authorizers'),
  ...named(variables, 'Variables', 'StageVariables'),
  ...named(cors, 'Cors', 'CorsConfiguration', 'x-amazon-apigateway-cors'),
  ...named(endpoint, 'EndpointConfiguration', 'x-amazon-apigateway-endpoint-configuration'),
  ...named(cacheTtl, 'cacheTtlInSeconds'),
  ...named(accessLog, 'AccessLogSetting', 'AccessLogSettings', 'Format'),
  ...named(policy, 'x-amazon-apigateway-policy', 'ResourcePolicy'),
  ...named(compression, 'minimumCompressionSize', 'x-amazon-apigateway-minimum-compression-size'),
  ...named(
    {
      text: '`INFO` and `ERROR` need a role for CloudWatch in the settings of the account (`AWS::ApiGateway::Account`).',
      page: `${guide}/set-up-logging.html`,
    },
    'LoggingLevel',
    'DataTraceEnabled',
  ),
  ...named({ text: 'Up to 300 routes per API.', page: http }, 'RouteKey'),
  ...named({ text: 'Up to 300 resources per API.', page: rest }, 'paths'),
  ...named({ text: 'Up to 50 audiences per authorizer.', page: http }, 'audience'),
  ...named({ text: 'Up to 10 scopes per route of an HTTP API.', page: http }, 'AuthorizationScopes'),
  ...named(
    {
      text: 'A message has up to 128 KB in frames of 32 KB; a connection lasts 2 hours, 10 minutes when idle.',
      page: webSocket,
    },
    'RouteSelectionExpression',
  ),
  ...named(
    {
      text: 'Payloads up to 10 MB go through; those of a Lambda function 6 MB, in Base64 a quarter less.',
      page: rest,
    },
    'BinaryMediaTypes',
    'x-amazon-apigateway-binary-media-types',
  ),
])

/** Properties of a function, where other resources have some of the same name. */
const ofFunctions: ReadonlyMap<string, GatewayLimit> = new Map([
  ...named(
    {
      text: '1 to 900 s, 3 where nothing is stated. API Gateway stops waiting after 29 s (HTTP APIs: 30 s).',
      page: lambda,
    },
    'Timeout',
  ),
  ...named({ text: '128 to 10,240 MB, 128 where nothing is stated.', page: lambda }, 'MemorySize'),
])

/** What AWS allows for a property at a path of a document; undefined where there is nothing to say. */
export function gatewayLimit(
  path: readonly (string | number)[],
  type: string | undefined,
): GatewayLimit | undefined {
  const name = String(path.at(-1) ?? '').toLowerCase()
  const isFunction =
    /^AWS::(Serverless|Lambda)::Function$/.test(type ?? '') ||
    (path[0] === 'Globals' && path[1] === 'Function')
  if (isFunction) return path.length === 4 || path[0] === 'Globals' ? ofFunctions.get(name) : undefined
  // Schemas and mappings may have properties of any name.
  const isOwnWord = path.includes('properties') || path.includes('Variables') || path.includes('Mappings')
  return isOwnWord && path.at(-1) !== 'Variables' ? undefined : limits.get(name)
}

function named(limit: GatewayLimit, ...names: readonly string[]): [string, GatewayLimit][] {
  return names.map(name => [name.toLowerCase(), limit])
}
