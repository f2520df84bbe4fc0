/** Longer ones take the room of what they stand beside. */
const longest = 24

/** What a file is called wherever it is named: its path in the workspace with `/`, or its own name where that is long. */
export function pathLabel(pathInWorkspace: string): string {
  if (pathInWorkspace.length <= longest) return pathInWorkspace
  return pathInWorkspace.slice(pathInWorkspace.lastIndexOf('/') + 1)
}
