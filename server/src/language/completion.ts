import type { CompletionItem } from 'vscode-languageserver-types'
import type { DefinitionResult } from '../definitions/definitionResult.ts'
import type { Position } from '../base/text.ts'
import type { SourceDocument } from '../syntax/node.ts'
import type { PropertyPart, SchemaPart } from '../schema/describe.ts'
import type { Site } from './site.ts'
import { CompletionItemKind, InsertTextFormat } from 'vscode-languageserver-types'
import { describeAt } from '../schema/describe.ts'
import { detectKind } from '../definitions/detect.ts'
import { childAt, entriesOf } from '../syntax/node.ts'
import { schemaKindOf } from './schemaKind.ts'
import { namesAt } from './names.ts'
import { siteAt } from './site.ts'

/** Keys and values that fit at a position: from the schemas, and the names of the definition's own parts. */
export function completion(
  document: SourceDocument,
  position: Position,
  owner: DefinitionResult,
): CompletionItem[] {
  const kind = detectKind(document.root)
  if (kind === 'foreign' && !owner.definition) return []
  if (owner.parametersFiles?.includes(document.file)) return []
  const site = siteAt(document, position)
  if (!site) return []
  const schemaKind = kind === 'foreign' ? 'openapi' : schemaKindOf(kind)
  if (!schemaKind) return []
  const part = describeAt(schemaKind, site.path, site.root)
  const names = namesAt(site.path, site.root, owner)
  if (site.mode === 'key') {
    return [
      ...(part ? keyItems(part, site, document) : []),
      ...(site.path.at(-2) === 'security' ? nameItems(names, site, document) : []),
      ...(part?.properties.length ? [] : valueItems(part, site)),
    ]
  }
  return [...valueItems(part, site), ...nameItems(names, site, document)]
}

function keyItems(part: SchemaPart, site: Site, document: SourceDocument): CompletionItem[] {
  const present = new Set(entriesOf(childAt(site.root, ...site.path)).map(entry => entry.name))
  return part.properties
    .filter(property => !present.has(property.name) || property.name === site.prefix)
    .map(property => ({
      label: property.name,
      kind: CompletionItemKind.Property,
      ...(property.isRequired && { detail: 'required' }),
      ...documented(property),
      // Required keys come first.
      sortText: `${property.isRequired ? 0 : 1}${property.name}`,
      filterText: property.name,
      insertTextFormat: InsertTextFormat.Snippet,
      textEdit: { range: site.range, newText: keyText(property, site, document) },
    }))
}

function keyText(property: PropertyPart, site: Site, document: SourceDocument): string {
  const name = escapeSnippet(property.name)
  if (document.language === 'json') {
    if (!site.needsQuotes) return name
    const value =
      property.type === 'object'
        ? '{\n\t$0\n}'
        : property.type === 'array'
          ? '[$0]'
          : property.type === 'string'
            ? '"$0"'
            : '$0'
    return `"${name}": ${value}`
  }
  if (property.type === 'object') return `${name}:\n\t$0`
  if (property.type === 'array') return `${name}:\n\t- $0`
  return `${name}: $0`
}

function valueItems(part: SchemaPart | undefined, site: Site): CompletionItem[] {
  return (part?.enum ?? []).map(value => ({
    label: String(value),
    kind: CompletionItemKind.EnumMember,
    ...documented(part),
    filterText: String(value),
    textEdit: {
      range: site.range,
      newText: site.needsQuotes && typeof value === 'string' ? `"${value}"` : String(value),
    },
  }))
}

function nameItems(
  names: ReturnType<typeof namesAt>,
  site: Site,
  document: SourceDocument,
): CompletionItem[] {
  // Inside `${` the name alone is replaced, not the text before it.
  const opened = site.prefix.lastIndexOf('${')
  const skip = opened < 0 ? 0 : opened + 2
  const start = { line: site.range.start.line, character: site.range.start.character + skip }
  return (names ?? []).map(({ name, detail }) => {
    const quoted = site.needsQuotes
      ? `"${name}"`
      : document.language === 'yaml' && name.startsWith('#')
        ? `'${name}'`
        : name
    const text = site.mode === 'key' ? `${quoted}: []` : quoted
    return {
      label: name,
      detail,
      kind: CompletionItemKind.Reference,
      sortText: `0${name}`,
      filterText: name,
      textEdit: { range: { start, end: site.range.end }, newText: text },
    }
  })
}

function documented(part: { readonly description?: string; readonly documentation?: string } | undefined) {
  if (part?.description === undefined) return {}
  const link = part.documentation === undefined ? '' : `\n\n[AWS documentation](${part.documentation})`
  return { documentation: { kind: 'markdown' as const, value: part.description + link } }
}

function escapeSnippet(text: string): string {
  return text.replace(/[$}\\]/g, '\\$&')
}
