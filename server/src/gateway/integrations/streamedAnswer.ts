import type { BodyQueue } from '../bodyQueue.ts'
import { GatewayError } from '../gatewayError.ts'
import type { HttpResponse } from '../messages.ts'
import { recordedStream } from '../streaming.ts'
import type { World } from '../world.ts'
import { headersOf, parseAnswer, statusOf } from './proxyAnswer.ts'

/** Bytes in which metadata and delimiter have to appear. */
const longestMetadata = 16 * 1024
const delimiter = '\0'.repeat(8)

/**
 * Reads what a function streams: metadata as JSON (`statusCode`, `headers`, `multiValueHeaders`, `cookies`), eight NUL
 * bytes, then the body as it comes. Throws a 502 when it does not begin that way.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html
 */
export async function readStreamedAnswer(
  queue: BodyQueue,
  functionId: string,
  world: World,
): Promise<HttpResponse> {
  const malformed = (fault: string): GatewayError =>
    new GatewayError(
      'INTEGRATION_FAILURE',
      `Lambda **${functionId}** streamed a malformed answer: ${fault}`,
      {
        status: 502,
      },
    )
  const { metadata, rest } = await readMetadata(queue, malformed)
  const answer = parseAnswer(metadata, malformed)
  return {
    status: statusOf(answer['statusCode'], malformed),
    headers: [
      ...headersOf(answer, malformed),
      ...cookiesOf(answer['cookies'], malformed).map(cookie => ['Set-Cookie', cookie] as const),
    ],
    body: new Uint8Array(),
    stream: recordedStream(queue.rest(rest), world.clock),
  }
}

async function readMetadata(
  queue: BodyQueue,
  malformed: (fault: string) => Error,
): Promise<{ metadata: string; rest: Uint8Array }> {
  let read = Buffer.alloc(0)
  for (;;) {
    const at = read.indexOf(delimiter)
    if (at >= 0 && at <= longestMetadata)
      return { metadata: read.toString('utf8', 0, at), rest: read.subarray(at + delimiter.length) }
    if (read.length > longestMetadata + delimiter.length)
      throw malformed('the first 16 KB hold no delimiter of eight NUL bytes behind the metadata')
    const chunk = await queue.next()
    if (!chunk) throw malformed('it ended without the delimiter of eight NUL bytes behind its metadata')
    read = Buffer.concat([read, chunk])
  }
}

function cookiesOf(value: unknown, malformed: (fault: string) => Error): string[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value) || !value.every(cookie => typeof cookie === 'string'))
    throw malformed('`cookies` must be a list of strings')
  return value
}
