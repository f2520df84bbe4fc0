/**
 * What a proposal writes, before it is known in which notation: plain data in which strings may hold tab stops and
 * intrinsic functions may stand.
 */
export type Draft =
  | string
  | boolean
  | number
  | SlottedText
  | IntrinsicDraft
  | OpenList
  | readonly Draft[]
  | { readonly members: readonly (readonly [name: string, value: Draft])[] }

/** A text with tab stops. */
export interface SlottedText {
  readonly parts: readonly (string | Slot)[]
}

/** A tab stop with the text that is there first, or with several to choose from. */
export interface Slot {
  readonly stop: number
  readonly text: string
  readonly choices?: readonly string[]
}

/** `Ref`, `Fn::GetAtt` or `Fn::Sub` of a template. */
export interface IntrinsicDraft {
  readonly intrinsic: 'Ref' | 'Fn::GetAtt' | 'Fn::Sub'
  readonly argument: string | SlottedText
}

/** A list whose first item is still to be written. */
export interface OpenList {
  readonly openList: true
}

/** A text with `${Name}` placeholders as tab stops, numbered in their order after `last`: the formats of ARNs. */
export function withSlots(text: string, lastStop = 0): SlottedText {
  const parts: (string | Slot)[] = []
  let last = 0
  let stop = lastStop
  for (const match of text.matchAll(/\$\{([^}]*)\}/g)) {
    if (match.index > last) parts.push(text.slice(last, match.index))
    parts.push({ stop: ++stop, text: match[1] ?? '' })
    last = match.index + match[0].length
  }
  if (last < text.length) parts.push(text.slice(last))
  return { parts }
}

/** The text that stands when nothing is typed over. */
export function plainText(draft: string | SlottedText): string {
  if (typeof draft === 'string') return draft
  return draft.parts.map(part => (typeof part === 'string' ? part : part.text)).join('')
}

/** A draft as JSON in snippet syntax; lines after the first are indented by tabs. */
export function jsonSnippet(draft: Draft, indent = ''): string {
  if (typeof draft === 'boolean' || typeof draft === 'number') return String(draft)
  if (isText(draft)) return `"${textSnippet(draft, part => JSON.stringify(part).slice(1, -1))}"`
  if ('intrinsic' in draft) {
    const { intrinsic, argument } = draft
    const inner: Draft = intrinsic === 'Fn::GetAtt' ? plainText(argument).split(/\.(.*)/s, 2) : argument
    return `{ "${intrinsic}": ${jsonSnippet(inner)} }`
  }
  if ('openList' in draft) return '[$0]'
  const deeper = `${indent}\t`
  if (isList(draft)) {
    if (draft.every(item => isText(item))) return `[${draft.map(item => jsonSnippet(item)).join(', ')}]`
    return `[\n${draft.map(item => deeper + jsonSnippet(item, deeper)).join(',\n')}\n${indent}]`
  }
  if (draft.members.length === 0) return `{\n${deeper}$0\n${indent}}`
  const lines = draft.members.map(
    ([name, value]) =>
      `${deeper}${JSON.stringify(name).replace(/\$/g, '\\$')}: ${jsonSnippet(value, deeper)}`,
  )
  return `{\n${lines.join(',\n')}\n${indent}}`
}

/**
 * A draft as YAML in snippet syntax: what follows a key's colon and a space, or an item's dash. A mapping or list begins
 * on a line of its own, indented by `indent`.
 */
export function yamlSnippet(draft: Draft, indent: string): string {
  if (typeof draft === 'boolean' || typeof draft === 'number') return String(draft)
  if (isText(draft)) return yamlText(draft)
  if ('intrinsic' in draft) {
    const { intrinsic, argument } = draft
    return `!${intrinsic.replace('Fn::', '')} ${intrinsic === 'Fn::Sub' ? yamlText(argument) : textSnippet(argument)}`
  }
  if ('openList' in draft) return `\n${indent}- $0`
  if (isList(draft)) {
    if (draft.length === 0) return '[]'
    return draft.map(item => `\n${indent}- ${yamlItem(item, `${indent}  `)}`).join('')
  }
  return `\n${indent}${draft.members.length === 0 ? '$0' : yamlMembers(draft.members, indent)}`
}

/** The members of a mapping, the first one without indentation: what follows an item's dash. */
export function yamlMembers(
  members: readonly (readonly [name: string, value: Draft])[],
  indent: string,
): string {
  return members.map(([name, value]) => yamlMember(name, value, indent)).join(`\n${indent}`)
}

/** One member of a mapping; without a value, the cursor stands there. */
export function yamlMember(name: string | SlottedText, value: Draft | undefined, indent: string): string {
  const key = yamlKey(name)
  if (value === undefined) return `${key} $0`
  const isBlock =
    typeof value === 'object' && !isText(value) && !('intrinsic' in value) && !isEmptyList(value)
  return `${key}${isBlock ? '' : ' '}${yamlSnippet(value, `${indent}  `)}`
}

/** A key with its colon, in snippet syntax. */
export function yamlKey(name: string | SlottedText): string {
  return `${yamlText(name)}:`
}

/** A text between quotes that stand already, in snippet syntax. */
export function quotedSnippet(draft: string | SlottedText, quote: '"' | "'"): string {
  return textSnippet(draft, part =>
    quote === '"' ? JSON.stringify(part).slice(1, -1) : part.replaceAll("'", "''"),
  )
}

/** Whether a draft is a text. */
export function isText(draft: Draft): draft is string | SlottedText {
  return typeof draft === 'string' || (typeof draft === 'object' && 'parts' in draft)
}

function isEmptyList(draft: Draft): boolean {
  return isList(draft) && draft.length === 0
}

function isList(draft: Draft): draft is readonly Draft[] {
  return Array.isArray(draft)
}

function yamlItem(item: Draft, indent: string): string {
  if (typeof item === 'object' && 'members' in item) return yamlMembers(item.members, indent)
  return yamlSnippet(item, indent)
}

// What YAML would read as something else than text, or not at all, needs quotes.
function yamlText(draft: string | SlottedText): string {
  const plain = plainText(draft)
  // A lone tab stop: what will stand there is the next proposal's concern.
  if (plain === '' && typeof draft !== 'string') return textSnippet(draft)
  const isPlain =
    /^[A-Za-z/_$][^#\n]*$/.test(plain) &&
    !/:( |$)|[\s]$|[,[\]{}](?![^{]*\})|\s#/.test(plain.replace(/\$\{[^}]*\}/g, 'x')) &&
    !/^(true|false|null|yes|no|on|off|y|n|~)$/i.test(plain)
  if (isPlain) return textSnippet(draft)
  // Quotes inside quotes of the other kind stay as they are.
  if (plain.includes("'") && !/["\\]/.test(plain)) return `"${textSnippet(draft)}"`
  return `'${textSnippet(draft, part => part.replaceAll("'", "''"))}'`
}

function textSnippet(draft: string | SlottedText, quoted: (part: string) => string = part => part): string {
  const escape = (part: string) => quoted(part).replace(/[\\$}]/g, '\\$&')
  if (typeof draft === 'string') return escape(draft)
  return draft.parts
    .map(part => {
      if (typeof part === 'string') return escape(part)
      const { stop, text, choices } = part
      if (choices) {
        const listed = choices.map(choice => quoted(choice).replace(/[\\$},|]/g, '\\$&'))
        return `\${${stop}|${listed.join(',')}|}`
      }
      return text === '' ? `\${${stop}}` : `\${${stop}:${escape(text)}}`
    })
    .join('')
}
