import type { Payload, Trace } from '../../protocol/trace.ts'
import { namesOf } from '../../rules/mappingTemplate/templateNodes.ts'
import type { ContextParts } from './contextParts.ts'
import { contextParts, contextText, pathOf } from './contextParts.ts'
import type { PlacedTemplate } from './placedTemplate.ts'
import { usesOf } from './templateName.ts'

/**
 * The text of a context like the request of a trace: what the template found then, where the trace tells it. Else body and
 * parameters are the request's (of a response template the backend's body), `$context` has what the trace tells, and the rest
 * is made up, such as values that the template did not look at. A body that is no text counts as none.
 */
export function traceContext(placed: PlacedTemplate, trace: Trace): string {
  const uses = usesOf(placed)
  const use = uses.find(({ owner }) => owner.label === trace.route) ?? uses[0]
  const made = contextParts(use, namesOf(placed.parsed().template))
  const { url = '/', method, headers = [], body } = trace.request
  const [path = '/', query = ''] = url.split(/\?(.*)/s)
  const answer =
    stepOf(trace, 'integrationResponse')?.before?.body ?? stepOf(trace, 'integration')?.after?.body
  const payload = use?.direction === 'response' ? answer : body
  const step = use?.direction === 'response' ? 'integrationResponse' : 'integrationRequest'
  const found = foundBefore(stepOf(trace, step)?.template?.context)
  const parts: ContextParts = {
    ...made,
    body: found.body ?? textOf(payload),
    params: {
      path: { ...made.params.path, ...pathParameters(use ? pathOf(use) : '', path) },
      querystring: Object.fromEntries(new URLSearchParams(query)),
      header: Object.fromEntries(headers),
      ...found.params,
    },
    context: {
      ...made.context,
      requestId: trace.requestId,
      requestTimeEpoch: trace.startedAt,
      stage: trace.stage,
      ...(method !== undefined && made.context['httpMethod'] !== undefined && { httpMethod: method }),
      ...(trace.connection && {
        connectionId: trace.connection.id,
        eventType: trace.connection.eventType,
      }),
      ...found.context,
    },
    stageVariables: { ...made.stageVariables, ...found.stageVariables },
  }
  return contextText(parts)
}

/** What a template found, by the members of a context; none where the trace does not tell. */
function foundBefore(text: string | undefined): Partial<ContextParts> {
  const value = text === undefined ? undefined : parsedJson(text)
  if (!isObject(value)) return {}
  // The gateway writes these members in this form.
  const { body, params, context, stageVariables } = value as Partial<ContextParts>
  return {
    ...(typeof body === 'string' && { body }),
    ...(isObject(params) && { params }),
    ...(isObject(context) && { context }),
    ...(isObject(stageVariables) && { stageVariables }),
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function stepOf(trace: Trace, name: Trace['steps'][number]['name']) {
  return trace.steps.find(step => step.name === name)
}

function textOf(payload: Payload | undefined): string {
  return payload?.text ?? ''
}

/** The values of `{name}` in a path that ends like the resource's; before it may stand a stage or base path. */
function pathParameters(resource: string, path: string): Readonly<Record<string, string>> {
  const wanted = resource.split('/').filter(part => part !== '')
  const given = path.split('/').filter(part => part !== '')
  const found: Record<string, string> = {}
  const isGreedy = wanted.at(-1)?.endsWith('+}') === true
  // Of a greedy resource nobody can tell how much stands before it: nothing does on this machine.
  const skipped = isGreedy ? 0 : Math.max(0, given.length - wanted.length)
  wanted.forEach((part, index) => {
    const name = /^\{(.+?)\+?\}$/.exec(part)?.[1]
    if (name === undefined) return
    const rest = given.slice(skipped + index)
    const value = part.endsWith('+}') ? rest.join('/') : rest[0]
    if (value !== undefined) found[name] = value
  })
  return found
}
