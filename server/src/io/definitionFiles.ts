import path from 'node:path'
import { assemblyFolder, assemblyManifest, isDefinitionName } from './definitionNames.ts'
import { isExcluded } from './excludedFiles.ts'
import { diskFiles, filesBelow, foldersBelow } from './files.ts'

/**
 * Absolute paths of the YAML, JSON and template files below a folder, those left out that match one of the `exclude`
 * globs (relative to the folder, `/` between names). Whether a file is a definition, its text tells. Of a `cdk.out` folder
 * there is the manifest only: it stands for all of its templates.
 */
export function findDefinitionFiles(folder: string, exclude: readonly string[] = []): string[] {
  const manifests = foldersBelow(folder, assemblyFolder).map(found => path.join(found, assemblyManifest))
  const assemblies = manifests.filter(file => diskFiles.kind(file) === 'file')
  return [...filesBelow(folder, isDefinitionName), ...assemblies].filter(file => {
    return !isExcluded(path.relative(folder, file).split(path.sep).join('/'), exclude)
  })
}
