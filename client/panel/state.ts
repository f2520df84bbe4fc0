import type { FromPanel, GatewayState, ToPanel } from '../src/panelMessages.ts'
import type { InvokeRequest, InvokeResponse } from '../../server/src/protocol/gatewayControl.ts'
import type { IdentityList } from '../../server/src/protocol/identities.ts'
import type { RouteDetails } from '../../server/src/protocol/requests.ts'
import type { StepName, Trace, TraceStep } from '../../server/src/protocol/trace.ts'
import { draftOf, mergedDraft, withHeader, type Draft } from './draft.ts'
import { formatSeconds, spokenDuration, statusText } from './format.ts'
import { plainText } from './marks.ts'

export type RequestTab = 'params' | 'headers' | 'body' | 'auth' | 'stage'
export type AnswerTab = 'body' | 'headers' | 'log' | 'raw'

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
  readonly openRows: readonly RowId[]
  readonly selectedRow?: RowId
  /** Read aloud by a screen reader. */
  readonly announcement: string
}

export interface Run {
  readonly number: number
  /** Milliseconds since 1970. */
  readonly startedAt: number
  readonly request?: InvokeRequest
  /** As whom it was sent. */
  readonly identity?: string
  readonly steps: readonly TraceStep[]
  readonly isCancelling: boolean
}

export interface Answer {
  readonly number: number
  /** Unset when this panel did not send it itself (it was hidden meanwhile). */
  readonly request?: InvokeRequest
  /** As whom it was sent; unset for a request without credentials of an identity. */
  readonly identity?: string
  readonly response: InvokeResponse
  readonly trace: Trace
}

export type Trouble =
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'cancelled'; readonly after: string }

export type Action =
  | { readonly type: 'received'; readonly message: ToPanel; readonly at: number }
  | { readonly type: 'edited'; readonly change: Partial<Draft> }
  | {
      readonly type: 'sent'
      readonly request: InvokeRequest
      readonly identity?: string
      readonly at: number
    }
  | { readonly type: 'choseIdentity'; readonly identity: string | undefined }
  | { readonly type: 'cancelled' }
  | { readonly type: 'choseRequestTab'; readonly tab: RequestTab }
  | { readonly type: 'choseAnswerTab'; readonly tab: AnswerTab }
  | { readonly type: 'foldedRequest'; readonly isOpen: boolean }
  | { readonly type: 'wrapped'; readonly isWrapped: boolean }
  | { readonly type: 'selectedRow'; readonly row: RowId }
  | { readonly type: 'toggledRow'; readonly row: RowId }

/** What components do: change the state, or tell the extension. */
export type Dispatch = (action: Action) => void
export type Post = (message: FromPanel) => void

export const initialState: PanelState = {
  gateway: { type: 'stopped' },
  identitiesFile: '',
  workspaceRoot: '',
  runs: 0,
  requestTab: 'params',
  answerTab: 'body',
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
      return state.run ? { ...state, run: { ...state.run, isCancelling: true } } : state
    case 'choseRequestTab':
      return { ...state, requestTab: action.tab }
    case 'choseAnswerTab':
      return { ...state, answerTab: action.tab }
    case 'foldedRequest':
      return { ...state, isRequestOpen: action.isOpen }
    case 'wrapped':
      return { ...state, isWrapped: action.isWrapped }
    case 'selectedRow':
      return { ...state, selectedRow: action.row }
    case 'toggledRow':
      return { ...state, selectedRow: action.row, openRows: toggled(state.openRows, action.row) }
  }
}

function calledBy(draft: Draft, identity: string | undefined): Draft {
  return { ...without(draft, 'identity'), ...(identity !== undefined && { identity }) }
}

function send(state: PanelState, { request, identity, at }: Extract<Action, { type: 'sent' }>): PanelState {
  const run = { ...startedRun(state, at), request, ...(identity !== undefined && { identity }) }
  return { ...without(state, 'trouble'), runs: run.number, run, announcement: '' }
}

/** A copy of an object without one of its optional fields. */
export function without<T extends object, K extends keyof T>(value: T, key: K): Omit<T, K> {
  const copy: T = { ...value }
  Reflect.deleteProperty(copy, key)
  return copy
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
      return { ...state, runs: run.number, run: { ...run, steps: [...run.steps, message.step] } }
    }
    case 'completed':
      return complete(state, message)
    case 'identities':
      return knowIdentities(state, message)
    case 'replay':
      return state
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
      return fail(state, message.message, at)
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
  const request = run ? run.request : state.answer?.request
  return {
    ...without(without(state, 'run'), 'trouble'),
    runs: Math.max(state.runs, 1),
    answer: {
      number: run?.number ?? Math.max(state.runs, 1),
      response,
      trace,
      ...(request && { request }),
      ...(message.identity !== undefined && { identity: message.identity }),
    },
    ...(selected && { selectedRow: selected }),
    announcement: run ? announced(response.status, trace, failed) : '',
  }
}

function fail(state: PanelState, message: string, at: number): PanelState {
  const { run } = state
  const trouble: Trouble = run?.isCancelling
    ? { type: 'cancelled', after: formatSeconds(at - run.startedAt) }
    : { type: 'failed', message }
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
