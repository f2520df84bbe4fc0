import { lastField } from '../../base/headers.ts'
import { valueOf } from '../../base/origin.ts'
import type { Origin } from '../../base/origin.ts'
import type { About, Explanation } from './about.ts'
import { functionBehind, isOfRequests, targetOf } from './about.ts'
import { brief, code, goTo, listed, stated } from './parts.ts'

/** What keeps a page from reading an answer that came; undefined where nothing does, or no browser asked. */
export function corsFault(about: About): Explanation | undefined {
  if (!isOfRequests(about)) return undefined
  const { incoming, response } = about
  const origin = lastField(incoming.request.headers, 'origin')
  if (origin === undefined || allows(response.headers, origin)) return undefined
  const place = whereToAdd(about)
  const sent = lastField(response.headers, 'access-control-allow-origin')
  const page = code(brief(origin, 1, 80))
  return {
    cause: 'cors-header-missing',
    sentence:
      sent === undefined
        ? `${about.served.api.name} answered, but a page of ${page} may not read it: **the answer has no ${code('Access-Control-Allow-Origin')}**. The browser reports a network error.`
        : `${about.served.api.name} answered, but a page of ${page} may not read it: **${code('Access-Control-Allow-Origin')} is ${code(brief(sent, 2, 80))}**. The browser reports a network error.`,
    ...stated(place.origin),
    facts: [{ label: 'Add', text: place.text }],
    fixes: goTo(place.title, place.origin),
    isQuiet: true,
  }
}

/** Whether an answer lets a page of an origin read it. */
export function allows(headers: readonly (readonly [string, string])[], origin: string): boolean {
  const allowed = headers.filter(([name]) => name.toLowerCase() === 'access-control-allow-origin')
  // Two of them are as bad as none.
  return allowed.length === 1 && (allowed[0]?.[1] === '*' || allowed[0]?.[1] === origin)
}

/** Where the header of an actual answer is stated. */
export interface HeaderPlace {
  readonly origin: Origin | undefined
  /** What to write there. */
  readonly text: string
  /** Of the button that leads there. */
  readonly title: string
}

/** Where `Access-Control-Allow-Origin` of an actual answer has to be added. */
export function whereToAdd(about: Pick<About, 'served' | 'route'>): HeaderPlace {
  const { api } = about.served
  if (api.type === 'http') {
    const { cors } = api
    const allowed = cors?.allowOrigins.map(fact => code(valueOf(fact) ?? '?')) ?? []
    return cors
      ? {
          origin: (cors.allowOrigins[0] ?? cors).origin,
          text: `the origin to ${code('AllowOrigins')}, which has ${listed(allowed) || 'none'}`,
          title: 'Go to AllowOrigins',
        }
      : { origin: api.origin, text: `a ${code('CorsConfiguration')} to the API`, title: 'Go to the API' }
  }
  const integration = targetOf(about)?.integration
  const target = functionBehind(about)
  if (target && valueOf(integration?.type) === 'AWS_PROXY')
    return {
      origin: target.handler?.origin ?? target.origin,
      text: `${code('Access-Control-Allow-Origin')} to the ${code('headers')} that ${target.id} returns: a proxy integration hands on what the function says`,
      title: 'Go to the function',
    }
  const [response] = integration?.responses ?? []
  return {
    origin: (response ?? integration)?.origin ?? api.origin,
    text: `${code('method.response.header.Access-Control-Allow-Origin')} to the method response and the integration response`,
    title: 'Go to the integration response',
  }
}
