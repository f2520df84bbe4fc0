import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import * as vscode from 'vscode'
import type { InvokeRequest } from '../../server/src/protocol/gatewayControl.ts'
import type { RouteReference } from '../../server/src/protocol/places.ts'
import type { Trace } from '../../server/src/protocol/trace.ts'
import type { DebugSessions } from './debugSessions.ts'
import { failureText } from './failures.ts'
import { GatewayProblem } from './gatewayProblem.ts'
import type { Completed } from './gatewayProcess.ts'
import type { Gateways, HowSent } from './gateways.ts'
import type { LanguageFeatures } from './languageFeatures.ts'
import { requestOfOrder } from './orderRequest.ts'
import { PanelHold } from './panelHold.ts'
import type { Failure, FromPanel, Order, ToPanel } from './panelMessages.ts'
import type { RequestHistory } from './requestHistory.ts'
import { repeatRequest } from './repeating.ts'

/** As many as the page keeps, and the one it shows. */
const mostRecent = 21

/** What sending reaches. */
export interface SendSurroundings {
  readonly features: LanguageFeatures
  readonly gateways: Gateways
  readonly debugSessions: DebugSessions
  readonly history: RequestHistory
}

/** The requests of one panel: one at a time, or one of them many times. */
export class PanelSending {
  private readonly route: RouteReference
  private readonly around: SendSurroundings
  private readonly post: (message: ToPanel) => void
  private running: AbortController | undefined
  private hold: PanelHold | undefined
  /** Traces of the last answers, which the page can look at again. */
  private recent: readonly Trace[] = []
  /** Answers of the last repeated request, by number. */
  private repeated: ReadonlyMap<number, Completed> = new Map()
  /** What VS Code throws away when it is posted to a hidden webview; to be posted again. */
  lastCompleted: Extract<ToPanel, { type: 'completed' }> | undefined

  constructor(route: RouteReference, around: SendSurroundings, post: (message: ToPanel) => void) {
    this.route = route
    this.around = around
    this.post = post
  }

  /** The trace of an answer that this panel has shown; throws where that is no longer kept. */
  traceOf(requestId: string): Trace {
    const repeated = [...this.repeated.values()].map(({ trace }) => trace)
    const found = [...this.recent, ...repeated].find(trace => trace.requestId === requestId)
    if (!found) throw new Error(vscode.l10n.t('This trace is no longer kept: send the request again'))
    return found
  }

  cancel(): void {
    this.running?.abort()
  }

  /** Lets the request go on that is held up. */
  continue(): void {
    this.hold?.resume()
  }

  /** Posts again where the request stands. */
  tellHeld(): void {
    this.hold?.tell()
  }

  async send(message: Extract<FromPanel, { type: 'send' }>): Promise<void> {
    await this.run(async signal => {
      const { request, how } = await resolved(message)
      if (message.isDebugged) await this.around.debugSessions.begin(this.route, how.stage)
      const hold = new PanelHold(this.route.definition, this.around.debugSessions, told => this.post(told))
      this.hold = hold
      const fresh = message.isReplay ? { circumstances: { ...how.circumstances, isFresh: true } } : {}
      const completed = await this.invoke(request, { ...how, ...fresh, follower: hold }, signal, step =>
        this.post({ type: 'step', step }),
      )
      const { response, trace } = completed
      const as = message.identity === undefined ? {} : { identity: message.identity }
      this.lastCompleted = { type: 'completed', response, trace, ...as }
      this.post(this.lastCompleted)
      this.recent = [...this.recent, trace].slice(-mostRecent)
      if (!message.isReplay) this.around.history.add(this.route, message, completed)
      // Not waited for: the next request may go out meanwhile.
      this.tellFit(completed).catch(() => {})
    })
  }

  async repeat(message: Extract<FromPanel, { type: 'repeat' }>): Promise<void> {
    await this.run(async signal => {
      const { request, how } = await resolved(message)
      this.repeated = await repeatRequest({
        count: message.count,
        atOnce: message.atOnce,
        send: () => this.invoke(request, how, signal, () => undefined),
        onResults: results => this.post({ type: 'repeated', results, isDone: false }),
        signal,
        now: () => performance.now(),
      })
      this.post({ type: 'repeated', results: [], isDone: true })
    })
  }

  /** Shows one answer of the repeated request. */
  openRepeated(number: number): void {
    const found = this.repeated.get(number)
    if (found) this.post({ type: 'opened', number, response: found.response, trace: found.trace })
  }

  private async run(act: (signal: AbortSignal) => Promise<void>): Promise<void> {
    // One at a time: the page offers Cancel, not a second Send.
    if (this.running) return
    const running = new AbortController()
    this.running = running
    try {
      await act(running.signal)
    } catch (error) {
      this.post({ type: 'failed', ...failureOf(error) })
    } finally {
      this.hold?.dispose()
      this.hold = undefined
      this.running = undefined
    }
  }

  private invoke(
    request: InvokeRequest,
    how: HowSent,
    signal: AbortSignal,
    onStep: Parameters<Gateways['invoke']>[3],
  ): Promise<Completed> {
    return this.around.gateways.invoke(this.route, how, request, onStep, signal)
  }

  /** The language server knows the models. */
  private async tellFit({ response, trace }: Completed): Promise<void> {
    const { status, headers, bodyBase64 } = response
    const contentType = headers.findLast(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
    if (!/[/+]json\b/.test(contentType)) return
    const body = Buffer.from(bodyBase64, 'base64').toString('utf8')
    const question = { route: this.route, status, contentType, body }
    const fit = await this.around.features.request('gatehouse/answerFit', question)
    if (fit) this.post({ type: 'fit', requestId: trace.requestId, fit })
  }
}

function failureOf(error: unknown): Failure {
  const message = failureText(error)
  if (!(error instanceof GatewayProblem)) return { message }
  const { source, remedy } = error
  return { message, ...(source && { source }), ...(remedy === 'freePort' && { isPortTaken: true }) }
}

/** The request of an order with its files as they are now. */
export function resolved(order: Order): ReturnType<typeof requestOfOrder> {
  return requestOfOrder(order, { readFile, boundary: () => `gatehouse-${randomUUID()}` })
}
