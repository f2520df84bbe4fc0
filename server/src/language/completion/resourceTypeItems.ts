import type { CompletionItem } from 'vscode-languageserver-types'
import { CompletionItemKind } from 'vscode-languageserver-types'
import { resourceDescription, resourcePage, resourceTypes } from '../../schema/resourceFacts.ts'
import type { Site } from '../site.ts'
import { takesValue } from '../site.ts'
import type { CompletionContext, Provider } from './context.ts'
import { valueItem } from './proposal.ts'

/**
 * Types of resources. Those around gateways are explained; of the other services, whose types are hundreds, the names
 * come once a service is written.
 */
export const resourceTypeItems: Provider = context => {
  const { place, site, template } = context
  const isType = place.at(-1) === 'Type' && place.at(-3) === 'Resources'
  if (!template || !isType || !takesValue(site)) return []
  const explained: CompletionItem[] = []
  const services = new Set<string>()
  const written = /^\w+::\w+::/.exec(site.prefix)?.[0]
  for (const type of resourceTypes()) {
    const service = type.split('::').slice(0, 2).join('::') + '::'
    const description = resourceDescription(type)
    if (description !== undefined && (written === undefined || service === written)) {
      explained.push(typeItem(context, type, description))
    } else if (service === written) explained.push(typeItem(context, type, undefined))
    else if (description === undefined) services.add(service)
  }
  return written === undefined
    ? [
        ...explained,
        ...[...services].map(label =>
          valueItem(site, {
            label,
            kind: CompletionItemKind.Module,
            sort: '9',
            filter: filterOf(label, site),
            isContinued: true,
          }),
        ),
      ]
    : explained
}

function typeItem(
  { site, kind }: CompletionContext,
  type: string,
  description: string | undefined,
): CompletionItem {
  return valueItem(site, {
    label: type,
    kind: CompletionItemKind.Class,
    ...(description !== undefined && {
      documentation: `${description}\n\n[AWS documentation](${resourcePage(type)})`,
    }),
    sort: sortOf(type, kind === 'sam'),
    filter: filterOf(type, site),
  })
}

/**
 * Editors rank by how well the typed letters match and look at `sortText` for a draw only: of `AWS::…` they would find
 * `api` rather in `AWS::Pinpoint` (A, Pi) than in `AWS::ApiGateway`. So the name of the service goes first, until the
 * beginning is typed.
 */
function filterOf(type: string, { prefix }: Site): string {
  return prefix.startsWith('AWS:') ? type : `${type.replace(/^\w+::/, '')} ${type}`
}

function sortOf(type: string, isSam: boolean): string {
  if (type.startsWith('AWS::Serverless::')) return isSam ? '0' : '4'
  if (type.startsWith('AWS::ApiGateway')) return '1'
  return type.startsWith('AWS::Lambda::') ? '2' : '3'
}
