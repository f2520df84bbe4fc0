import path from 'node:path'
import type { Diagnostic } from '../base/diagnostic.ts'
import { detectKind, mayBeDefinition } from '../definitions/detect.ts'
import { manifestOf } from '../definitions/load.ts'
import { diskFiles, filesBelow } from '../io/files.ts'
import { isTemplateFile } from '../template/templateFileName.ts'
import { parseText } from '../syntax/parse.ts'
import { isTestFileName } from '../testing/testFileName.ts'

/** A file to check. */
export interface CheckTarget {
  /** Absolute. */
  readonly file: string
  /** As the user named it; in a folder the folder's name joined with the relative path. */
  readonly path: string
  readonly isFromFolder: boolean
  /** Says why the file is not checked, in place of findings. */
  readonly note?: Diagnostic
}

/** The files that are meant by the names on a command line: each file, and every definition, mapping template and file of tests in each folder. */
export function checkTargets(names: readonly string[]): CheckTarget[] {
  const targets = names.flatMap(name => {
    const file = path.resolve(name)
    return diskFiles.kind(file) === 'folder' ? targetsIn(name, file) : [target(file, name, false)]
  })
  // Two names may mean one file: each keeps its entry, a file that a folder brings in again does not.
  const named = new Set(targets.filter(({ isFromFolder }) => !isFromFolder).map(({ file }) => file))
  const seen = new Set<string>()
  return targets.filter(({ file, isFromFolder }) => {
    if (!isFromFolder) return true
    if (named.has(file) || seen.has(file)) return false
    seen.add(file)
    return true
  })
}

function targetsIn(name: string, folder: string): CheckTarget[] {
  const manifest = manifestOf(folder, diskFiles)
  if (manifest !== undefined && isDefinition(manifest)) {
    return [target(manifest, path.join(name, 'manifest.json'), true)]
  }
  return filesBelow(folder, isCandidate).flatMap(file => {
    const relative = path.relative(folder, file)
    const found = target(file, path.join(name, relative), true)
    const isOwnKind = isTemplateFile(file) || isTestFileName(file)
    return found.note || isOwnKind || isDefinition(file) ? [found] : []
  })
}

function isCandidate(name: string): boolean {
  return /\.(ya?ml|json|jsonc|template|vtl|vm)$/i.test(name)
}

function isDefinition(file: string): boolean {
  const text = diskFiles.read(file)
  return text !== undefined && mayBeDefinition(text) && detectKind(parseText(file, text).root) !== 'foreign'
}

function target(file: string, shownPath: string, isFromFolder: boolean): CheckTarget {
  const named = { file, path: shownPath, isFromFolder }
  return isPolicy(file) ? { ...named, note: notChecked(file, shownPath) } : named
}

// A policy document by itself: `Statement` at the top and nothing that makes it a template.
function isPolicy(file: string): boolean {
  if (!/\.json$/i.test(file)) return false
  const text = diskFiles.read(file)
  if (text === undefined || !/"Statement"\s*:/.test(text) || text.length > 200_000) return false
  const { root } = parseText(file, text)
  if (root?.type !== 'mapping') return false
  return root.entries.some(({ name }) => name === 'Statement') && detectKind(root) === 'foreign'
}

function notChecked(file: string, shownPath: string): Diagnostic {
  return {
    code: 'not-checked',
    severity: 'info',
    message: `'${shownPath}' is a policy, which 'check' leaves out; run 'gatehouse policy lint' on it`,
    file,
    range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
  }
}
