import type { CompletionItem } from 'vscode-languageserver-types'
import { CompletionItemKind } from 'vscode-languageserver-types'
import { describeAt } from '../../schema/describe.ts'
import { takesValue } from '../site.ts'
import type { TerraformBlock } from '../terraformReferences.ts'
import { terraformAttributes, terraformBlocks } from '../terraformReferences.ts'
import type { CompletionContext, Provider } from './context.ts'
import { itemOf, valueItem } from './proposal.ts'
import { pieceOf } from './textPiece.ts'

/**
 * What expressions of a Terraform configuration name: what an argument takes as a whole text, and inside `${…}` every block
 * of the module with its attributes.
 * https://developer.hashicorp.com/terraform/language/expressions/references
 */
export const terraformItems: Provider = context => {
  const { kind, site, outside, owner, place } = context
  if (kind !== 'terraform' || !takesValue(site)) return []
  const [section, type = '', name = ''] = place.filter(segment => !/^\d+$/.test(String(segment)))
  const own = section === 'resource' ? `${type}.${name}` : ''
  const blocks = terraformBlocks(site.document, site.root, owner, outside.files).filter(
    ({ address }) => address !== own,
  )
  if (String(place.at(-2)) === 'depends_on') return addresses(context, blocks)
  const wanted = wantedTexts(context, blocks)
  if (/\$\{[^}]*$/.test(site.prefix)) return expressions(context, blocks, wanted)
  return wanted.map(({ text, detail }) =>
    valueItem(site, { label: text, detail, sort: '0', kind: CompletionItemKind.Reference }),
  )
}

interface Wanted {
  /** `integrations/${aws_apigatewayv2_integration.orders.id}`. */
  readonly text: string
  readonly detail: string
}

/** The texts that the schema says an argument takes, with the names of this module's resources. */
function wantedTexts({ kind, site }: CompletionContext, blocks: readonly TerraformBlock[]): Wanted[] {
  const describe = (depth: number) => describeAt(kind, site.path.slice(0, depth), site.root)?.takes
  const isItem = /^\d+$/.test(String(site.path.at(-1)))
  const takes = describe(site.path.length) ?? (isItem ? describe(site.path.length - 1) : undefined) ?? []
  return takes.flatMap(form => {
    const [whole = '', type = '', attribute = ''] = /\$\{(\w+)\.(\w+)\}/.exec(form) ?? []
    return blocks
      .filter(block => block.type === type && block.address.startsWith(type))
      .map(({ address }) => ({
        text: form.replace(whole, () => `\${${address}.${attribute}}`),
        detail: type,
      }))
  })
}

function expressions(
  context: CompletionContext,
  blocks: readonly TerraformBlock[],
  wanted: readonly Wanted[],
): CompletionItem[] {
  const { site } = context
  const piece = pieceOf(site, /[\w.[\]"*-]*$/, /^[\w.-]*/)
  const closing = piece.after.includes('}') ? '' : '\\}'
  const item = (label: string, detail: string, sort: string, goesOn = false): CompletionItem => ({
    ...itemOf(site, { label, detail, sort, isContinued: goesOn }, CompletionItemKind.Reference, {
      range: piece.range,
      newText: goesOn ? label : label + closing,
    }),
    filterText: label,
  })
  const holder = blocks
    .filter(({ address }) => piece.text.startsWith(`${address}.`))
    .sort((a, b) => b.address.length - a.address.length)[0]
  if (holder) {
    return holder.type === undefined
      ? []
      : terraformAttributes(holder.type).map((name, index) =>
          item(`${holder.address}.${name}`, holder.type ?? '', `1${String(index).padStart(2, '0')}`),
        )
  }
  const first = wanted.map(({ text, detail }) => item(/\$\{(.*)\}/.exec(text)?.[1] ?? text, detail, '0'))
  const named = blocks.map(({ address, type }) =>
    item(address, type ?? sectionOf(address), type === undefined ? '2' : '1', type !== undefined),
  )
  return [...first, ...named, ...fixed.map(([label, detail]) => item(label, detail, '3'))]
}

function sectionOf(address: string): string {
  return address.startsWith('var.') ? 'variable' : address.startsWith('local.') ? 'local value' : 'module'
}

const fixed: readonly (readonly [label: string, detail: string])[] = [
  ['each.key', 'key of this instance, with for_each'],
  ['each.value', 'value of this instance, with for_each'],
  ['count.index', 'number of this instance, with count'],
  ['path.module', 'folder of this module'],
  ['path.root', 'folder of the root module'],
  ['terraform.workspace', 'name of the workspace'],
]

function addresses({ site }: CompletionContext, blocks: readonly TerraformBlock[]): CompletionItem[] {
  return blocks
    .filter(({ address }) => !/^(var|local)\./.test(address))
    .map(({ address, type }) =>
      valueItem(site, {
        label: address,
        detail: type ?? 'module',
        sort: '0',
        kind: CompletionItemKind.Reference,
      }),
    )
}
