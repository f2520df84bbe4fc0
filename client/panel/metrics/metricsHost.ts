import type { FromMetrics, ToMetrics } from '../../src/metricsMessages.ts'
import { connectApiPage, type ApiPage } from '../apiPage.ts'

/** The side of VS Code that this webview may talk to. */
export type MetricsHost = ApiPage<FromMetrics, ToMetrics>

/** Connects to VS Code; to be called once, since a page may ask for its API only once. */
export function connectMetricsHost(): MetricsHost {
  return connectApiPage(['show', 'gateway', 'meters', 'moved', 'failed'])
}
