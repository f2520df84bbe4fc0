import { BodyQueue } from '../bodyQueue.ts'
import type { HttpResponse } from '../messages.ts'
import type { IntegratedCall } from '../methodCall.ts'
import { integrationOf } from '../methodCall.ts'
import { streamLimits } from '../streaming.ts'
import { describeStream } from '../streamRecord.ts'
import type { Tell, TraceRecorder } from '../trace.ts'
import { sizeText, tracedResponse } from '../tracedMessage.ts'
import type { FunctionResult, World } from '../world.ts'
import { describeFailure, describeRun, handlerSource, runFunction } from './functionRun.ts'
import { functionFailure, refuseLargeEvent, refuseMissing, refuseTimeout } from './lambdaFaults.ts'
import type { LambdaProxyCall, Returned } from './outgoing.ts'
import { readStreamedAnswer } from './streamedAnswer.ts'

/**
 * Calls a function by InvokeWithResponseStream and gives its answer as soon as its metadata are there. What goes wrong
 * before that is AWS's error; what goes wrong afterwards breaks the body off, since the status has been sent.
 */
export async function streamLambda(
  call: IntegratedCall,
  outgoing: LambdaProxyCall,
  timeoutMs: number,
  world: World,
  trace: TraceRecorder,
  signal: AbortSignal | undefined,
  tell: Tell,
): Promise<Returned> {
  refuseLargeEvent(outgoing.event, false)
  const limits = streamLimits(call.served.api, timeoutMs)
  const target = outgoing.function
  const queue = new BodyQueue()
  const run = {
    ...outgoing,
    timeoutMs: limits.timeoutMs,
    requestId: world.id(),
    stream: queue.sink(limits.idleMs),
  }
  const { origin } = integrationOf(call).uri ?? integrationOf(call)
  let result: FunctionResult | undefined
  let answer: HttpResponse | undefined
  tell(() => ({
    state: 'passed',
    summary: [
      result ? outcomeOf(target, result) : `Lambda **${target.id}** runs on`,
      ...(answer?.stream?.record ? [describeStream(answer.stream.record, sizeText)] : []),
    ].join('; '),
    origin,
    source: result && handlerSource(result),
    ...(answer && { after: tracedResponse('Response of the function', answer) }),
  }))
  const running = runFunction(run, call.incoming, world, trace, signal).then(ended => {
    result = ended
    queue.end(ended.type === 'success' ? undefined : new Error(describeFailure(target, ended)))
  })
  try {
    answer = await readStreamedAnswer(queue, target.id, world)
    const { status } = answer
    trace.note({
      integration: {
        status,
        integrationStatus: 200,
        requestId: run.requestId,
        responseTransferMode: 'STREAM',
      },
    })
    return { type: 'lambdaProxy', answer }
  } catch (error) {
    // Its own failure tells more than what it did not write.
    if (queue.hasFailed) await running
    if (result && result.type !== 'success') {
      refuseTimeout(target, result)
      refuseMissing(target, result, world)
      throw functionFailure(target, result, run.requestId)
    }
    throw error
  }
}

function outcomeOf(target: LambdaProxyCall['function'], result: FunctionResult): string {
  return result.type === 'success' ? describeRun(target, result) : describeFailure(target, result)
}
