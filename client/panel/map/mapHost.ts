import type { FromMap, ToMap } from '../../src/mapMessages.ts'
import { connectApiPage, type ApiPage } from '../apiPage.ts'

/** The side of VS Code that this webview may talk to. */
export type MapHost = ApiPage<FromMap, ToMap>

/** Connects to VS Code; to be called once, since a page may ask for its API only once. */
export function connectMapHost(): MapHost {
  return connectApiPage(['show', 'gone', 'failed'])
}
