import type * as draft from '../server/src/language/policy/draft.ts'
import type * as snippets from '../server/src/language/policy/policySnippets.ts'

/** The text of a snippets file. */
export function policySnippetsText(
  language: 'json' | 'yaml',
  modules: Pick<typeof snippets, 'policySnippets'> & Pick<typeof draft, 'jsonSnippet' | 'yamlMembers'>,
): Promise<string>
