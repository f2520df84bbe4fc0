/** A stretch of a summary: plain, `code` or **bold**. */
export interface Marked {
  readonly kind: 'plain' | 'code' | 'bold'
  readonly text: string
}

/** Splits a summary at its marks; a mark without its pair is plain text. */
export function splitMarks(text: string): Marked[] {
  const parts: Marked[] = []
  let end = 0
  for (const match of text.matchAll(/`([^`]+)`|\*\*([^*]+)\*\*/g)) {
    if (match.index > end) parts.push({ kind: 'plain', text: text.slice(end, match.index) })
    const [whole, code, bold] = match
    parts.push(code === undefined ? { kind: 'bold', text: bold ?? '' } : { kind: 'code', text: code })
    end = match.index + whole.length
  }
  if (end < text.length) parts.push({ kind: 'plain', text: text.slice(end) })
  return parts
}

/** A summary without its marks, for screen readers and tooltips. */
export function plainText(text: string): string {
  return splitMarks(text)
    .map(part => part.text)
    .join('')
}
