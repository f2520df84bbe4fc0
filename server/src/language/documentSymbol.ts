import type { DocumentSymbol } from 'vscode-languageserver-types'
import type { Entry, Node, SourceDocument } from '../syntax/node.ts'
import { SymbolKind } from 'vscode-languageserver-types'
import { childAt, entriesOf, itemsOf, rangeOf, stringOf } from '../syntax/node.ts'

const httpMethod = /^(get|put|post|delete|options|head|patch|trace|x-amazon-apigateway-any-method)$/

/**
 * The outline of a text: an OpenAPI document's paths and methods, a template's resources with their types and routes, a
 * service's functions with their events, a policy's statements.
 */
export function documentSymbol(document: SourceDocument): DocumentSymbol[] {
  return entriesOf(document.root).flatMap(section => {
    switch (section.name) {
      case 'functions':
        return [symbol(section, SymbolKind.Namespace, entriesOf(section.value).map(functionSymbol))]
      case 'resources':
        return [symbol(section, SymbolKind.Namespace, templateParts(section.value).flatMap(sectionsOf))]
      case 'provider':
      case 'custom':
        return [symbol(section, SymbolKind.Object, [])]
      case 'Statement':
        return [symbol(section, SymbolKind.Array, itemsOf(section.value).map(statementSymbol))]
      case 'policyDocument':
        return [symbol(section, SymbolKind.Object, entriesOf(section.value).flatMap(statementsOf))]
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

/** `resources` of a service: a template, or a list of them. */
function templateParts(node: Node): readonly Node[] {
  return node.type === 'sequence' ? node.items : [node]
}

function sectionsOf(template: Node): DocumentSymbol[] {
  return entriesOf(childAt(template, 'Resources')).map(resourceSymbol)
}

/** A function of a `serverless.yml`. */
function functionSymbol(entry: Entry): DocumentSymbol {
  const events = itemsOf(childAt(entry.value, 'events')).flatMap(event =>
    entriesOf(event).map(each => symbol(each, SymbolKind.Event, [], each.name, eventDetail(each.value))),
  )
  return symbol(entry, SymbolKind.Function, events, entry.name, stringOf(childAt(entry.value, 'handler')))
}

function eventDetail(event: Node): string | undefined {
  const [route, path, method] = [childAt(event, 'route'), childAt(event, 'path'), childAt(event, 'method')]
  const written = stringOf(event) ?? stringOf(route)
  return written ?? (path && `${stringOf(method) ?? 'ANY'} ${stringOf(path) ?? ''}`)
}

function statementsOf(section: Entry): DocumentSymbol[] {
  return section.name === 'Statement' ? itemsOf(section.value).map(statementSymbol) : []
}

function statementSymbol(statement: Node, index: number): DocumentSymbol {
  const name = stringOf(childAt(statement, 'Sid')) ?? `Statement ${index + 1}`
  const action = childAt(statement, 'Action') ?? childAt(statement, 'NotAction')
  const actions = stringOf(action) ?? itemsOf(action).map(stringOf).join(', ')
  const detail = [stringOf(childAt(statement, 'Effect')), actions].filter(Boolean).join(' ')
  const range = rangeOf(statement)
  return { name, kind: SymbolKind.Object, detail, range, selectionRange: range }
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
  const authorizers = entriesOf(childAt(properties, 'Auth', 'Authorizers')).map(entry =>
    symbol(entry, SymbolKind.Key, []),
  )
  const type = stringOf(childAt(resource.value, 'Type'))
  const routeKey = stringOf(childAt(properties, 'RouteKey'))
  const detail = [type, routeKey].filter(text => text !== undefined).join(' ')
  const children = [...authorizers, ...paths, ...events]
  return symbol(resource, SymbolKind.Class, children, resource.name, detail)
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
