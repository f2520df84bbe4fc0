import path from 'node:path'

/** Whether a file or folder is another folder or lies in it. */
export function isBelow(folder: string, file: string): boolean {
  const relative = path.relative(folder, file)
  return relative === '' || (!relative.startsWith('..') && !path.isAbsolute(relative))
}
