import type { ActionData } from '../../policy/actionData.ts'
import type { ActionTexts } from '../../policy/actionTexts.ts'

/** The data of actions, each part read when it is first asked for; undefined where the build packed none. */
export interface PolicyData {
  readonly actions: () => ActionData | undefined
  /** Descriptions, which take a second file: for hovers, and proposals that somebody looks at. */
  readonly texts: () => ActionTexts | undefined
}
