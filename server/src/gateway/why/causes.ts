import type { CauseText } from './socketCauses.ts'
import { socketCauses } from './socketCauses.ts'

const guide = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/'
const lambdaGuide = 'https://docs.aws.amazon.com/lambda/latest/dg/'
const notFound = `${guide}supported-gateway-response-types.html`
const authorizerOutput = `${guide}api-gateway-lambda-authorizer-output.html`
const restLambda = `${guide}set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-output-format`
const functionErrors = `${lambdaGuide}troubleshooting-invocation.html`
const jwt = `${guide}http-api-jwt-authorizer.html`
const cors = `${guide}how-to-cors.html`
const authorizationFlow = `${guide}apigateway-authorization-flow.html`

export type CauseId = keyof typeof causes

/** Every cause that Why? knows, by its id. docs/why.md is made of this. */
export const causes = {
  'path-unknown': {
    status: '403, 404',
    title: 'No resource or route has the path',
    line: 'the nearest route',
    documentation: notFound,
  },
  'method-unknown': {
    status: '403, 404',
    title: 'The path is there, the method is not',
    line: 'a method that the path has',
    documentation: notFound,
  },
  'stage-in-path': {
    status: '403, 404',
    title: 'The path begins with the stage, or with the base path of a custom domain',
    line: 'the route without it',
    documentation: `${guide}how-to-call-api.html`,
  },
  'trailing-slash': {
    status: '404',
    title: 'A slash at the end makes another path on an HTTP API',
    line: 'the route without or with it',
    documentation: `${guide}http-api-develop-routes.html`,
  },
  'stage-unknown': {
    status: '403, 404',
    title: 'The host leads to no stage',
    line: 'the stage, the mapping or the domain name',
    documentation: `${guide}how-to-call-api.html`,
  },
  'resource-policy-denies': {
    status: '403',
    title: 'A statement of the resource policy denies the call',
    line: 'the statement',
    documentation: authorizationFlow,
  },
  'resource-policy-allows-nothing': {
    status: '403',
    title: 'No statement of the resource policy allows the call, or a private API has none',
    line: 'the policy',
    documentation: authorizationFlow,
  },
  'iam-policy-denies': {
    status: '403',
    title: 'A policy of the IAM caller, or the boundary, denies the call',
    line: 'the statement',
    documentation: `${guide}api-gateway-control-access-using-iam-policies-to-invoke-api.html`,
  },
  'iam-policy-allows-nothing': {
    status: '403',
    title: 'No policy of the IAM caller allows the call',
    line: 'the authorization of the method',
    documentation: `${guide}api-gateway-control-access-using-iam-policies-to-invoke-api.html`,
  },
  'authorizer-policy-denies': {
    status: '403',
    title: 'A statement of the policy that the authorizer returned denies the call',
    line: "the authorizer's handler",
    documentation: authorizerOutput,
  },
  'authorizer-policy-allows-nothing': {
    status: '403',
    title: 'The policy that the authorizer returned does not cover the call',
    line: "the authorizer's handler",
    documentation: authorizerOutput,
  },
  'authorizer-policy-cached': {
    status: '403',
    title: 'A policy kept from an earlier request is narrower than the cache',
    line: 'how long results are kept',
    documentation: `${guide}configure-api-gateway-lambda-authorization.html`,
  },
  'authorizer-refused': {
    status: '401, 403',
    title: "The authorizer's function answered that the caller is not authorized",
    line: "the authorizer's handler",
    documentation: authorizerOutput,
  },
  'authorizer-failed': {
    status: '500',
    title: "The authorizer's function threw, did not load or gave no answer in time",
    line: "the failing line of the authorizer's handler",
    documentation: functionErrors,
  },
  'authorizer-answer-malformed': {
    status: '500',
    title: "The answer of the authorizer's function cannot be read",
    line: "the authorizer's handler",
    documentation: authorizerOutput,
  },
  'identity-source-missing': {
    status: '401',
    title: 'An identity source is missing or empty, so the authorizer is not called',
    line: 'the identity source',
    documentation: `${guide}configure-api-gateway-lambda-authorization.html`,
  },
  'token-pattern-mismatch': {
    status: '401',
    title: 'The token does not match the validation expression of the authorizer',
    line: 'the expression',
    documentation: `${guide}configure-api-gateway-lambda-authorization.html`,
  },
  'token-expired': {
    status: '401',
    title: 'The token has expired',
    line: 'the authorizer',
    documentation: jwt,
  },
  'token-issuer': {
    status: '401',
    title: 'The token is of another issuer',
    line: 'the issuer',
    documentation: jwt,
  },
  'token-audience': {
    status: '401',
    title: 'The token is for another audience',
    line: 'the audience',
    documentation: jwt,
  },
  'token-scope': {
    status: '401, 403',
    title: 'The token has none of the wanted scopes',
    line: 'the scopes of the method or route',
    documentation: jwt,
  },
  'token-use': {
    status: '401',
    title: 'An id token came where an access token is wanted, or the other way round',
    line: 'the authorizer',
    documentation: `${guide}apigateway-invoke-api-integrated-with-cognito-user-pool.html`,
  },
  'token-invalid': {
    status: '401',
    title: 'What was sent is no token, or nobody knows the key that signed it',
    line: 'the authorizer',
    documentation: jwt,
  },
  'signature-missing': {
    status: '403',
    title: 'The method asks for a signed request and this one has no signature',
    line: 'the authorization of the method',
    documentation: `${guide}api-gateway-control-access-using-iam-policies-to-invoke-api.html`,
  },
  'signature-invalid': {
    status: '403',
    title: 'The signature does not match, or nobody knows who signed',
    line: 'the authorization of the method',
    documentation: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html',
  },
  'api-key-missing': {
    status: '403',
    title: 'The method asks for an API key and none came',
    line: 'where the method asks for it',
    documentation: `${guide}api-gateway-api-key-source.html`,
  },
  'api-key-not-in-plan': {
    status: '403',
    title: 'The API key is in no usage plan of the stage',
    line: 'where the method asks for it',
    documentation: `${guide}api-gateway-api-usage-plans.html`,
  },
  'api-key-disabled': {
    status: '403',
    title: 'The API key is not enabled',
    line: 'the key',
    documentation: `${guide}api-gateway-api-usage-plans.html`,
  },
  'quota-used-up': {
    status: '429',
    title: 'The key has used the quota of its plan',
    line: 'the quota',
    documentation: `${guide}api-gateway-request-throttling.html`,
  },
  throttled: {
    status: '429',
    title: 'More requests came at once than a limit lets through',
    line: 'the limit',
    documentation: `${guide}api-gateway-request-throttling.html`,
  },
  'parameter-missing': {
    status: '400',
    title: 'A required parameter is missing or blank',
    line: 'the parameter',
    documentation: `${guide}api-gateway-method-request-validation.html`,
  },
  'body-not-in-model': {
    status: '400',
    title: 'The body does not match the model of its content type',
    line: 'the model',
    documentation: `${guide}api-gateway-method-request-validation.html`,
  },
  'request-too-large': {
    status: '413',
    title: 'Body, header or event is larger than API Gateway or Lambda takes',
    line: 'the method or integration',
    documentation: `${guide}api-gateway-execution-service-limits-table.html`,
  },
  'media-type-unsupported': {
    status: '415',
    title: 'No request template has the content type, and the passthrough behavior lets nothing through',
    line: 'the passthrough behavior',
    documentation: `${guide}integration-passthrough-behaviors.html`,
  },
  'content-encoding-unsupported': {
    status: '415',
    title: 'The body is packed in a way that API Gateway cannot unpack',
    line: 'the API',
    documentation: `${guide}api-gateway-enable-compression.html`,
  },
  'event-not-json': {
    status: '400',
    title: 'The body or template gives no JSON, which Lambda refuses as an event',
    line: 'the template or integration',
    documentation: `${guide}set-up-lambda-custom-integrations.html`,
  },
  'proxy-response-malformed': {
    status: '502, 500',
    title: 'The function returned no proxy response: one property is wrong',
    line: 'the line of the handler that returns it',
    documentation: restLambda,
  },
  'function-threw': {
    status: '502, 500',
    title: 'The function threw an error',
    line: 'the line that threw',
    documentation: functionErrors,
  },
  'function-not-loaded': {
    status: '502, 500',
    title: 'The code of the function does not load: an import or a syntax error',
    line: 'the failing line, or the function',
    documentation: functionErrors,
  },
  'handler-not-found': {
    status: '502, 500',
    title: 'The handler that the function names does not exist',
    line: 'the handler of the function',
    documentation: functionErrors,
  },
  'function-timed-out': {
    status: '502, 500',
    title: 'The function reached its own timeout',
    line: 'the timeout of the function',
    documentation: functionErrors,
  },
  'function-out-of-memory': {
    status: '502, 500',
    title: 'The function used more memory than it has',
    line: 'the memory size of the function',
    documentation: functionErrors,
  },
  'function-gave-no-answer': {
    status: '502, 500',
    title:
      'The process of the function ended, it answered too much, ran too often at once, or has no code here',
    line: 'the function or its handler',
    documentation: functionErrors,
  },
  'integration-timed-out': {
    status: '504, 503',
    title: 'The integration gave no answer within its time limit',
    line: 'the time limit, or the integration',
    documentation: `${guide}api-gateway-execution-service-limits-table.html`,
  },
  'backend-unreachable': {
    status: '504, 503',
    title: 'The backend cannot be reached: no such host, or nobody listens',
    line: 'the URI of the integration',
    documentation: notFound,
  },
  'stage-variable-missing': {
    status: '500',
    title: 'The URI of the integration names a variable that the stage does not have',
    line: 'the URI of the integration',
    documentation: `${guide}aws-api-gateway-stage-variables-reference.html`,
  },
  'lambda-method-not-post': {
    status: '500',
    title: 'The integration calls Lambda by another method than POST',
    line: 'the method of the integration',
    documentation: `${guide}set-up-lambda-integrations.html`,
  },
  'template-failed': {
    status: '500, 400',
    title: 'A mapping template failed',
    line: 'the line of the template',
    documentation: `${guide}api-gateway-mapping-template-reference.html`,
  },
  'integration-response-missing': {
    status: '500',
    title: 'No integration response matches, and there is no default one',
    line: 'the integration',
    documentation: `${guide}handle-errors-in-lambda-integration.html`,
  },
  'error-mapped-to-success': {
    status: '200',
    title: 'The function failed, and the integration response makes a success of it',
    line: 'the integration response',
    documentation: `${guide}handle-errors-in-lambda-integration.html`,
  },
  'answer-not-json': {
    status: '200',
    title: 'A response template promises JSON and prints something else',
    line: 'the template',
    documentation: `${guide}api-gateway-mapping-template-reference.html`,
  },
  'body-left-in-base64': {
    status: '200',
    title: 'The function sent bytes as base64, and no binary media type turns them back',
    line: 'the binary media types, or the API',
    documentation: `${guide}lambda-proxy-binary-media.html`,
  },
  'lambda-permission-missing': {
    status: '200, on AWS 500',
    title: 'Nothing lets API Gateway call the function: here it runs, on AWS it would not',
    line: 'the URI of the integration',
    documentation: `${lambdaGuide}services-apigateway.html#apigateway-permissions`,
  },
  'answer-of-backend': {
    status: '4xx, 5xx',
    title: 'The function or backend answered with this status itself',
    line: 'the handler or integration',
    documentation: restLambda,
  },
  'preflight-refused': {
    status: '403, 401',
    title: "A browser's preflight request is refused, so that the real one is never sent",
    line: 'the resource, or what guards its OPTIONS method',
    documentation: cors,
  },
  'cors-header-missing': {
    status: '200',
    title: 'The answer lacks the header that lets a page of this origin read it',
    line: 'where the header is added: CORS configuration, method or handler',
    documentation: cors,
  },
  ...socketCauses,
  'not-emulated': {
    status: '501',
    title: 'Gatehouse does not do here what AWS would',
    line: 'what asks for it',
    documentation: notFound,
  },
  'step-failed': {
    status: '4xx, 5xx',
    title: 'Any other fault of a step, in the words of the trace',
    line: 'the line that the step followed',
    documentation: notFound,
  },
} as const satisfies Record<string, CauseText>
