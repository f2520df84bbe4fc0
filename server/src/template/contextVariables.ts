import type { ContextUse } from './member.ts'

/** A variable of `$context`, by what stands behind `$context.`; words in capitals stand for any name. */
export interface ContextVariable {
  readonly name: string
  /** Where it can be used. */
  readonly uses: readonly ContextUse[]
  /** Markdown, one sentence or two. */
  readonly documentation: string
  /** Set for what a template may assign to. */
  readonly isAssignable?: true
}

const everywhere: readonly ContextUse[] = ['rest', 'websocket', 'http']
const restAndHttp: readonly ContextUse[] = ['rest', 'http']
const restAndWebSocket: readonly ContextUse[] = ['rest', 'websocket']
const logs: readonly ContextUse[] = ['restAccessLog', 'http']
const restLog: readonly ContextUse[] = ['restAccessLog']
const errors: readonly ContextUse[] = ['gatewayResponse', 'restAccessLog', 'http']
const templates: readonly ContextUse[] = ['rest']

function variable(name: string, uses: readonly ContextUse[], documentation: string): ContextVariable {
  return { name, uses, documentation }
}

function assignable(name: string, documentation: string): ContextVariable {
  return { name, uses: templates, documentation, isAssignable: true }
}

const identity: readonly ContextVariable[] = [
  variable('identity.accountId', everywhere, 'The AWS account of the caller who signed the request (IAM).'),
  variable('identity.apiKey', restAndWebSocket, 'The API key of a method that requires one; else empty.'),
  variable('identity.apiKeyId', restAndWebSocket, 'The id of the API key of a method that requires one.'),
  variable('identity.caller', everywhere, 'The principal who signed the request (IAM).'),
  variable(
    'identity.cognitoAuthenticationProvider',
    everywhere,
    'The Cognito authentication providers that the caller used, separated by commas (IAM with Cognito credentials).',
  ),
  variable(
    'identity.cognitoAuthenticationType',
    everywhere,
    '`authenticated` or `unauthenticated` (IAM with Cognito credentials).',
  ),
  variable(
    'identity.cognitoIdentityId',
    everywhere,
    "The caller's Cognito identity (IAM with Cognito credentials).",
  ),
  variable(
    'identity.cognitoIdentityPoolId',
    everywhere,
    "The Cognito identity pool of the caller's identity (IAM with Cognito credentials).",
  ),
  variable('identity.principalOrgId', restAndHttp, 'The AWS organization of the caller (IAM).'),
  variable('identity.sourceIp', everywhere, 'The address of the TCP connection that the request came by.'),
  variable('identity.user', everywhere, 'The principal who is authorized to call the resource (IAM).'),
  variable('identity.userAgent', everywhere, 'The `User-Agent` header of the caller.'),
  variable('identity.userArn', everywhere, 'The ARN of the caller who was identified (IAM).'),
  variable(
    'identity.clientCert.clientCertPem',
    restAndHttp,
    'The client certificate in PEM form (mutual TLS).',
  ),
  variable(
    'identity.clientCert.subjectDN',
    restAndHttp,
    "The subject of the client's certificate (mutual TLS).",
  ),
  variable(
    'identity.clientCert.issuerDN',
    restAndHttp,
    "The issuer of the client's certificate (mutual TLS).",
  ),
  variable(
    'identity.clientCert.serialNumber',
    restAndHttp,
    "The serial number of the client's certificate (mutual TLS).",
  ),
  variable(
    'identity.clientCert.validity.notBefore',
    restAndHttp,
    "The day before which the client's certificate is invalid (mutual TLS).",
  ),
  variable(
    'identity.clientCert.validity.notAfter',
    restAndHttp,
    "The day after which the client's certificate is invalid (mutual TLS).",
  ),
]

const authorizer: readonly ContextVariable[] = [
  variable(
    'authorizer.claims.PROPERTY',
    restAndHttp,
    'A claim of the token, once a Cognito user pool (REST) or a JWT authorizer (HTTP) let the caller in. `$context.authorizer.claims` by itself is null.',
  ),
  variable('authorizer.principalId', everywhere, 'The `principalId` that a Lambda authorizer answered with.'),
  variable(
    'authorizer.PROPERTY',
    everywhere,
    'A member of the `context` that a Lambda authorizer answered with, as text: a number `1` is `"1"`, `true` is `"true"`.',
  ),
  variable('authorizer.error', logs, 'The error message of the authorizer.'),
  variable('authorizer.integrationLatency', restLog, 'How long the authorizer took, in milliseconds.'),
  variable('authorizer.integrationStatus', restLog, 'The status code of the Lambda authorizer.'),
  variable('authorizer.latency', restLog, 'How long authorizing took, in milliseconds.'),
  variable('authorizer.requestId', restLog, 'The request id of the Lambda call.'),
  variable('authorizer.status', restLog, 'The status code of the authorizer.'),
]

const overrides: readonly ContextVariable[] = [
  assignable('requestOverride.header.NAME', 'Overrides a header of the request to the backend, once.'),
  assignable('requestOverride.path.NAME', 'Overrides a path parameter of the request to the backend, once.'),
  assignable(
    'requestOverride.querystring.NAME',
    'Overrides a query string parameter of the request to the backend, once.',
  ),
  assignable('responseOverride.header.NAME', 'Overrides a header of the response, once.'),
  assignable('responseOverride.status', 'Overrides the status code of the response, once.'),
]

const general: readonly ContextVariable[] = [
  variable('accountId', restAndHttp, "The AWS account of the API's owner."),
  variable('apiId', everywhere, 'The id of the API.'),
  variable('awsEndpointRequestId', restAndHttp, 'The request id of the AWS endpoint behind the integration.'),
  variable(
    'awsEndpointRequestId2',
    ['http'],
    'The second request id of the AWS endpoint behind the integration (`x-amz-id-2`).',
  ),
  variable('deploymentId', templates, 'The id of the deployment that answers.'),
  variable('domainName', everywhere, 'The domain name that was called; the `Host` header of the request.'),
  variable('domainPrefix', restAndHttp, 'The first label of `$context.domainName`.'),
  variable(
    'extendedRequestId',
    everywhere,
    'The id that API Gateway generates for a request, with more to help debugging.',
  ),
  variable('httpMethod', restAndHttp, 'The HTTP method of the request.'),
  variable('isCanaryRequest', templates, 'Whether the request went to the canary of the stage.'),
  variable('path', restAndHttp, 'The path of the request, with the stage: `/prod/orders/7`.'),
  variable('protocol', restAndHttp, 'The protocol of the request, such as `HTTP/1.1`.'),
  variable(
    'requestId',
    everywhere,
    'The id of the request; a client can send one of its own in `x-amzn-RequestId`.',
  ),
  variable(
    'requestTime',
    everywhere,
    'When the request came, as CLF writes it: `dd/MMM/yyyy:HH:mm:ss +-hhmm`.',
  ),
  variable('requestTimeEpoch', everywhere, 'When the request came, in milliseconds since 1970.'),
  variable('resourceId', templates, 'The id of the resource.'),
  variable('resourcePath', templates, 'The path of the resource, with its parameters: `/orders/{id}`.'),
  variable('stage', everywhere, 'The name of the stage.'),
  variable('wafResponseCode', templates, 'What AWS WAF answered: `WAF_ALLOW` or `WAF_BLOCK`.'),
  variable('webaclArn', templates, 'The ARN of the web ACL that decides about the request.'),
]

const webSocket: readonly ContextVariable[] = [
  variable('connectionId', ['websocket'], 'The id of the connection; the backend sends messages to it.'),
  variable('connectedAt', ['websocket'], 'When the connection was made, in milliseconds since 1970.'),
  variable('eventType', ['websocket'], '`CONNECT`, `MESSAGE` or `DISCONNECT`.'),
  variable('messageId', ['websocket'], 'The id of a message; only there for the event type `MESSAGE`.'),
  variable('routeKey', ['websocket', 'http'], 'The key of the route.'),
  variable('status', ['websocket', 'http', 'restAccessLog'], 'The status of the response.'),
]

const failures: readonly ContextVariable[] = [
  variable(
    'error.message',
    errors,
    'The error message of API Gateway. In the body of a gateway response it is filled in without VTL.',
  ),
  variable('error.messageString', [...errors, 'websocket'], 'The error message in double quotes.'),
  variable('error.responseType', errors, 'The type of the gateway response, such as `UNAUTHORIZED`.'),
  variable(
    'error.validationErrorString',
    ['gatewayResponse', 'restAccessLog', 'websocket'],
    'What is wrong with the request, in detail.',
  ),
]

const accessLog: readonly ContextVariable[] = [
  ...['authenticate', 'authorize', 'waf'].flatMap(part => [
    variable(`${part}.error`, restLog, `The error message of the step \`${part}\`.`),
    variable(`${part}.latency`, restLog, `How long the step \`${part}\` took, in milliseconds.`),
    variable(`${part}.status`, restLog, `The status code of the step \`${part}\`.`),
  ]),
  variable(
    'customDomain.basePathMatched',
    logs,
    'The base path mapping of the custom domain that was matched.',
  ),
  variable('customDomain.routingRuleIdMatched', restLog, 'The id of the routing rule that was matched.'),
  variable('cipherSuite', restLog, 'The cipher suite of the TLS connection.'),
  variable('tlsVersion', restLog, 'The TLS version of the connection.'),
  variable('endpointType', restLog, 'The endpoint type of the API: `EDGE`, `REGIONAL` or `PRIVATE`.'),
  variable('dataProcessed', ['http'], 'How much data was processed, in bytes.'),
  variable('integration.error', logs, 'The error message of the integration.'),
  variable(
    'integration.integrationStatus',
    logs,
    "The status code of the function's own answer in a Lambda proxy integration.",
  ),
  variable(
    'integration.responseTransferMode',
    restLog,
    'How the response of the integration is handed on: `BUFFERED` or `STREAMED`.',
  ),
  variable(
    'integration.timeToAllHeaders',
    restLog,
    'How long a streaming integration took to send all headers, in milliseconds.',
  ),
  variable(
    'integration.timeToFirstContent',
    restLog,
    'How long a streaming integration took to send the first bytes of its body, in milliseconds.',
  ),
  variable('integration.latency', logs, 'How long the integration took, in milliseconds.'),
  variable('integration.requestId', logs, "The request id of the integration's endpoint."),
  variable('integration.status', logs, 'The status code that the integration answered with.'),
  variable('integrationErrorMessage', logs, 'The error message of the integration.'),
  variable('integrationLatency', logs, 'How long the integration took, in milliseconds.'),
  variable(
    'integrationStatus',
    logs,
    "The status code of the function's own answer in a Lambda proxy integration.",
  ),
  variable('responseLatency', logs, 'How long the response took, in milliseconds.'),
  variable('responseLength', logs, "The length of the response's payload, in bytes."),
  variable('xrayTraceId', restLog, 'The id of the X-Ray trace.'),
]

/**
 * All variables of `$context` by where they can be used.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
 */
export const contextVariables: readonly ContextVariable[] = [
  ...general,
  ...identity,
  ...authorizer,
  ...overrides,
  ...webSocket,
  ...failures,
  ...accessLog,
]
