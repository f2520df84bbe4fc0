import { randomUUID } from 'node:crypto'
import * as vscode from 'vscode'
import { mergedEnvironments, readEnvironments } from './httpVariables.ts'
import type { Environments, VariableWorld } from './httpVariables.ts'

const chosenKey = 'gatehouse.httpEnvironment'
const names = ['http-client.env.json', 'http-client.private.env.json']

/** The environments of `.http` files, and which one counts. */
export class HttpEnvironments {
  private readonly state: vscode.Memento

  constructor(state: vscode.Memento) {
    this.state = state
  }

  get chosen(): string | undefined {
    return this.state.get<string>(chosenKey)
  }

  /** Those that a file has: of the setting of REST Client, and of the files beside it and above it in its folder. */
  async of(file: vscode.Uri): Promise<Environments> {
    const setting = vscode.workspace
      .getConfiguration('rest-client', file)
      .get<unknown>('environmentVariables')
    const read = await Promise.all(environmentFiles(file).map(readJson))
    return mergedEnvironments([setting, ...read].map(readEnvironments))
  }

  /** What the variables of a file stand for. */
  async world(file: vscode.Uri, own: readonly (readonly [string, string])[]): Promise<VariableWorld> {
    const environments = await this.of(file)
    const variables = environments.get(this.chosen ?? '') ?? environments.get('$shared') ?? new Map()
    return {
      variables: new Map([...variables, ...own]),
      now: Date.now,
      uuid: randomUUID,
      random: Math.random,
      // A file of a folder that is not trusted learns nothing of this machine.
      processVariable: name => (vscode.workspace.isTrusted ? process.env[name] : undefined),
    }
  }

  /** Lets the user choose; false when there is nothing to choose from, or nothing was chosen. */
  async choose(file: vscode.Uri): Promise<boolean> {
    const known = [...(await this.of(file)).keys()].filter(name => name !== '$shared')
    const none = { label: vscode.l10n.t('No environment'), name: undefined }
    const items = [...known.map(name => ({ label: name, name })), none]
    const placeHolder =
      known.length === 0
        ? vscode.l10n.t('No environment is named in {0}', names[0] ?? '')
        : vscode.l10n.t('Environment of .http files')
    const picked = await vscode.window.showQuickPick(items, { placeHolder })
    if (!picked) return false
    await this.state.update(chosenKey, picked.name)
    return true
  }
}

/** From the outermost folder inwards, private files after those that are shared. */
function environmentFiles(file: vscode.Uri): vscode.Uri[] {
  const root = vscode.workspace.getWorkspaceFolder(file)?.uri.path
  const folders = [vscode.Uri.joinPath(file, '..')]
  for (let [folder] = folders; folder && root !== undefined && folder.path !== root;) {
    folder = vscode.Uri.joinPath(folder, '..')
    if (!folder.path.startsWith(root)) break
    folders.unshift(folder)
  }
  return folders.flatMap(folder => names.map(name => vscode.Uri.joinPath(folder, name)))
}

/** Undefined where there is no such file, or no JSON in it. */
async function readJson(file: vscode.Uri): Promise<unknown> {
  try {
    return JSON.parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(file)))
  } catch {
    return undefined
  }
}
