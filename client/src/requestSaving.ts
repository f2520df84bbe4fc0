import path from 'node:path'
import * as vscode from 'vscode'
import type { RouteReference } from '../../server/src/protocol/places.ts'
import type { Gateways } from './gateways.ts'
import { parseHttpFile } from './httpFile.ts'
import { httpBlock, secretVariable, unwritable } from './httpWriter.ts'
import { secretHeaders, withoutSecrets } from './orderSecrets.ts'
import type { Order } from './panelMessages.ts'
import { routeName } from './routeName.ts'

/** Writes a request into a `.http` file of the workspace, at its end; asks for the file, a name, and about secrets. */
export async function saveRequest(gateways: Gateways, route: RouteReference, order: Order): Promise<void> {
  const reason = unwritable(order)
  if (reason !== undefined) throw new Error(reason)
  const file = await chooseFile(route)
  if (!file) return
  const name = await vscode.window.showInputBox({
    prompt: vscode.l10n.t('Name of the request'),
    value: routeName(route),
  })
  if (name === undefined) return
  const written = await writableOrder(order)
  if (!written) return
  const text = await existingText(file)
  const block = httpBlock(written.order, {
    name,
    origin: '{{gateway}}',
    secrets: written.secrets,
    pathOf: target => relativePath(file, target),
  })
  const hasOrigin = parseHttpFile(text).variables.some(([variable]) => variable === 'gateway')
  const head = hasOrigin ? '' : `@gateway = ${gateways.originOf(route)}\n\n`
  const edit = new vscode.WorkspaceEdit()
  edit.createFile(file, { ignoreIfExists: true })
  edit.insert(file, new vscode.Position(0, 0), head)
  const end = text.split(/\r\n|\r|\n/)
  const gap = text.trim() === '' ? '' : text.endsWith('\n') ? '\n' : '\n\n'
  edit.insert(file, new vscode.Position(end.length - 1, end.at(-1)?.length ?? 0), gap + block)
  await vscode.workspace.applyEdit(edit)
  const document = await vscode.workspace.openTextDocument(file)
  await document.save()
  const editor = await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One })
  editor.revealRange(new vscode.Range(document.lineCount - 1, 0, document.lineCount - 1, 0))
}

interface FileItem extends vscode.QuickPickItem {
  readonly uri?: vscode.Uri
}

async function chooseFile(route: RouteReference): Promise<vscode.Uri | undefined> {
  const known = await vscode.workspace.findFiles('**/*.{http,rest}', '**/{node_modules,.git}/**', 100)
  const folder = vscode.Uri.joinPath(vscode.Uri.parse(route.definition), '..')
  const files = known.map((uri): FileItem => ({ label: vscode.workspace.asRelativePath(uri, false), uri }))
  const fresh: FileItem = { label: vscode.l10n.t('$(new-file) New file…') }
  const placeHolder = vscode.l10n.t('File to write the request to')
  const picked = await vscode.window.showQuickPick([...files, fresh], { placeHolder })
  if (!picked || picked.uri) return picked?.uri
  return vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(folder, 'requests.http'),
    filters: { 'HTTP requests': ['http', 'rest'] },
  })
}

interface Writable {
  readonly order: Order
  readonly secrets: ReadonlyMap<string, string>
}

/** Secrets go into the repository only where the user says so. */
async function writableOrder(order: Order): Promise<Writable | undefined> {
  const masked = withoutSecrets(order)
  if (JSON.stringify(masked) === JSON.stringify(order)) return { order, secrets: new Map() }
  const names = secretHeaders(order.request.headers)
  const what = names.length > 0 ? names.join(', ') : vscode.l10n.t('The URL or the body')
  const variables = names.map(name => `{{${secretVariable(name)}}}`).join(', ')
  const items = [
    ...(names.length > 0
      ? [
          {
            label: vscode.l10n.t('Write variables'),
            description: variables,
            detail: vscode.l10n.t(
              'Their values belong in http-client.private.env.json, which is not committed',
            ),
            how: 'variables' as const,
          },
        ]
      : []),
    { label: vscode.l10n.t('Leave them out'), how: 'without' as const },
    { label: vscode.l10n.t('Write them as they are'), how: 'literally' as const },
  ]
  const title = vscode.l10n.t('{0} may hold a secret', what)
  const picked = await vscode.window.showQuickPick(items, { title, placeHolder: title })
  if (!picked) return undefined
  if (picked.how === 'literally') return { order, secrets: new Map() }
  const written = (name: string) => (picked.how === 'variables' ? `{{${secretVariable(name)}}}` : '')
  return { order: masked, secrets: new Map(names.map(name => [name.toLowerCase(), written(name)])) }
}

async function existingText(file: vscode.Uri): Promise<string> {
  try {
    return (await vscode.workspace.openTextDocument(file)).getText()
  } catch {
    return '' // it is made now
  }
}

function relativePath(file: vscode.Uri, target: string): string {
  const relative = path.relative(path.dirname(file.fsPath), target).replaceAll('\\', '/')
  return relative.startsWith('.') || path.isAbsolute(relative) ? relative : `./${relative}`
}
