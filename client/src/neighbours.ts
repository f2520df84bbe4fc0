import * as vscode from 'vscode'
import type { Neighbour, NeighbourId } from '../../server/src/protocol/neighbours.ts'

export const redHatYaml: NeighbourId = 'redhat.vscode-yaml'
const awsToolkit: NeighbourId = 'amazonwebservices.aws-toolkit-vscode'
const cfnLint: NeighbourId = 'kddejong.vscode-cfn-lint'

/** The extensions that report some of what Gatehouse reports: installed, enabled, and not told to be silent. */
export function activeNeighbours(): Neighbour[] {
  const found: Neighbour[] = []
  if (isThere(redHatYaml) && isOn('yaml.validate', true)) {
    found.push({ id: redHatYaml, schemaFiles: schemaFiles() })
  }
  // Versions without AWS's language server do not have the setting, and report nothing.
  if (isThere(awsToolkit) && isOn('aws.cloudformation.diagnostics.cfnLint.enabled', false)) {
    found.push({ id: awsToolkit })
  }
  if (isThere(cfnLint)) found.push({ id: cfnLint })
  return found
}

/** Tells the neighbours when they are others than before. */
export function onDidChangeNeighbours(tell: (active: readonly Neighbour[]) => void): vscode.Disposable {
  let last = JSON.stringify(activeNeighbours())
  const look = () => {
    const active = activeNeighbours()
    const now = JSON.stringify(active)
    if (now !== last) tell(active)
    last = now
  }
  return vscode.Disposable.from(
    vscode.extensions.onDidChange(look),
    vscode.workspace.onDidChangeConfiguration(change => {
      if (change.affectsConfiguration('yaml') || change.affectsConfiguration('aws')) look()
    }),
  )
}

export function isThere(id: NeighbourId): boolean {
  return vscode.extensions.getExtension(id) !== undefined
}

/** `otherwise` where no extension contributes the setting. */
function isOn(name: string, otherwise: boolean): boolean {
  return vscode.workspace.getConfiguration().get<boolean>(name) ?? otherwise
}

/** For which files Red Hat's extension was given a schema: by `yaml.schemas`, or by other extensions. */
function schemaFiles(): string[] {
  const set = vscode.workspace.getConfiguration('yaml').get<Record<string, unknown>>('schemas') ?? {}
  const contributed = vscode.extensions.all.flatMap(({ packageJSON }) => {
    const { contributes } = packageJSON as { contributes?: { yamlValidation?: unknown } }
    const list = contributes?.yamlValidation
    return Array.isArray(list) ? list.map(each => (each as { fileMatch?: unknown } | null)?.fileMatch) : []
  })
  return [...Object.values(set), ...contributed].flat().filter(glob => typeof glob === 'string')
}
