// JSON Pointers (RFC 6901): '/paths/~1books/get', where '~1' stands for a slash and '~0' for a tilde.

/** The names and indices that a pointer consists of; what stands before its first slash (`#`, a file) is left out. */
export function pointerSegments(pointer: string): string[] {
  return pointer.split('/').slice(1).map(unescapeSegment)
}

/** One more step behind a pointer. */
export function pointerTo(parent: string, step: string | number): string {
  return `${parent}/${escapeSegment(String(step))}`
}

/** A name as it stands in a pointer. */
export function escapeSegment(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}

/** The name that a part of a pointer means. */
export function unescapeSegment(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~')
}
