import { CompletionItemKind } from 'vscode-languageserver-types'
import { valueOf } from '../../base/origin.ts'
import { takesValue } from '../site.ts'
import type { CompletionContext, Provider } from './context.ts'
import { declaredResources } from './context.ts'
import { namesUnder } from './partNameItems.ts'
import { itemOf } from './proposal.ts'
import { pieceOf } from './textPiece.ts'

/** Names behind `stageVariables.`, wherever a text has it: URIs, credentials, mapping expressions. */
export const stageVariableItems: Provider = context => {
  const { site } = context
  if (!takesValue(site)) return []
  const piece = pieceOf(site, /(?<=\bstageVariables\.)[\w-]*$/, /^[\w-]*/)
  if (!/\bstageVariables\.[\w-]*$/.test(site.prefix)) return []
  // In `${stageVariables.` the brace may still have to be closed.
  const isOpen = /\$\{!?stageVariables\.[\w-]*$/.test(site.prefix) && !piece.after.startsWith('}')
  return [...stageVariables(context)].map(([label, detail]) =>
    itemOf(site, { label, detail, sort: '0' }, CompletionItemKind.Variable, {
      range: piece.range,
      newText: label + (isOpen ? '\\}' : ''),
    }),
  )
}

/** The variables of the definition's stages with the value in the first stage that has them. */
export function stageVariables(context: CompletionContext): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const stage of (context.owner.definition?.apis ?? []).flatMap(({ stages }) => stages)) {
    for (const [name, fact] of stage.variables) {
      const value = valueOf(fact)
      if (!found.has(name))
        found.set(name, value === undefined ? `of stage ${stage.name}` : `${stage.name}: ${value}`)
    }
  }
  for (const { type, properties, name } of declaredResources(context)) {
    const key = /^AWS::ApiGatewayV2::Stage$|^AWS::Serverless::HttpApi$/.test(type)
      ? 'StageVariables'
      : 'Variables'
    if (!/Stage$|^AWS::Serverless::(Http)?Api$/.test(type)) continue
    for (const variable of namesUnder(properties, key))
      if (!found.has(variable)) found.set(variable, `of ${name}`)
  }
  for (const [, name = ''] of context.site.document.text.matchAll(/\bstageVariables\.(\w+)/g)) {
    if (!found.has(name) && !isBeingWritten(context, name)) found.set(name, 'used in this file')
  }
  return found
}

function isBeingWritten({ site }: CompletionContext, name: string): boolean {
  return site.prefix.endsWith(`stageVariables.${name}`)
}
