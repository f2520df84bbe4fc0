import type { CompletionItem } from 'vscode-languageserver-types'
import { policyDataPackage, policyDataTexts } from '../../scripts/policyData.mjs'
import { policyCompletion } from '../../server/src/language/policy/policyCompletion.ts'
import type { PolicyData } from '../../server/src/language/policy/policyData.ts'
import { policyHover } from '../../server/src/language/policy/policyHover.ts'
import { readActionData } from '../../server/src/policy/actionData.ts'
import { readActionTexts } from '../../server/src/policy/actionTexts.ts'
import { withAccepted } from './acceptedItem.ts'
import { openAt } from './cursor.ts'

/** AWS's own data, as the build packs it. */
export const policyData: PolicyData = {
  actions: once(() => readActionData(packed().index)),
  texts: once(() => readActionTexts(packed().descriptions)),
}

const folder = policyDataPackage()
const packed = once(() => policyDataTexts(folder ?? ''))

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}

/** What is proposed at `<|>`; undefined outside of policies. */
export function proposals(name: string, marked: string): CompletionItem[] | undefined {
  const { document, position, owner } = openAt(name, marked)
  return policyCompletion(document, position, owner, policyData)?.items
}

export function labels(name: string, marked: string): string[] {
  return (proposals(name, marked) ?? []).map(({ label }) => label)
}

/** The text after the named proposal was accepted and no tab stop was typed over. */
export function accepted(name: string, marked: string, label: string): string {
  const { document, position, owner, text } = openAt(name, marked)
  const item = policyCompletion(document, position, owner, policyData)?.items.find(
    each => each.label === label,
  )
  if (!item) throw new Error(`'${label}' is not proposed`)
  return withAccepted(text, document.lines, item)
}

/** The hover at `<|>` as markdown. */
export function hoverText(name: string, marked: string): string | undefined {
  const { document, position, owner } = openAt(name, marked)
  const hover = policyHover(document, position, owner, policyData)
  return hover && typeof hover.contents === 'object' && 'value' in hover.contents
    ? hover.contents.value
    : undefined
}
