import { CompletionItemKind } from 'vscode-languageserver-types'
import { valueOf } from '../../base/origin.ts'
import { childAt, entriesOf, itemsOf, stringOf } from '../../syntax/node.ts'
import type { Node } from '../../syntax/node.ts'
import { standIn, takesValue } from '../site.ts'
import type { CompletionContext, Provider } from './context.ts'
import { declaredResources } from './context.ts'
import { namesUnder } from './partNameItems.ts'
import { valueItem } from './proposal.ts'

/**
 * Scopes of access tokens: those that a security scheme's flows, a user pool's resource servers or other routes name.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-integrate-with-cognito.html
 */
export const scopeItems: Provider = context => {
  const { site, place, property, intrinsics } = context
  if (!takesValue(site) || intrinsics.length > 0) return []
  const isRequirement = place.at(-4) === 'security'
  if (!isRequirement && !/^(AuthorizationScopes|scopes)$/.test(property)) return []
  const there = new Set(itemsOf(childAt(site.root, ...place.slice(0, -1))).map(stringOf))
  const found = isRequirement ? schemeScopes(context, String(place.at(-2))) : []
  const scopes = new Map([...usedScopes(context), ...serverScopes(context), ...found])
  return [...scopes]
    .filter(([label]) => !there.has(label))
    .map(([label, detail]) =>
      valueItem(site, { label, detail, sort: '0', kind: CompletionItemKind.EnumMember }),
    )
}

function schemeScopes({ openApi }: CompletionContext, scheme: string): [string, string][] {
  const flows = childAt(openApi?.root, 'components', 'securitySchemes', scheme, 'flows')
  const nodes = [
    ...entriesOf(flows).map(({ value }) => childAt(value, 'scopes')),
    childAt(openApi?.root, 'securityDefinitions', scheme, 'scopes'),
  ]
  return nodes.flatMap(node =>
    entriesOf(node).map(({ name, value }): [string, string] => [name, stringOf(value) ?? 'scope']),
  )
}

// `Identifier/ScopeName`.
function serverScopes(context: CompletionContext): [string, string][] {
  return declaredResources(context)
    .filter(({ type }) => type === 'AWS::Cognito::UserPoolResourceServer')
    .flatMap(({ name, properties }) => {
      const identifier = stringOf(childAt(properties, 'Identifier'))
      return itemsOf(childAt(properties, 'Scopes')).flatMap((scope): [string, string][] => {
        const scopeName = stringOf(childAt(scope, 'ScopeName'))
        return identifier === undefined || scopeName === undefined
          ? []
          : [[`${identifier}/${scopeName}`, `scope of ${name}`]]
      })
    })
}

function usedScopes({ owner, openApi }: CompletionContext): [string, string][] {
  const authorizations = (owner.definition?.apis ?? []).flatMap(api =>
    api.type === 'rest'
      ? api.resources.flatMap(({ methods }) => methods.map(({ authorization }) => authorization))
      : api.routes.map(({ authorization }) => authorization),
  )
  const used = authorizations.flatMap(({ scopes }) => scopes.flatMap(scope => valueOf(scope) ?? []))
  const written = namesUnder(openApi?.root, 'paths').flatMap(path =>
    entriesOf(childAt(openApi?.root, 'paths', path)).flatMap(({ value }) =>
      requiredScopes(childAt(value, 'security')),
    ),
  )
  return [...used, ...written]
    .filter(scope => !scope.includes(standIn))
    .map(scope => [scope, 'used by another route'])
}

function requiredScopes(security: Node | undefined): string[] {
  return itemsOf(security)
    .flatMap(entriesOf)
    .flatMap(({ value }) => itemsOf(value))
    .flatMap(item => stringOf(item) ?? [])
}
