/** Longer ones take the room of what they stand beside. */
const longest = 24

/**
 * What a file is called wherever it is named: its path in the workspace with `/`, of a long one as many folders before its
 * name as there is room for: `…/src/books/get.js`. Of a path outside of the workspace the name alone.
 */
export function pathLabel(pathInWorkspace: string): string {
  if (pathInWorkspace.length <= longest) return pathInWorkspace
  const isOutside = /^(\/|[a-z]:\/)/i.test(pathInWorkspace)
  const parts = pathInWorkspace.split('/')
  for (let first = 1; first < parts.length - 1 && !isOutside; first += 1) {
    const label = `…/${parts.slice(first).join('/')}`
    if (label.length <= longest) return label
  }
  return parts.at(-1) ?? pathInWorkspace
}
