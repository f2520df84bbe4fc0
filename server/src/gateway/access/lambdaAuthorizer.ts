import type { Authorizer } from '../../api/authorizer.ts'
import { functionOfUri } from '../../api/lambdaFunction.ts'
import { valueOf } from '../../base/origin.ts'
import type { AccessAnswer, AccessPlace } from '../../protocol/access.ts'
import { depends, placeOf, statementName, statementsOf } from './answer.ts'
import type { ApiContext } from './apiContext.ts'
import type { PolicyAnswer } from './askPolicies.ts'
import { matchesWhole } from '../selectionPattern.ts'
import type { Identity } from './identity.ts'

/**
 * Why a Lambda authorizer is not even asked; undefined when it is: every identity source has to be there.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
 */
export function missingSource(authorizer: Authorizer, identity: Identity): string | undefined {
  for (const source of authorizer.identitySource.flatMap(fact => valueOf(fact) ?? [])) {
    if (!sends(identity, source.trim())) return `the request lacks its identity source \`${source}\``
  }
  const isToken = valueOf(authorizer.type) === 'TOKEN'
  if (isToken && authorizer.identitySource.length === 0 && !sends(identity, tokenSource)) {
    return 'the request lacks the token'
  }
  const expression = valueOf(authorizer.identityValidationExpression)
  const isSignatureOnly = identity.principal && !identity.token && identity.hasAuthorizerCredentials !== true
  if (isToken && expression !== undefined && isSignatureOnly && matches(expression, signature) === false) {
    return `the signature in \`Authorization\` does not match its \`${expression}\``
  }
  return undefined
}

const tokenSource = 'method.request.header.Authorization'
/** What a request signed with AWS credentials has in `Authorization`. */
const signature =
  'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/execute-api/aws4_request, SignedHeaders=host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7'

function sends(identity: Identity, source: string): boolean {
  // The gateway itself gives these.
  if (/^\$?(context|stageVariables)\./.test(source)) return true
  if (identity.hasAuthorizerCredentials === true) return true
  const header = /^(?:method|route|\$)?\.?request\.header\.(.+)$/.exec(source)?.[1]?.toLowerCase()
  if (header === 'authorization') return identity.token !== undefined || identity.principal !== undefined
  return header === 'x-api-key' && identity.apiKey !== undefined
}

function matches(expression: string, text: string): boolean | undefined {
  try {
    return matchesWhole(expression, text)
  } catch {
    return undefined
  }
}

/** The answer where the function decides; `atBest` is what a REST API's policies say when the function allows the call. */
export function customAnswer(
  context: ApiContext,
  name: string,
  authorizer: Authorizer | undefined,
  atBest: PolicyAnswer | undefined,
  places: readonly AccessPlace[],
): AccessAnswer {
  const uri = valueOf(authorizer?.uri)
  const fn = uri === undefined ? undefined : functionOfUri(uri, context.definition.functions)
  const who = fn ? `\`${fn.id}\`` : 'its function'
  const isSimple = context.api.type === 'http' && valueOf(authorizer?.enableSimpleResponses) === true
  const condition = isSimple
    ? '`isAuthorized` is true'
    : 'its policy allows `execute-api:Invoke` on the route'
  const answer = depends(
    `asks ${name}`,
    `**Asks ${name}.** ${who[0] === '`' ? `The function ${who}` : 'Its function'} decides: the call goes through when ${condition}.${besides(atBest)}`,
    ...placeOf('function', fn?.origin),
    ...places,
  )
  return atBest ? { ...answer, statements: statementsOf(atBest.decision, atBest.atBest) } : answer
}

function besides(atBest: PolicyAnswer | undefined): string {
  if (!atBest || atBest.decision.outcomes.length === 0) return ''
  if (atBest.verdict === 'unknown') return ' The resource policy may deny it too, by what is not known here.'
  if (atBest.verdict === 'some') return ' The resource policy denies some of these calls before.'
  const allow = atBest.decision.outcomes.find(
    ({ statement, mismatch }) =>
      statement.role === 'resource' && statement.effect === 'Allow' && mismatch === undefined,
  )
  return allow
    ? ` It also goes through when the function's policy says nothing of it: the ${statementName(allow.statement)} allows it.`
    : ' The resource policy does not deny it.'
}
