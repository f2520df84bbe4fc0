import path from 'node:path'
import * as vscode from 'vscode'
import type { Outline, OutlineGateway, OutlineNode } from '../../server/src/protocol/requests.ts'
import type { Choices } from './choices.ts'
import { launchConfiguration, readConfiguration } from './debugConfiguration.ts'
import { debugType } from './contributions.ts'
import { completed, isAlone } from './debugLaunches.ts'
import { showFailure } from './failures.ts'
import { GatewayProblem } from './gatewayProblem.ts'
import type { LanguageFeatures } from './languageFeatures.ts'
import { fileNameOf } from './places.ts'
import { pythonDebugger } from './pythonDebugging.ts'
import { requireTrust } from './trust.ts'
import { uriKey } from './workspaceOutline.ts'
import type { WorkspaceOutline } from './workspaceOutline.ts'

/** What launch configurations are made of. */
export interface ConfigurationSurroundings {
  readonly outline: WorkspaceOutline
  readonly features: LanguageFeatures
  readonly choices: Choices
}

/** Launch configurations: those for every gateway of the workspace, and the one that F5 means without a `launch.json`. */
export class DebugConfigurations implements vscode.DebugConfigurationProvider {
  private readonly around: ConfigurationSurroundings

  constructor(around: ConfigurationSurroundings) {
    this.around = around
  }

  async provideDebugConfigurations(folder?: vscode.WorkspaceFolder): Promise<vscode.DebugConfiguration[]> {
    const { gateways } = await this.around.outline.get()
    return definitionsOf(gateways)
      .filter(({ definition }) => {
        const own = vscode.workspace.getWorkspaceFolder(vscode.Uri.parse(definition))
        return folder === undefined || own?.uri.toString() === folder.uri.toString()
      })
      .map(({ definition, names }) => launchConfiguration(names, fileIn(folder, definition)))
  }

  async resolveDebugConfiguration(
    _folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): Promise<vscode.DebugConfiguration | undefined> {
    const { type, request, definition, ...rest } = configuration as Partial<typeof configuration>
    // Without a `launch.json` VS Code asks with an empty one.
    const isEmpty = !type && !request
    if (isAlone(configuration)) return configuration
    if (!isEmpty && !(request === 'launch' && (definition === undefined || definition === ''))) {
      return configuration
    }
    return this.guarded(async () => {
      requireTrust()
      const found = await this.atHand()
      if (!found) return undefined
      const made = launchConfiguration(found.names, vscode.Uri.parse(found.definition).fsPath)
      return { ...made, ...rest, type: debugType }
    })
  }

  async resolveDebugConfigurationWithSubstitutedVariables(
    folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): Promise<vscode.DebugConfiguration | undefined> {
    return this.guarded(async () => {
      requireTrust()
      if (isAlone(configuration))
        return { pythonDebugger: pythonDebugger(), ...completed(configuration, folder) }
      const { definition } = readConfiguration(configuration, folder)
      const uri = vscode.Uri.parse(definition)
      const isThere = await vscode.workspace.fs.stat(uri).then(
        () => true,
        () => false,
      )
      if (!isThere) throw new GatewayProblem(vscode.l10n.t("There is no file '{0}'", uri.fsPath))
      return { pythonDebugger: pythonDebugger(), ...configuration, definition: uri.fsPath }
    })
  }

  private async guarded(
    make: () => Promise<vscode.DebugConfiguration | undefined>,
  ): Promise<vscode.DebugConfiguration | undefined> {
    try {
      return await make()
    } catch (error) {
      void showFailure(vscode.l10n.t('The debug session did not start'), error)
      return undefined
    }
  }

  /** The definition that the editor in front of the user is about, else the only one, else what the user picks. */
  private async atHand(): Promise<NamedDefinition | undefined> {
    const outline = await this.around.outline.get()
    const document = vscode.window.activeTextEditor?.document
    const fitting = document ? await this.about(outline, document) : []
    const broken = outline.unreadable.find(({ uri }) => uriKey(uri) === document?.uri.toString())
    if (broken && fitting.length === 0) return { definition: broken.uri, names: fileNameOf(broken.uri) }
    const candidates = fitting.length > 0 ? fitting : outline.gateways
    const [only, ...others] = definitionsOf(candidates)
    if (only && others.length === 0) return only
    const picked = await this.around.choices.gateway(undefined, () => true, candidates)
    return picked && { definition: picked.definition, names: picked.name }
  }

  /** The gateways that a document belongs to: a definition or a part of one, a handler, a mapping template. */
  private async about(outline: Outline, document: vscode.TextDocument): Promise<OutlineGateway[]> {
    const isHere = (uri: string | undefined) => uri !== undefined && uriKey(uri) === document.uri.toString()
    const isAbout = (node: OutlineNode): boolean =>
      isHere(node.location?.uri) || isHere(node.handler?.uri) || (node.children ?? []).some(isAbout)
    const own = outline.gateways.filter(({ definition }) => isHere(definition))
    if (own.length > 0) return own
    const holding = outline.gateways.filter(({ children }) => children.some(isAbout))
    if (holding.length > 0 || document.languageId !== 'apigateway-vtl') return holding
    const place = { uri: document.uri.toString(), position: { line: 0, character: 0 } }
    const contexts = await this.around.features.request('gatehouse/templateContexts', place)
    const route = contexts?.template.use?.route
    const isRoute = (node: OutlineNode): boolean =>
      (node.route !== undefined && `${node.route.method} ${node.route.path}` === route) ||
      (node.children ?? []).some(isRoute)
    return outline.gateways.filter(({ children }) => children.some(isRoute))
  }
}

interface NamedDefinition {
  readonly definition: string
  /** Of its gateways. */
  readonly names: string
}

function definitionsOf(gateways: readonly OutlineGateway[]): NamedDefinition[] {
  const keys = new Set(gateways.map(({ definition }) => uriKey(definition)))
  return [...keys].map(key => {
    const own = gateways.filter(({ definition }) => uriKey(definition) === key)
    return { definition: key, names: own.map(({ name }) => name).join(', ') }
  })
}

function fileIn(folder: vscode.WorkspaceFolder | undefined, definition: string): string {
  const { fsPath } = vscode.Uri.parse(definition)
  if (!folder) return fsPath
  return `\${workspaceFolder}/${path.relative(folder.uri.fsPath, fsPath).split(path.sep).join('/')}`
}
