import type { DesignMap, MapView } from '../../server/src/protocol/designMap.ts'
import type { Location, RouteReference } from '../../server/src/protocol/places.ts'
import { isRouteReference } from './fromPanel.ts'

/** The last request of the API, for the line below the map. */
export interface ShownRequest {
  readonly route: RouteReference
  readonly status: number
  readonly durationMs: number
  /** Milliseconds since 1970. */
  readonly at: number
  readonly stage?: string
  /** Its trace is at hand: a panel of ours sent it. */
  readonly hasTrace: boolean
}

/** Messages from the extension to the webview of the design map. */
export type ToMap =
  /** After each `ask`, and again when the definition changed or a request was answered. */
  | {
      readonly type: 'show'
      readonly map: DesignMap
      readonly last?: ShownRequest
      /** The page asked for it; else something changed. */
      readonly isAsked: boolean
    }
  /** The API is no longer in the definition; the last map stays. */
  | { readonly type: 'gone'; readonly message: string }
  /** The language server did not answer. */
  | { readonly type: 'failed'; readonly message: string }

/** Messages from the webview to the extension. */
export type FromMap =
  | { readonly type: 'ask'; readonly view: MapView; readonly showsLast: boolean }
  | { readonly type: 'openLocation'; readonly location: Location }
  | { readonly type: 'invoke'; readonly route: RouteReference }
  | { readonly type: 'export' }

/** Checks what the webview sent: only a message of the agreed shape comes through. */
export function readFromMap(value: unknown): FromMap | undefined {
  if (!isRecord(value)) return undefined
  const { type, view, showsLast, location, route } = value
  if (type === 'export') return { type }
  if (type === 'ask' && isRecord(view)) return { type, view: readView(view), showsLast: showsLast === true }
  if (type === 'invoke' && isRouteReference(route)) return { type, route }
  return type === 'openLocation' && isLocation(location) ? { type, location } : undefined
}

function readView({ groupBy, filter, opened, closed }: Readonly<Record<string, unknown>>): MapView {
  return {
    ...(groupBy === 'path' && { groupBy }),
    ...(typeof filter === 'string' && filter.trim() !== '' && { filter }),
    ...(isTexts(opened) && { opened }),
    ...(isTexts(closed) && { closed }),
  }
}

function isLocation(value: unknown): value is Location {
  if (!isRecord(value) || typeof value['uri'] !== 'string' || !isRecord(value['range'])) return false
  const { start, end } = value['range']
  return [start, end].every(at => isRecord(at) && isCount(at['line']) && isCount(at['character']))
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(each => typeof each === 'string')
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0
}
