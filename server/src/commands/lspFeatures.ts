import type {
  CodeAction,
  CodeLens,
  CompletionItem,
  Hover,
  ServerCapabilities,
} from 'vscode-languageserver/node'
import type { Range } from '../base/text.ts'
import { shippedActionData, shippedActionTexts } from '../io/policyData.ts'
import { codeAction, fixAll, fixAllKind } from '../language/codeAction.ts'
import { codeLens } from '../language/codeLens.ts'
import { completion } from '../language/completion.ts'
import { definition } from '../language/definition.ts'
import { documentSymbol } from '../language/documentSymbol.ts'
import { hover } from '../language/hover.ts'
import { policyCompletion } from '../language/policy/policyCompletion.ts'
import type { PolicyData } from '../language/policy/policyData.ts'
import { policyHover } from '../language/policy/policyHover.ts'
import { resolvePolicyItem } from '../language/policy/policyResolve.ts'
import type { FeatureContext } from './lspContext.ts'
import { uris } from './lspContext.ts'
import { toLspDiagnostic } from './lspDiagnostics.ts'
import { registerPanelRequests } from './lspPanelRequests.ts'
import { refactorActions, refactorCommands, refactorKinds, registerRefactorCommands } from './lspRefactor.ts'

/** What the server says that it can do; each group of features stands beside its registration. */
export const featureCapabilities: ServerCapabilities = {
  completionProvider: {
    triggerCharacters: ['"', "'", ':', '/', '$', '{', '!', '#', '-', ' '],
    resolveProvider: true,
  },
  hoverProvider: true,
  definitionProvider: true,
  documentSymbolProvider: true,
  codeLensProvider: {},
  codeActionProvider: { codeActionKinds: ['quickfix', fixAllKind, ...refactorKinds] },
  executeCommandProvider: { commands: [...refactorCommands] },
}

/** Registers every feature of the language server. */
export function registerFeatures(context: FeatureContext): void {
  registerExplanations(context)
  registerNavigation(context)
  registerActions(context)
  registerRefactorCommands(context)
  registerPanelRequests(context)
}

const policyData: PolicyData = { actions: shippedActionData, texts: shippedActionTexts }

/** Completion and hover: what policies say of a place goes before what schemas say. */
function registerExplanations({ connection, guarded, at, itemsFor }: FeatureContext): void {
  connection.onCompletion(({ textDocument, position }) =>
    guarded<CompletionItem[]>('completion', [], () => {
      const { document, owner, policies } = at(textDocument.uri)
      const found = policies && policyCompletion(policies, position, owner, policyData)
      const others = document && (!found || found.isShared) ? completion(document, position, owner) : []
      return itemsFor([...(found?.items ?? []), ...others])
    }),
  )
  connection.onCompletionResolve(item =>
    guarded('completionResolve', item, () => resolvePolicyItem(item, policyData)),
  )
  connection.onHover(({ textDocument, position }) =>
    guarded<Hover | null>('hover', null, () => {
      const { document, owner, policies } = at(textDocument.uri)
      const inPolicy = policies && policyHover(policies, position, owner, policyData)
      return inPolicy ?? (document && hover(document, position, owner)) ?? null
    }),
  )
}

/** Where things stand, and what a document consists of. */
function registerNavigation({ connection, workspace, guarded, at }: FeatureContext): void {
  connection.onDefinition(({ textDocument, position }) =>
    guarded('definition', [], () => {
      const { document, owner } = at(textDocument.uri)
      return document ? definition(document, position, owner, workspace.files, uris) : []
    }),
  )
  connection.onDocumentSymbol(({ textDocument }) =>
    guarded('documentSymbol', [], () => {
      const { document } = at(textDocument.uri)
      return document ? documentSymbol(document) : []
    }),
  )
}

/** What can be done at a place. */
function registerActions({ connection, settings, diagnosticsOf, guarded, at }: FeatureContext): void {
  connection.onCodeLens(({ textDocument }) =>
    guarded<CodeLens[]>('codeLens', [], () => {
      const { file, owner } = at(textDocument.uri)
      return settings().codeLens ? codeLens(file, owner, uris) : []
    }),
  )
  connection.onCodeAction(({ textDocument, range, context: { only } }) =>
    guarded<CodeAction[]>('codeAction', [], () => {
      const place = at(textDocument.uri)
      const isAsked = (kind: string) => only?.some(asked => isKindOf(kind, asked)) !== false
      return [
        ...fixesFor(place.file, range, isAsked, diagnosticsOf(place.file)),
        ...refactorActions(place, range, isAsked),
      ]
    }),
  )
}

/** The quick fixes at a range, and the one action that mends the whole file. */
function fixesFor(
  file: string,
  range: Range,
  isAsked: (kind: string) => boolean,
  found: ReturnType<FeatureContext['diagnosticsOf']>,
): CodeAction[] {
  const all = isAsked(fixAllKind) ? fixAll(file, found, uris) : undefined
  const quick = isAsked('quickfix')
    ? codeAction(file, range, found, uris, diagnostic => toLspDiagnostic(diagnostic, uris))
    : []
  return all ? [...quick, all] : quick
}

/** Kinds of code actions are words parted by dots; one stands for all that begin with it. */
function isKindOf(kind: string, only: string): boolean {
  return only === '' || kind === only || kind.startsWith(`${only}.`)
}
