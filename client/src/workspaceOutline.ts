import * as vscode from 'vscode'
import type { RouteReference } from '../../server/src/protocol/places.ts'
import type { Outline, OutlineGateway, OutlineNode } from '../../server/src/protocol/requests.ts'
import { contextKeys } from './contributions.ts'
import type { LanguageFeatures } from './languageFeatures.ts'

/** A route as the outline has it, with the gateway that it belongs to. */
export interface OutlineRoute {
  readonly gateway: OutlineGateway
  readonly node: OutlineNode
  readonly route: RouteReference
}

/** The gateways of the workspace, as the language server last told them; asked for when first needed. */
export class WorkspaceOutline implements vscode.Disposable {
  private readonly change = new vscode.EventEmitter<Outline>()
  readonly onDidChange = this.change.event
  private readonly features: LanguageFeatures
  private readonly log: vscode.LogOutputChannel
  private readonly subscription: vscode.Disposable
  private current: Outline | undefined
  private asking: Promise<Outline> | undefined
  private isStale = false

  constructor(features: LanguageFeatures, log: vscode.LogOutputChannel) {
    this.features = features
    this.log = log
    this.subscription = features.onDidChangeOutline(() => {
      this.refresh().catch((error: unknown) => this.log.error(String(error)))
    })
  }

  /** What is known now, without asking. */
  get known(): Outline | undefined {
    return this.current
  }

  /** The outline; the first call starts the language server. */
  async get(): Promise<Outline> {
    return this.current ?? this.refresh()
  }

  /** Asks again. Calls that come while one is under way lead to one more, not to many. */
  async refresh(): Promise<Outline> {
    if (this.asking) {
      this.isStale = true
      return this.asking
    }
    this.asking = this.ask().finally(() => (this.asking = undefined))
    return this.asking
  }

  dispose(): void {
    this.subscription.dispose()
    this.change.dispose()
  }

  private async ask(): Promise<Outline> {
    let outline: Outline
    do {
      this.isStale = false
      outline = await this.features.request('gatehouse/outline', null)
    } while (this.isStale)
    this.current = outline
    const runnable = outline.gateways.flatMap(gateway => whenPaths(gateway.definition))
    await vscode.commands.executeCommand('setContext', contextKeys.definitions, runnable)
    await vscode.commands.executeCommand('setContext', contextKeys.isReady, true)
    this.change.fire(outline)
    return outline
  }
}

/** Whether requests can be sent to its routes: those of a WebSocket API take messages of clients that are connected. */
export function takesRequests(gateway: OutlineGateway): boolean {
  return gateway.type !== 'websocket'
}

/** Every route of an outline. */
export function routesOf(outline: Outline): OutlineRoute[] {
  return outline.gateways.flatMap(gateway => {
    const collect = (nodes: readonly OutlineNode[]): OutlineRoute[] =>
      nodes.flatMap(node => [
        ...(node.route ? [{ gateway, node, route: node.route }] : []),
        ...collect(node.children ?? []),
      ])
    return collect(gateway.children)
  })
}

/** A URI as VS Code writes it: the server may encode the same one differently. */
export function uriKey(uri: string): string {
  return vscode.Uri.parse(uri).toString()
}

/** A file as `resourcePath` has it in `when` clauses: a path of the system, in a remote window that of the URI. */
export function whenPaths(uri: string): string[] {
  const { fsPath, path } = vscode.Uri.parse(uri)
  return [...new Set([fsPath, path])]
}
