import type { Files } from '../../server/src/base/files.ts'

/** Files over a table of texts: absolute POSIX-like paths to contents. Folders are what the paths imply. */
export function memoryFiles(table: Record<string, string>): Files {
  const texts = new Map(Object.entries(table).map(([path, text]) => [normalise(path), text]))
  const inside = (folder: string): string[] => {
    const prefix = folder === '/' ? '/' : `${folder}/`
    return [...texts.keys()].filter(path => path.startsWith(prefix)).map(path => path.slice(prefix.length))
  }
  return {
    read: path => texts.get(normalise(path)),
    kind: path => {
      const wanted = normalise(path)
      if (texts.has(wanted)) return 'file'
      return inside(wanted).length > 0 ? 'folder' : undefined
    },
    resolve: (folder, path) => normalise(path.startsWith('/') ? path : `${folder}/${path}`),
    folderOf: path => normalise(`${path}/..`),
    list: folder => [...new Set(inside(normalise(folder)).map(rest => rest.split('/')[0] ?? rest))].sort(),
  }
}

function normalise(path: string): string {
  const segments: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop()
    else if (segment !== '' && segment !== '.') segments.push(segment)
  }
  return `/${segments.join('/')}`
}
