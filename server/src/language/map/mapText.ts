import type { MapText } from '../../protocol/designMap.ts'

/** Pixels of a character in the fonts of the map: widest common fonts, so that nothing is drawn over a border. */
const charWidths: Readonly<Record<MapText['role'], number>> = {
  plain: 6.7,
  small: 6.1,
  time: 6.1,
  mono: 7,
  monoDim: 7,
  method: 6.7,
}

/** How wide a text is at most, about, in pixels. */
export function widthOf(text: string, role: MapText['role']): number {
  let count = 0
  for (const char of text.slice(0, longest)) count += isWide(char) ? 2 : 1
  return count * charWidths[role]
}

/** A text that fits: addresses lose their middle, words their end. */
export function cut(text: string, width: number, role: MapText['role']): string {
  if (text.length < longest && widthOf(text, role) <= width) return text
  const chars = Array.from(text.length > 2 * longest ? text.slice(0, longest) + text.slice(-longest) : text)
  const room = Math.max(0, Math.floor(width / charWidths[role]) - 1)
  const isCode = role === 'mono' || role === 'monoDim'
  const before = isCode ? Math.ceil(room * 0.6) : room
  return `${take(chars, before)}…${isCode ? takeEnd(chars, room - before) : ''}`
}

/** No title is longer: some screens read it aloud. */
export function titleOf(parts: readonly (string | undefined)[]): string {
  const text = parts.filter(part => part !== undefined && part !== '').join(', ')
  return text.length > 2000 ? `${text.slice(0, 2000)}…` : text
}

/** Milliseconds as the trace shows them: `0.9 ms`, `120 ms`, `1.2 s`. */
export function timeText(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(1)} s`
  if (ms > 0 && ms < 0.05) return '<0.1 ms'
  return ms < 100 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`
}

/** UTF-16 units of a text that are looked at. */
const longest = 400

function take(chars: readonly string[], room: number): string {
  let left = room
  let end = 0
  for (const char of chars) {
    left -= isWide(char) ? 2 : 1
    if (left < 0) break
    end += 1
  }
  return chars.slice(0, end).join('')
}

function takeEnd(chars: readonly string[], room: number): string {
  const reversed = [...chars].reverse()
  return Array.from(take(reversed, room)).reverse().join('')
}

/** East Asian letters and pictures take two columns; punctuation and arrows take one. */
function isWide(char: string): boolean {
  const code = char.codePointAt(0) ?? 0
  return code >= 0x1100 && !(code >= 0x1e00 && code < 0x2c00)
}
