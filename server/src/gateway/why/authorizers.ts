import { valueOf } from '../../base/origin.ts'
import type { WhyFact } from '../../protocol/trace.ts'
import type { TokenFault } from './cause.ts'
import type { AuthorizerCause, TokenCause } from './cause.ts'
import type { CauseId } from './causes.ts'
import type { About, Explanation } from './about.ts'
import { authorizerOf, backendName, functionNamed, targetOf, targetWord } from './about.ts'
import { failureParts, limitOf } from './functions.ts'
import { memberLines } from './jsonLines.ts'
import { brief, code, goTo, listed, stated, statedFact } from './parts.ts'
import type { ToldStep } from '../trace.ts'

/** Why a Lambda authorizer let nobody in. */
export function authorizerWhy(about: About, cause: AuthorizerCause, told: ToldStep): Explanation {
  const { name, plain, authorizer } = authorizerOf(about)
  const source = told.verdict?.source ?? told.step.source
  const handler = { ...(source && { source }), fixes: goTo('Go to the handler', source) }
  switch (cause.type) {
    case 'identityMissing':
      return identityMissing(about, cause.missing)
    case 'tokenPattern': {
      const origin = cause.origin ?? authorizer?.origin
      return {
        cause: 'token-pattern-mismatch',
        sentence: `API Gateway did not ask ${name}: **the token does not match ${code(brief(cause.expression))}** as a whole. It answers 401 without calling the function.`,
        ...stated(origin),
        fixes: goTo('Go to the expression', origin),
      }
    }
    case 'unauthorized':
      return {
        cause: 'authorizer-refused',
        sentence: `${name} refused the caller: **${cause.functionId} failed with ${code('Unauthorized')}**. To AWS this one error means 401 and no fault, so ${backendName(about)} was never called.`,
        ...handler,
      }
    case 'notAuthorized':
      return {
        cause: 'authorizer-refused',
        sentence: `${name} refused the caller: **its answer has ${code('isAuthorized')} false**. AWS makes a 403 of it, so ${backendName(about)} was never called.`,
        ...handler,
        ...(told.verdict && {
          evidence: {
            title: `What ${plain} returned`,
            firstLine: 1,
            lines: memberLines(told.verdict.payload, 'isAuthorized'),
          },
        }),
        facts: cacheFact(told),
      }
    case 'authorizerFailed': {
      const { failure } = cause
      const parts = failureParts(failure, functionNamed(about, failure.functionId), limitOf(about))
      return {
        cause: 'authorizer-failed',
        sentence: `${name} gave no answer: **${failure.functionId} ${parts.words}**. AWS makes a 500 without a message of it, so ${backendName(about)} was never called.`,
        ...(parts.source && { source: parts.source }),
        ...(parts.evidence && { evidence: parts.evidence }),
        facts: parts.facts,
        fixes: parts.fixes,
      }
    }
    case 'authorizerMalformed':
      return {
        cause: 'authorizer-answer-malformed',
        sentence: `${name} returned no answer that can be used: **${brief(cause.fault, 16)}**. AWS makes a 500 without a message of it, so ${backendName(about)} was never called.`,
        ...handler,
        ...(told.verdict && {
          evidence: {
            title: `What ${plain} returned`,
            firstLine: 1,
            lines: memberLines(told.verdict.payload, undefined),
          },
        }),
        facts: [{ label: 'Fault', text: brief(cause.fault, 60, 400) }],
      }
  }
}

function cacheFact({ verdict }: ToldStep): readonly WhyFact[] {
  return verdict?.leftMs === undefined
    ? []
    : [{ label: 'Answer from', text: `the cache, good for ${Math.ceil(verdict.leftMs / 1000)} s more` }]
}

function identityMissing(about: About, missing: readonly string[]): Explanation {
  const { name, authorizer } = authorizerOf(about)
  const origin =
    authorizer?.identitySource.find(fact => missing.includes(valueOf(fact) ?? ''))?.origin ??
    authorizer?.origin
  return {
    cause: 'identity-source-missing',
    sentence: `API Gateway did not ask ${name}: **${listed(missing.map(code))} ${missing.length === 1 ? 'is' : 'are'} missing or empty**. Without ${missing.length === 1 ? 'it' : 'them'} the answer is 401 and nothing is called.`,
    ...stated(origin),
    facts: [
      {
        label: 'Send',
        text: listed(missing.map(expression => code(headerLine(expression)))),
      },
    ],
    fixes: goTo('Go to the identity source', origin),
  }
}

function headerLine(expression: string): string {
  const [, place = '', name = ''] = /request\.(\w+)\.(.+)$/.exec(expression) ?? []
  if (place === 'header') return `${name}: …`
  return place === 'querystring' ? `?${name}=…` : expression
}

const tokenCauses: Readonly<Record<TokenFault, CauseId>> = {
  expired: 'token-expired',
  issuer: 'token-issuer',
  audience: 'token-audience',
  scope: 'token-scope',
  use: 'token-use',
  keys: 'token-invalid',
  invalid: 'token-invalid',
}

/** Why a token or a signature was not taken. */
export function tokenWhy(about: About, cause: TokenCause): Explanation {
  const { name, authorizer } = authorizerOf(about)
  if (cause.type === 'token') {
    const origin = cause.origin ?? authorizer?.origin
    const what = cause.fault === 'scope' ? 'goToScope' : cause.fault
    return {
      cause: tokenCauses[cause.fault],
      sentence: `${name} did not take the token: **${cause.reason.replaceAll('**', '')}**. So ${backendName(about)} was never called.`,
      ...stated(origin),
      facts: statedDemands(about),
      fixes: goTo(tokenTitles[what] ?? 'Go to the authorizer', origin),
    }
  }
  const isBackend = about.event === 'CALLBACK'
  const origin = isBackend ? about.served.api.origin : targetOf(about)?.authorization.origin
  const asks = isBackend
    ? `${code('@connections')} takes signed requests only`
    : `the ${targetWord(about)} asks for ${code('AWS_IAM')}`
  const isMissing = cause.type === 'notSigned'
  return {
    cause: isMissing ? 'signature-missing' : 'signature-invalid',
    sentence: isMissing
      ? `IAM refused the caller: **the request is not signed**, and ${asks}. AWS words that as a missing authentication token.`
      : `IAM refused the signature: **${brief(cause.reason, 22, 200)}**. So ${isBackend ? 'nothing was done' : `${backendName(about)} was never called`}.`,
    ...stated(origin),
    fixes: goTo(isBackend ? 'Go to the API' : 'Go to the authorization', origin),
  }
}

const tokenTitles: Readonly<Partial<Record<string, string>>> = {
  goToScope: 'Go to the scopes',
  audience: 'Go to the audience',
  issuer: 'Go to the issuer',
}

function statedDemands(about: About): readonly WhyFact[] {
  const { authorizer } = authorizerOf(about)
  const issuer = authorizer?.jwt?.issuer ?? authorizer?.providerArns[0]
  const scopes = targetOf(about)?.authorization.scopes ?? []
  const value = valueOf(issuer)
  return [
    ...(value === undefined ? [] : [statedFact('Issuer', code(value), issuer?.origin)]),
    ...(scopes.length === 0
      ? []
      : [
          statedFact(
            'Scopes',
            listed(
              scopes.map(fact => code(valueOf(fact) ?? '?')),
              'or',
            ),
            scopes[0]?.origin,
          ),
        ]),
  ]
}
