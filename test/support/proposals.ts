import type { CompletionItem } from 'vscode-languageserver-types'
import { shippedSnippets } from '../../server/src/commands/lspSnippets.ts'
import { completion, eachOnce } from '../../server/src/language/completion/completion.ts'
import { policyCompletion } from '../../server/src/language/policy/policyCompletion.ts'
import { vtlCompletion } from '../../server/src/language/vtl/vtlCompletion.ts'
import { withAccepted } from './acceptedItem.ts'
import { openAt } from './cursor.ts'
import { policyData } from './policyEditor.ts'

type Beside = Readonly<Record<string, string>>

/** Everything that is proposed at `<|>`, as the server answers: templates, then policies, go before all else. */
export function proposed(name: string, marked: string, beside: Beside = {}): CompletionItem[] {
  const { document, position, owner, workspace } = openAt(name, marked, beside)
  const inTemplate = vtlCompletion(workspace, document.file, position)
  if (inTemplate) return inTemplate
  const outside = { files: workspace.files, snippets: shippedSnippets }
  const found = policyCompletion(document, position, owner, policyData)
  const others = !found || found.isShared ? completion(document, position, owner, outside) : []
  return eachOnce([...(found?.items ?? []), ...others])
}

/** Their labels in the order in which an editor shows them. */
export function proposedLabels(name: string, marked: string, beside: Beside = {}): string[] {
  const order = ({ sortText, label }: CompletionItem) => sortText ?? label
  return proposed(name, marked, beside)
    .sort((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0))
    .map(({ label }) => label)
}

/** The text after the named proposal was accepted and no tab stop was typed over. */
export function acceptedText(name: string, marked: string, label: string, beside: Beside = {}): string {
  const { document, text } = openAt(name, marked, beside)
  const item = proposed(name, marked, beside).find(candidate => candidate.label === label)
  if (!item) throw new Error(`'${label}' is not proposed`)
  return withAccepted(text, document.lines, item)
}
