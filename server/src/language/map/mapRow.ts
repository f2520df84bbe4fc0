import type { Fact, Origin } from '../../base/origin.ts'
import { valueOf } from '../../base/origin.ts'
import type { CallableRoute } from '../routeReference.ts'
import type { MapTarget } from './mapTargets.ts'

/** A route as the map shows it: from who lets it in to what answers it. */
export interface MapRow {
  /** Of its nodes: `POST /orders`, `url ListBooks`. */
  readonly key: string
  readonly method: string
  readonly path: string
  readonly origin: Origin
  readonly guard: MapGuard
  readonly needsApiKey: boolean
  readonly isCached: boolean
  /** Unset where nothing answers. */
  readonly integration?: {
    readonly text: string
    readonly isMapped: boolean
    readonly title: string
    readonly origin: Origin
  }
  readonly target?: MapTarget
  /** The route that can be called; function URLs have none. */
  readonly route?: CallableRoute
}

/** What stands before routes and lets callers in. */
export interface MapGuard {
  readonly key: string
  readonly name: string
  readonly title: string
  readonly isOpen: boolean
  readonly origin: Origin
  /** It stands behind no stage: a function URL. */
  readonly isDirect: boolean
}

/** A fact as text: what is not known says so. */
export function said(fact: Fact<string> | undefined, unknown: string): string {
  return valueOf(fact) ?? unknown
}
