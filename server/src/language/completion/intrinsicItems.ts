import type { CompletionItem } from 'vscode-languageserver-types'
import { CompletionItemKind } from 'vscode-languageserver-types'
import { childAt, entriesOf, stringOf } from '../../syntax/node.ts'
import { isPutBefore, takesValue } from '../site.ts'
import type { CompletionContext, Provider } from './context.ts'
import { declaredResources } from './context.ts'
import { itemOf, valueItem } from './proposal.ts'
import type { Target } from './targets.ts'
import { attributesOf, attributeTargets, namedTargets, wantedTargets } from './targets.ts'
import { pieceOf } from './textPiece.ts'

/**
 * What intrinsic functions can name, and whole functions where a property takes a value of another resource. What the
 * property wants comes first.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
export const intrinsicItems: Provider = context => {
  const { template, site, intrinsics, kind } = context
  const call = intrinsics.at(-1)
  // A service has resources without a template: those that the framework makes.
  if ((!template && kind !== 'serverless') || !takesValue(site)) return []
  if (isPutBefore(site)) return tagItems(context)
  switch (call?.name) {
    case undefined:
      return functionItems(context)
    case 'Ref':
      return namedTargets(context).map(target => nameItem(context, target))
    case 'Fn::GetAtt':
      return attributeItems(context, call.path)
    case 'Fn::Sub':
      return call.path.length === 0 || call.path[0] === '0' ? placeholderItems(context) : []
    case 'Fn::If':
      return call.path[0] === '0' ? keysOf(context, ['Conditions'], 'condition') : functionItems(context)
    case 'Fn::FindInMap':
      return mapItems(context, call.path)
    default:
      return []
  }
}

function nameItem({ site }: CompletionContext, { name, detail, sort }: Target): CompletionItem {
  return valueItem(site, { label: name, detail, sort, kind: CompletionItemKind.Reference })
}

// `Name.Attribute` as one text; in the form of a list, and in JSON, two texts.
function attributeItems(context: CompletionContext, path: readonly (string | number)[]): CompletionItem[] {
  const { site } = context
  const index = path[0]
  if (index === undefined) {
    return attributeTargets(context).map(target => {
      const [resource = '', ...attribute] = target.name.split('.')
      return valueItem(site, {
        label: target.name,
        detail: target.detail,
        sort: target.sort,
        kind: CompletionItemKind.Reference,
        ...(site.document.language === 'json' && { draft: [resource, attribute.join('.')] }),
      })
    })
  }
  if (String(index) === '0') {
    return namedTargets(context)
      .filter(({ isResource }) => isResource)
      .map(target => nameItem(context, target))
  }
  const list = childAt(site.root, ...site.path.slice(0, -1))
  const name = stringOf(childAt(list, 0))
  const found = declaredResources(context).find(resource => resource.name === name)
  return (found ? attributesOf(found, context) : []).map(label =>
    valueItem(site, { label, detail: found?.type ?? '', kind: CompletionItemKind.Reference }),
  )
}

// In a text of `Fn::Sub` the name alone is replaced, or a placeholder is put where none is begun.
function placeholderItems(context: CompletionContext): CompletionItem[] {
  const { site } = context
  const piece = pieceOf(site, /\$\{[^{}!]*$|\$$/)
  const isOpened = piece.text.startsWith('${')
  const inner = isOpened ? pieceOf(site, /[^{}]*$/, /^[\w:.]*/) : piece
  const targets = [...ownVariables(context), ...namedTargets(context), ...attributeTargets(context)]
  return targets.map(({ name, detail, sort }) => {
    const label = isOpened ? name : `\${${name}}`
    const closing = isOpened && !inner.after.startsWith('}') ? '\\}' : ''
    const newText = (isOpened ? name : `\\\${${name}\\}`) + closing
    const item = itemOf(site, { label, detail, sort }, CompletionItemKind.Reference, {
      range: inner.range,
      newText,
    })
    return { ...item, filterText: label }
  })
}

function ownVariables({ site }: CompletionContext): Target[] {
  const list = childAt(site.root, ...site.path.slice(0, -1))
  return entriesOf(childAt(list, 1)).map(({ name }) => ({
    name,
    detail: 'variable of this Fn::Sub',
    sort: '0',
    isResource: false,
  }))
}

function mapItems(context: CompletionContext, path: readonly (string | number)[]): CompletionItem[] {
  const { site, template } = context
  const list = childAt(site.root, ...site.path.slice(0, -1))
  const map = stringOf(childAt(list, 0)) ?? ''
  switch (String(path[0])) {
    case '0':
      return keysOf(context, ['Mappings'], 'mapping')
    case '1':
      return keysOf(context, ['Mappings', map], 'key of the mapping')
    case '2': {
      const [first] = entriesOf(childAt(template, 'Mappings', map))
      return keysOf(context, ['Mappings', map, first?.name ?? ''], 'key of the mapping')
    }
    default:
      return []
  }
}

function keysOf(
  { site, template }: CompletionContext,
  path: readonly string[],
  detail: string,
): CompletionItem[] {
  return entriesOf(childAt(template, ...path)).map(({ name }) =>
    valueItem(site, { label: name, detail, sort: '0', kind: CompletionItemKind.Reference }),
  )
}

/** Functions that a value can be: those that give what the property wants, then in YAML the tags themselves. */
function functionItems(context: CompletionContext): CompletionItem[] {
  const { site } = context
  const isTag = site.prefix.startsWith('!')
  const targets = wantedTargets(context).map(({ name, detail, sort }) => {
    const { intrinsic, argument } = functionFor(context, name)
    return valueItem(site, {
      label: `!${intrinsic.replace('Fn::', '')} ${argument}`,
      draft: { intrinsic, argument },
      detail,
      sort,
      kind: CompletionItemKind.Reference,
    })
  })
  if (site.document.language === 'json' || site.quote || (!isTag && site.prefix !== '')) return targets
  const takesText =
    context.part === undefined || context.part.type === undefined || context.part.type === 'string'
  const isScalar = context.resource?.path !== undefined || context.place.includes('Outputs')
  return isTag || (isScalar && takesText && context.part?.enum === undefined && !site.isBare)
    ? [...targets, ...tagItems(context)]
    : targets
}

function functionFor({ resource, property }: CompletionContext, name: string) {
  // A route names its integration by a path.
  if (resource?.type === 'AWS::ApiGatewayV2::Route' && property === 'Target') {
    return { intrinsic: 'Fn::Sub', argument: `integrations/\${${name}}` } as const
  }
  return { intrinsic: name.includes('.') ? 'Fn::GetAtt' : 'Ref', argument: name } as const
}

const tags: readonly (readonly [tag: string, argument: string, what: string])[] = [
  ['!Ref', '$0', 'Name of a parameter or resource, of which it gives the value or id'],
  ['!GetAtt', '${1}', 'Attribute of a resource: `Name.Attribute`'],
  ['!Sub', "'$0'", 'Text with `${Name}` and `${Name.Attribute}` in it'],
  ['!If', '[${1:Condition}, ${2}, ${3}]', 'One of two values'],
  ['!Join', "['${1:,}', [$0]]", 'Texts put together'],
  ['!Select', '[${1:0}, ${2}]', 'One item of a list'],
  ['!Split', "['${1:,}', ${2}]", 'A text as a list'],
  ['!FindInMap', '[${1:Mapping}, ${2}, ${3}]', 'A value of a mapping'],
  ['!ImportValue', '$0', 'What another stack exports'],
  ['!Base64', '$0', 'A text in Base64'],
]

function tagItems({ site }: CompletionContext): CompletionItem[] {
  if (isPutBefore(site))
    return tags.map(([label, , documentation]) =>
      itemOf(site, { label, documentation, sort: '8' }, CompletionItemKind.Function, {
        range: site.range,
        newText: label,
      }),
    )
  return tags.map(([label, argument, documentation]) =>
    itemOf(
      site,
      { label, documentation, sort: '8', isContinued: /^(\$0|\$\{1\}|'\$0')$/.test(argument) },
      CompletionItemKind.Function,
      {
        range: site.range,
        newText: `${label} ${argument}`,
      },
    ),
  )
}
