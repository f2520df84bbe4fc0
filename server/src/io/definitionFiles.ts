import { minimatch } from 'minimatch'
import path from 'node:path'
import { diskFiles, filesBelow, foldersBelow } from './files.ts'

/**
 * Absolute paths of the YAML, JSON and template files below a folder, those left out that match one of the `exclude`
 * globs (relative to the folder, `/` between names). Whether a file is a definition, its text tells. Of a `cdk.out` folder
 * there is the manifest only: it stands for all of its templates.
 */
export function findDefinitionFiles(folder: string, exclude: readonly string[] = []): string[] {
  const manifests = foldersBelow(folder, 'cdk.out').map(found => path.join(found, 'manifest.json'))
  const assemblies = manifests.filter(file => diskFiles.kind(file) === 'file')
  return [...filesBelow(folder, isDefinitionName), ...assemblies].filter(file => {
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
