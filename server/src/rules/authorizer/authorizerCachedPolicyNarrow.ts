import type { Api } from '../../api/api.ts'
import type { Authorization, Authorizer } from '../../api/authorizer.ts'
import type { LambdaFunction } from '../../api/lambdaFunction.ts'
import { functionOfUri } from '../../api/lambdaFunction.ts'
import type { Fix } from '../../base/diagnostic.ts'
import { relatedPlace } from '../../base/diagnostic.ts'
import type { Origin } from '../../base/origin.ts'
import { originWith, valueOf } from '../../base/origin.ts'
import { createLineIndex, rangeAt } from '../../base/text.ts'
import { handlerFile, handlerParts } from '../../definitions/handlerPlace.ts'
import type { Rule, RuleContext } from '../rule.ts'
import { insertFix, nodeOf, replaceFix } from '../textFixes.ts'
import { policyOfCalledMethod } from './policyOfCalledMethod.ts'

export const authorizerCachedPolicyNarrow: Rule = {
  id: 'authorizer-cached-policy-narrow',
  severity: 'warning',
  summary: 'A Lambda authorizer allows the called method alone, and its answer is kept for all methods.',
  aws: 'Keeps the policy per identity source, for 300 seconds by default, and holds every further call against it: other methods answer 403.',
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Shop:
    Type: AWS::Serverless::Api
    Properties:
      StageName: dev
      Auth:
        DefaultAuthorizer: Callers
        Authorizers:
          Callers: { FunctionArn: !GetAtt Auth.Arn }
  Auth:
    Type: AWS::Serverless::Function
    Properties: { Handler: auth.handler, Runtime: nodejs22.x, CodeUri: src/ }
  Books:
    Type: AWS::Serverless::Function
    Properties:
      Handler: books.handler
      Runtime: nodejs22.x
      CodeUri: src/
      Events:
        List: { Type: Api, Properties: { RestApiId: !Ref Shop, Path: /books, Method: get } }
        Add: { Type: Api, Properties: { RestApiId: !Ref Shop, Path: /books, Method: post } }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Shop:
    Type: AWS::Serverless::Api
    Properties:
      StageName: dev
      Auth:
        DefaultAuthorizer: Callers
        Authorizers:
          Callers: { FunctionArn: !GetAtt Auth.Arn, Identity: { ReauthorizeEvery: 0 } }
  Auth:
    Type: AWS::Serverless::Function
    Properties: { Handler: auth.handler, Runtime: nodejs22.x, CodeUri: src/ }
  Books:
    Type: AWS::Serverless::Function
    Properties:
      Handler: books.handler
      Runtime: nodejs22.x
      CodeUri: src/
      Events:
        List: { Type: Api, Properties: { RestApiId: !Ref Shop, Path: /books, Method: get } }
        Add: { Type: Api, Properties: { RestApiId: !Ref Shop, Path: /books, Method: post } }
`,
    files: {
      'src/books.js': 'exports.handler = async () => ({ statusCode: 200 })',
      'src/auth.js': `exports.handler = async event => ({
  principalId: 'user',
  policyDocument: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: event.methodArn }],
  },
})`,
    },
  },
  visit: {
    *authorizer(authorizer, api, context) {
      const seconds = keptFor(authorizer, api)
      if (seconds === undefined || seconds <= 0 || isKeptPerRoute(authorizer)) return
      const calls = callsGuardedBy(authorizer, api)
      const [one, other] = calls
      if (one === undefined || other === undefined) return
      const uri = valueOf(authorizer.uri)
      const fn = uri === undefined ? undefined : functionOfUri(uri, context.definition.functions)
      const place = fn && narrowPlace(fn, context)
      if (!fn || !place) return
      const ttl = authorizer.resultTtlInSeconds
      yield {
        origin: ttl?.origin ?? authorizer.origin,
        message: `Authorizer '${authorizer.name}' keeps the policy of '${fn.id}' for ${seconds} seconds for all its methods, and that policy names the called one alone ('${place.written}'), so after '${one}' the same caller is refused '${other}' with 403; keep it for 0 seconds, or return a 'Resource' with '*'`,
        fixes: zeroFix(authorizer, context),
        related: [relatedPlace(place.origin, `the policy names '${place.written}'`)],
      }
    },
  },
}

/** Seconds; undefined when nothing is kept or that is not known. */
function keptFor(
  { type, resultTtlInSeconds: ttl, enableSimpleResponses }: Authorizer,
  api: Api,
): number | undefined {
  const kind = valueOf(type)
  if (ttl && !ttl.known) return undefined
  if (api.type === 'rest') return kind === 'TOKEN' || kind === 'REQUEST' ? (ttl?.value ?? 300) : undefined
  // A WebSocket API asks once per connection; a simple response names no resource.
  if (api.type !== 'http' || kind !== 'REQUEST' || valueOf(enableSimpleResponses) === true) return undefined
  return ttl?.value
}

// A source that differs from method to method keeps their answers apart.
function isKeptPerRoute({ identitySource }: Authorizer): boolean {
  return identitySource.some(
    fact => !fact.known || /context\.(?:path|resourcePath|resourceId|httpMethod|routeKey)\b/.test(fact.value),
  )
}

/** Calls with different ARNs that the authorizer guards: its methods, and two values of a path parameter. */
function callsGuardedBy({ name }: Authorizer, api: Api): string[] {
  const isGuarded = ({ type, authorizer }: Authorization) => type === 'CUSTOM' && valueOf(authorizer) === name
  const labels =
    api.type === 'rest'
      ? api.resources.flatMap(({ path, methods }) =>
          methods
            .filter(({ authorization }) => isGuarded(authorization))
            .map(({ httpMethod }) => `${httpMethod} ${path}`),
        )
      : api.routes.filter(({ authorization }) => isGuarded(authorization)).map(({ routeKey }) => routeKey)
  const [only] = labels
  if (labels.length !== 1 || only === undefined) return labels
  const parameter = /\{[^}]*\}/
  return parameter.test(only) ? [only.replace(parameter, '1'), only.replace(parameter, '2')] : labels
}

function narrowPlace(
  fn: LambdaFunction,
  { files }: RuleContext,
): { readonly origin: Origin; readonly written: string } | undefined {
  const runtime = valueOf(fn.runtime) ?? ''
  const language = runtime.startsWith('nodejs')
    ? 'javascript'
    : runtime.startsWith('python')
      ? 'python'
      : undefined
  const parts = language && handlerParts(fn)
  const file = parts && handlerFile(parts, files)
  const text = file === undefined ? undefined : files.read(file)
  if (!language || file === undefined || text === undefined) return undefined
  const found = policyOfCalledMethod(text, language)
  if (!found) return undefined
  const range = rangeAt(createLineIndex(text), found.offset, found.offset + found.written.length)
  return { origin: { file, pointer: '', range }, written: found.written }
}

function zeroFix({ resultTtlInSeconds: ttl, origin }: Authorizer, context: RuleContext): Fix[] {
  if (ttl) return ttl.known ? replaceFix(context, ttl.origin, String(ttl.value), '0') : []
  const inner = (...steps: readonly string[]) => originWith(origin, [origin.pointer, ...steps].join('/'))
  if (nodeOf(context, inner('x-amazon-apigateway-authorizer'))) {
    return insertFix(context, inner('x-amazon-apigateway-authorizer'), 'authorizerResultTtlInSeconds', '0')
  }
  if (nodeOf(context, inner('Properties', 'AuthorizerUri'))) {
    return insertFix(context, inner('Properties'), 'AuthorizerResultTtlInSeconds', '0')
  }
  if (!nodeOf(context, inner('FunctionArn'))) return []
  return nodeOf(context, inner('Identity'))
    ? insertFix(context, inner('Identity'), 'ReauthorizeEvery', '0')
    : insertFix(context, origin, 'Identity', '{ "ReauthorizeEvery": 0 }')
}
