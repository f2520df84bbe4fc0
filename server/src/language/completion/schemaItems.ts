import { CompletionItemKind } from 'vscode-languageserver-types'
import type { PropertyPart, SchemaPart } from '../../schema/describe.ts'
import { entriesOf } from '../../syntax/node.ts'
import { nodeAtSite, takesValue } from '../site.ts'
import type { Provider } from './context.ts'
import type { Draft } from './draft.ts'
import { keyItem, valueItem } from './proposal.ts'

/** The keys that the schemas know for a mapping and that it has not yet. */
export const schemaKeys: Provider = ({ site, part }) => {
  if (site.mode !== 'key' || !part) return []
  const present = new Set(entriesOf(nodeAtSite(site)).map(({ name }) => name))
  return part.properties
    .filter(({ name }) => !present.has(name) || name === site.prefix)
    .map(property => {
      const draft = draftOf(property)
      return keyItem(site, {
        label: property.name,
        ...(draft !== undefined && { draft }),
        ...(property.isRequired && { detail: 'required' }),
        ...documented(property, part.documentation),
        // Required keys come first, extensions last.
        sort: property.isRequired ? '0' : property.name.startsWith('x-') ? '2' : '1',
        ...(property.enum !== undefined && { isContinued: true }),
      })
    })
}

/** The values that the schemas know. */
export const schemaValues: Provider = ({ site, part, intrinsics }) => {
  if (!part || !takesValue(site) || intrinsics.length > 0) return []
  const isBoolean = part.type === 'boolean' && part.enum === undefined
  const values = isBoolean ? [true, false] : (part.enum ?? [])
  return values.map((value, index) =>
    valueItem(site, {
      label: String(value),
      draft: typeof value === 'boolean' || typeof value === 'number' ? value : String(value),
      kind: isBoolean ? CompletionItemKind.Value : CompletionItemKind.EnumMember,
      ...(value === part.default && { detail: 'default' }),
      ...documented(part),
      // In the order of AWS's lists.
      sort: `1${String(index).padStart(3, '0')}`,
    }),
  )
}

function draftOf({ type, enum: values }: PropertyPart): Draft | undefined {
  if (type === 'object') return { members: [] }
  if (type === 'array') return { openList: true }
  return type === 'string' || values?.some(value => typeof value === 'string')
    ? { parts: [{ stop: 1, text: '' }] }
    : undefined
}

/** Documentation as markdown: what AWS's page says, and where. */
export function documented(
  part: Pick<SchemaPart, 'description' | 'documentation' | 'default'>,
  page = part.documentation,
): { readonly documentation?: string } {
  if (part.description === undefined) return {}
  const value = part.default === undefined ? '' : `\n\nDefault: \`${JSON.stringify(part.default)}\``
  const link = page === undefined ? '' : `\n\n[AWS documentation](${part.documentation ?? page})`
  return { documentation: part.description + value + link }
}
