import type { RouteReference } from '../../server/src/protocol/places.ts'
import type { Completed } from './gatewayProcess.ts'
import { isOrder, isRouteReference } from './fromPanel.ts'
import { withoutSecrets } from './orderSecrets.ts'
import type { Order } from './panelMessages.ts'

/** A request that was sent, and what became of it. It holds no secrets. */
export interface HistoryEntry {
  readonly route: RouteReference
  readonly order: Order
  readonly status: number
  readonly durationMs: number
  /** Milliseconds since 1970. */
  readonly at: number
  /** The body was too long to be kept. */
  readonly isCut?: boolean
}

/** Where the history is written down: VS Code's state of the workspace. */
export interface HistoryStore {
  get(key: string): unknown
  update(key: string, value: unknown): PromiseLike<void>
}

const key = 'gatehouse.requestHistory'
/** VS Code writes the whole state at each change. */
const most = { inAll: 200, ofRoute: 30, characters: 500_000, bodyCharacters: 20_000 }

/** The requests sent in this workspace, the newest first, without their secrets. */
export class RequestHistory {
  private readonly store: HistoryStore
  private readonly keyOf: (route: RouteReference) => string
  private readonly now: () => number

  /** `keyOf` names a route, however its definition is written. */
  constructor(store: HistoryStore, keyOf: (route: RouteReference) => string, now: () => number) {
    this.store = store
    this.keyOf = keyOf
    this.now = now
  }

  /** All entries, or those of a route. */
  entries(route?: RouteReference): readonly HistoryEntry[] {
    const kept = this.store.get(key)
    const all = Array.isArray(kept) ? kept.filter(isEntry) : []
    return route ? all.filter(entry => this.keyOf(entry.route) === this.keyOf(route)) : all
  }

  /** Notes a request that was answered; one that is the same as before takes the place of that. */
  add(route: RouteReference, sent: Order, { response, trace }: Completed): void {
    const { order, isCut } = kept(sent)
    const entry: HistoryEntry = {
      route,
      order,
      status: response.status,
      durationMs: trace.durationMs,
      at: this.now(),
      ...(isCut && { isCut }),
    }
    const text = JSON.stringify(order)
    const others = this.entries().filter(
      other => this.keyOf(other.route) !== this.keyOf(route) || JSON.stringify(other.order) !== text,
    )
    void this.store.update(key, this.within([entry, ...others]))
  }

  remove(entry: HistoryEntry): PromiseLike<void> {
    return this.store.update(
      key,
      this.entries().filter(
        ({ at, order }) => at !== entry.at || order.request.target !== entry.order.request.target,
      ),
    )
  }

  clear(): PromiseLike<void> {
    return this.store.update(key, [])
  }

  private within(entries: readonly HistoryEntry[]): HistoryEntry[] {
    const ofRoute = new Map<string, number>()
    let left = most.characters
    return entries
      .filter(entry => {
        const route = this.keyOf(entry.route)
        const count = (ofRoute.get(route) ?? 0) + 1
        ofRoute.set(route, count)
        left -= JSON.stringify(entry).length
        return count <= most.ofRoute && left > 0
      })
      .slice(0, most.inAll)
  }
}

function kept({ request, stage, identity, circumstances, body }: Order): { order: Order; isCut: boolean } {
  const isCut = (request.bodyText ?? '').length > most.bodyCharacters
  const { method, target, headers } = request
  const order = {
    request: isCut ? { method, target, headers } : request,
    stage,
    ...(identity !== undefined && { identity }),
    ...(circumstances && { circumstances }),
    ...(body && { body }),
  }
  return { order: withoutSecrets(order), isCut }
}

/** What is kept may come from another version. */
function isEntry(value: unknown): value is HistoryEntry {
  if (typeof value !== 'object' || value === null) return false
  const { route, order, status, durationMs, at } = value as Partial<Record<keyof HistoryEntry, unknown>>
  return (
    isRouteReference(route) &&
    isOrder(order) &&
    [status, durationMs, at].every(number => typeof number === 'number' && Number.isFinite(number))
  )
}
