import { CompletionItemKind } from 'vscode-languageserver-types'
import type { Node } from '../../syntax/node.ts'
import { childAt, entriesOf, itemsOf, stringOf } from '../../syntax/node.ts'
import { parseText } from '../../syntax/parse.ts'
import { nestedTemplatePath } from '../nestedTemplate.ts'
import { nodeAtSite, takesValue } from '../site.ts'
import type { CompletionContext, DeclaredResource, Provider } from './context.ts'
import { keyItem, valueItem } from './proposal.ts'

/** What the template of a nested stack takes: the names of its parameters, and the values that they allow. */
export const nestedStackItems: Provider = context => {
  const { site, resource, intrinsics } = context
  if (!resource || resource.path?.[0] !== 'Parameters' || intrinsics.length > 0) return []
  const { id: name, type, properties } = resource
  const parameters = childAt(nestedTemplate({ name, type, properties }, context), 'Parameters')
  if (resource.path.length === 1 && site.mode === 'key') {
    const there = new Set(entriesOf(nodeAtSite(site)).map(each => each.name))
    return entriesOf(parameters)
      .filter(each => !there.has(each.name))
      .map(({ name: label, value }) => {
        const isRequired = childAt(value, 'Default') === undefined
        const documentation = stringOf(childAt(value, 'Description'))
        return keyItem(site, {
          label,
          detail: isRequired ? 'required' : (stringOf(childAt(value, 'Type')) ?? 'String'),
          ...(documentation !== undefined && { documentation }),
          sort: isRequired ? '0' : '1',
        })
      })
  }
  if (resource.path.length !== 2 || !takesValue(site)) return []
  return itemsOf(childAt(parameters, resource.path[1] ?? '', 'AllowedValues')).flatMap(item =>
    item.type === 'scalar'
      ? [valueItem(site, { label: String(item.value), kind: CompletionItemKind.EnumMember, sort: '0' })]
      : [],
  )
}

/** The template of a nested stack, where it is on this machine. */
export function nestedTemplate(
  { type, properties }: DeclaredResource,
  { site, owner, outside: { files } }: Pick<CompletionContext, 'site' | 'owner' | 'outside'>,
): Node | undefined {
  const path = nestedTemplatePath(type, properties)
  if (path === undefined || !files) return undefined
  const file = files.resolve(files.folderOf(site.document.file), path)
  const known = owner.documents.get(file)
  if (known || file === site.document.file) return known?.root
  const text = files.read(file)
  return text === undefined ? undefined : parseText(file, text).root
}
