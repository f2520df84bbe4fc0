const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz'

/** An id as AWS gives them (lower-case letters and digits) that stays the same for the same text. */
export function stableId(text: string, length: number): string {
  return stableText(text, length, alphabet)
}

/** The same in hexadecimal digits. */
export function stableHex(text: string, length: number): string {
  return stableText(text, length, '0123456789abcdef')
}

function stableText(text: string, length: number, characters: string): string {
  // FNV-1a, stirred on for every character: nothing secret hangs on it, it must only differ and stay.
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = stir(hash, text.charCodeAt(index))
  let id = ''
  while (id.length < length) {
    hash = stir(hash, id.length + 1)
    id += characters.charAt((hash >>> 8) % characters.length)
  }
  return id
}

function stir(hash: number, value: number): number {
  return Math.imul(hash ^ value, 0x01000193) >>> 0
}
