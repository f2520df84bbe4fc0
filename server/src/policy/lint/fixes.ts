import type { Fix, TextEdit } from '../../base/diagnostic.ts'
import { rangeAt } from '../../base/text.ts'
import type { PolicyList, PolicyMember, PolicyNode, PolicyObject, PolicySource } from '../policyTree.ts'

// A policy stands in JSON text, or in a YAML document in any of its styles; an edit keeps to the style that it meets.

/** The fix that writes another text in place of a string. */
export function replaceText(source: PolicySource, node: PolicyNode, text: string): Fix[] {
  const quoted = quotedAs(source, node, text)
  return quoted === undefined
    ? []
    : [fix(`Replace with '${text}'`, [edit(source, node.start, node.end, quoted)])]
}

/** The fix that writes JSON in place of a value. */
export function replaceValue(source: PolicySource, node: PolicyNode, value: unknown, title: string): Fix[] {
  const text = JSON.stringify(value)
  return isReplaceable(source, node) ? [fix(title, [edit(source, node.start, node.end, text)])] : []
}

/** The fix that gives a member another name. */
export function renameKey(source: PolicySource, { key }: PolicyMember, name: string): Fix[] {
  const quoted = quotedAs(source, key, name)
  return quoted === undefined ? [] : [fix(`Rename to '${name}'`, [edit(source, key.start, key.end, quoted)])]
}

/** The fix that puts a member at the head of an object; `value` becomes JSON. */
export function insertMember(source: PolicySource, node: PolicyObject, name: string, value: unknown): Fix[] {
  const json = JSON.stringify(value)
  const title = `Add '${name}': ${json}`
  const first = node.members[0]
  if (source.text[node.start] !== '{') {
    if (!first) return []
    const { before, lineBreak } = lineOf(source, first.key.start)
    // What stands before the first key (`- ` of a list) takes its width on the next line.
    const text = `${name}: ${json}${lineBreak}${before.replace(/\S/g, ' ')}`
    return [fix(title, [edit(source, first.key.start, first.key.start, text)])]
  }
  const at = node.start + 1
  // The space before the first member is the space after the brace, so the new one stands as the first did.
  const space = first ? source.text.slice(at, first.key.start) : ''
  const member = `${JSON.stringify(name)}: ${json}`
  const text = first ? `${/^\s*$/.test(space) ? space : ''}${member},` : member
  return [fix(title, [edit(source, at, at, text)])]
}

/** The fix that takes an item out of a list. */
export function removeItem(source: PolicySource, list: PolicyList, node: PolicyNode): Fix[] {
  const index = list.items.indexOf(node)
  const [before, after] = [list.items[index - 1], list.items[index + 1]]
  if (index < 0) return []
  if (source.text[list.start] !== '[') {
    return list.items.length > 1 ? removeLines(source, node, /^\s*-\s+$/, 'Remove it') : []
  }
  const [start, end] = before ? [before.end, node.end] : [node.start, after ? after.start : node.end]
  return removeStretch(source, { start, end }, 'Remove it')
}

/** The fix that takes a member out of an object. */
export function removeMember(source: PolicySource, node: PolicyObject, member: PolicyMember): Fix[] {
  const index = node.members.indexOf(member)
  const [before, after] = [node.members[index - 1], node.members[index + 1]]
  const title = `Remove '${member.name}'`
  if (index < 0) return []
  if (source.text[node.start] !== '{') {
    if (!before && after) {
      return removeStretch(source, { start: member.key.start, end: after.key.start }, title)
    }
    const stretch = { start: member.key.start, end: Math.max(member.key.end, member.value.end) }
    return before ? removeLines(source, stretch, /^\s*$/, title) : []
  }
  const [start, end] = before
    ? [before.value.end, member.value.end]
    : [member.key.start, after ? after.key.start : member.value.end]
  return removeStretch(source, { start, end }, title)
}

interface Stretch {
  readonly start: number
  readonly end: number
}

// In a broken text, what follows may stand before.
function removeStretch(source: PolicySource, { start, end }: Stretch, title: string): Fix[] {
  return start < end ? [fix(title, [edit(source, start, end, '')])] : []
}

/** Takes whole lines of block YAML away, where nothing but what `lead` says stands before the stretch on its line. */
function removeLines(source: PolicySource, { start, end }: Stretch, lead: RegExp, title: string): Fix[] {
  const { lineStart, before } = lineOf(source, start)
  if (!lead.test(before)) return []
  const last = /[\r\n]/.test(source.text[end - 1] ?? '') ? end - 1 : end
  const next = source.text.indexOf('\n', last)
  return removeStretch(source, { start: lineStart, end: next < 0 ? source.text.length : next + 1 }, title)
}

function lineOf({ text }: PolicySource, offset: number) {
  let lineStart = offset
  while (lineStart > 0 && !/[\r\n]/.test(text.charAt(lineStart - 1))) lineStart--
  const lineBreak = text[text.indexOf('\n', offset) - 1] === '\r' ? '\r\n' : '\n'
  return { lineStart, before: text.slice(lineStart, offset), lineBreak }
}

function fix(title: string, edits: readonly TextEdit[]): Fix {
  return { title, edits, isPreferred: true }
}

function edit(source: PolicySource, start: number, end: number, newText: string): TextEdit {
  return { file: source.file, range: rangeAt(source.lines, start, end), newText }
}

// A string keeps the quotes it has; a plain word of YAML stays one where the new text can be one.
function quotedAs({ text }: PolicySource, place: Stretch, word: string): string | undefined {
  const [first = ''] = text.slice(place.start, place.end)
  // Nothing, a block of lines, an alias, an anchor or a tag.
  if (first === '' || /[|>&*!]/.test(first)) return undefined
  if (first === '"') return JSON.stringify(word)
  if (first === "'") return `'${word.replaceAll("'", "''")}'`
  // `:` is part of a word where no space follows it.
  const isPlain = /^[A-Za-z\d/][\w./+*:-]*$/.test(word) && !/:$|^(true|false|null|yes|no|on|off)$/i.test(word)
  return isPlain ? word : JSON.stringify(word)
}

function isReplaceable({ text }: PolicySource, node: PolicyNode): boolean {
  const [first = ''] = text.slice(node.start, node.end)
  if (first === '' || /[|>&*!]/.test(first)) return false
  return node.type === 'scalar' || first === '[' || first === '{'
}
