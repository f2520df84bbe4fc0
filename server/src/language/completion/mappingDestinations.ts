import type { CompletionContext } from './context.ts'
import type { Draft } from './draft.ts'
import type { Expression } from './mappingLiterals.ts'
import { corsHeaders, corsValue, locationWord } from './mappingLiterals.ts'
import type { MappingPlace } from './mappingPlace.ts'
import { mappingPlaceAt } from './mappingPlace.ts'

/** What a mapping, or a declaration of parameters, can have as its keys. */
export function destinations(place: MappingPlace, context: CompletionContext): Expression[] {
  const { form, responseHeaders } = place
  switch (form) {
    case 'restRequest':
    case 'webSocketRequest':
      return requestDestinations(place)
    case 'restResponse':
      return [
        ...responseHeaders.map(name => ({
          text: `method.response.header.${name}`,
          what: 'A header of the answer, which the response declares',
          sort: '0',
          ...corsValue(name, place),
        })),
        {
          text: 'method.response.header.${name}',
          what: 'A header of the answer; the response must declare it',
          sort: '2',
        },
      ]
    case 'webSocketResponse':
      return [{ text: 'route.response.header.${name}', what: 'A header of the answer', sort: '1' }]
    case 'gatewayResponse':
      return [
        ...corsHeaders.map(name => ({
          text: `gatewayresponse.header.${name}`,
          what: 'Lets browsers read the answer',
          sort: '1',
          ...corsValue(name, place),
        })),
        { text: 'gatewayresponse.header.${name}', what: "A header of the API's own answer", sort: '2' },
      ]
    case 'methodRequest':
      return declarations('method', context, ['header', 'querystring', 'path'])
    case 'routeRequest':
      return declarations('route', context, ['header', 'querystring'])
    case 'methodResponse':
      return [
        ...corsHeaders.map(name => ({
          text: `method.response.header.${name}`,
          what: 'Declares the header',
          sort: '1',
          value: true,
        })),
        {
          text: 'method.response.header.${name}',
          what: 'Declares a header of the answer',
          sort: '2',
          value: true,
        },
      ]
    case 'httpRequest':
      return [
        ...httpDestinations(['header', 'querystring']),
        { text: 'overwrite:path', what: 'Calls the backend with this path', sort: '1' },
      ]
    case 'httpResponse':
      return [
        ...httpDestinations(['header']),
        { text: 'overwrite:statuscode', what: 'Answers with this status code', sort: '1' },
      ]
  }
}

function requestDestinations({ form, parameters, uriNames }: MappingPlace): Expression[] {
  const source = form === 'restRequest' ? 'method' : 'route'
  const locations = ['header', 'querystring', 'path'] as const
  const paths = new Set(parameters.flatMap(({ location, name }) => (location === 'path' ? [name] : [])))
  return [
    ...parameters.map(({ location, name }) => ({
      text: `integration.request.${location}.${name}`,
      what: `Sends ${locationWord(location)} '${name}' on`,
      sort: '0',
      value: `${source}.request.${location}.${name}`,
    })),
    ...uriNames
      .filter(name => !paths.has(name))
      .map(name => ({
        text: `integration.request.path.${name}`,
        what: `What '{${name}}' of the URI becomes`,
        sort: '0',
      })),
    ...locations.map(location => ({
      text: `integration.request.${location}.\${name}`,
      what: `A ${locationWord(location)} that the backend gets`,
      sort: '2',
    })),
  ]
}

function declarations(
  source: 'method' | 'route',
  context: CompletionContext,
  locations: readonly ('header' | 'querystring' | 'path')[],
): Expression[] {
  const isRoute = context.resource?.type === 'AWS::ApiGatewayV2::Route'
  const value: Draft = isRoute ? { members: [['Required', true]] } : true
  const place = mappingPlaceAt(context)
  const paths = (place?.parameters ?? []).filter(({ location }) => location === 'path' && source === 'method')
  return [
    ...paths.map(({ name }) => ({
      text: `method.request.path.${name}`,
      what: `Declares path parameter '${name}'`,
      sort: '0',
      value,
    })),
    ...locations.map(location => ({
      text: `${source}.request.${location}.\${name}`,
      what: `Declares a ${locationWord(location)}; true makes it required`,
      sort: '1',
      value,
    })),
  ]
}

function httpDestinations(places: readonly ('header' | 'querystring')[]): Expression[] {
  const actions = { append: 'Adds a value to', overwrite: 'Sets', remove: 'Takes away' } as const
  return places.flatMap(place =>
    Object.entries(actions).map(([action, does]) => ({
      text: `${action}:${place}.\${name}`,
      what: `${does} a ${locationWord(place)}`,
      sort: '0',
      ...(action === 'remove' && { value: "''" }),
    })),
  )
}
