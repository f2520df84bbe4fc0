import type { Rendering } from '../../server/src/protocol/rendering.ts'
import type { Location } from '../../server/src/protocol/places.ts'

/** The context that is chosen, as the view names it. */
export interface ShownContext {
  readonly label: string
  /** `made by Gatehouse`, `saved`, `a request of 11:41`. */
  readonly detail: string
  /** A file holds it, which is saved by itself. */
  readonly isFile: boolean
}

/** Messages from the extension to the webview beside a mapping template. */
export type ToRender =
  /** What the template prints with the context that is chosen. */
  | {
      readonly type: 'show'
      readonly rendering: Rendering
      readonly context: ShownContext
      readonly workspaceRoot: string
    }
  /** There is no template any more, or nobody answers; what is shown was true before. */
  | { readonly type: 'trouble'; readonly message: string }

/** Messages from the webview to the extension. */
export type FromRender =
  /** First message. */
  | { readonly type: 'ready' }
  | { readonly type: 'chooseContext' }
  /** Opens the context in an editor, where each change is rendered. */
  | { readonly type: 'editContext' }
  | { readonly type: 'saveContext' }
  /** Debugs the template with the context. */
  | { readonly type: 'debug' }
  /** Makes a test of what is shown. */
  | { readonly type: 'saveAsTest' }
  | { readonly type: 'openLocation'; readonly location: Location }

/** Checks what the webview sent: only a message of the agreed shape comes through. */
export function readFromRender(value: unknown): FromRender | undefined {
  if (!isRecord(value)) return undefined
  const { type } = value
  if (isPlain(type)) return { type }
  if (type !== 'openLocation' || !isRecord(value['location'])) return undefined
  const { uri, range } = value['location']
  if (typeof uri !== 'string' || !isRecord(range) || !isPosition(range['start']) || !isPosition(range['end']))
    return undefined
  return { type, location: { uri, range: { start: range['start'], end: range['end'] } } }
}

type Plain = Exclude<FromRender['type'], 'openLocation'>
const plain: Record<Plain, true> = {
  ready: true,
  chooseContext: true,
  editContext: true,
  saveContext: true,
  debug: true,
  saveAsTest: true,
}

function isPlain(type: unknown): type is Plain {
  return typeof type === 'string' && Object.hasOwn(plain, type)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isPosition(value: unknown): value is { readonly line: number; readonly character: number } {
  return isRecord(value) && isCount(value['line']) && isCount(value['character'])
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0
}
