import { entriesOf } from '../../syntax/node.ts'
import { nodeAtSite } from '../site.ts'
import type { CompletionContext, Provider } from './context.ts'
import { bodyItem } from './proposal.ts'

/** The snippets of the extension where what they hold may stand: routes, authorizers, CORS, gateway responses, resources. */
export const snippetItems: Provider = context => {
  const { site } = context
  // What stands below already would be the snippet's, beside the snippet's own.
  const belongs = site.mode === 'key' && !site.hasBlockBelow ? placeFor(context) : undefined
  // Lines by indentation cannot stand between braces.
  if (!belongs || (site.isFlow && site.document.language === 'yaml')) return []
  const there = new Set(entriesOf(nodeAtSite(site)).map(({ name }) => name))
  return Object.entries(context.outside.snippets?.[site.document.language] ?? {})
    .filter(([, { prefix, body }]) => belongs.test(prefix) && !there.has(firstKey(body)))
    .map(([label, { description, body, prefix }]) =>
      bodyItem(site, { label, documentation: description, detail: prefix, sort: '7' }, body),
    )
}

/** Which snippets fit, by their prefixes. */
function placeFor(context: CompletionContext): RegExp | undefined {
  const { openApi, place, resource, kind, template } = context
  if (openApi) return inOpenApi(openApi.path.map(String))
  if (!template) return undefined
  if (place.at(-1) === 'Resources' && place.length <= 2) {
    return kind === 'sam' ? /^(cfn-|sam-(api|httpapi|websocket|function))/ : /^cfn-/
  }
  const [property, ...rest] = (resource?.path ?? []).map(String)
  if (resource?.path?.length === 0) return propertySnippets[resource.type]
  const isEvents = property === 'Events' && rest.length === 0
  return isEvents && resource?.type === 'AWS::Serverless::Function' ? /^sam-event-/ : undefined
}

const propertySnippets: Readonly<Record<string, RegExp | undefined>> = {
  'AWS::Serverless::Api': /^sam-(auth-(lambda|cognito)|cors-api|gateway-responses)$/,
  'AWS::Serverless::HttpApi': /^sam-(auth-jwt|cors-httpapi)$/,
}

function inOpenApi(path: readonly string[]): RegExp | undefined {
  const [section, name] = path
  if (section === undefined) return /^apigw-(cors-http|validators|gateway-responses)$/
  if (section === 'securityDefinitions' && path.length === 1) return /^apigw-authorizer-/
  if (section === 'components' && name === 'securitySchemes' && path.length === 2) return /^apigw-authorizer-/
  if (section !== 'paths') return undefined
  if (path.length === 1) return /^apigw-route-/
  return path.length === 2 ? /^apigw-cors-options$/ : path.length === 3 ? /^apigw-integration-/ : undefined
}

function firstKey([first = '']: readonly string[]): string {
  return /^["']?([^"':]*)/.exec(first)?.[1] ?? ''
}
