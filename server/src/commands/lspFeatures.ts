import type { CodeAction, CodeLens, CompletionItem, Hover, ServerCapabilities } from 'vscode-languageserver'
import type { Range } from '../base/text.ts'
import { codeAction, fixAll, fixAllKind } from '../language/codeAction.ts'
import { codeLens } from '../language/codeLens.ts'
import { completion, eachOnce } from '../language/completion/completion.ts'
import { skeletonItems } from '../language/completion/skeletonItems.ts'
import { isHandlerSource } from '../language/handlerLens.ts'
import { hover } from '../language/hover.ts'
import type { Uris } from '../language/places.ts'
import { policyCompletion } from '../language/policy/policyCompletion.ts'
import { policyHover } from '../language/policy/policyHover.ts'
import { resolvePolicyItem } from '../language/policy/policyResolve.ts'
import { testHover } from '../language/testFiles.ts'
import { renderLens } from '../language/vtl/renderLens.ts'
import type { FeatureContext } from './lspContext.ts'
import { toLspDiagnostic } from './lspFindings.ts'
import { navigationCapabilities, registerNavigation } from './lspNavigation.ts'
import { registerRendering } from './lspRender.ts'
import { registerExchangeRequests } from './lspExchange.ts'
import { registerPanelRequests } from './lspPanelRequests.ts'
import { registerPartRequests } from './lspParts.ts'
import { refactorActions, refactorCommands, refactorKinds, registerRefactorCommands } from './lspRefactor.ts'
import { shippedBeginnings, shippedSnippets } from './lspSnippets.ts'
import type { VtlAnswers } from './lspVtl.ts'
import { registerVtl, vtlAnswers, vtlCapabilities } from './lspVtl.ts'

/** What the server says that it can do; each group of features stands beside its registration. */
export const featureCapabilities: ServerCapabilities = {
  completionProvider: {
    triggerCharacters: ['"', "'", ':', '/', '$', '{', '!', '#', '-', ' ', '.', '['],
    resolveProvider: true,
  },
  hoverProvider: true,
  ...navigationCapabilities,
  codeLensProvider: {},
  codeActionProvider: { codeActionKinds: ['quickfix', fixAllKind, ...refactorKinds] },
  executeCommandProvider: { commands: [...refactorCommands] },
  ...vtlCapabilities,
}

/** Registers every feature of the language server. */
export function registerFeatures(context: FeatureContext): void {
  const templates = vtlAnswers(context)
  registerExplanations(context, templates)
  registerNavigation(context, templates)
  registerActions(context, templates)
  registerRefactorCommands(context)
  registerPanelRequests(context)
  registerPartRequests(context)
  registerExchangeRequests(context)
  registerRendering(context)
  registerVtl(context)
}

/** Completion and hover: what policies say of a place goes before what schemas say. */
function registerExplanations(
  { connection, workspace, host, guarded, at, itemsFor, isStructureProposed }: FeatureContext,
  templates: VtlAnswers,
): void {
  const { policyData } = host
  const outside = { files: workspace.files, snippets: shippedSnippets }
  connection.onCompletion(({ textDocument, position }) =>
    guarded<CompletionItem[]>('completion', [], () => {
      const inTemplate = templates.completion({ textDocument, position })
      if (inTemplate) return itemsFor(inTemplate)
      const { file, document, owner, policies, tests } = at(textDocument.uri, position)
      if (tests) return itemsFor(completion(tests, position, owner, outside))
      const found = policies && policyCompletion(policies, position, owner, policyData)
      const others =
        document && (!found || found.isShared)
          ? completion(document, position, owner, {
              ...outside,
              isStructureProposed: isStructureProposed(textDocument.uri, document),
            })
          : []
      const skeletons = document
        ? []
        : skeletonItems(file, workspace.files.read(file) ?? '\u0000', shippedBeginnings)
      return itemsFor([...eachOnce([...(found?.items ?? []), ...others]), ...skeletons])
    }),
  )
  connection.onCompletionResolve(item =>
    guarded('completionResolve', item, () => resolvePolicyItem(item, policyData)),
  )
  connection.onHover(({ textDocument, position }) =>
    guarded<Hover | null>('hover', null, () => {
      const inTemplate = templates.hover({ textDocument, position })
      if (inTemplate) return inTemplate
      const { document, owner, policies, tests } = at(textDocument.uri, position)
      if (tests) return testHover(tests, position) ?? null
      const inPolicy = policies && policyHover(policies, position, owner, policyData)
      return inPolicy ?? (document && hover(document, position, owner, workspace.files)) ?? null
    }),
  )
}

/** What can be done at a place. */
function registerActions(
  { connection, workspace, uris, settings, diagnosticsOf, handlers, guarded, at }: FeatureContext,
  templates: VtlAnswers,
): void {
  connection.onCodeLens(({ textDocument }) =>
    guarded<CodeLens[]>('codeLens', [], () => {
      if (!settings().codeLens) return []
      if (isHandlerSource(uris.toFile(textDocument.uri))) return handlers.lenses(textDocument.uri)
      const { file, owner } = at(textDocument.uri)
      return [...codeLens(file, owner, uris), ...renderLens(workspace, file, uris)]
    }),
  )
  connection.onCodeAction(({ textDocument, range, context: { only } }) =>
    guarded<CodeAction[]>('codeAction', [], () => {
      const place = at(textDocument.uri, range.start)
      const isAsked = (kind: string) => only?.some(asked => isKindOf(kind, asked)) !== false
      return [
        ...fixesFor(place.file, range, isAsked, diagnosticsOf(place.file), uris),
        ...refactorActions(place, range, isAsked, { workspace, uris }),
        ...templates.actions(textDocument.uri, range, only),
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
  uris: Uris,
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
