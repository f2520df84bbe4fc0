import { valueOf } from '../../base/origin.ts'
import type { TracedTemplate, WhyFact } from '../../protocol/trace.ts'
import type { About, Explanation } from './about.ts'
import { backendName, functionBehind, targetOf } from './about.ts'
import type { BackendCause, MappingCause } from './cause.ts'
import { brief, code, goTo, listed, stated, statedFact } from './parts.ts'
import type { ToldStep } from '../trace.ts'

/** Why a backend gave no answer. */
export function backendWhy(about: About, { url, reason, message, timeoutMs }: BackendCause): Explanation {
  const integration = targetOf(about)?.integration
  const limit = integration?.timeoutInMillis
  const isTimeout = reason === 'timeout'
  const origin = (isTimeout ? (limit ?? integration) : (integration?.uri ?? integration))?.origin
  const fact = {
    timeout: `it did not answer within ${timeoutMs / 1000} s`,
    unreachable: `nobody answers there (${brief(message, 8)})`,
    tooLarge: 'it sent more than API Gateway takes',
  }[reason]
  const status = String(about.response.status)
  return {
    cause: isTimeout ? 'integration-timed-out' : 'backend-unreachable',
    sentence: `API Gateway called ${code(brief(url, 1, 90))} and got no answer: **${fact}**. AWS tells the client ${code(status)} and no more.`,
    ...stated(origin),
    facts: [
      { label: 'URL', text: code(url) },
      ...(limit ? [statedFact('Time limit', `${valueOf(limit) ?? '?'} ms`, limit.origin)] : []),
    ],
    fixes: goTo(isTimeout && limit ? 'Go to the time limit' : 'Go to the integration', origin),
  }
}

/** Why an integration could not be called, or its answer not mapped. */
export function mappingWhy(about: About, cause: MappingCause, told: ToldStep): Explanation {
  const integration = targetOf(about)?.integration
  const { stage } = about.served
  switch (cause.type) {
    case 'stageVariables': {
      const origin = (integration?.uri ?? integration)?.origin
      const one = cause.missing.length === 1
      return {
        cause: 'stage-variable-missing',
        sentence: `API Gateway could not build the address of the integration: **stage ${code(stage.name)} has no variable ${listed(cause.missing.map(code))}**. AWS leaves ${one ? 'it' : 'them'} empty and answers 500.`,
        ...stated(origin),
        facts: [
          statedFact(
            'Variables of the stage',
            listed([...stage.variables.keys()].map(code)) || 'none',
            stage.origin,
          ),
        ],
        fixes: [...goTo('Go to the stage', stage.origin), ...goTo('Go to the integration', origin)],
      }
    }
    case 'notPost': {
      const origin = cause.origin ?? integration?.origin
      const fixable = cause.origin && { file: cause.origin.file, ...cause.origin.range.start }
      return {
        cause: 'lambda-method-not-post',
        sentence: `The integration calls ${functionBehind(about)?.id ?? 'Lambda'} by ${cause.method ?? 'no method'}: **Lambda's Invoke API takes POST only**. The method of the client is another thing, and the answer is 500.`,
        ...stated(origin),
        fixes: [
          ...(fixable
            ? [
                {
                  type: 'rule',
                  title: 'Replace with POST',
                  rule: 'integration-lambda-method-not-post',
                  source: fixable,
                } as const,
              ]
            : []),
          ...goTo('Go to httpMethod', origin),
        ],
      }
    }
    case 'noResponse':
      return noResponse(about, cause.selector)
    case 'errorAsSuccess': {
      const { source } = told.step
      return {
        cause: 'error-mapped-to-success',
        sentence: `${backendName(about)} failed, and the client got a ${cause.status}: **no ${code('selectionPattern')} matches ${code(brief(cause.errorMessage))}**. The integration response that answered makes a success of it.`,
        ...(source && { source }),
        facts: patternFacts(about),
        fixes: goTo('Go to the integration response', source),
        isQuiet: true,
      }
    }
    case 'answerNotJson':
      return {
        cause: 'answer-not-json',
        sentence: `The response template promised ${code('application/json')} and printed something else: **${brief(cause.message, 14)}**. API Gateway does not look, so the client gets it as it is.`,
        ...(cause.source && { source: cause.source }),
        fixes: goTo('Go to the template', cause.source),
        isQuiet: true,
      }
  }
}

function noResponse(about: About, selector: string | undefined): Explanation {
  const integration = targetOf(about)?.integration
  const word = about.event ? 'IntegrationResponseKey' : 'selectionPattern'
  const on =
    selector === undefined
      ? 'there is no default integration response'
      : `no ${code(word)} matches ${code(brief(selector))}, and there is no default`
  return {
    cause: 'integration-response-missing',
    sentence: `${backendName(about)} answered, and API Gateway had no integration response for it: **${on}**. AWS makes ${code('Internal server error')} of that.`,
    ...stated(integration?.origin),
    facts: patternFacts(about),
    fixes: goTo('Go to the integration', integration?.origin),
  }
}

function patternFacts(about: About): readonly WhyFact[] {
  const { responses = [], keyedResponses } = targetOf(about)?.integration ?? {}
  if (keyedResponses)
    return keyedResponses
      .slice(0, 4)
      .map(({ integrationResponseKey: key, origin }) =>
        statedFact('Response', `has the key ${code(valueOf(key) ?? '?')}`, origin),
      )
  return responses.slice(0, 4).map(({ selectionPattern, statusCode, origin }) => {
    const pattern = valueOf(selectionPattern) ?? ''
    return statedFact(
      `Response ${valueOf(statusCode) ?? '?'}`,
      pattern === '' ? 'default' : `matches ${code(pattern)} as a whole`,
      origin,
    )
  })
}

/** Where a mapping template failed. */
export function templateWhy(template: TracedTemplate & Required<Pick<TracedTemplate, 'fault'>>): Explanation {
  const { fault, mediaType } = template
  const { source } = fault
  return {
    cause: 'template-failed',
    sentence: `The template for ${code(mediaType)} failed at line ${fault.line}, column ${fault.column}: **${brief(fault.message, 18, 180)}**. So API Gateway stopped there.`,
    source,
    facts: [
      {
        label: 'Printed until then',
        text: template.output.size === 0 ? 'nothing' : code(brief(template.output.text ?? '', 20)),
      },
    ],
    fixes: goTo(`Go to line ${source.line + 1}`, source),
  }
}
