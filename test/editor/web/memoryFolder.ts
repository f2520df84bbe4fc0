import * as vscode from 'vscode'

/** A file system of texts, whose folders are what the paths imply. */
export function memoryFolder(table: Readonly<Record<string, string>>): vscode.FileSystemProvider {
  const texts = new Map<string, Uint8Array>(
    Object.entries(table).map(([path, text]) => [path, new TextEncoder().encode(text)]),
  )
  const changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>()
  const below = (path: string) => [...texts.keys()].filter(each => each.startsWith(`${path}/`))
  const times = { ctime: 0, mtime: 0 }
  return {
    onDidChangeFile: changes.event,
    watch: () => new vscode.Disposable(() => {}),
    stat: uri => {
      const file = texts.get(uri.path)
      if (file) return { type: vscode.FileType.File, size: file.length, ...times }
      if (uri.path !== '/' && below(uri.path).length === 0) throw vscode.FileSystemError.FileNotFound(uri)
      return { type: vscode.FileType.Directory, size: 0, ...times }
    },
    readDirectory: uri => {
      const rests = below(uri.path).map(path => path.slice(uri.path.length + 1))
      return [...new Set(rests.map(rest => rest.split('/')[0] ?? ''))].map(name => [
        name,
        texts.has(`${uri.path}/${name}`) ? vscode.FileType.File : vscode.FileType.Directory,
      ])
    },
    readFile: uri => {
      const file = texts.get(uri.path)
      if (!file) throw vscode.FileSystemError.FileNotFound(uri)
      return file
    },
    writeFile: (uri, content) => {
      const type = texts.has(uri.path) ? vscode.FileChangeType.Changed : vscode.FileChangeType.Created
      texts.set(uri.path, content)
      changes.fire([{ type, uri }])
    },
    createDirectory: () => {},
    delete: uri => void texts.delete(uri.path),
    rename: () => {
      throw vscode.FileSystemError.NoPermissions()
    },
  }
}
