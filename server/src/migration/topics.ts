/** What AWS does about a subject of a migration, and the page that says so. */
export interface TopicFacts {
  readonly aws: string
  readonly documentation: string
}

const guide = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/'

/** The differences between REST and HTTP APIs by subject. */
export const topics = {
  address: {
    aws: 'The HTTP API is a new API with an id and an address of its own; its stages are in the path as those of a REST API are, but for a stage named $default.',
    documentation: `${guide}http-api-stages.html`,
  },
  'access-logs': {
    aws: 'HTTP APIs write access logs to CloudWatch Logs only, with their own set of $context variables.',
    documentation: `${guide}http-api-logging-variables.html`,
  },
  'api-keys': {
    aws: 'HTTP APIs have no API keys and no usage plans: no quotas and no rate limits by client.',
    documentation: `${guide}http-api-vs-rest.html`,
  },
  'aws-services': {
    aws: 'HTTP APIs call the services of AWS that have an integration subtype, and no others; parameters are mapped, there are no templates, and the answer of the service is the answer of the API.',
    documentation: `${guide}http-api-develop-integrations-aws-services-reference.html`,
  },
  'binary-media-types': {
    aws: 'HTTP APIs have no list of binary media types: they send bodies that are no text in base64, and decode what a function returns with isBase64Encoded.',
    documentation: `${guide}http-api-develop-integrations-lambda.html`,
  },
  caching: {
    aws: 'HTTP APIs have no cache for answers.',
    documentation: `${guide}http-api-vs-rest.html`,
  },
  canary: {
    aws: 'HTTP APIs have no canary releases.',
    documentation: `${guide}http-api-vs-rest.html`,
  },
  'client-certificate': {
    aws: 'HTTP APIs show their backends no certificate.',
    documentation: `${guide}http-api-vs-rest.html`,
  },
  'cognito-authorizer': {
    aws: "HTTP APIs check a user pool's tokens by a JWT authorizer: the issuer of one pool, the ids of its app clients as audience; ID tokens and access tokens are both taken unless the route asks for scopes.",
    documentation: `${guide}http-api-jwt-authorizer.html`,
  },
  compression: {
    aws: 'HTTP APIs pass bodies on as they are and compress nothing.',
    documentation: 'https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid.html',
  },
  cors: {
    aws: 'A CORS configuration answers preflight requests of all routes, adds its headers to the answers of CORS requests, and leaves out those of the backend.',
    documentation: `${guide}http-api-cors.html`,
  },
  'custom-domain': {
    aws: 'API mappings lead paths of a regional domain name to HTTP and REST APIs alike; edge-optimized and private domain names, and TLS 1.0, are for REST APIs only.',
    documentation: `${guide}http-api-custom-domain-names.html`,
  },
  documentation: {
    aws: 'HTTP APIs keep no documentation parts and no models.',
    documentation: `${guide}http-api-open-api.html`,
  },
  'edge-endpoint': {
    aws: 'HTTP APIs are regional: no CloudFront distribution stands in front of them unless you put one there, and no CloudFront-… headers arrive.',
    documentation: `${guide}http-api-vs-rest.html`,
  },
  errors: {
    aws: 'HTTP APIs answer 404 {"message":"Not Found"} where no route matches (REST: 403 Missing Authentication Token), 500 {"message":"Internal Server Error"} for a function that fails or answers wrongly (REST: 502 Internal server error), and have no x-amzn-ErrorType.',
    documentation: `${guide}http-api-troubleshooting-lambda.html`,
  },
  events: {
    aws: 'Payload format 1.0 is close to the event of a REST API, with a version and header names in lower case; 2.0 has other names.',
    documentation: `${guide}http-api-develop-integrations-lambda.html`,
  },
  'execution-logs': {
    aws: 'HTTP APIs have access logs, and no execution logs.',
    documentation: `${guide}http-api-vs-rest.html`,
  },
  'gateway-responses': {
    aws: 'HTTP APIs have no gateway responses: their own errors cannot be changed.',
    documentation: `${guide}http-api-vs-rest.html`,
  },
  'http-integration': {
    aws: 'HTTP APIs call HTTP backends by HTTP_PROXY only: the request goes on as it came, parameter mappings change headers, query string and path.',
    documentation: `${guide}http-api-develop-integrations-http.html`,
  },
  iam: {
    aws: 'HTTP APIs check Signature Version 4 by identity policies alone; a caller of another account takes a role of this one.',
    documentation: `${guide}http-api-access-control-iam.html`,
  },
  'lambda-authorizer': {
    aws: 'HTTP APIs have Lambda authorizers of type REQUEST. Payload format 1.0 keeps the answer a policy and has authorizationToken and methodArn; values of the context keep their types; a missing identity source is a 401, a failure a 500.',
    documentation: `${guide}http-api-lambda-authorizer.html`,
  },
  'lambda-integration': {
    aws: 'HTTP APIs call functions by AWS_PROXY only: the function gets the whole request as an event and answers with status, headers and body.',
    documentation: `${guide}http-api-develop-integrations-lambda.html`,
  },
  'lambda-permission': {
    aws: 'A function may be called by the API whose ARN its permission names; the new API has another.',
    documentation: `${guide}http-api-troubleshooting-lambda.html`,
  },
  'mock-integration': {
    aws: 'HTTP APIs have no mock integrations.',
    documentation: `${guide}http-api-vs-rest.html`,
  },
  'parameter-mapping': {
    aws: 'Mappings of HTTP APIs append, overwrite or remove headers and query parameters, overwrite the path and the status, and leave reserved headers alone.',
    documentation: `${guide}http-api-parameter-mapping.html`,
  },
  'private-endpoint': {
    aws: 'HTTP APIs have no private endpoints: anybody on the internet can reach them.',
    documentation: `${guide}http-api-vs-rest.html`,
  },
  'private-integration': {
    aws: 'Private integrations of HTTP APIs go through a VPC link of version 2 to the listener of a load balancer or to an AWS Cloud Map service, with the stage in the path unless a mapping takes it out.',
    documentation: `${guide}http-api-develop-integrations-private.html`,
  },
  quotas: {
    aws: 'An HTTP API has 300 routes (can be raised) and 300 integrations (cannot), 10 scopes a route, 10 stages.',
    documentation: `${guide}http-api-quotas.html`,
  },
  'request-validation': {
    aws: 'HTTP APIs validate neither parameters nor bodies.',
    documentation: `${guide}http-api-vs-rest.html`,
  },
  'resource-policy': {
    aws: 'HTTP APIs have no resource policies.',
    documentation: `${guide}http-api-vs-rest.html`,
  },
  'response-streaming': {
    aws: 'HTTP APIs buffer answers; response streaming is for REST APIs.',
    documentation: `${guide}response-transfer-mode.html`,
  },
  routing: {
    aws: 'HTTP APIs choose the full match, then one with a greedy variable, then $default; a trailing slash makes another path.',
    documentation: `${guide}http-api-develop-routes.html`,
  },
  'stage-settings': {
    aws: 'Stages of HTTP APIs have variables, access logs, throttling and detailed metrics by route, and automatic deployment.',
    documentation:
      'https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages-stagename.html',
  },
  templates: {
    aws: 'HTTP APIs have no mapping templates: bodies pass as they are.',
    documentation: `${guide}http-api-vs-rest.html`,
  },
  timeout: {
    aws: 'An integration of an HTTP API waits 30 seconds at most, and no quota raises that.',
    documentation: `${guide}http-api-quotas.html`,
  },
  tracing: {
    aws: 'HTTP APIs send no segments to X-Ray.',
    documentation: `${guide}http-api-vs-rest.html`,
  },
  unread: {
    aws: 'This part of the definition is not read here, so that nobody can say what becomes of it.',
    documentation: `${guide}http-api-vs-rest.html`,
  },
  waf: {
    aws: 'HTTP APIs cannot be associated with a web ACL.',
    documentation: `${guide}http-api-vs-rest.html`,
  },
} as const satisfies Readonly<Record<string, TopicFacts>>

/** A subject on which REST and HTTP APIs differ. */
export type Topic = keyof typeof topics

/** What a report calls a topic: `Access logs`. */
export function topicTitle(topic: Topic): string {
  const special: Partial<Record<Topic, string>> = {
    'api-keys': 'API keys',
    'aws-services': 'AWS services',
    cors: 'CORS',
    'http-integration': 'HTTP integrations',
    iam: 'IAM',
    unread: 'Not read here',
    waf: 'AWS WAF',
  }
  const words = topic.replaceAll('-', ' ')
  return special[topic] ?? words.charAt(0).toUpperCase() + words.slice(1)
}
