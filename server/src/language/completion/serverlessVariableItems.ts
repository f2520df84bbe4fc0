import type { CompletionItem } from 'vscode-languageserver-types'
import { CompletionItemKind } from 'vscode-languageserver-types'
import type { Range } from '../../base/text.ts'
import { readDotenvText } from '../../definitions/dotenv.ts'
import { textParts } from '../../definitions/serverlessSyntax.ts'
import type { Node } from '../../syntax/node.ts'
import { childAt, entriesOf, itemsOf, stringOf } from '../../syntax/node.ts'
import { parseText } from '../../syntax/parse.ts'
import { takesValue } from '../site.ts'
import type { CompletionContext, Provider } from './context.ts'
import { itemOf } from './proposal.ts'
import { pieceOf } from './textPiece.ts'

/** What may be written behind `${`. */
interface Choice {
  readonly label: string
  readonly detail?: string
  /** Snippet text, where that is not the label; what goes on is not closed. */
  readonly text?: string
  readonly goesOn?: boolean
  readonly sort?: string
}

/**
 * Variables of the Serverless Framework in any text of a service: the sources, the paths of this file and of others, and the
 * names that options, parameters and the environment have.
 * https://www.serverless.com/framework/docs/providers/aws/guide/variables
 */
export const serverlessVariableItems: Provider = context => {
  const { kind, site } = context
  if (kind !== 'serverless' || !takesValue(site)) return []
  const opened = openVariable(site.prefix)
  if (opened === undefined) return []
  const piece = pieceOf(site, /[^${},\s]*$/, /^[^${},\s"']*/)
  const closing = piece.after.startsWith('}') || isFurther(piece.after) ? '' : '\\}'
  return choicesFor(opened, context).map(choice => toItem(context, choice, piece.range, closing))
}

/** The source that is being written in the variable around the cursor; undefined outside of variables. */
function openVariable(prefix: string): string | undefined {
  const open = prefix.lastIndexOf('${')
  const inner = open < 0 ? undefined : prefix.slice(open + 2)
  return inner === undefined || inner.includes('}') ? undefined : inner.split(',').at(-1)?.trimStart()
}

// A fallback follows, and the brace behind that.
function isFurther(after: string): boolean {
  return /^\s*,[^{]*\}/.test(after)
}

function toItem(
  { site }: CompletionContext,
  { label, detail, text, goesOn, sort }: Choice,
  range: Range,
  closing: string,
): CompletionItem {
  const own = text ?? label.replace(/[\\$}]/g, '\\$&')
  const item = itemOf(
    site,
    { label, sort: sort ?? '0', isContinued: goesOn === true, ...(detail !== undefined && { detail }) },
    CompletionItemKind.Variable,
    { range, newText: goesOn ? own : own + closing },
  )
  return { ...item, filterText: label }
}

function choicesFor(written: string, context: CompletionContext): Choice[] {
  const file = /^file\(([^)]*)\):(.*)$/.exec(written)
  if (file)
    return pathsUnder(fileRoot(file[1] ?? '', context), file[2] ?? '', `file(${file[1] ?? ''}):`, context)
  const path = /^file\(([^)]*)$/.exec(written)?.[1]
  if (path !== undefined) return filesUnder(path, context)
  const [, source, rest = ''] = /^(\w+):(.*)$/.exec(written) ?? []
  switch (source) {
    case undefined:
      return sources
    case 'self':
      return pathsUnder(context.site.root, rest, 'self:', context)
    case 'opt':
      return named('opt', [['stage', '--stage'], ['region', '--region'], ...usedNames(context, 'opt')])
    case 'param':
      return named('param', [...parameterNames(context.site.root), ...usedNames(context, 'param')])
    case 'env':
      return named('env', [...dotenvNames(context), ...usedNames(context, 'env')])
    case 'sls':
      return named('sls', [
        ['stage', 'stage that is deployed to'],
        ['instanceId', 'an id of this run'],
      ])
    case 'aws':
      return named('aws', [
        ['region', 'region that is deployed to'],
        ['accountId', 'id of the account'],
      ])
    case 'cf':
      return [
        ...named('cf', usedNames(context, 'cf')),
        { label: 'cf:STACK.OUTPUT', detail: 'output of another stack', text: 'cf:${1:stack}.${2:output}' },
      ]
    default:
      return []
  }
}

const sources: Choice[] = [
  { label: 'self:', detail: 'a value of this file', goesOn: true },
  { label: 'opt:', detail: 'an option of the command line', goesOn: true },
  { label: 'env:', detail: 'an environment variable', goesOn: true },
  { label: 'param:', detail: 'a parameter of the stage', goesOn: true },
  { label: 'file(', detail: 'what another file holds', goesOn: true },
  { label: 'sls:', detail: 'sls:stage, sls:instanceId', goesOn: true },
  { label: 'aws:', detail: 'aws:region, aws:accountId', goesOn: true },
  { label: 'cf:', detail: 'an output of another stack', goesOn: true },
  { label: 'ssm:', detail: 'a parameter of the Systems Manager', text: 'ssm:${1:/path/to/parameter}' },
  { label: 's3:', detail: 'an object of a bucket', text: 's3:${1:bucket}/${2:key}' },
  { label: 'strToBool(', detail: 'a text as true or false', text: 'strToBool(${1})' },
].map((choice, index) => ({ ...choice, sort: `0${String(index).padStart(2, '0')}` }))

function named(source: string, names: readonly (readonly [name: string, detail: string])[]): Choice[] {
  const found = new Map([...names].reverse())
  return [...found].map(([name, detail]) => ({ label: `${source}:${name}`, detail }))
}

/** The keys at a path of dots; the last word is what is being written. */
function pathsUnder(
  root: Node | undefined,
  written: string,
  lead: string,
  context: CompletionContext,
): Choice[] {
  const steps = written.split('.').slice(0, -1)
  const holder = steps.reduce<Node | undefined>(
    (node, step) => resolved(childAt(node, step), context),
    resolved(root, context),
  )
  const before = lead + steps.map(step => `${step}.`).join('')
  return entriesOf(holder).map(({ name, value }) => ({
    label: before + name,
    detail: textOf(value),
    goesOn: value.type === 'mapping',
  }))
}

function textOf(node: Node): string {
  if (node.type === 'scalar') return String(node.value ?? '')
  return node.type === 'mapping' ? '{ … }' : `list of ${itemsOf(node).length}`
}

/** A value that is one `${file(…)}` or `${self:…}` stands for what it names. */
function resolved(node: Node | undefined, context: CompletionContext, depth = 0): Node | undefined {
  const [only, ...others] = textParts(stringOf(node) ?? '')
  if (!only || typeof only === 'string' || others.length > 0 || depth > 5) return node
  const [source] = only.sources
  if (source?.type !== 'lookup' || /\$/.test(source.parameter + source.address)) return node
  const from =
    source.name === 'file'
      ? fileRoot(source.parameter, context)
      : source.name === 'self'
        ? context.site.root
        : undefined
  const steps = source.address === '' ? [] : source.address.split('.')
  return steps.reduce<Node | undefined>((at, step) => resolved(childAt(at, step), context, depth + 1), from)
}

function fileRoot(path: string, { owner, outside, site }: CompletionContext): Node | undefined {
  const { files } = outside
  if (!files || path.includes('$') || !/\.(ya?ml|json)$/i.test(path)) return undefined
  const file = files.resolve(files.folderOf(site.document.file), path)
  const known = owner.documents.get(file)
  if (known) return known.root
  const text = files.read(file)
  return text === undefined ? undefined : parseText(file, text).root
}

function filesUnder(written: string, { outside: { files }, site }: CompletionContext): Choice[] {
  if (!files) return []
  const folder = /^.*\//.exec(written)?.[0] ?? './'
  const at = files.resolve(files.folderOf(site.document.file), folder)
  return files.list(at).flatMap((name): Choice[] => {
    const path = files.resolve(at, name)
    if (/^(\.|node_modules$)/.test(name) || path === site.document.file) return []
    if (files.kind(path) === 'folder')
      return [{ label: `file(${folder}${name}/`, detail: 'folder', goesOn: true, sort: '1' }]
    return /\.(ya?ml|json|[cm]?[jt]s|txt)$/i.test(name)
      ? [{ label: `file(${folder}${name})`, detail: 'file' }]
      : []
  })
}

function parameterNames(root: Node | undefined): [string, string][] {
  const stages = [
    ...entriesOf(childAt(root, 'params')),
    ...entriesOf(childAt(root, 'stages')).map(entry => ({ ...entry, value: childAt(entry.value, 'params') })),
  ]
  return stages.flatMap(({ name: stage, value }) =>
    entriesOf(value).map(({ name }): [string, string] => [name, `parameter of ${stage}`]),
  )
}

function dotenvNames({ outside: { files }, site }: CompletionContext): [string, string][] {
  if (!files) return []
  const folder = files.folderOf(site.document.file)
  const found = files.list(folder).filter(name => /^\.env(\.|$)/.test(name))
  return found.flatMap(name =>
    [...readDotenvText(files.read(files.resolve(folder, name)) ?? '').variables.keys()].map(
      (variable): [string, string] => [variable, name],
    ),
  )
}

/** Names that another place of the file uses, since what the caller gives is declared nowhere. */
function usedNames({ site }: CompletionContext, source: string): [string, string][] {
  const { text } = site.document
  const uses = text.matchAll(new RegExp(`\\$\\{${source}:([\\w./-]+)(?=[},\\s])`, 'g'))
  return [...uses].flatMap(([, name = '']): [string, string][] =>
    site.prefix.endsWith(`${source}:${name}`) ? [] : [[name, 'used in this file']],
  )
}
