import * as vscode from 'vscode'
import type { NewPart, PartKind, PartName } from '../../server/src/protocol/parts.ts'
import type { OutlineGateway } from '../../server/src/protocol/requests.ts'
import { Choices, isRow } from './choices.ts'
import type { Gateways } from './gateways.ts'
import type { GatewayTree } from './gatewayTree.ts'
import type { Handler } from './handlers.ts'
import type { LanguageFeatures } from './languageFeatures.ts'
import { applyPartEdit, mayDelete } from './partEdits.ts'
import { completed } from './partQuestions.ts'
import type { WorkspaceOutline } from './workspaceOutline.ts'

/** The commands that write parts of APIs into their definitions. */
export type PartCommand =
  | 'addPath'
  | 'addRoute'
  | 'addMethod'
  | 'addResponse'
  | 'addModel'
  | 'addAuthorizer'
  | 'deletePart'
  | 'deletePath'

interface PartSurroundings {
  readonly features: LanguageFeatures
  readonly outline: WorkspaceOutline
  readonly gateways: Gateways
  readonly tree: GatewayTree
}

export function partCommands(around: PartSurroundings): Record<PartCommand, Handler> {
  const add = (kind: PartKind): Handler => ({
    title: vscode.l10n.t('The part cannot be added'),
    run: argument => addPart(kind, argument, around),
  })
  const remove = (find: (argument: unknown) => PartName | undefined): Handler => ({
    title: vscode.l10n.t('The part cannot be deleted'),
    run: async argument => {
      const part = find(argument)
      if (part) await deletePart(part, around)
    },
  })
  return {
    addPath: add('path'),
    addRoute: add('path'),
    addMethod: add('method'),
    addResponse: add('response'),
    addModel: add('model'),
    addAuthorizer: add('authorizer'),
    deletePart: remove(partOf),
    deletePath: remove(argument => {
      const part = partOf(argument)
      return part?.path === undefined ? undefined : { ...part, kind: 'path' }
    }),
  }
}

async function addPart(kind: PartKind, argument: unknown, around: PartSurroundings): Promise<void> {
  const { features, outline, gateways, tree } = around
  const begun = await beginning(kind, argument, new Choices(outline, gateways))
  if (!begun) return
  const { part, gateway } = begun
  const form = await features.request('gatehouse/partForm', part)
  if ('message' in form) throw new Error(form.message)
  if ((kind === 'path' || kind === 'method') && form.targets.length === 0 && !form.takesUrl)
    throw new Error(vscode.l10n.t('No function of the definition could answer: add a function first'))
  const title = titleOf(kind, gateway, part)
  const faultOf = async (wanted: NewPart) => {
    const found = await features.request('gatehouse/addPart', wanted)
    return 'message' in found ? found.message : undefined
  }
  const whole = await completed(part, { title, form, faultOf })
  if (!whole) return
  const edit = await features.request('gatehouse/addPart', whole)
  if ('message' in edit) throw new Error(edit.message)
  tree.revealNext()
  await applyPartEdit(edit)
}

async function deletePart(part: PartName, { features }: PartSurroundings): Promise<void> {
  const edit = await features.request('gatehouse/deletePart', part)
  if ('message' in edit) throw new Error(edit.message)
  if (await mayDelete(nameOf(part), edit)) await applyPartEdit(edit)
}

/** What is known of a new part by the row that a command was called on, else by what the user picks. */
async function beginning(
  kind: PartKind,
  argument: unknown,
  choices: Choices,
): Promise<{ readonly part: NewPart; readonly gateway: OutlineGateway } | undefined> {
  if (kind === 'method' || kind === 'response') {
    const chosen = await choices.route(argument)
    if (!chosen) return undefined
    const { definition, apiId, path, method } = chosen.route
    const of = { definition, apiId, kind, path }
    return { part: kind === 'response' ? { ...of, method } : of, gateway: chosen.gateway }
  }
  const gateway = await choices.api(argument)
  return gateway && { part: { definition: gateway.definition, apiId: gateway.apiId, kind }, gateway }
}

/** The part that a row of the tree stands for. */
function partOf(argument: unknown): PartName | undefined {
  if (!isRow(argument) || argument.kind !== 'node') return undefined
  const { node, gateway, parent } = argument
  const of = { definition: gateway.definition, apiId: gateway.apiId }
  if (node.kind === 'route' && node.route) {
    const { path, method } = node.route
    return { ...of, kind: 'method', path, method }
  }
  const above = parent?.kind === 'node' ? parent.node.route : undefined
  if (node.kind === 'response' && above) {
    return { ...of, kind: 'response', path: above.path, method: above.method, status: node.label }
  }
  return node.kind === 'model' || node.kind === 'authorizer'
    ? { ...of, kind: node.kind, name: node.label }
    : undefined
}

function titleOf(
  kind: PartKind,
  { name, type }: OutlineGateway,
  { path = '', method = '' }: NewPart,
): string {
  switch (kind) {
    case 'path':
      return type === 'websocket'
        ? vscode.l10n.t('Add a route to {0}', name)
        : vscode.l10n.t('Add a path to {0}', name)
    case 'method':
      return vscode.l10n.t('Add a method to {0}', path)
    case 'response':
      return vscode.l10n.t('Add a response to {0}', `${method} ${path}`)
    case 'model':
      return vscode.l10n.t('Add a model to {0}', name)
    case 'authorizer':
      return vscode.l10n.t('Add an authorizer to {0}', name)
  }
}

function nameOf({ kind, path = '', method = '', status = '', name = '' }: PartName): string {
  if (kind === 'response') return vscode.l10n.t('The response {0}', status)
  if (kind === 'path') return `'${path}'`
  return kind === 'method' ? `'${`${method} ${path}`.trim()}'` : `'${name}'`
}
