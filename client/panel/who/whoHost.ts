import type { FromWho, ToWho } from '../../src/whoMessages.ts'
import { connectApiPage, type ApiPage } from '../apiPage.ts'

/** The side of VS Code that this webview may talk to. */
export type WhoHost = ApiPage<FromWho, ToWho>

/** Connects to VS Code; to be called once, since a page may ask for its API only once. */
export function connectWhoHost(): WhoHost {
  return connectApiPage(['show', 'gone', 'failed'])
}
