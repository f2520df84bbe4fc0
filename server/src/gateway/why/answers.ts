import { isPermitted } from '../../api/lambdaPermission.ts'
import { lastField } from '../../base/headers.ts'
import type { WhyFact } from '../../protocol/trace.ts'
import type { ToldStep } from '../trace.ts'
import type { About, Explanation } from './about.ts'
import { functionBehind, isOfRequests, targetOf } from './about.ts'
import { corsFault } from './cors.ts'
import { returnedProperty } from './handlerText.ts'
import { memberLines } from './jsonLines.ts'
import { brief, code, goTo, stated } from './parts.ts'
import { quietSocketWhy } from './sockets.ts'

/** A status of 400 or more that no step decided: the function or the backend said so itself. */
export function ownAnswerWhy(about: About, { step }: ToldStep): Explanation {
  const target = functionBehind(about)
  const { status } = about.response
  const payload = target && step.after?.body?.text
  const handler = step.source
  const place = target && handler && returnedProperty(handler, 'statusCode', about.readText)
  const source = place?.source ?? handler
  const who = target?.id ?? 'The backend'
  const isFrame = about.event === 'MESSAGE' || about.event === 'DISCONNECT'
  const passed = target ? 'its answer is a whole proxy response' : 'the integration hands its answer on'
  const then = isFrame
    ? 'A frame has no status, so the client is not told of it'
    : `API Gateway found no fault, since ${passed}`
  return {
    cause: 'answer-of-backend',
    sentence: `${who} answered this itself: **${code(target ? 'statusCode' : 'status')} ${status}**. ${then}.`,
    ...(source && { source }),
    ...(payload !== undefined && {
      evidence: {
        title: `What ${who} returned`,
        firstLine: 1,
        lines: memberLines(payload, 'statusCode'),
      },
    }),
    fixes: [
      ...goTo(source ? `Go to line ${source.line + 1}` : '', source),
      ...(target ? [{ type: 'log', title: "Open the function's log" } as const] : []),
    ],
  }
}

/** What Gatehouse does not do here. */
export function notEmulatedWhy({ step }: ToldStep): Explanation {
  const { summary, source } = step
  return {
    cause: 'not-emulated',
    sentence: `Gatehouse stopped at ${step.title.toLowerCase()}: **this is not emulated here**. AWS would go on, so the 501 is no answer of AWS.`,
    ...(source && { source }),
    facts: [{ label: 'What', text: brief(summary, 60, 400) }],
    fixes: goTo('Go to what asks for it', source),
  }
}

/** A fault that has no words of its own: those of the trace. */
export function otherWhy(about: About, { step }: ToldStep): Explanation {
  const { summary, source } = step
  return {
    cause: 'step-failed',
    sentence: `${step.title} stopped the request: **${brief(summary, 26, 220)}**. The client got ${code(String(about.response.status))} and no reason.`,
    ...(source && { source }),
    facts: brief(summary, 26, 220).endsWith('…') ? [{ label: 'Whole', text: brief(summary, 200, 2000) }] : [],
    fixes: goTo('Go to line', source),
  }
}

/** What is wrong with an answer that looks well: a browser cannot read it, or AWS would not give it. */
export function quietWhy(about: About): Explanation | undefined {
  return corsFault(about) ?? withoutPermission(about) ?? quietSocketWhy(about)
}

function withoutPermission(about: About): Explanation | undefined {
  const integration = targetOf(about)?.integration
  const target = functionBehind(about)
  const { definition } = about.served
  // With a role of its own the call needs no permission on the function; only templates state any.
  const isStated = definition.kind === 'cloudformation' || definition.kind === 'sam'
  if (!isStated || !target || !integration?.uri || integration.credentials) return undefined
  if (isPermitted(target, definition)) return undefined
  const { origin } = integration.uri
  const source = { file: origin.file, ...origin.range.start }
  return {
    cause: 'lambda-permission-missing',
    sentence: `${target.id} answered here and would not on AWS: **nothing lets API Gateway call it**. Lambda refuses the call, and the client gets ${code('Internal server error')}${about.event ? '' : ' with a 500'}.`,
    ...stated(origin),
    facts: [
      {
        label: 'Add',
        text: 'an `AWS::Lambda::Permission` with the principal `apigateway.amazonaws.com`',
      },
    ],
    fixes: [
      { type: 'rule', title: 'Add the permission', rule: 'lambda-permission-missing', source },
      ...goTo('Go to the integration', origin),
    ],
    isQuiet: true,
  }
}

/** For a browser's request: that the page sees no status at all where the answer may not be read. */
export function browserFact(about: About): WhyFact[] {
  // Handshakes of a browser ask for no CORS.
  if (!isOfRequests(about)) return []
  const { incoming, response } = about
  const origin = lastField(incoming.request.headers, 'origin')
  if (origin === undefined || lastField(response.headers, 'access-control-allow-origin') !== undefined)
    return []
  return [
    {
      label: 'Browser',
      text: `a page of ${code(brief(origin, 1))} sees a network error: the answer has no \`Access-Control-Allow-Origin\``,
    },
  ]
}
