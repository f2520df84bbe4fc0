import type { Rendering } from '../../../server/src/protocol/rendering.ts'
import type { ShownContext, ToRender } from '../../src/renderMessages.ts'
import { counted } from '../format.ts'

/** What the view knows. */
export interface RenderState {
  readonly rendering?: Rendering
  readonly context?: ShownContext
  readonly workspaceRoot?: string
  /** Why what is shown is old. */
  readonly trouble?: string
}

/** Takes a message; the last output stays when there is no newer one. */
export function receive(state: RenderState, message: ToRender): RenderState {
  if (message.type === 'show') {
    const { rendering, context, workspaceRoot } = message
    // Half-written JSON of a context: the last output stays, and the reason is told.
    if (rendering.contextFault !== undefined && state.rendering)
      return {
        rendering: { ...state.rendering, contextFault: rendering.contextFault },
        context,
        workspaceRoot,
      }
    return { rendering, context, workspaceRoot }
  }
  return { ...state, trouble: message.message }
}

/** The line above the output. */
export interface Verdict {
  readonly tone: 'ok' | 'warn' | 'err' | 'dim'
  readonly icon: string
  /** `code` in backticks. */
  readonly text: string
}

/** What is said of the output in one line. */
export function verdictOf({ kind, findings, fault, contextFault, isCut, raw }: Rendering): Verdict {
  if (contextFault !== undefined)
    return { tone: 'err', icon: 'error', text: `The context cannot be read: ${contextFault}` }
  if (fault)
    return {
      tone: 'err',
      icon: 'error',
      text: fault.isLimit ? 'Stopped by a limit of Gatehouse' : 'The template failed',
    }
  if (isCut) return { tone: 'warn', icon: 'warning', text: 'Too long to be checked; the beginning is shown' }
  if (kind === 'notJson') return { tone: 'err', icon: 'error', text: 'Not valid JSON' }
  if (kind === 'other') return { tone: 'dim', icon: 'info', text: 'Not checked: the template makes no JSON' }
  const names = [...new Set(findings.map(({ message }) => /`([^`]*)`/.exec(message)?.[0] ?? ''))]
  const [first] = names
  if (first !== undefined) {
    const others = names.length > 1 ? ` and ${counted(names.length - 1, 'other name')}` : ''
    const verb = names.length > 1 ? 'appear' : 'appears'
    return { tone: 'warn', icon: 'warning', text: `Valid JSON, but ${first}${others} ${verb} twice` }
  }
  if (raw.length > 0)
    return { tone: 'warn', icon: 'warning', text: 'Valid JSON, with text that nothing escaped' }
  return { tone: 'ok', icon: 'pass', text: 'Valid JSON' }
}

/** Offsets in the output that are worth a look, in its order. */
export function problemOffsets({ findings, raw }: Rendering): number[] {
  return [...new Set([...findings, ...raw].map(({ start }) => start))].sort((a, b) => a - b)
}
