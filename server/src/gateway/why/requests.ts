import type { About, Explanation } from './about.ts'
import { backendName, functionBehind, targetWord } from './about.ts'
import type { RequestCause } from './cause.ts'
import { brief, code, goTo, listed, stated, statedFact } from './parts.ts'
import type { ToldStep } from '../trace.ts'

/** Why a request was refused as it came. */
export function requestWhy(about: About, cause: RequestCause, { step }: ToldStep): Explanation {
  const { source } = step
  const at = source ? { source } : {}
  switch (cause.type) {
    case 'parameters':
      return missingParameters(about, cause.missing)
    case 'body':
      return {
        cause: 'body-not-in-model',
        sentence: `The request validator refused the ${about.event ? 'message' : 'body'}: **${brief(cause.errors[0] ?? 'it does not match', 18)}**. Model ${code(cause.model)} demands it, so ${backendName(about)} was never called.`,
        ...at,
        facts: cause.errors.slice(0, 4).map((error, index) => ({
          label: index === 0 ? 'Faults' : '',
          text: brief(error, 40, 200),
        })),
        fixes: goTo('Go to the model', source),
      }
    case 'tooLarge':
      return {
        cause: 'request-too-large',
        sentence: `API Gateway refused the request: **${brief(cause.reason, 20)}**. So nothing was called, and no setting raises this limit.`,
        ...at,
      }
    case 'coding':
      return {
        cause: 'content-encoding-unsupported',
        sentence: `API Gateway refused the body: **${cause.reason.replaceAll('**', '')}**. So nothing was called.`,
        ...at,
      }
    case 'noTemplate': {
      const { origin, mediaType, behavior, templates } = cause
      const has =
        templates.length === 0
          ? 'has no request templates'
          : `has templates for ${listed(templates.map(code))} only`
      return {
        cause: 'media-type-unsupported',
        sentence: `The integration refused the body: **no template for ${code(mediaType)}, and passthrough is ${code(behavior)}**. It ${has}, so ${backendName(about)} was never called.`,
        ...stated(origin),
        facts: [
          {
            label: 'Lets it through',
            text:
              templates.length === 0
                ? '`WHEN_NO_TEMPLATES` or `WHEN_NO_MATCH`, or a template for the type'
                : '`WHEN_NO_MATCH`, or a template for the type',
          },
        ],
        fixes: [
          {
            type: 'rule',
            title: 'Apply the quick fix',
            rule: 'passthrough-never-without-template',
            source: { file: origin.file, ...origin.range.start },
          },
          ...goTo('Go to passthroughBehavior', origin),
        ].slice(templates.length === 0 && behavior === 'NEVER' && !about.event ? 0 : 1) as NonNullable<
          Explanation['fixes']
        >,
      }
    }
    case 'eventNotJson':
      return {
        cause: 'event-not-json',
        sentence: `Lambda refused the event: **what the integration sends is no JSON**. So ${functionBehind(about)?.id ?? 'the function'} was never called, and the client is told that its body cannot be parsed.`,
        ...(step.template ? { source: step.template.source } : at),
        fixes: goTo(
          step.template ? 'Go to the template' : 'Go to the integration',
          step.template?.source ?? source,
        ),
      }
  }
}

type Missing = Extract<RequestCause, { type: 'parameters' }>['missing']

function missingParameters(about: About, missing: Missing): Explanation {
  const [first] = missing
  const names = missing.slice(0, 4).map(({ name, location }) => `${places[location]} ${code(name)}`)
  const sent = about.incoming.request.headers
  const miscased = missing.flatMap(({ name, location }) => {
    const found =
      location === 'header' ? sent.find(([each]) => each.toLowerCase() === name.toLowerCase()) : undefined
    return found && found[0] !== name
      ? [{ label: 'Sent', text: `${code(found[0])}: AWS compares names of headers with case` }]
      : []
  })
  return {
    cause: 'parameter-missing',
    sentence: `The request validator refused the request: **${listed(names)} ${missing.length === 1 ? 'is' : 'are'} missing or blank**. The ${targetWord(about)} requires ${missing.length === 1 ? 'it' : 'them'}, so ${backendName(about)} was never called.`,
    ...stated(first?.origin),
    facts: [
      ...missing.slice(0, 4).map(({ name, origin }) => statedFact(name, 'is required here', origin)),
      ...miscased,
    ],
    fixes: goTo('Go to the parameter', first?.origin),
  }
}

const places = { path: 'path parameter', querystring: 'query parameter', header: 'header' } as const
