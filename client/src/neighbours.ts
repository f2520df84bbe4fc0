import * as vscode from 'vscode'
import type { Neighbour, NeighbourId } from '../../server/src/protocol/neighbours.ts'

export const redHatYaml: NeighbourId = 'redhat.vscode-yaml'
const json: NeighbourId = 'vscode.json-language-features'
const awsToolkit: NeighbourId = 'amazonwebservices.aws-toolkit-vscode'
const cfnLint: NeighbourId = 'kddejong.vscode-cfn-lint'

/** The extensions that report or propose some of what Gatehouse does: installed, enabled, and not told to be silent. */
export function activeNeighbours(): Neighbour[] {
  const found: Neighbour[] = []
  if (isThere(redHatYaml)) {
    found.push({
      id: redHatYaml,
      validates: isOn('yaml.validate', true),
      completes: isOn('yaml.completion', true),
      schemaFiles: [...yamlSchemaFiles(), ...contributedFiles('yamlValidation', () => true)],
      schemalessFiles: texts(vscode.workspace.getConfiguration('yaml').get('disableSchemaDetection')),
      usesSchemaStore: isOn('yaml.schemaStore.enable', true),
    })
  }
  // Part of VS Code, and of most editors that are made from it.
  if (isThere(json)) {
    const downloads = isOn('json.schemaDownload.enable', true)
    const isRead = (url: unknown) => downloads || !/^https?:/.test(String(url))
    found.push({
      id: json,
      validates: isOn('json.validate.enable', true),
      schemaFiles: [...jsonSchemaFiles(isRead), ...contributedFiles('jsonValidation', isRead)],
    })
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
      if (['yaml', 'json', 'aws'].some(section => change.affectsConfiguration(section))) look()
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

/** For which files its user gave Red Hat's extension a schema: globs by schema. */
function yamlSchemaFiles(): string[] {
  const set = vscode.workspace.getConfiguration('yaml').get<Record<string, unknown>>('schemas') ?? {}
  return Object.values(set).flatMap(texts)
}

/** For which files the JSON of VS Code was given one. `isRead` tells the URLs of schemas that it loads. */
function jsonSchemaFiles(isRead: (url: unknown) => boolean): string[] {
  const set = vscode.workspace.getConfiguration('json').get<unknown>('schemas')
  return validations(set, isRead)
}

/** For which files other extensions, or VS Code itself, give it one. */
function contributedFiles(
  point: 'jsonValidation' | 'yamlValidation',
  isRead: (url: unknown) => boolean,
): string[] {
  return vscode.extensions.all.flatMap(({ packageJSON }) => {
    const { contributes } = packageJSON as { contributes?: Partial<Record<typeof point, unknown>> }
    return validations(contributes?.[point], isRead)
  })
}

function validations(list: unknown, isRead: (url: unknown) => boolean): string[] {
  const all = Array.isArray(list) ? (list as ({ fileMatch?: unknown; url?: unknown } | null)[]) : []
  return all.filter(each => isRead(each?.url)).flatMap(each => texts(each?.fileMatch))
}

/** One text or a list of texts, as a list. */
function texts(value: unknown): string[] {
  return [value].flat().filter(each => typeof each === 'string')
}
