import type { Why } from '../../protocol/trace.ts'
import { isPreflight } from '../steps/cors.ts'
import type { ToldStep } from '../trace.ts'
import type { About, Explanation } from './about.ts'
import { isOfRequests } from './about.ts'
import { browserFact, notEmulatedWhy, otherWhy, ownAnswerWhy, quietWhy } from './answers.ts'
import { authorizerWhy, tokenWhy } from './authorizers.ts'
import type { Cause } from './cause.ts'
import { causes } from './causes.ts'
import { functionWhy } from './functions.ts'
import { backendWhy, mappingWhy, templateWhy } from './integrations.ts'
import { linesAt } from './handlerText.ts'
import { keyWhy } from './keys.ts'
import { policyWhy } from './policies.ts'
import { requestWhy } from './requests.ts'
import { guardedPreflight, routingWhy, stageWhy } from './routing.ts'
import { routedFact, socketWhy } from './sockets.ts'

/** A card has room for three buttons. */
const mostFixes = 3

/**
 * Why a request was answered as it was; undefined where there is nothing to explain. Made of what the steps wrote down and
 * of the definition, never of the words of a summary.
 */
export function whyOf(about: About): Why | undefined {
  const decided = decidingStep(about)
  const found = decided && explanationOf(about, decided)
  if (!found) return undefined
  const { cause, sentence, step, source, evidence, facts = [], fixes = [], isQuiet } = found
  const shown = evidence ?? (source && linesAt(source, about.readText))
  return {
    cause,
    sentence: sentence.replace(/^authorizer /, 'Authorizer '),
    step: step ?? decided.step.name,
    ...(source && { source }),
    ...(shown && { evidence: shown }),
    facts: [...facts, ...(isQuiet ? [] : [...browserFact(about), ...routedFact(about)])],
    fixes: fixes.slice(0, mostFixes),
    documentation: causes[cause].documentation,
    ...(isQuiet && { isQuiet }),
  }
}

/** The first step that decided; of an answer that none decided, the one that has a doubt, else the one that made it. */
function decidingStep({ steps }: About): ToldStep | undefined {
  return (
    steps.find(({ step }) => step.state === 'failed') ??
    steps.find(
      ({ step, cause }) => isDoubt(cause) || (step.state === 'notEmulated' && step.after === undefined),
    ) ??
    steps.find(({ step }) => step.name === 'integration' && step.state === 'passed') ??
    steps.find(({ step }) => step.state === 'passed')
  )
}

// That `$default` took a message, or that nothing is sent, is no doubt by itself.
function isDoubt(cause: Cause | undefined): boolean {
  return cause !== undefined && cause.type !== 'routed' && cause.type !== 'noAnswer'
}

function explanationOf(about: About, told: ToldStep): Explanation | undefined {
  const { step, cause } = told
  const { status } = about.response
  if (step.state === 'notEmulated' && status === 501) return notEmulatedWhy(told)
  if (step.template?.fault) return templateWhy({ ...step.template, fault: step.template.fault })
  if (cause) return explanationFor(about, cause, told)
  if (step.state === 'failed') return otherWhy(about, told)
  return status >= 400 ? ownAnswerWhy(about, told) : quietWhy(about)
}

// What a browser asks beforehand carries no credentials.
function isGuard({ step }: ToldStep): boolean {
  return step.name === 'authorizer' || (step.name === 'apiKey' && step.state === 'failed')
}

function explanationFor(about: About, cause: Cause, told: ToldStep): Explanation {
  if (isOfRequests(about) && isPreflight(about.incoming.request) && isGuard(told))
    return guardedPreflight(about, told)
  switch (cause.type) {
    case 'noRoute':
    case 'noStage':
      return isOfRequests(about) ? routingWhy(about, cause) : stageWhy(about)
    case 'policy':
      return policyWhy(about, cause, told)
    case 'identityMissing':
    case 'tokenPattern':
    case 'unauthorized':
    case 'authorizerFailed':
    case 'authorizerMalformed':
    case 'notAuthorized':
      return authorizerWhy(about, cause, told)
    case 'token':
    case 'notSigned':
    case 'signature':
      return tokenWhy(about, cause)
    case 'apiKey':
    case 'quota':
    case 'throttle':
      return keyWhy(about, cause, told)
    case 'parameters':
    case 'body':
    case 'tooLarge':
    case 'coding':
    case 'noTemplate':
    case 'eventNotJson':
      return requestWhy(about, cause, told)
    case 'function':
    case 'malformed':
    case 'stillBase64':
      return functionWhy(about, cause, told)
    case 'backend':
      return backendWhy(about, cause)
    case 'stageVariables':
    case 'notPost':
    case 'noResponse':
    case 'errorAsSuccess':
    case 'answerNotJson':
      return mappingWhy(about, cause, told)
    case 'routed':
    case 'noAnswer':
    case 'connectRefused':
    case 'belowStage':
    case 'noModel':
    case 'connection':
      return socketWhy(about, cause)
  }
}
