import type { Files } from '../base/files.ts'

/**
 * Paths where files have URIs only, as in a browser: the URI with its path decoded, `vscode-vfs://github/owner/repo/my api.yaml`.
 * What has no path from a root (`untitled:Untitled-1`) stays as it is, and nothing stands beside it.
 */
const shape = /^([a-z][a-z\d+.-]*:(?:\/\/[^/]*)?)(\/.*)$/is

/** Whether files can stand beside a document. */
export function hasFolder(uri: string): boolean {
  return shape.test(uri) && !/[?#]/.test(uri)
}

export function uriToFile(uri: string): string {
  const [, root, path] = shape.exec(uri) ?? []
  if (root === undefined || path === undefined || !hasFolder(uri)) return uri
  try {
    return root + decodeURIComponent(path)
  } catch {
    return uri
  }
}

export function fileToUri(file: string): string {
  const [, root, path] = shape.exec(file) ?? []
  return root === undefined || path === undefined ? file : root + path.split('/').map(encoded).join('/')
}

/** Joins and takes apart such paths, as `Files` says. */
export const uriPaths: Pick<Files, 'resolve' | 'folderOf'> = {
  resolve: (folder, path) => {
    if (shape.test(path)) return path
    const [, root, base] = shape.exec(folder) ?? []
    if (root === undefined || base === undefined) return path
    return root + normalised(path.startsWith('/') ? path : `${base}/${path}`)
  },
  folderOf: file => {
    const [, root, path] = shape.exec(file) ?? []
    return root === undefined || path === undefined ? '' : root + normalised(`${path}/..`)
  },
}

function normalised(path: string): string {
  const segments: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop()
    else if (segment !== '' && segment !== '.') segments.push(segment)
  }
  return `/${segments.join('/')}`
}

/** As VS Code writes them: everything but what RFC 3986 calls unreserved. */
function encoded(segment: string): string {
  return encodeURIComponent(segment).replace(
    /[!'()*]/g,
    character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
