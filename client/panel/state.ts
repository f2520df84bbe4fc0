import type { Failure, FromPanel, GatewayState, Order, ReloadCause, ToPanel } from '../src/panelMessages.ts'
import type { IdentityList } from '../../server/src/protocol/identities.ts'
import type { RouteDetails } from '../../server/src/protocol/requests.ts'
import type { StepName, Trace, TraceStep } from '../../server/src/protocol/trace.ts'
import { draftOf, mergedDraft, withHeader, type Draft } from './draft.ts'
import { hasChanges } from './compare.ts'
import { pickedFile } from './chosenFiles.ts'
import { formatSeconds, spokenDuration, statusText } from './format.ts'
import { plainText } from './marks.ts'
import { filledDraft, orderOf } from './order.ts'
import { withPast } from './pastRuns.ts'
import type { Answer, Run, Trouble } from './runs.ts'
import { firstLook, type TraceLook } from './traceLook.ts'
import { without } from './without.ts'
import { heldRun, withStep } from './heldRun.ts'
import { reduceRepeat, withResults, type Repeat, type RepeatAction } from './repeatState.ts'

export type { Answer, Run, Trouble } from './runs.ts'
export { without } from './without.ts'

export type RequestTab = 'params' | 'headers' | 'body' | 'auth' | 'stage'
export type AnswerTab = 'changes' | 'body' | 'headers' | 'cookies' | 'log' | 'raw' | 'hex'

/** Names a row of the trace: a step, or several folded to one by the narrow panel. */
export type RowId = StepName | `folded:${StepName}`

/** Everything that the panel shows. */
export interface PanelState {
  /** Unset until the extension's first message. */
  readonly details?: RouteDetails
  readonly draft?: Draft
  readonly gateway: GatewayState
  /** Who can be chosen to call; unset until the extension has told. */
  readonly identities?: IdentityList
  /** Name of the identities file, for reading. */
  readonly identitiesFile: string
  readonly workspaceRoot: string
  /** Requests sent from this panel so far. */
  readonly runs: number
  /** The request under way. */
  readonly run?: Run
  /** The last answer; it stays until the next one is there. */
  readonly answer?: Answer
  /** Answers before the last one, the oldest first. */
  readonly past: readonly Answer[]
  /** Number of the run that is looked at; unset for the last. */
  readonly shownRun?: number
  /** Whether the last request is sent again when something was saved. */
  readonly isReplaying: boolean
  /** What was saved and has not been answered yet. */
  readonly pendingReplay?: ReloadCause
  /** What was saved since the last answer, which may be another now: absolute paths. */
  readonly changedSince?: readonly string[]
  /** The request last sent, answered or not. */
  readonly lastOrder?: Order
  /** A request that is to go out as soon as it can. */
  readonly pendingSend?: Order
  /** The request as it stands is to go out, debugged, as soon as it can. */
  readonly isDebugPending?: true
  /** A request that is sent many times; its view stands in place of the answer. */
  readonly repeat?: Repeat
  /** Why the last request has no answer. */
  readonly trouble?: Trouble
  /** Why the route cannot be called any more. */
  readonly gone?: string
  readonly requestTab: RequestTab
  readonly answerTab: AnswerTab
  /** Unset until the user folds or unfolds: then open only while there is no answer. Matters in a narrow panel. */
  readonly isRequestOpen?: boolean
  /** Whether long lines are wrapped; unset until the user says so: then a narrow panel wraps. */
  readonly isWrapped?: boolean
  readonly look: TraceLook
  readonly openRows: readonly RowId[]
  readonly selectedRow?: RowId
  /** Read aloud by a screen reader. */
  readonly announcement: string
}

export type Action =
  | { readonly type: 'received'; readonly message: ToPanel; readonly at: number }
  | { readonly type: 'edited'; readonly change: Partial<Draft> }
  | {
      readonly type: 'sent'
      readonly order: Order
      readonly at: number
      readonly cause?: ReloadCause
    }
  | { readonly type: 'choseIdentity'; readonly identity: string | undefined }
  | { readonly type: 'cancelled' }
  | { readonly type: 'debugging' }
  | { readonly type: 'choseRequestTab'; readonly tab: RequestTab }
  | { readonly type: 'choseAnswerTab'; readonly tab: AnswerTab }
  | { readonly type: 'foldedRequest'; readonly isOpen: boolean }
  | { readonly type: 'wrapped'; readonly isWrapped: boolean }
  | { readonly type: 'looked'; readonly look: Partial<TraceLook> }
  | { readonly type: 'selectedRow'; readonly row: RowId }
  | { readonly type: 'toggledRow'; readonly row: RowId }
  | { readonly type: 'choseRun'; readonly number: number }
  | { readonly type: 'toggledReplay' }
  | RepeatAction

/** What components do: change the state, or tell the extension. */
export type Dispatch = (action: Action) => void
export type Post = (message: FromPanel) => void

export const initialState: PanelState = {
  gateway: { type: 'stopped' },
  identitiesFile: '',
  workspaceRoot: '',
  runs: 0,
  past: [],
  isReplaying: false,
  requestTab: 'params',
  answerTab: 'body',
  look: firstLook,
  openRows: [],
  announcement: '',
}

/** The state after an action; time comes in with the action. */
export function reduce(state: PanelState, action: Action): PanelState {
  switch (action.type) {
    case 'received':
      return receive(state, action.message, action.at)
    case 'edited':
      return state.draft ? { ...state, draft: { ...state.draft, ...action.change } } : state
    case 'sent':
      return send(state, action)
    case 'choseIdentity':
      return state.draft ? { ...state, draft: calledBy(state.draft, action.identity) } : state
    case 'cancelled':
      return cancel(state)
    case 'debugging':
      return without(state, 'isDebugPending')
    case 'choseRequestTab':
      return { ...state, requestTab: action.tab }
    case 'choseAnswerTab':
      return { ...state, answerTab: action.tab }
    case 'foldedRequest':
      return { ...state, isRequestOpen: action.isOpen }
    case 'wrapped':
      return { ...state, isWrapped: action.isWrapped }
    case 'looked':
      return { ...state, look: { ...state.look, ...action.look } }
    case 'selectedRow':
      return { ...state, selectedRow: action.row }
    case 'toggledRow':
      return { ...state, selectedRow: action.row, openRows: toggled(state.openRows, action.row) }
    case 'choseRun':
      return { ...state, shownRun: action.number }
    case 'toggledReplay':
      return { ...without(state, 'pendingReplay'), isReplaying: !state.isReplaying }
    default:
      return withRepeat(state, reduceRepeat(state.repeat, action))
  }
}

function cancel(state: PanelState): PanelState {
  const { run, repeat } = state
  return {
    ...state,
    ...(run && { run: { ...run, isCancelling: true } }),
    ...(repeat?.phase === 'running' && { repeat: { ...repeat, isCancelling: true } }),
  }
}

function withRepeat(state: PanelState, repeat: Repeat | undefined): PanelState {
  return { ...without(state, 'repeat'), ...(repeat && { repeat }) }
}

function calledBy(draft: Draft, identity: string | undefined): Draft {
  return { ...without(draft, 'identity'), ...(identity !== undefined && { identity }) }
}

function send(state: PanelState, { order, at, cause }: Extract<Action, { type: 'sent' }>): PanelState {
  const run = { ...startedRun(state, at), order, ...(cause && { cause }) }
  const settled = without(
    without(without(without(state, 'trouble'), 'pendingReplay'), 'pendingSend'),
    'repeat',
  )
  return { ...settled, lastOrder: order, runs: run.number, run, announcement: '' }
}

function receive(state: PanelState, message: ToPanel, at: number): PanelState {
  switch (message.type) {
    case 'show':
      return show(state, message)
    case 'gateway':
      return { ...state, gateway: message.gateway }
    case 'gone':
      return { ...state, gone: message.message }
    case 'step': {
      const run = state.run ?? startedRun(state, at - message.step.startMs - message.step.durationMs)
      return { ...state, runs: run.number, run: withStep(run, message.step, at) }
    }
    case 'held':
      return state.run ? { ...state, ...heldRun(state.run, message.held, at) } : state
    case 'completed':
      return complete(state, message)
    case 'identities':
      return knowIdentities(state, message)
    case 'replay':
      return state
    case 'debug':
      return { ...state, isDebugPending: true }
    case 'minted':
      return state.draft
        ? {
            ...state,
            draft: withHeader(state.draft, 'Authorization', `Bearer ${message.token}`),
            requestTab: 'headers',
            announcement: 'Authorization header set',
          }
        : state
    case 'failed':
      return state.repeat?.phase === 'running'
        ? { ...state, repeat: { ...state.repeat, phase: 'done', message: message.message } }
        : fail(state, message, at)
    case 'reloaded':
      return state.isReplaying && state.lastOrder ? { ...state, pendingReplay: message.cause } : state
    case 'outdated':
      return { ...state, changedSince: message.files }
    case 'fit':
      return withFit(state, message)
    case 'fill':
      return fill(state, message)
    case 'picked':
      return state.draft ? { ...state, draft: pickedFile(state.draft, message) } : state
    case 'repeated':
      return state.repeat ? { ...state, repeat: withResults(state.repeat, message) } : state
    case 'opened': {
      const { number, response, trace } = message
      return state.repeat
        ? { ...state, repeat: { ...state.repeat, opened: { number, response, trace } } }
        : state
    }
  }
}

function withFit(state: PanelState, { requestId, fit }: Extract<ToPanel, { type: 'fit' }>): PanelState {
  const { answer } = state
  return answer?.trace.requestId === requestId ? { ...state, answer: { ...answer, fit } } : state
}

function fill(state: PanelState, { order, from, isSent }: Extract<ToPanel, { type: 'fill' }>): PanelState {
  const { details, identities } = state
  if (!details) return state
  const named = filledDraft(details, order)
  const isKnown =
    identities?.state !== 'read' || identities.identities.some(({ name }) => name === order.identity)
  const draft = isKnown ? named : calledBy(named, undefined)
  const isBarred = state.gateway.type === 'untrusted' || state.gone !== undefined
  return {
    ...state,
    draft,
    // What cannot go out now must not do so later, when nobody expects it.
    ...(isSent && !isBarred && { pendingSend: orderOf(draft, details) }),
    announcement: `Request from ${from}`,
  }
}

function show(state: PanelState, message: ToPanel & { type: 'show' }): PanelState {
  const { details, gateway, workspaceRoot } = message
  const known = { details, gateway, workspaceRoot }
  if (state.details && state.draft && isSameRoute(state.details, details)) {
    return { ...without(state, 'gone'), ...known, draft: mergedDraft(state.draft, details) }
  }
  return { ...initialState, ...known, draft: draftOf(details), requestTab: firstTab(details) }
}

/** An identity that is no longer named cannot stay chosen. */
function knowIdentities(
  state: PanelState,
  { list, fileName }: Extract<ToPanel, { type: 'identities' }>,
): PanelState {
  const { draft } = state
  const isGone = list.state !== 'unreadable' && !list.identities.some(({ name }) => name === draft?.identity)
  return {
    ...state,
    identities: list,
    identitiesFile: fileName,
    ...(draft && isGone && { draft: calledBy(draft, undefined) }),
  }
}

function complete(
  state: PanelState,
  { response, trace, ...message }: Extract<ToPanel, { type: 'completed' }>,
): PanelState {
  const { run } = state
  const failed = trace.steps.find(step => step.state === 'failed')
  const selected = failed?.name ?? state.selectedRow
  const order = run ? run.order : state.answer?.order
  const isAgain = !run && state.answer?.trace.requestId === trace.requestId
  const answer: Answer = {
    number: run?.number ?? Math.max(state.runs, 1),
    response,
    trace,
    ...(order && { order }),
    ...(run?.cause && { cause: run.cause }),
    ...(isAgain && state.answer?.cause && { cause: state.answer.cause }),
    ...(isAgain && state.answer?.fit && { fit: state.answer.fit }),
    ...(message.identity !== undefined && { identity: message.identity }),
  }
  const isChanged = run?.cause !== undefined && state.answer !== undefined && hasChanges(state.answer, answer)
  return {
    ...without(without(without(without(state, 'run'), 'trouble'), 'shownRun'), 'changedSince'),
    runs: Math.max(state.runs, 1),
    answer,
    ...(run && state.answer && { past: withPast(state.past, state.answer) }),
    ...(isChanged && { answerTab: 'changes' }),
    ...(selected && { selectedRow: selected }),
    announcement: run ? (run.cause ? 'Replayed: ' : '') + announced(response.status, trace, failed) : '',
  }
}

function fail(state: PanelState, { message, source, isPortTaken }: Failure, at: number): PanelState {
  const { run } = state
  const trouble: Trouble = run?.isCancelling
    ? { type: 'cancelled', after: formatSeconds(at - run.startedAt) }
    : { type: 'failed', message, ...(source && { source }), ...(isPortTaken && { isPortTaken }) }
  const announcement =
    trouble.type === 'cancelled'
      ? `Cancelled after ${trouble.after}`
      : `Could not be sent: ${plainText(message)}`
  return { ...without(state, 'run'), trouble, announcement }
}

function startedRun(state: PanelState, at: number): Run {
  return { number: state.runs + 1, startedAt: at, steps: [], isCancelling: false }
}

function announced(status: number, trace: Trace, failed: TraceStep | undefined): string {
  const outcome = `${statusText(status)}, ${spokenDuration(trace.durationMs)}`
  return failed ? `${outcome}, ${failed.title}: ${plainText(failed.summary)}` : outcome
}

function firstTab(details: RouteDetails): RequestTab {
  if (details.exampleBody !== undefined || details.contentType !== undefined) return 'body'
  return details.headers.length > 0 && details.queryParameters.length + details.pathParameters.length === 0
    ? 'headers'
    : 'params'
}

function isSameRoute({ route: a }: RouteDetails, { route: b }: RouteDetails): boolean {
  return a.definition === b.definition && a.apiId === b.apiId && a.method === b.method && a.path === b.path
}

function toggled<T>(list: readonly T[], item: T): T[] {
  return list.includes(item) ? list.filter(other => other !== item) : [...list, item]
}
