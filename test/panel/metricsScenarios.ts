import type { ToMetrics } from '../../client/src/metricsMessages.ts'
import type { GatewayMeters } from '../../server/src/protocol/gatewayMeters.ts'
import { filteredShopTemplate, serveShop } from '../support/meteredShop.ts'

// A gateway that is really called: its readings are what the panel shows.

const show: ToMetrics = {
  type: 'show',
  name: 'Shop',
  gateway: { type: 'running', url: 'http://127.0.0.1:3000', stage: 'dev' },
  workspaceRoot: '/project',
}
const key: readonly (readonly [string, string])[] = [['x-api-key', 'abcdefghijklmnopqrstuvwxyz']]
const genres = ['art', 'sea', 'art', 'war', 'art', '<img src=x onerror=alert(1)>']

/** A shop that was called for a quarter of an hour. */
export async function calledShop(template?: string) {
  const shop = serveShop(template)
  for (let step = 0; step < 44; step++) {
    for (let count = 0; count < 3 + ((step * 7) % 5); count++) {
      await shop.send('/books', `genre=${genres[(step + count) % genres.length]}`)
    }
    if (step % 6 === 0) await shop.send('/nowhere')
    if (step === 36 || step === 40) await shop.send('/fails')
    if (step === 41) for (let count = 0; count < 4; count++) await shop.send('/fails')
    if (step > 40) await shop.send('/orders', '', key)
    if (step < 43) shop.control('clock', { advance: 'PT20S' })
    // As somebody does who looks on.
    shop.read()
  }
  return shop
}

/** What the extension posts of such a shop; each message of metrics may be changed. */
export async function metricsShown(
  change: (meters: GatewayMeters) => GatewayMeters = meters => meters,
): Promise<ToMetrics[]> {
  const shop = await calledShop()
  return [show, { type: 'meters', meters: change(shop.read()) }]
}

/** The same of a shop whose access log is read by metric filters. */
export async function metricsFiltered(): Promise<ToMetrics[]> {
  const shop = await calledShop(filteredShopTemplate)
  return [show, { type: 'meters', meters: shop.read() }]
}

/** The same after the clock was moved by five minutes. */
export async function metricsMoved(): Promise<ToMetrics[]> {
  const shop = await calledShop()
  const before = shop.read()
  shop.control('clock', { advance: 'PT5M' })
  const after = shop.read()
  return [show, { type: 'meters', meters: before }, { type: 'moved', ms: 300_000, before, after }]
}

/** A gateway that nobody called yet. */
export const noRequests = (): ToMetrics[] => [show, { type: 'meters', meters: serveShop().read() }]

/** A gateway that does not run. */
export const metricsStopped: ToMetrics[] = [{ ...show, gateway: { type: 'stopped', port: 3000 } }]
