import { minimatch } from 'minimatch'
import path from 'node:path'
import { filesBelow } from './files.ts'

/**
 * Absolute paths of the YAML, JSON and template files below a folder, those left out that match one of the `exclude`
 * globs (relative to the folder, `/` between names). Whether a file is a definition, its text tells.
 */
export function findDefinitionFiles(folder: string, exclude: readonly string[] = []): string[] {
  return filesBelow(folder, isDefinitionName).filter(file => {
    const relative = path.relative(folder, file).split(path.sep).join('/')
    return !exclude.some(glob => minimatch(relative, glob, { dot: true }))
  })
}

/** Whether a file may be a definition by its name. */
export function isDefinitionName(name: string): boolean {
  return (
    /\.(ya?ml|jsonc?|template|cfn)$/i.test(name) &&
    !/^(package(-lock)?|tsconfig.*|\.eslintrc)\.json$/i.test(name)
  )
}
