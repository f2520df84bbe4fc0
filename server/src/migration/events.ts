/** How a value of a REST API's event comes in the events of an HTTP API. */
export interface EventDifference {
  /** Dotted path in the event of a REST API. */
  readonly path: string
  /** In payload format 1.0; undefined where it comes as before. */
  readonly in1?: string
  /** In payload format 2.0; undefined where it comes as in 1.0. */
  readonly in2?: string
  /** Whether what changes in 1.0 matters to few who read it, so that reading it alone tells nothing. */
  readonly isRare?: boolean
}

/**
 * The events of the two formats of an HTTP API beside those of a REST API. Where two entries fit a read, the longer path
 * counts.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export const eventDifferences: readonly EventDifference[] = [
  { path: 'resource', in2: "absent; 'routeKey' is METHOD and path in one, 'GET /books/{bookId}'" },
  {
    path: 'path',
    in1: "begins with the stage ('/prod/books') unless the stage is $default",
    in2: "renamed: 'rawPath' and 'requestContext.http.path', with the stage unless it is $default; decoded (before: as it was sent)",
  },
  { path: 'httpMethod', in2: "renamed: 'requestContext.http.method'" },
  {
    path: 'headers',
    in1: 'names in lower case, but for a few such as Host and User-Agent',
    in2: "all names in lower case; values of one name joined with commas; cookies apart, in the list 'cookies'",
  },
  {
    path: 'multiValueHeaders',
    in1: 'names in lower case, but for a few such as Host and User-Agent',
    in2: "absent; 'headers' has the values joined with commas",
  },
  {
    path: 'queryStringParameters',
    in2: 'values of one name joined with commas (before: the last one); absent where there are none (before: null)',
  },
  {
    path: 'multiValueQueryStringParameters',
    in2: "absent; 'queryStringParameters' has the values joined with commas",
  },
  {
    path: 'pathParameters',
    isRare: true,
    in1: 'values are decoded (before: as they were sent)',
    in2: 'values are decoded (before: as they were sent); absent where there are none (before: null)',
  },
  { path: 'stageVariables', in2: 'absent where there are none (before: null)' },
  {
    path: 'body',
    isRare: true,
    in1: 'in base64 for all types that are no text, forms too',
    in2: 'in base64 for all types that are no text, forms too; absent where there is none (before: null)',
  },
  {
    path: 'isBase64Encoded',
    isRare: true,
    in1: 'true for all types that are no text, forms and bodies without a type too',
  },
  { path: 'requestContext.resourceId', in1: "the route key, 'GET /books'", in2: 'absent' },
  { path: 'requestContext.resourcePath', in2: "absent; 'routeKey' is METHOD and path in one" },
  { path: 'requestContext.httpMethod', in2: "renamed: 'requestContext.http.method'" },
  {
    path: 'requestContext.path',
    isRare: true,
    in1: 'decoded (before: as it was sent)',
    in2: "renamed: 'requestContext.http.path'; decoded (before: as it was sent)",
  },
  { path: 'requestContext.protocol', in2: "renamed: 'requestContext.http.protocol'" },
  { path: 'requestContext.requestTime', in2: "renamed: 'requestContext.time'" },
  { path: 'requestContext.requestTimeEpoch', in2: "renamed: 'requestContext.timeEpoch'" },
  { path: 'requestContext.extendedRequestId', in2: "absent; 'requestContext.requestId' is that id" },
  {
    path: 'requestContext.requestId',
    isRare: true,
    in1: 'no UUID: the id that the answer has as apigw-requestid',
  },
  { path: 'requestContext.deploymentId', in1: 'absent' },
  {
    path: 'requestContext.identity',
    in2: "absent; what it held is in 'requestContext.http' and 'requestContext.authorizer.iam'",
  },
  { path: 'requestContext.identity.sourceIp', in2: "renamed: 'requestContext.http.sourceIp'" },
  { path: 'requestContext.identity.userAgent', in2: "renamed: 'requestContext.http.userAgent'" },
  { path: 'requestContext.identity.apiKey', in1: 'absent: there are no API keys' },
  { path: 'requestContext.identity.apiKeyId', in1: 'absent: there are no API keys' },
  { path: 'requestContext.identity.vpcId', in1: 'absent' },
  { path: 'requestContext.identity.vpceId', in1: 'absent' },
  { path: 'requestContext.identity.clientCert', in2: "renamed: 'requestContext.authentication.clientCert'" },
  { path: 'requestContext.identity.accessKey', in2: "renamed: 'requestContext.authorizer.iam.accessKey'" },
  { path: 'requestContext.identity.accountId', in2: "renamed: 'requestContext.authorizer.iam.accountId'" },
  { path: 'requestContext.identity.caller', in2: "renamed: 'requestContext.authorizer.iam.callerId'" },
  { path: 'requestContext.identity.user', in2: "renamed: 'requestContext.authorizer.iam.userId'" },
  { path: 'requestContext.identity.userArn', in2: "renamed: 'requestContext.authorizer.iam.userArn'" },
  {
    path: 'requestContext.identity.principalOrgId',
    in2: "renamed: 'requestContext.authorizer.iam.principalOrgId'",
  },
  {
    path: 'requestContext.authorizer',
    in1: 'values of a Lambda authorizer keep their types: numbers and Booleans were texts; integrationLatency is absent',
    in2: "renamed: 'requestContext.authorizer.lambda', without principalId, or '.jwt', or '.iam'",
  },
  { path: 'requestContext.authorizer.claims', in2: "renamed: 'requestContext.authorizer.jwt.claims'" },
  { path: 'requestContext.authorizer.principalId', in2: 'absent' },
]

/** What is not in the event of a REST API at all. */
export const addedFields = {
  in1: 'version',
  in2: 'version, routeKey, rawPath, rawQueryString, cookies',
} as const

/** What of a function's answer is taken otherwise. */
export const answerDifferences: readonly string[] = [
  'An answer without statusCode was a 200: in format 1.0 it is a 500, in format 2.0 the whole value becomes the body of a 200.',
  'An answer without a content type was application/json: now it is text/plain.',
  'multiValueHeaders is taken in format 1.0; format 2.0 has the list cookies for Set-Cookie, and no other way to send a header twice.',
]

/** Headers that format 1.0 still writes in capitals, by their name in lower case. */
const capitalHeaders: ReadonlyMap<string, string> = new Map(
  [
    'Content-Length',
    'Host',
    'User-Agent',
    'X-Amzn-Trace-Id',
    'X-Forwarded-For',
    'X-Forwarded-Port',
    'X-Forwarded-Proto',
  ].map(name => [name.toLowerCase(), name]),
)

/** Beside these, what the function of an authorizer gets in format 1.0. */
const authorizerDifferences: readonly EventDifference[] = [
  { path: 'type', in1: "always 'REQUEST'" },
  { path: 'multiValueHeaders', in1: "absent: read 'headers'" },
  { path: 'multiValueQueryStringParameters', in1: "absent: read 'queryStringParameters'" },
]

/** What becomes of a value that a handler reads by this path; undefined where nothing does. */
export function differenceOf(path: readonly string[]): EventDifference | undefined {
  const [place, header] = path
  if ((place === 'headers' || place === 'multiValueHeaders') && header !== undefined)
    return ofHeader(place, header)
  return closest(path, eventDifferences)
}

/** The same of the function of a Lambda authorizer. */
export function authorizerDifferenceOf(path: readonly string[]): EventDifference | undefined {
  return closest(path, authorizerDifferences) ?? differenceOf(path)
}

function closest(path: readonly string[], all: readonly EventDifference[]): EventDifference | undefined {
  const text = `${path.join('.')}.`
  return all.filter(each => text.startsWith(`${each.path}.`)).sort((a, b) => b.path.length - a.path.length)[0]
}

function ofHeader(place: string, header: string): EventDifference | undefined {
  const lower = header.toLowerCase()
  const path = `${place}.${header}`
  if (lower.startsWith('cloudfront-')) return { path, in1: 'absent: no CloudFront stands in front' }
  const name1 = capitalHeaders.get(lower) ?? lower
  const in1 = name1 === header ? {} : { in1: `named '${name1}'` }
  const in2 =
    place === 'multiValueHeaders'
      ? "absent; 'headers' has the values joined with commas"
      : lower === 'cookie'
        ? "absent; the list 'cookies' has them"
        : lower === header
          ? lower === name1
            ? undefined
            : 'as it is'
          : `named '${lower}'`
  return in2 === undefined && name1 === header
    ? undefined
    : { path, ...in1, ...(in2 !== undefined && { in2 }) }
}
