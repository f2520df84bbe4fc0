import path from 'node:path'
import * as vscode from 'vscode'
import type { RouteReference } from '../../server/src/protocol/places.ts'
import { commands } from './contributions.ts'
import type { Gateways } from './gateways.ts'
import type { HttpEnvironments } from './httpEnvironments.ts'
import { parseHttpFile } from './httpFile.ts'
import type { HttpFile, HttpFileRequest } from './httpFile.ts'
import { isLocal, orderOfHttp } from './httpOrder.ts'
import type { HttpOrder } from './httpOrder.ts'
import type { Order } from './panelMessages.ts'
import { routeFor } from './pathPattern.ts'
import { routesOf, takesRequests } from './workspaceOutline.ts'
import type { WorkspaceOutline } from './workspaceOutline.ts'

/** A request of a file, and the route that takes it. */
export interface SavedRequest {
  readonly file: vscode.Uri
  readonly request: HttpFileRequest
  readonly order: HttpOrder
  readonly route: RouteReference
}

/** What the files of requests reach. */
export interface RequestFilesSurroundings {
  readonly outline: WorkspaceOutline
  readonly gateways: Gateways
  readonly environments: HttpEnvironments
  readonly open: (route: RouteReference, order: Order, from: string, isSent: boolean) => void
}

/** Files that are looked at for saved requests. */
const mostFiles = 200
const pattern = '**/*.{http,rest}'

/** Requests in `.http` files of the workspace: the lens that sends them, and those of a route. */
export class RequestFiles implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly around: RequestFilesSurroundings
  private readonly change = new vscode.EventEmitter<void>()
  readonly onDidChangeCodeLenses = this.change.event
  private readonly registrations: vscode.Disposable

  constructor(around: RequestFilesSurroundings) {
    this.around = around
    this.registrations = vscode.Disposable.from(
      this.change,
      vscode.languages.registerCodeLensProvider({ scheme: 'file', pattern }, this),
      around.outline.onDidChange(() => this.change.fire()),
    )
  }

  dispose(): void {
    this.registrations.dispose()
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const file = parseHttpFile(document.getText())
    const saved = await this.requestsIn(document.uri, file)
    const lenses = saved.map(({ request, route }) =>
      lens(request.line, {
        title: `$(play) ${vscode.l10n.t('Send to {0}', this.nameOf(route))}`,
        command: commands.sendHttpRequest,
        arguments: [{ uri: document.uri.toString(), line: request.line }],
      }),
    )
    const environments = [...(await this.around.environments.of(document.uri)).keys()]
    const [first] = saved
    if (!first || !environments.some(name => name !== '$shared')) return lenses
    const chosen = this.around.environments.chosen ?? vscode.l10n.t('none')
    const title = vscode.l10n.t('Environment: {0}', chosen)
    const choose = { title, command: commands.chooseHttpEnvironment, arguments: [document.uri.toString()] }
    return [...lenses, lens(first.request.line, choose)]
  }

  /** Shows the panel with the request at a line, and sends it. */
  async send(uri: vscode.Uri, line: number): Promise<void> {
    const document = await vscode.workspace.openTextDocument(uri)
    const file = parseHttpFile(document.getText())
    const request = file.requests.findLast(each => each.line <= line) ?? file.requests[0]
    if (!request) throw new Error(vscode.l10n.t('{0} holds no request', path.basename(uri.fsPath)))
    const order = await this.orderOf(uri, file, request)
    const [unknown] = order.unknown
    if (unknown !== undefined) return this.offerEnvironment(uri, unknown)
    if (!isLocal(order)) {
      throw new Error(
        vscode.l10n.t(
          '{0} is not on this machine: a local gateway does not stand for it',
          order.origin ?? '',
        ),
      )
    }
    const route = await this.routeOf(order)
    if (!route) {
      const { method, target } = order.order.request
      throw new Error(vscode.l10n.t('No route of this workspace takes {0}', `${method} ${target}`))
    }
    this.around.open(route, order.order, request.name ?? path.basename(uri.fsPath), true)
  }

  async chooseEnvironment(uri: vscode.Uri): Promise<void> {
    if (await this.around.environments.choose(uri)) this.change.fire()
  }

  /** The requests of all files that a route takes, or that any takes. */
  async saved(route?: RouteReference): Promise<SavedRequest[]> {
    const files = await vscode.workspace.findFiles(pattern, '**/{node_modules,.git}/**', mostFiles)
    const all = await Promise.all(
      files
        .sort((a, b) => (a.path < b.path ? -1 : 1))
        .map(async uri => {
          const file = parseHttpFile(await textOf(uri))
          return this.requestsIn(uri, file)
        }),
    )
    const { gateways } = this.around
    const isWanted = (found: RouteReference) => !route || gateways.keyOf(found) === gateways.keyOf(route)
    return all.flat().filter(found => isWanted(found.route))
  }

  private async requestsIn(uri: vscode.Uri, file: HttpFile): Promise<SavedRequest[]> {
    const found = await Promise.all(
      file.requests.map(async request => {
        const order = await this.orderOf(uri, file, request)
        const route = isLocal(order) ? await this.routeOf(order) : undefined
        return route ? [{ file: uri, request, order, route }] : []
      }),
    )
    return found.flat()
  }

  private async orderOf(uri: vscode.Uri, file: HttpFile, request: HttpFileRequest): Promise<HttpOrder> {
    const world = await this.around.environments.world(uri, file.variables)
    return orderOfHttp(request, world, name => path.resolve(path.dirname(uri.fsPath), name))
  }

  /** The route that takes a request, of the gateway at its port where one is, else of the first that has such a route. */
  private async routeOf({ order, origin }: HttpOrder): Promise<RouteReference | undefined> {
    const routes = routesOf(await this.around.outline.get())
      .filter(({ gateway }) => takesRequests(gateway))
      .map(({ route }) => route)
    const atPort = routes.filter(route => origin !== undefined && this.listensAt(route, origin))
    const path = order.request.target.replace(/\?.*$/s, '')
    const { method } = order.request
    return routeFor(atPort, method, path) ?? firstFitting(routes, method, path)
  }

  private listensAt({ definition, apiId }: RouteReference, origin: string): boolean {
    const url = this.around.gateways.of(definition).listening(apiId)?.url
    return url !== undefined && new URL(url).port === new URL(origin).port
  }

  private nameOf(route: RouteReference): string {
    return path.basename(vscode.Uri.parse(route.definition).fsPath)
  }

  private async offerEnvironment(uri: vscode.Uri, name: string): Promise<void> {
    const choose = vscode.l10n.t('Choose an environment')
    const message = vscode.l10n.t(
      "'{0}' is not known: neither '@{0} = …' nor the chosen environment says what it is",
      name,
    )
    const chosen = await vscode.window.showErrorMessage(message, choose)
    if (chosen === choose) await this.chooseEnvironment(uri)
  }
}

/** Each API by itself: a route of one must not hide one of another. */
function firstFitting(
  routes: readonly RouteReference[],
  method: string,
  path: string,
): RouteReference | undefined {
  const apis = new Map<string, RouteReference[]>()
  for (const route of routes) {
    const key = `${route.definition} ${route.apiId}`
    apis.set(key, [...(apis.get(key) ?? []), route])
  }
  const found = [...apis.values()].flatMap(list => routeFor(list, method, path) ?? [])
  return found.find(route => route.path !== '') ?? found[0]
}

async function textOf(uri: vscode.Uri): Promise<string> {
  const open = vscode.workspace.textDocuments.find(document => document.uri.toString() === uri.toString())
  return open?.getText() ?? new TextDecoder().decode(await vscode.workspace.fs.readFile(uri))
}

function lens(line: number, command: vscode.Command): vscode.CodeLens {
  return new vscode.CodeLens(new vscode.Range(line, 0, line, 0), command)
}
