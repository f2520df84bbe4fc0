import type { DocumentSymbol } from 'vscode-languageserver-types'
import type { Entry, Node, SourceDocument } from '../syntax/node.ts'
import { SymbolKind } from 'vscode-languageserver-types'
import { childAt, entriesOf, rangeOf, stringOf } from '../syntax/node.ts'

const httpMethod = /^(get|put|post|delete|options|head|patch|trace|x-amazon-apigateway-any-method)$/

/** The outline of a definition's text: paths and methods, components, resources with their types. */
export function documentSymbol(document: SourceDocument): DocumentSymbol[] {
  return entriesOf(document.root).flatMap(section => {
    switch (section.name) {
      case 'paths':
        return [symbol(section, SymbolKind.Namespace, entriesOf(section.value).map(pathSymbol))]
      case 'Resources':
        return [symbol(section, SymbolKind.Namespace, entriesOf(section.value).map(resourceSymbol))]
      case 'components':
        return [symbol(section, SymbolKind.Namespace, entriesOf(section.value).map(componentSymbol))]
      case 'definitions':
      case 'securityDefinitions':
        return [componentSymbol(section)]
      case 'Parameters':
      case 'Conditions':
      case 'Mappings':
      case 'Outputs':
      case 'Globals':
        return [
          symbol(
            section,
            SymbolKind.Namespace,
            entriesOf(section.value).map(entry => symbol(entry, SymbolKind.Field, [])),
          ),
        ]
      default:
        return section.name.startsWith('x-amazon-apigateway-') || section.name === 'info'
          ? [symbol(section, SymbolKind.Property, [])]
          : []
    }
  })
}

function pathSymbol(path: Entry): DocumentSymbol {
  const methods = entriesOf(path.value)
    .filter(entry => httpMethod.test(entry.name))
    .map(entry => {
      const isAny = entry.name.startsWith('x-')
      const operation = stringOf(childAt(entry.value, 'operationId'))
      return symbol(entry, SymbolKind.Method, [], isAny ? 'ANY' : entry.name.toUpperCase(), operation)
    })
  return symbol(path, SymbolKind.Interface, methods)
}

function componentSymbol(group: Entry): DocumentSymbol {
  const kind = /^security/.test(group.name) ? SymbolKind.Key : SymbolKind.Struct
  return symbol(
    group,
    SymbolKind.Namespace,
    entriesOf(group.value).map(entry => symbol(entry, kind, [])),
  )
}

function resourceSymbol(resource: Entry): DocumentSymbol {
  const properties = childAt(resource.value, 'Properties')
  const events = entriesOf(childAt(properties, 'Events')).map(event => {
    const path = stringOf(childAt(event.value, 'Properties', 'Path'))
    const method = stringOf(childAt(event.value, 'Properties', 'Method'))
    const detail = path === undefined ? stringOf(childAt(event.value, 'Type')) : `${method ?? 'ANY'} ${path}`
    return symbol(event, SymbolKind.Event, [], event.name, detail)
  })
  const body = childAt(properties, 'DefinitionBody', 'paths') ?? childAt(properties, 'Body', 'paths')
  const paths = entriesOf(body).map(pathSymbol)
  return symbol(
    resource,
    SymbolKind.Class,
    [...paths, ...events],
    resource.name,
    stringOf(childAt(resource.value, 'Type')),
  )
}

function symbol(
  entry: Entry,
  kind: SymbolKind,
  children: DocumentSymbol[],
  name: string = entry.name,
  detail?: string,
): DocumentSymbol {
  return {
    // VS Code refuses a symbol without a name; a key may well be empty while somebody types.
    name: name === '' ? '(empty)' : name,
    kind,
    range: rangeOf(entry.key, { start: entry.key.start, end: lastOffset(entry.value, entry.key.end) }),
    selectionRange: rangeOf(entry.key),
    ...(detail !== undefined && { detail }),
    ...(children.length > 0 && { children }),
  }
}

function lastOffset(node: Node, atLeast: number): number {
  return Math.max(node.end, atLeast)
}
