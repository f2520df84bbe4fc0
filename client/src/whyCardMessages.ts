import type { SourceLine, SuggestedChange } from '../../server/src/protocol/trace.ts'

/** What the buttons of the card that explains an answer ask the extension for. */
export type FromWhyCard =
  /** Changes a file as one undoable step, saves it, and has the request sent again. */
  | { readonly type: 'applyChange'; readonly change: SuggestedChange }
  /** The same with the quick fix of a rule at a line. */
  | { readonly type: 'applyRule'; readonly rule: string; readonly source: SourceLine }
  /** Asks for the origin of a page and plays its browser for the last request. */
  | { readonly type: 'checkCors' }
  /** Shows who may call the routes of the API. */
  | { readonly type: 'openWho' }
  /** A page of AWS's documentation. */
  | { readonly type: 'openPage'; readonly url: string }

/** Whether a message of the webview has the shape of its type. */
export const whyCardChecks: Readonly<
  Record<FromWhyCard['type'], (message: Readonly<Record<string, unknown>>) => boolean>
> = {
  applyChange: ({ change }) => isChange(change),
  applyRule: ({ rule, source }) =>
    typeof rule === 'string' && isRecord(source) && typeof source['file'] === 'string' && isPosition(source),
  checkCors: () => true,
  openWho: () => true,
  openPage: ({ url }) => typeof url === 'string' && url.startsWith('https://docs.aws.amazon.com/'),
}

function isChange(value: unknown): boolean {
  if (!isRecord(value) || typeof value['oldText'] !== 'string' || !isRecord(value['edit'])) return false
  const { file, newText, range } = value['edit']
  return (
    typeof file === 'string' &&
    typeof newText === 'string' &&
    isRecord(range) &&
    isPosition(range['start']) &&
    isPosition(range['end'])
  )
}

function isPosition(value: unknown): boolean {
  return isRecord(value) && isCount(value['line']) && isCount(value['character'])
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 0
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
