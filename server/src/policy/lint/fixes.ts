import type { Fix, TextEdit } from '../../base/diagnostic.ts'
import { rangeAt } from '../../base/text.ts'
import type { PolicyList, PolicyMember, PolicyNode, PolicyObject, PolicySource } from '../policyTree.ts'

/** The fix that writes another text in place of a string. */
export function replaceText(source: PolicySource, node: PolicyNode, text: string): Fix[] {
  const quoted = quotedAs(source, node, text)
  return quoted === undefined
    ? []
    : [fix(`Replace with '${text}'`, [edit(source, node.start, node.end, quoted)])]
}

/** The fix that writes JSON in place of a value. */
export function replaceValue(source: PolicySource, node: PolicyNode, value: unknown, title: string): Fix[] {
  return isFlow(source, node) ? [fix(title, [edit(source, node.start, node.end, JSON.stringify(value))])] : []
}

/** The fix that gives a member another name. */
export function renameKey(source: PolicySource, { key }: PolicyMember, name: string): Fix[] {
  const quoted = quotedAs(source, key, name)
  return quoted === undefined ? [] : [fix(`Rename to '${name}'`, [edit(source, key.start, key.end, quoted)])]
}

/** The fix that puts a member at the head of an object; `value` becomes JSON. */
export function insertMember(source: PolicySource, node: PolicyObject, name: string, value: unknown): Fix[] {
  if (source.text[node.start] !== '{') return []
  const at = node.start + 1
  const first = node.members[0]
  // The space before the first member is the space after the brace, so the new one stands as the first did.
  const space = first ? source.text.slice(at, first.key.start) : ''
  const member = `${JSON.stringify(name)}: ${JSON.stringify(value)}`
  const text = first ? `${/^\s*$/.test(space) ? space : ''}${member},` : member
  return [fix(`Add '${name}': ${JSON.stringify(value)}`, [edit(source, at, at, text)])]
}

/** The fix that takes an item out of a list. */
export function removeItem(source: PolicySource, list: PolicyList, node: PolicyNode): Fix[] {
  const index = list.items.indexOf(node)
  const [before, after] = [list.items[index - 1], list.items[index + 1]]
  if (index < 0 || source.text[list.start] !== '[') return []
  const [start, end] = before ? [before.end, node.end] : [node.start, after ? after.start : node.end]
  return [fix('Remove it', [edit(source, start, end, '')])]
}

/** The fix that takes a member out of an object. */
export function removeMember(source: PolicySource, node: PolicyObject, member: PolicyMember): Fix[] {
  const index = node.members.indexOf(member)
  const [before, after] = [node.members[index - 1], node.members[index + 1]]
  if (index < 0 || source.text[node.start] !== '{') return []
  const [start, end] = before
    ? [before.value.end, member.value.end]
    : [member.key.start, after ? after.key.start : member.value.end]
  return [fix(`Remove '${member.name}'`, [edit(source, start, end, '')])]
}

function fix(title: string, edits: readonly TextEdit[]): Fix {
  return { title, edits, isPreferred: true }
}

function edit(source: PolicySource, start: number, end: number, newText: string): TextEdit {
  return { file: source.file, range: rangeAt(source.lines, start, end), newText }
}

// A string keeps the quotes it has; a plain word of YAML stays one where the new text can be one.
function quotedAs(
  { text }: PolicySource,
  place: { readonly start: number; readonly end: number },
  word: string,
): string | undefined {
  if (place.start === place.end) return undefined
  const quote = text[place.start]
  if (quote === '"') return JSON.stringify(word)
  if (quote === "'") return `'${word.replaceAll("'", "''")}'`
  return /^[\w./+*-]+$/.test(word) ? word : JSON.stringify(word)
}

function isFlow({ text }: PolicySource, node: PolicyNode): boolean {
  return node.start < node.end && /["[{\d-]|true|false|null/.test(text.slice(node.start, node.start + 5))
}
