import type { Outgoing, Returned } from '../integrations/outgoing.ts'
import type { HttpRequest, HttpResponse } from '../messages.ts'
import type { EditedResult, Payload } from './payload.ts'

/** The request as it came. */
export function editedRequest(request: HttpRequest): EditedResult<HttpRequest> {
  const { method, path, query, headers, body } = request
  const url = query === '' ? path : `${path}?${query}`
  const payload = payloadOf({ method, url, headers }, body)
  return {
    payload,
    result: () => {
      const [changedPath = '', ...rest] = (payload.url ?? url).split('?')
      return {
        ...request,
        method: payload.method ?? method,
        path: changedPath,
        query: rest.join('?'),
        headers: payload.headers ?? headers,
        body: bytesOf(payload, body),
      }
    },
  }
}

/** The message that a request stands for. */
export function editedMessage(request: HttpRequest): EditedResult<HttpRequest> {
  const payload = payloadOf({}, request.body)
  return { payload, result: () => ({ ...request, body: bytesOf(payload, request.body) }) }
}

/** What a step made, when it is something that goes on over a wire: to a backend, from it, to the client. */
export function editedResult<T>(made: T): EditedResult<T> | undefined {
  // A step's result is of one type wherever it is of one shape: what `change` gives back is of the type it was given.
  return edited(made) as EditedResult<T> | undefined
}

function edited(made: unknown): EditedResult | undefined {
  if (typeof made !== 'object' || made === null) return undefined
  if ('type' in made) return editedCall(made as Outgoing | Returned)
  if ('response' in made && isResponse(made.response))
    return within(editedResponse(made.response), response => ({ ...made, response }))
  return isResponse(made) ? editedResponse(made) : undefined
}

function editedCall(made: Outgoing | Returned): EditedResult | undefined {
  switch (made.type) {
    case 'lambdaProxy':
      return 'answer' in made
        ? within(editedResponse(made.answer), answer => ({ ...made, answer }))
        : editedText(made.event, event => ({ ...made, event }))
    case 'lambda':
      return 'event' in made
        ? editedText(made.event, event => ({ ...made, event }))
        : editedText(made.payload, payload => ({ ...made, payload }))
    case 'http':
      if ('response' in made)
        return within(editedResponse(made.response), response => ({ ...made, response }))
      return editedCallTo(made)
    case 'service':
      return editedCallTo(made)
    case 'mock': {
      const payload: Payload = { status: made.statusCode }
      return { payload, result: () => ({ ...made, statusCode: payload.status ?? made.statusCode }) }
    }
    case 'stub':
      return within(editedResponse(made.answer), answer => ({ ...made, answer }))
    case 'absent':
      return undefined
  }
}

function editedCallTo(made: Extract<Outgoing, { type: 'http' | 'service' }>): EditedResult {
  const { request } = made
  const { method, url, headers, body } = request
  const payload = payloadOf({ method, url, headers }, body)
  return {
    payload,
    result: () => ({
      ...made,
      request: {
        ...request,
        method: payload.method ?? method,
        url: payload.url ?? url,
        headers: payload.headers ?? headers,
        body: bytesOf(payload, body),
      },
    }),
  }
}

function editedResponse(response: HttpResponse): EditedResult<HttpResponse> {
  const { status, headers, body, stream } = response
  const payload: Payload = stream ? { status, headers } : payloadOf({ status, headers }, body)
  return {
    payload,
    result: () => ({
      ...response,
      status: payload.status ?? status,
      headers: payload.headers ?? headers,
      body: bytesOf(payload, body),
    }),
  }
}

function editedText(text: string, change: (text: string) => unknown): EditedResult {
  const payload: Payload = { body: text }
  return { payload, result: () => change(payload.body ?? text) }
}

function within<T>({ payload, result }: EditedResult<T>, change: (part: T) => unknown): EditedResult {
  return { payload, result: () => change(result()) }
}

function isResponse(value: unknown): value is HttpResponse {
  return (
    typeof value === 'object' &&
    value !== null &&
    'status' in value &&
    typeof value.status === 'number' &&
    'headers' in value &&
    'body' in value
  )
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function payloadOf(parts: Payload, body: Uint8Array): Payload {
  try {
    return { ...parts, body: strictUtf8.decode(body) }
  } catch {
    return parts
  }
}

// What nobody has changed stays the bytes that it was.
function bytesOf({ body }: Payload, before: Uint8Array): Uint8Array {
  if (body === undefined) return before
  const bytes = Buffer.from(body, 'utf8')
  return bytes.equals(before) ? before : bytes
}
