import path from 'node:path'
import * as vscode from 'vscode'
import type { ImportedRequests, KnownGateway } from '../../server/src/protocol/exchange.ts'
import type { Outline } from '../../server/src/protocol/requests.ts'
import type { Gateways } from './gateways.ts'
import type { LanguageFeatures } from './languageFeatures.ts'
import { takesRequests } from './workspaceOutline.ts'
import type { WorkspaceOutline } from './workspaceOutline.ts'

/** What an import reaches. */
export interface ImportSurroundings {
  readonly features: LanguageFeatures
  readonly outline: WorkspaceOutline
  readonly gateways: Gateways
}

/** Bytes: a larger file does not fit into one message to the language server. */
const largest = 200_000_000

/** Asks for a Postman collection, an environment of Postman or a HAR file and writes what it holds as a new file; requests that an API of the workspace takes go to its local gateway. */
export async function importRequests(
  { features, outline, gateways }: ImportSurroundings,
  given: vscode.Uri | undefined,
): Promise<void> {
  const source = given ?? (await chooseSource())
  if (!source) return
  const name = path.basename(source.fsPath)
  const { size } = await vscode.workspace.fs.stat(source)
  if (size > largest) {
    throw new Error(vscode.l10n.t('{0} has more than {1} MB', name, String(largest / 1e6)))
  }
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(source))
  const known = knownGateways(await outline.get(), gateways)
  const ask = (withAssets: boolean) =>
    features.request('gatehouse/importRequests', { name, text, withAssets, gateways: known })
  const first = await ask(false)
  const made = 'message' in first || first.leftOut === 0 ? first : await withChosenAssets(first, ask)
  if (!made) return
  if ('message' in made) throw new Error(made.message)
  const target = await chooseTarget(source, made.kind)
  if (!target) return
  await write(target, made)
  if (made.notes.length > 0) void vscode.window.showWarningMessage(made.notes.slice(0, 3).join('. '))
}

function knownGateways(outline: Outline, gateways: Gateways): KnownGateway[] {
  return outline.gateways.filter(takesRequests).map(({ definition, apiId }) => {
    const origin = gateways.knownOriginOf({ definition, apiId })
    return { definition, apiId, ...(origin !== undefined && { origin }) }
  })
}

async function chooseSource(): Promise<vscode.Uri | undefined> {
  const [chosen] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Postman collection, environment or HAR file'),
      filters: { 'Postman and HAR': ['json', 'har'] },
    })) ?? []
  return chosen
}

/** A recording of a browser holds what its page is made of: the user says whether that is wanted. */
async function withChosenAssets<T>(
  first: ImportedRequests,
  ask: (withAssets: boolean) => Promise<T>,
): Promise<T | ImportedRequests | undefined> {
  const items = [
    {
      label: vscode.l10n.t('Requests to APIs'),
      description: String(first.count),
      take: () => Promise.resolve(first),
    },
    {
      label: vscode.l10n.t('Pictures, style sheets, scripts and fonts too'),
      description: String(first.count + first.leftOut),
      take: () => ask(true),
    },
  ]
  const placeHolder = vscode.l10n.t('Requests to import')
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.take()
}

async function chooseTarget(
  source: vscode.Uri,
  kind: ImportedRequests['kind'],
): Promise<vscode.Uri | undefined> {
  const stem = path.basename(source.fsPath).replace(/(\.postman_\w+)?\.(json|har)$/i, '')
  const name = kind === 'requests' ? `${stem}.http` : 'http-client.env.json'
  return vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(source, '..', name),
    filters: kind === 'requests' ? { 'HTTP requests': ['http', 'rest'] } : { JSON: ['json'] },
  })
}

/** Requests go into a file of their own; environments are added to those that a file has. */
async function write(target: vscode.Uri, made: ImportedRequests): Promise<void> {
  const encode = (text: string) => new TextEncoder().encode(text)
  if (made.kind === 'requests') await vscode.workspace.fs.writeFile(target, encode(made.text))
  else {
    const secrets = vscode.Uri.joinPath(target, '..', 'http-client.private.env.json')
    await addEnvironments(target, made.text)
    if (made.secretText !== undefined) await addEnvironments(secrets, made.secretText)
  }
  await vscode.window.showTextDocument(target, { preview: false })
}

async function addEnvironments(target: vscode.Uri, text: string): Promise<void> {
  const known = await vscode.workspace.fs.readFile(target).then(
    bytes => new TextDecoder().decode(bytes),
    () => '{}',
  )
  const [old, added] = [objectOf(known), objectOf(text) ?? {}]
  if (!old) throw new Error(vscode.l10n.t('{0} is no JSON object', path.basename(target.fsPath)))
  const merged = { ...old }
  for (const [name, variables] of Object.entries(added)) {
    merged[name] = { ...asObject(old[name]), ...asObject(variables) }
  }
  await vscode.workspace.fs.writeFile(
    target,
    new TextEncoder().encode(`${JSON.stringify(merged, null, 2)}\n`),
  )
}

function objectOf(text: string): Record<string, unknown> | undefined {
  try {
    return asObject(JSON.parse(text))
  } catch {
    return undefined
  }
}

function asObject(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
}
