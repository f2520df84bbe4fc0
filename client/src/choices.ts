import * as vscode from 'vscode'
import type { RouteReference } from '../../server/src/protocol/places.ts'
import type { OutlineGateway } from '../../server/src/protocol/requests.ts'
import type { Gateways } from './gateways.ts'
import { isRouteReference } from './fromPanel.ts'
import { typeName } from './treeItems.ts'
import type { TreeRow } from './treeRows.ts'
import { definitionOf } from './treeRows.ts'
import { routesOf, takesRequests, uriKey } from './workspaceOutline.ts'
import type { OutlineRoute, WorkspaceOutline } from './workspaceOutline.ts'

/**
 * What a command is about: what it was called on (a row, a route of a code lens, a definition's URI), else what is
 * selected in the tree when the keys were pressed there, else what the user picks.
 */
export class Choices {
  private readonly outline: WorkspaceOutline
  private readonly gateways: Gateways

  constructor(outline: WorkspaceOutline, gateways: Gateways) {
    this.outline = outline
    this.gateways = gateways
  }

  /** The route meant by a command's argument; undefined when the user picks none. */
  async route(argument: unknown): Promise<OutlineRoute | undefined> {
    const routes = routesOf(await this.outline.get()).filter(({ gateway }) => takesRequests(gateway))
    const wanted = isRow(argument) && argument.kind === 'node' ? argument.node.route : argument
    if (isRouteReference(wanted)) return routes.find(({ route }) => isSame(route, wanted)) ?? bare(wanted)
    const active = vscode.window.activeTextEditor?.document.uri.toString()
    const isAtHand = ({ gateway }: OutlineRoute) => uriKey(gateway.definition) === active
    const sorted = [...routes.filter(isAtHand), ...routes.filter(found => !isAtHand(found))]
    const items = sorted.map(found => ({ ...itemOf(found), found }))
    if (items.length === 0) {
      void vscode.window.showInformationMessage(noneFound())
      return undefined
    }
    const placeHolder = vscode.l10n.t('Route to call')
    const picked = await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true })
    return picked?.found
  }

  /** The API meant by a command's argument. */
  async api(argument: unknown): Promise<OutlineGateway | undefined> {
    return this.gateway(argument, undefined, (await this.outline.get()).gateways)
  }

  /** The gateway meant by a command's argument, among those that `fits` takes. */
  async gateway(
    argument: unknown,
    fits: (gateway: OutlineGateway) => boolean = () => true,
    given?: readonly OutlineGateway[],
  ): Promise<OutlineGateway | undefined> {
    const all = given ?? (await this.outline.get()).gateways
    if (isRow(argument) && 'gateway' in argument) return argument.gateway
    if (isGateway(argument)) return argument
    if (isRouteReference(argument)) {
      const { definition, apiId } = argument
      return all.find(each => uriKey(each.definition) === uriKey(definition) && each.apiId === apiId)
    }
    const definition = definitionNamed(argument)
    if (definition !== undefined)
      return all.find(gateway => uriKey(gateway.definition) === uriKey(definition))
    const fitting = all.filter(fits)
    const active = vscode.window.activeTextEditor?.document.uri.toString()
    const atHand = fitting.filter(gateway => uriKey(gateway.definition) === active)
    // What is open in front of the user is meant, when that is one gateway only.
    const candidates = atHand.length === 1 ? atHand : fitting
    if (candidates.length <= 1) {
      if (candidates.length === 0) void vscode.window.showInformationMessage(noneFound())
      return candidates[0]
    }
    const items = candidates.map(gateway => ({
      label: gateway.name,
      description: [
        typeName(gateway.type),
        this.gateways.of(gateway.definition).listening(gateway.apiId)?.url,
      ]
        .filter(part => part !== undefined)
        .join(' · '),
      detail: vscode.workspace.asRelativePath(vscode.Uri.parse(gateway.definition)),
      gateway,
    }))
    const picked = await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Gateway') })
    return picked?.gateway
  }

  /** The definition meant, also that of a row without a gateway. */
  async definition(
    argument: unknown,
    fits?: (gateway: OutlineGateway) => boolean,
  ): Promise<string | undefined> {
    if (isRow(argument)) return definitionOf(argument)
    return definitionNamed(argument) ?? (await this.gateway(argument, fits))?.definition
  }
}

/** Whether a command was called on a row of the tree. */
export function isRow(argument: unknown): argument is TreeRow {
  return (
    typeof argument === 'object' &&
    argument !== null &&
    'kind' in argument &&
    'id' in argument &&
    ['gateway', 'node', 'changes', 'change', 'unreadable', 'lastGood'].includes(String(argument.kind))
  )
}

function isGateway(argument: unknown): argument is OutlineGateway {
  return typeof argument === 'object' && argument !== null && 'apiId' in argument && 'stages' in argument
}

function definitionNamed(argument: unknown): string | undefined {
  if (argument instanceof vscode.Uri) return argument.toString()
  return typeof argument === 'string' ? argument : undefined
}

function isSame(a: RouteReference, b: RouteReference): boolean {
  return (
    uriKey(a.definition) === uriKey(b.definition) &&
    a.apiId === b.apiId &&
    a.method === b.method &&
    a.path === b.path
  )
}

/** A route that the outline does not list (yet): what the argument says of it must do. */
function bare(route: RouteReference): OutlineRoute {
  const start = { line: 0, character: 0 }
  const location = { uri: route.definition, range: { start, end: start } }
  return {
    route,
    node: { id: '', kind: 'route', label: route.method, route },
    gateway: {
      definition: route.definition,
      apiId: route.apiId,
      name: route.apiId,
      type: 'rest',
      stages: [],
      location,
      children: [],
    },
  }
}

function itemOf({ node, gateway }: OutlineRoute): vscode.QuickPickItem {
  const description = [gateway.name, ...(node.description ? [node.description] : [])].join(' · ')
  return { label: node.label, description }
}

function noneFound(): string {
  return vscode.l10n.t('No API Gateway definition was found in this workspace')
}
