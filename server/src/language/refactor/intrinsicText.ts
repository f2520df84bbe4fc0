import { intrinsicOf } from '../../syntax/intrinsics.ts'
import type { Entry, MappingNode, Node } from '../../syntax/node.ts'
import { stringOf } from '../../syntax/node.ts'
import { shortFormOf } from '../../syntax/shortTags.ts'

/** The two ways to write an intrinsic function: `!Ref Name` and `Ref: Name`. */
export type Form = 'short' | 'long'

/** A YAML text with one of its calls in the other form; undefined where it has that form already, or cannot have it. */
export function written(text: string, call: MappingNode, to: Form, lineEnd: string): string | undefined {
  const [entry] = call.entries
  if (!entry || entry.value.start === entry.value.end) return undefined
  const isShort = call.shortTag !== undefined
  if (isShort === (to === 'short')) return undefined
  if (isShort) return isInFlow(call) ? longInFlow(text, call, entry) : longInBlock(text, entry, lineEnd)
  return short(text, call, entry)
}

function short(text: string, call: MappingNode, entry: Entry): string | undefined {
  const tag = shortFormOf(intrinsicOf(call)?.name ?? '')
  // CloudFormation refuses one short form right behind another.
  if (tag === undefined || isTagged(entry.value) || isTagged(call.parent)) return undefined
  const { value, key } = entry
  const attribute = entry.name === 'Fn::GetAtt' ? attributeText(text, value) : undefined
  if (call.isFlow) {
    const isBraced = text[call.start] === '{' && text[call.end - 1] === '}'
    const around = text.slice(call.start + 1, key.start) + text.slice(value.end, call.end - 1)
    if (!isBraced || around.trim() !== '') return undefined
    return replaced(text, call, `${tag} ${attribute ?? text.slice(value.start, value.end)}`)
  }
  const start = joinedStart(text, call, key.start)
  const before = start < key.start ? ' ' : ''
  if (attribute !== undefined) {
    return replaced(text, { start, end: value.end }, `${before}${tag} ${attribute}`)
  }
  const colon = text.indexOf(':', key.end)
  return replaced(text, { start, end: colon + 1 }, before + tag)
}

/** A call on the line below its key moves up to it where nothing stands between. */
function joinedStart(text: string, call: MappingNode, start: number): number {
  const gap = /:([ \t]*(?:\r\n|\r|\n)[ \t]*)$/.exec(text.slice(0, start))?.[1] ?? ''
  return call.parent?.type === 'mapping' ? start - gap.length : start
}

/** `[A, B]` as `A.B`; undefined for anything else, and where a comment would be lost. */
function attributeText(text: string, value: Node): string | undefined {
  if (value.type !== 'sequence' || text.slice(value.start, value.end).includes('#')) return undefined
  const parts = value.items.map(item => stringOf(item))
  const isPlain = parts.length >= 2 && parts.every(part => part !== undefined && /^[\w.]+$/.test(part))
  return isPlain ? parts.join('.') : undefined
}

function longInFlow(text: string, call: MappingNode, { name, value }: Entry): string {
  return replaced(text, call, `{ ${name}: ${argumentText(text, name, value)} }`)
}

function longInBlock(text: string, { name, key, value }: Entry, lineEnd: string): string {
  const place = placeOfLong(text, key.start)
  const isFirst = place.start < key.start
  const lead = isFirst ? lineEnd + ' '.repeat(place.column) : ''
  const argument =
    name === 'Fn::GetAtt' ? argumentText(text, name, value) : text.slice(value.start, value.end)
  const between = text.slice(key.end, value.start)
  const body = shifted(between + argument, place.column, value.type === 'sequence' && !value.isFlow)
  return replaced(text, { start: place.start, end: value.end }, `${lead}${name}:${body}`)
}

/** From where a long form takes the place of a short one, and the column of its key. */
function placeOfLong(text: string, start: number): { start: number; column: number } {
  const lineStart = startOfLine(text, start)
  const before = text.slice(lineStart, start)
  if (/^[\s-]*$/.test(before)) return { start, column: start - lineStart }
  // The key stands on the same line; tags may stand between.
  const blanks = /[ \t]*$/.exec(before)?.[0].length ?? 0
  const dashes = /^[\s-]*/.exec(before)?.[0].length ?? 0
  return { start: start - blanks, column: dashes + 2 }
}

/** The lines of an argument behind its first, moved so that they stand below a key at a column. */
function shifted(argument: string, column: number, isBlockList: boolean): string {
  const [first = '', ...lines] = argument.split('\n')
  const indents = lines.filter(line => line.trim() !== '').map(line => line.search(/\S/))
  const least = Math.min(...indents)
  const needed = isBlockList ? column : column + 1
  if (least >= needed) return argument
  const more = ' '.repeat(column + 2 - least)
  return [first, ...lines.map(line => (line.trim() === '' ? line : more + line))].join('\n')
}

/** The argument as it stands; of `Fn::GetAtt` the list that its long form takes. */
function argumentText(text: string, name: string, value: Node): string {
  const source = text.slice(value.start, value.end)
  const parts = name === 'Fn::GetAtt' ? /^(\w+)\.([\w.]+)$/.exec(stringOf(value) ?? '') : null
  return parts ? `[${parts[1] ?? ''}, ${parts[2] ?? ''}]` : source
}

function replaced(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
  by: string,
): string {
  return text.slice(0, start) + by + text.slice(end)
}

function startOfLine(text: string, offset: number): number {
  return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1
}

function isTagged(node: Node | undefined): boolean {
  return node?.type === 'mapping' && node.shortTag !== undefined
}

/** Inside braces or brackets; a short form is a flow mapping in the tree alone. */
function isInFlow(node: Node): boolean {
  for (let at = node.parent; at; at = at.parent) if (at.isFlow && !isTagged(at)) return true
  return false
}
