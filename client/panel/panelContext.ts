import { createContext } from 'preact'
import type { Dispatch, Post } from './state.ts'

/** What every component of the panel may need. */
export interface PanelTools {
  readonly dispatch: Dispatch
  readonly post: Post
  readonly nonce: string
  readonly workspaceRoot: string
  /** The panel is narrower than 640 px. */
  readonly isNarrow: boolean
}

export const PanelContext = createContext<PanelTools>({
  dispatch: () => undefined,
  post: () => undefined,
  nonce: '',
  workspaceRoot: '',
  isNarrow: false,
})
