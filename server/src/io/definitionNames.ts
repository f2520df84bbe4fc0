/** Folders that hold what others wrote or tools made. */
export const skippedFolders: ReadonlySet<string> = new Set([
  'node_modules',
  '.git',
  '.aws-sam',
  '.serverless',
  '.terraform',
  '.venv',
  '__pycache__',
  'cdk.out',
])

/** Of a `cdk.out` folder there is the manifest only: it stands for all of its templates. */
export const assemblyFolder = 'cdk.out'
export const assemblyManifest = 'manifest.json'

/** Whether a file may be a definition by its name. */
export function isDefinitionName(name: string): boolean {
  return (
    /\.(ya?ml|jsonc?|template|cfn)$/i.test(name) &&
    !/^(package(-lock)?|tsconfig.*|\.eslintrc)\.json$/i.test(name)
  )
}
