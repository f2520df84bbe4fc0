import { fieldValues } from '../base/headers.ts'
import { because, StepFailure } from './gatewayError.ts'
import type { HttpRequest, HttpResponse } from './messages.ts'

/** 10 MB, the largest body API Gateway takes. */
export const largestBody = 10 * 1024 * 1024

/** Bytes of the request line and the header lines together. */
export const largestHead = 10_240

/**
 * A request that AWS's front end refuses before it looks for an API: its answer has none of the gateway's headers and
 * no gateway response applies to it.
 */
export class FrontEndError extends StepFailure {
  readonly state = 'failed'
  readonly response: HttpResponse

  constructor(text: string, reason: string) {
    super(text, reason, because({ type: 'tooLarge', reason }))
    this.response = plainRefusal(413, text)
  }
}

/**
 * What the front end of REST APIs says of too many bytes. The text for a body is recorded (koki-develop/lgtm-generator,
 * issue 10), that for headers is reported without its status.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
 */
export const tooLarge = {
  body: `HTTP content length exceeded ${largestBody} bytes.`,
  head: `HTTP header is larger than ${largestHead} bytes.`,
}

/** The answer of REST APIs to a head that is too large to be read at all. */
export const headTooLarge: HttpResponse = plainRefusal(413, tooLarge.head)

/** The same of HTTP APIs. */
export const httpHeadTooLarge: HttpResponse = {
  status: 431,
  headers: [['Content-Type', 'application/json']],
  body: Buffer.from('{"message":"Request Header Fields Too Large"}'),
}

/** Throws the front end's answer to a request to a REST API that is too large. */
export function requireSizes(request: HttpRequest): void {
  const fault = sizeFault(request)
  if (fault) throw new FrontEndError(tooLarge[fault.part], fault.reason)
}

/** Which part of a request is larger than API Gateway takes, and why, for the trace. */
export function sizeFault(
  request: HttpRequest,
): { readonly part: 'head' | 'body'; readonly reason: string } | undefined {
  const head = headSize(request)
  if (head > largestHead) {
    const reason = `request line and headers have ${head} bytes, and API Gateway takes ${largestHead}`
    return { part: 'head', reason }
  }
  // A client that asks first (`Expect: 100-continue`) has sent no body yet.
  const stated = Number(fieldValues(request.headers, 'content-length')[0] ?? 0)
  if (request.body.length <= largestBody && !(stated > largestBody)) return undefined
  return { part: 'body', reason: 'the body is larger than 10 MB, the limit of API Gateway' }
}

function headSize({ method, path, query, headers }: HttpRequest): number {
  // `GET /books?page=2 HTTP/1.1`
  let size = method.length + 1 + path.length + (query === '' ? 0 : query.length + 1) + ' HTTP/1.1'.length
  for (const [name, value] of headers) size += name.length + 2 + value.length
  return size
}

function plainRefusal(status: number, text: string): HttpResponse {
  // The type as it is on AWS.
  return { status, headers: [['Content-Type', 'text; charset=utf-8']], body: Buffer.from(text) }
}
