import type { CompletionItem } from 'vscode-languageserver-types'
import { CompletionItemKind } from 'vscode-languageserver-types'
import { contextPages, contextVariablesFor } from '../../template/vocabulary.ts'
import { entriesOf } from '../../syntax/node.ts'
import { nodeAtSite, takesValue } from '../site.ts'
import type { CompletionContext, Provider } from './context.ts'
import { plainText, withSlots } from './draft.ts'
import { destinations } from './mappingDestinations.ts'
import type { Expression } from './mappingLiterals.ts'
import { literals, locationWord } from './mappingLiterals.ts'
import type { MappingPlace } from './mappingPlace.ts'
import { mappingPlaceAt } from './mappingPlace.ts'
import { keyItem, valueItem } from './proposal.ts'
import { stageVariables } from './stageVariableItems.ts'

const restPage =
  'https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html'
const httpPage =
  'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html'
const webSocketPage =
  'https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-data-mapping.html'

/** Destinations of parameter mappings, those for the request's own parameters with their sources. */
export const mappingKeys: Provider = context => {
  const { site } = context
  const place = mappingPlaceAt(context)
  if (!place?.isKey) return []
  const page = pageOf(place)
  if (site.mode === 'value') {
    return destinations(place, context).map(({ text, what, sort }) =>
      valueItem(site, {
        label: labelOf(text),
        draft: withSlots(text),
        documentation: documentationOf(what, page),
        sort,
      }),
    )
  }
  const there = new Set(entriesOf(nodeAtSite(site)).map(({ name }) => name))
  return destinations(place, context)
    .filter(({ text }) => !there.has(text))
    .map(({ text, what, sort, value }) =>
      keyItem(site, {
        label: labelOf(text),
        name: withSlots(text),
        ...(value !== undefined && { draft: value }),
        documentation: documentationOf(what, page),
        sort,
        isContinued: value === undefined,
      }),
    )
}

/** Sources of parameter mappings. */
export const mappingValues: Provider = context => {
  const { site, intrinsics } = context
  const place = mappingPlaceAt(context)
  if (!place || place.isKey || place.key === '' || intrinsics.length > 0 || !takesValue(site)) return []
  const page = pageOf(place)
  return sources(place, context).map(({ text, what, sort }): CompletionItem =>
    valueItem(site, {
      label: labelOf(text),
      draft: withSlots(text),
      documentation: documentationOf(what, page),
      sort,
      kind: text.startsWith("'") ? CompletionItemKind.Text : CompletionItemKind.Variable,
    }),
  )
}

function documentationOf(what: string, page: string): string {
  return `${what}.\n\n[AWS documentation](${page})`
}

function labelOf(text: string): string {
  return plainText(withSlots(text))
}

function pageOf({ form }: MappingPlace): string {
  return form.startsWith('http') ? httpPage : /^(webSocket|route)/.test(form) ? webSocketPage : restPage
}

function sources(place: MappingPlace, context: CompletionContext): Expression[] {
  const { form, parameters, key } = place
  const isHttp = form.startsWith('http')
  const isDeclaration = form === 'methodRequest' || form === 'methodResponse' || form === 'routeRequest'
  if (isDeclaration) return []
  const literal = literals(key, place)
  const common = isHttp
    ? commonSources(context, '$', 'http')
    : commonSources(context, '', form.startsWith('webSocket') ? 'websocket' : 'rest')
  switch (form) {
    case 'restRequest':
    case 'webSocketRequest':
    case 'gatewayResponse': {
      const source = form === 'webSocketRequest' ? 'route' : 'method'
      return [...requestSources(`${source}.request`, parameters), ...literal, ...common]
    }
    case 'restResponse':
    case 'webSocketResponse':
      return [...responseSources('integration.response'), ...literal, ...common]
    case 'httpRequest':
      return [
        ...requestSources('$request', parameters),
        { text: '$request.path', what: "The request's path", sort: '1' },
        ...common,
      ]
    default:
      return [...responseSources('$response'), ...common]
  }
}

function requestSources(prefix: string, parameters: MappingPlace['parameters']): Expression[] {
  const locations = ['header', 'querystring', 'path'] as const
  return [
    ...parameters.map(({ location, name }) => ({
      text: `${prefix}.${location}.${name}`,
      what: `The request's ${locationWord(location)} '${name}'`,
      sort: '0',
    })),
    ...locations.map(location => ({
      text: `${prefix}.${location}.\${name}`,
      what: `A ${locationWord(location)} of the request`,
      sort: '1',
    })),
    ...(prefix === '$request'
      ? []
      : [{ text: `${prefix}.body`, what: "The request's whole body", sort: '1' }]),
    { text: `${prefix}.body.\${JSONPath}`, what: "A part of the request's body", sort: '1' },
  ]
}

function responseSources(prefix: string): Expression[] {
  return [
    { text: `${prefix}.header.\${name}`, what: "A header of the backend's answer", sort: '0' },
    ...(prefix === '$response'
      ? []
      : [{ text: `${prefix}.body`, what: "The whole body of the backend's answer", sort: '1' }]),
    { text: `${prefix}.body.\${JSONPath}`, what: "A part of the body of the backend's answer", sort: '1' },
  ]
}

function commonSources(
  context: CompletionContext,
  sign: '' | '$',
  use: 'rest' | 'websocket' | 'http',
): Expression[] {
  return [
    ...[...stageVariables(context)].map(([name, value]) => ({
      text: `${sign}stageVariables.${name}`,
      what: `Stage variable (${value})`,
      sort: '2',
    })),
    ...contextVariablesFor(use).map(({ name, documentation }) => ({
      // Words in capitals stand for any name.
      text: `${sign}context.${name.replace(/\b[A-Z]{3,}\b/g, '${$&}')}`,
      what: `${documentation.replace(/\.$/, '')} ([\`$context\`](${contextPages[use]}))`,
      sort: '4',
    })),
  ]
}
