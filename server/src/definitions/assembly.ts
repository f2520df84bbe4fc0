import type { Node } from '../syntax/node.ts'
import type { Reader } from './reader.ts'
import { childAt, documentOf, entriesOf, itemsOf, originOf, stringOf } from '../syntax/node.ts'

/** A stack of a CDK app: its template as `cdk synth` wrote it. */
export interface AssemblyStack {
  /** Absolute path of the template. */
  readonly file: string
  readonly stackName: string
  /** Of the stack's environment, where the app names one. */
  readonly region?: string
  readonly accountId?: string
}

/** Whether a document is the manifest of a `cdk.out` folder. */
export function isAssemblyManifest(root: Node | undefined): boolean {
  const types = entriesOf(childAt(root, 'artifacts')).map(entry => stringOf(childAt(entry.value, 'type')))
  return types.some(type => type === stackType || type === assemblyType)
}

/**
 * The stacks that a `manifest.json` lists, those of nested assemblies (a CDK `Stage`) included, in the order of the text.
 * https://github.com/aws/aws-cdk/tree/main/packages/%40aws-cdk/cloud-assembly-schema
 */
export function stacksOfAssembly(manifest: Node, reader: Reader): AssemblyStack[] {
  return collect(manifest, reader, new Set([documentOf(manifest).file]))
}

const stackType = 'aws:cloudformation:stack'
const assemblyType = 'cdk:cloud-assembly'

function collect(manifest: Node, reader: Reader, seen: Set<string>): AssemblyStack[] {
  const folder = reader.files.folderOf(documentOf(manifest).file)
  for (const node of itemsOf(childAt(manifest, 'missing'))) reportMissing(node, reader)
  return entriesOf(childAt(manifest, 'artifacts')).flatMap(({ name, value }) => {
    const type = stringOf(childAt(value, 'type'))
    if (type === assemblyType) {
      const directory = childAt(value, 'properties', 'directoryName')
      const inner = directory && nestedManifest(directory, folder, reader, seen)
      return inner ? collect(inner, reader, seen) : []
    }
    const template = stringOf(childAt(value, 'properties', 'templateFile'))
    if (type !== stackType || template === undefined) return []
    const stackName = stringOf(childAt(value, 'properties', 'stackName')) ?? name
    const environment = environmentOf(stringOf(childAt(value, 'environment')))
    return [{ file: reader.files.resolve(folder, template), stackName, ...environment }]
  })
}

// What the CDK has not looked up yet stands in the templates as a dummy.
function reportMissing(missing: Node, reader: Reader): void {
  const { file, range } = originOf(childAt(missing, 'key') ?? missing)
  const provider = stringOf(childAt(missing, 'provider')) ?? 'context'
  const name = stringOf(childAt(missing, 'props', 'parameterName'))
  const what = name === undefined ? `A lookup of '${provider}'` : `The lookup of '${name}' ('${provider}')`
  const message = `${what} has not been made, so the templates hold dummy values for it; run 'cdk synth' with credentials`
  reader.report({ code: 'context-missing', severity: 'info', file, range, message })
}

function nestedManifest(directory: Node, folder: string, reader: Reader, seen: Set<string>) {
  const name = stringOf(directory) ?? ''
  const file = reader.files.resolve(reader.files.resolve(folder, name), 'manifest.json')
  if (seen.has(file)) return undefined
  seen.add(file)
  const root = reader.open(file)?.root
  if (!root) {
    const { file: at, range } = originOf(directory)
    const message = `The stacks of '${name}' cannot be read, so they are left out; run 'cdk synth' again`
    reader.report({ code: 'stack-unread', severity: 'warning', file: at, range, message })
  }
  return root
}

// `aws://ACCOUNT/REGION`, each `unknown-account` or `unknown-region` where the app leaves it open.
function environmentOf(text: string | undefined): { region?: string; accountId?: string } {
  const [, accountId, region] = /^aws:\/\/([^/]+)\/([^/]+)$/.exec(text ?? '') ?? []
  return {
    ...(accountId !== undefined && /^\d+$/.test(accountId) && { accountId }),
    ...(region !== undefined && region !== 'unknown-region' && { region }),
  }
}
