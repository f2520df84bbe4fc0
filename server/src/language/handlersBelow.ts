import type { Files } from '../base/files.ts'
import { exportsOf, sourceLanguage } from './completion/exportedNames.ts'

/** A function that the source tree exports. */
export interface FoundHandler {
  readonly handler: string
  /** Path below the code's folder. */
  readonly file: string
  readonly language: 'node' | 'python'
}

/** Every export of the JavaScript, TypeScript and Python files below a folder, as `Handler` names it. */
export function handlersBelow(folder: string, files: Files): FoundHandler[] {
  const found: FoundHandler[] = []
  const pending = [{ path: '', depth: 0 }]
  let seen = 0
  for (let next = pending.shift(); next && seen < mostFiles; next = pending.shift()) {
    for (const name of files.list(files.resolve(folder, next.path || '.'))) {
      const file = next.path === '' ? name : `${next.path}/${name}`
      const language = sourceLanguage(name)
      if (language === undefined) {
        const isFolder = !foreignFolders.test(name) && files.kind(files.resolve(folder, file)) === 'folder'
        if (isFolder && next.depth < deepestFolder) pending.push({ path: file, depth: next.depth + 1 })
      } else if (seen++ < mostFiles) {
        const text = files.read(files.resolve(folder, file)) ?? ''
        const module = file.replace(/\.\w+$/, '')
        for (const exported of exportsOf(text, language)) {
          found.push({ handler: `${module}.${exported}`, file, language })
        }
      }
    }
  }
  return found
}

/** Folders that hold no code of the function's own. */
const foreignFolders = /^(node_modules|\..*|__pycache__|venv|coverage|tests?|__tests__)$/
const mostFiles = 300
const deepestFolder = 4
