import type { FunctionUrl, LambdaFunction } from '../../api/lambdaFunction.ts'
import type { Origin } from '../../base/origin.ts'
import { valueOf } from '../../base/origin.ts'
import type { PolicyDecision } from '../../policy/evaluate/evaluatePolicies.ts'
import { mismatchText } from '../../policy/evaluate/explain.ts'
import type { SourceLine, StepName, Why, WhyFact } from '../../protocol/trace.ts'
import { lastField } from '../../base/headers.ts'
import type { FailureDetails } from '../gatewayError.ts'
import type { HttpRequest, HttpResponse } from '../messages.ts'
import type { Explanation } from './about.ts'
import { causes } from './causes.ts'
import { allows } from './cors.ts'
import { causeOf, failureParts, malformedWhy } from './functions.ts'
import type { ReadText } from './handlerText.ts'
import { linesAt, returnedProperty } from './handlerText.ts'
import { memberLines } from './jsonLines.ts'
import { brief, code, goTo, listed, stated, statedFact } from './parts.ts'

/** A call through a function URL that was answered, for whoever explains the answer. */
export interface AboutUrl {
  readonly url: FunctionUrl
  readonly lambda: LambdaFunction
  readonly request: HttpRequest
  readonly response: HttpResponse
  readonly readText: ReadText
}

/** Who may not call, and what of the two actions is missing to whom. */
export interface UrlRefusal {
  readonly who: string
  /** By action, the first that is missing first. */
  readonly missing: readonly { readonly action: string; readonly decision: PolicyDecision }[]
}

/** What decided: a refusal of the policies, a failure of a step that is shared with APIs, the answer of the function. */
export type UrlDecision =
  | { readonly type: 'refused'; readonly refusal: UrlRefusal }
  | { readonly type: 'failed'; readonly details: FailureDetails }
  | {
      readonly type: 'answered'
      /** What the function returned; unset of a stream. */
      readonly payload: string | undefined
      readonly handler: SourceLine | undefined
    }

/** Why a function URL answered as it did; undefined where there is nothing to explain. A URL has no steps but these two. */
export function urlWhy(about: AboutUrl, decision: UrlDecision): Why | undefined {
  const found = explained(about, decision)
  if (!found) return undefined
  const { cause, sentence, step, source, evidence, facts = [], fixes = [], isQuiet } = found
  const shown = evidence ?? (source && linesAt(source, about.readText))
  return {
    cause,
    sentence,
    step: step ?? 'integration',
    ...(source && { source }),
    ...(shown && { evidence: shown }),
    facts,
    fixes: fixes.slice(0, 3),
    documentation: causes[cause].documentation,
    ...(isQuiet && { isQuiet }),
  }
}

function explained(about: AboutUrl, decision: UrlDecision): Explanation | undefined {
  switch (decision.type) {
    case 'refused':
      return refusedWhy(about, decision.refusal)
    case 'failed':
      return failedWhy(about, decision.details)
    case 'answered':
      return about.response.status >= 400 ? ownStatus(about, decision) : unreadable(about)
  }
}

const guard: StepName = 'authorizer'

function refusedWhy({ url, lambda }: AboutUrl, { who, missing }: UrlRefusal): Explanation | undefined {
  const [first] = missing
  if (!first) return undefined
  const { statement } = first.decision
  const named = listed(missing.map(({ action }) => code(action)))
  if (statement) {
    const origin = statement.origin.file === '' ? url.origin : statement.origin
    return {
      cause: 'url-policy-denies',
      step: guard,
      sentence: `Lambda refused ${who}: **statement ${statement.sid ?? statement.index + 1} denies ${code(first.action)}** on ${code(lambda.id)}. A Deny wins over any Allow, so ${lambda.id} was never called.`,
      ...stated(origin),
      fixes: goTo('Go to statement', origin),
    }
  }
  const isOpen = valueOf(url.authType) === 'NONE'
  return {
    cause: 'url-permission-missing',
    step: guard,
    sentence: `Lambda refused ${who}: **nothing allows ${named}** on ${code(lambda.id)}. A function URL takes both actions${isOpen ? ', also with `AuthType: NONE`' : ''}, so ${lambda.id} was never called.`,
    ...stated(url.origin),
    facts: [
      { label: 'Add', text: wantedPermissions(missing, isOpen) },
      ...missing.flatMap(({ decision }) => missed(decision)),
    ],
    fixes: goTo('Go to the URL', url.origin),
  }
}

function wantedPermissions(missing: UrlRefusal['missing'], isOpen: boolean): string {
  const principal = isOpen ? 'the principal `*`' : 'the caller as principal'
  return missing
    .map(({ action }) => {
      const only =
        action === 'lambda:InvokeFunction'
          ? '`InvokedViaFunctionUrl: true`'
          : `\`FunctionUrlAuthType: ${isOpen ? 'NONE' : 'AWS_IAM'}\``
      return `an \`AWS::Lambda::Permission\` for ${code(action)} with ${principal} and ${only}`
    })
    .join('; ')
}

function missed({ outcomes }: PolicyDecision): WhyFact[] {
  return outcomes
    .filter(({ statement, mismatch }) => statement.effect !== 'Deny' && mismatch?.element === 'Condition')
    .slice(0, 2)
    .map(({ statement, mismatch }) =>
      statedFact(
        `Statement ${statement.sid ?? statement.index + 1}`,
        mismatch ? mismatchText(mismatch) : '',
        statement.origin,
      ),
    )
}

function failedWhy(about: AboutUrl, { cause, source }: FailureDetails): Explanation | undefined {
  const { url, lambda, response } = about
  switch (cause?.type) {
    case 'notSigned':
    case 'signature':
      return {
        cause: cause.type === 'notSigned' ? 'signature-missing' : 'signature-invalid',
        step: guard,
        sentence:
          cause.type === 'notSigned'
            ? `Lambda refused the caller: **the request is not signed**, and the URL asks for ${code('AWS_IAM')}. So ${lambda.id} was never called.`
            : `Lambda refused the signature: **${brief(cause.reason, 22, 200)}**. So ${lambda.id} was never called.`,
        ...stated((url.authType ?? url).origin),
        facts: [{ label: 'Signed for', text: 'service `lambda` in the region of the function' }],
        fixes: goTo('Go to AuthType', (url.authType ?? url).origin),
      }
    case 'tooLarge':
      return {
        cause: 'request-too-large',
        sentence: `Lambda refused the event: **${brief(cause.reason, 20)}**. So ${lambda.id} was not called, and no setting raises this limit.`,
        ...stated(url.origin),
      }
    case 'malformed':
      return malformedWhy(about, cause, source)
    case 'function': {
      const { failure } = cause
      const { words, ...parts } = failureParts(failure, lambda, undefined)
      return {
        cause: causeOf[failure.kind],
        sentence: `${lambda.id} was called and gave no answer: **it ${words}**. A function URL answers ${response.status} then.`,
        ...parts,
      }
    }
    default:
      return undefined
  }
}

function ownStatus(
  { lambda, response, readText }: AboutUrl,
  { payload, handler }: Extract<UrlDecision, { type: 'answered' }>,
): Explanation {
  const { origin } = lambda.handler ?? lambda
  const source = (handler && returnedProperty(handler, 'statusCode', readText)?.source) ?? handler
  return {
    cause: 'answer-of-backend',
    sentence: `${lambda.id} answered this itself: **${code('statusCode')} ${response.status}**. Lambda found no fault in its answer.`,
    ...(source ? { source } : stated(origin)),
    ...(payload !== undefined && {
      evidence: {
        title: `What ${lambda.id} returned`,
        firstLine: 1,
        lines: memberLines(payload, 'statusCode'),
      },
    }),
    fixes: [
      ...goTo(source ? `Go to line ${source.line + 1}` : 'Go to the function', source ?? origin),
      { type: 'log', title: "Open the function's log" },
    ],
  }
}

/** A page asked, and may not read the answer. */
function unreadable({ url, lambda, request, response }: AboutUrl): Explanation | undefined {
  const asking = lastField(request.headers, 'origin')
  if (asking === undefined || allows(response.headers, asking)) return undefined
  const { cors } = url
  const origin: Origin = cors ? (cors.allowOrigins[0] ?? cors).origin : url.origin
  const allowed = cors?.allowOrigins.map(fact => code(valueOf(fact) ?? '?')) ?? []
  return {
    cause: 'cors-header-missing',
    sentence: `${lambda.id} answered, but a page of ${code(brief(asking, 1, 80))} may not read it: **the answer does not allow this origin**. The browser reports a network error.`,
    ...stated(origin),
    facts: [
      {
        label: 'Add',
        text: cors
          ? `the origin to ${code('AllowOrigins')}, which has ${listed(allowed) || 'none'}`
          : `${code('Cors')} to the URL, or ${code('Access-Control-Allow-Origin')} to what ${lambda.id} returns`,
      },
    ],
    fixes: goTo(cors ? 'Go to AllowOrigins' : 'Go to the URL', origin),
    isQuiet: true,
  }
}
