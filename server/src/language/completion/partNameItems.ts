import type { CompletionItem } from 'vscode-languageserver-types'
import { CompletionItemKind } from 'vscode-languageserver-types'
import type { NamedPart } from '../names.ts'
import { namesAt } from '../names.ts'
import { childAt, entriesOf } from '../../syntax/node.ts'
import { nodeAtSite, takesValue } from '../site.ts'
import type { DocumentPath } from '../site.ts'
import type { CompletionContext, Provider } from './context.ts'
import { declaredResources } from './context.ts'
import { keyItem, valueItem } from './proposal.ts'

/** Names of the definition's own parts: security schemes, authorizers, validators, models, references, conditions. */
export const partNameItems: Provider = context => {
  const { site, place, intrinsics, property } = context
  if (intrinsics.length > 0) return []
  const names = namesFor(context)
  if (site.mode === 'key' && place.at(-2) === 'security') return requirementItems(context, names)
  if (site.mode === 'key' && place.at(-1) === 'security') return []
  if (!takesValue(site)) return []
  // Under a requirement stand scopes.
  const own = property === '$ref' ? referencesFor(place, names) : place.includes('security') ? [] : names
  return own.map(part => partItem(context, part))
}

function namesFor(context: CompletionContext): readonly NamedPart[] {
  const { site, owner, place, property, template, templateDepth, resource } = context
  if (property === 'DependsOn' && resource) {
    return declaredResources(context)
      .filter(({ name }) => name !== resource.id)
      .map(({ name, type }) => ({ name, detail: type }))
  }
  // Of a service the names of its template count there.
  return templateDepth > 0 && place.length > templateDepth
    ? (namesAt(site.path.slice(templateDepth), template, owner) ?? [])
    : (namesAt(site.path, site.root, owner) ?? [])
}

function requirementItems({ site }: CompletionContext, names: readonly NamedPart[]): CompletionItem[] {
  const there = new Set(entriesOf(nodeAtSite(site)).map(({ name }) => name))
  return names
    .filter(({ name }) => !there.has(name))
    .map(({ name, detail }) =>
      keyItem(site, { label: name, draft: [], detail, sort: '0', kind: CompletionItemKind.Reference }),
    )
}

function partItem({ site }: CompletionContext, { name, detail, origin }: NamedPart): CompletionItem {
  // What somebody has declared is more likely meant than what AWS knows by itself, such as `NONE`.
  return valueItem(site, {
    label: name,
    detail,
    sort: origin ? '0' : '1',
    kind: CompletionItemKind.Reference,
  })
}

const sections: readonly (readonly [under: RegExp, reference: RegExp])[] = [
  [/^parameters$/, /^#\/(components\/)?parameters\//],
  [/^responses$/, /^#\/(components\/)?responses\//],
  [/^requestBody$/, /^#\/components\/requestBodies\//],
  [/^x-amazon-apigateway-integration$/, /^#\/components\/x-amazon-apigateway-integrations\//],
]

// What a reference can name hangs on the key under which it stands.
function referencesFor(place: DocumentPath, names: readonly NamedPart[]): readonly NamedPart[] {
  const around = place.slice(0, -1).map(String)
  const section = sections.find(
    ([under]) => under.test(around.at(-1) ?? '') || under.test(around.at(-2) ?? ''),
  )
  const wanted = section?.[1] ?? /^#\/(components\/schemas|definitions)\//
  return names.filter(({ name }) => wanted.test(name))
}

/** The names under a key of a mapping. */
export function namesUnder(
  node: Parameters<typeof childAt>[0],
  ...path: readonly (string | number)[]
): string[] {
  return entriesOf(childAt(node, ...path)).map(({ name }) => name)
}
