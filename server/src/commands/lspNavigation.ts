import type {
  DocumentHighlight,
  DocumentLink,
  InlayHint,
  LinkedEditingRanges,
  Location,
  ServerCapabilities,
  WorkspaceEdit,
} from 'vscode-languageserver'
import { ErrorCodes, ResponseError } from 'vscode-languageserver'
import type { Position } from '../base/text.ts'
import { offsetAt } from '../base/text.ts'
import { definition } from '../language/definition.ts'
import { definitionsIn } from '../language/definitionAt.ts'
import { documentLink } from '../language/documentLink.ts'
import { documentSymbol } from '../language/documentSymbol.ts'
import { foldingRange } from '../language/foldingRange.ts'
import { isHandlerSource } from '../language/handlerLens.ts'
import { inlayHint } from '../language/inlayHint.ts'
import { linkedEditing } from '../language/linkedEditing.ts'
import { documentHighlight, references } from '../language/references.ts'
import { prepareRename, rename, RenameRefused } from '../language/rename.ts'
import { selectionRange } from '../language/selectionRange.ts'
import type { FoundSymbol } from '../language/symbols/symbolTable.ts'
import { distinct, symbolTable } from '../language/symbols/symbolTable.ts'
import { workspaceSymbol } from '../language/workspaceSymbol.ts'
import type { FeatureContext } from './lspContext.ts'
import type { VtlAnswers } from './lspVtl.ts'

/** Where names stand, and what a document consists of. */
export const navigationCapabilities: ServerCapabilities = {
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  renameProvider: { prepareProvider: true },
  linkedEditingRangeProvider: true,
  documentLinkProvider: {},
  // Beside another extension's outline, ours stands under this name, in breadcrumbs too.
  documentSymbolProvider: { label: 'Gatehouse' },
  workspaceSymbolProvider: true,
  foldingRangeProvider: true,
  selectionRangeProvider: true,
  inlayHintProvider: true,
}

interface Place {
  readonly textDocument: { readonly uri: string }
  readonly position: Position
}

/** Registers what leads from one place to others. Inside mapping templates, their own names go before the definition's. */
export function registerNavigation(context: FeatureContext, templates: VtlAnswers): void {
  registerNames(context, templates)
  registerRenaming(context, templates)
  registerStructure(context, templates)
  registerHints(context)
}

function registerNames(context: FeatureContext, templates: VtlAnswers): void {
  const { connection, workspace, uris, guarded, at } = context
  connection.onDefinition(({ textDocument, position }) =>
    guarded<Location[]>('definition', [], () => {
      const inTemplate = templates.definition({ textDocument, position })
      if (inTemplate?.length) return inTemplate
      const { document, owner } = at(textDocument.uri, position)
      return document ? definition(document, position, owner, workspace.files, uris) : []
    }),
  )
  connection.onReferences(({ context: { includeDeclaration }, ...place }) =>
    guarded<Location[]>('references', [], () => {
      const { uri } = place.textDocument
      if (isHandlerSource(uris.toFile(uri))) return context.handlers.references(uri, place.position)
      const inTemplate = templates.references(place, includeDeclaration)
      if (inTemplate?.length) return inTemplate
      const found = everywhere(context, place)
      return found ? references(found, includeDeclaration, uris) : []
    }),
  )
  connection.onDocumentHighlight(place =>
    guarded<DocumentHighlight[]>('documentHighlight', [], () => {
      const inTemplate = templates.highlights(place)
      if (inTemplate?.length) return inTemplate
      const found = symbolIn(context, place)
      return found ? documentHighlight(found, uris.toFile(place.textDocument.uri)) : []
    }),
  )
  connection.languages.onLinkedEditingRange(place =>
    guarded<LinkedEditingRanges | null>('linkedEditingRange', null, () => {
      const found = symbolIn(context, place)
      return (found && linkedEditing(found)) ?? null
    }),
  )
}

/** A refusal is an error of the request: that is how an editor gets to show why. */
function registerRenaming(context: FeatureContext, templates: VtlAnswers): void {
  const { connection, uris, guarded } = context
  connection.onPrepareRename(async place => {
    const inTemplate = await guarded('prepareRename', undefined, () => templates.prepareRename(place))
    if (inTemplate) return inTemplate
    const answer = await guarded('prepareRename', undefined, () => {
      const found = everywhere(context, place)
      return found && prepareRename(found)
    })
    return answer instanceof RenameRefused ? refused(answer) : (answer ?? null)
  })
  connection.onRenameRequest(async ({ newName, ...place }) => {
    const inTemplate = templates.rename(place, newName)
    if (inTemplate) return inTemplate
    const answer = await guarded<WorkspaceEdit | RenameRefused | undefined>('rename', undefined, () => {
      const found = everywhere(context, place)
      return found && rename(found, newName, uris)
    })
    return answer instanceof RenameRefused ? refused(answer) : (answer ?? null)
  })
}

function refused({ message }: RenameRefused): ResponseError<void> {
  return new ResponseError<void>(ErrorCodes.InvalidRequest, message)
}

function registerStructure(
  { connection, workspace, uris, guarded, at }: FeatureContext,
  templates: VtlAnswers,
): void {
  connection.onDocumentLinks(({ textDocument }) =>
    guarded<DocumentLink[]>('documentLink', [], () => {
      const all = definitionsIn(workspace, uris.toFile(textDocument.uri))
      return all.flatMap(({ document, owner }) =>
        document && owner.definition ? documentLink(document, owner, workspace.files, uris) : [],
      )
    }),
  )
  connection.onDocumentSymbol(({ textDocument }) =>
    guarded('documentSymbol', [], () => {
      const { policies } = at(textDocument.uri)
      return policies ? documentSymbol(policies) : []
    }),
  )
  connection.onWorkspaceSymbol(({ query }) =>
    guarded('workspaceSymbol', [], () => workspaceSymbol(workspace.definitions(), query, uris)),
  )
  // Null, not an empty list: an editor then folds and selects by its own means.
  connection.onFoldingRanges(({ textDocument }) =>
    guarded('foldingRange', null, () => {
      const inTemplate = templates.folding(textDocument.uri)
      if (inTemplate) return inTemplate
      const { policies } = at(textDocument.uri)
      return policies ? foldingRange(policies) : null
    }),
  )
  connection.onSelectionRanges(({ textDocument, positions }) =>
    guarded('selectionRange', null, () => {
      const { policies } = at(textDocument.uri)
      return policies ? positions.map(position => selectionRange(policies, position)) : null
    }),
  )
}

function registerHints({ connection, workspace, uris, settings, guarded }: FeatureContext): void {
  connection.languages.inlayHint.on(({ textDocument, range }) =>
    guarded<InlayHint[]>('inlayHint', [], () => {
      const all = definitionsIn(workspace, uris.toFile(textDocument.uri))
      return all.flatMap(({ document, owner }) =>
        document && owner.definition
          ? inlayHint(document, range, owner, settings().inlayHints, workspace.files, uris)
          : [],
      )
    }),
  )
}

/** What is named at a place. */
function symbolIn(
  { workspace, at }: FeatureContext,
  { textDocument, position }: Place,
): FoundSymbol | undefined {
  const { document, owner } = at(textDocument.uri, position)
  if (!document) return undefined
  const offset = offsetAt(document.lines, position, document.text)
  return symbolTable(owner, workspace.files).at(document, offset)
}

/** The same with its places in the other definitions that the document is a part of. */
function everywhere(context: FeatureContext, place: Place): FoundSymbol | undefined {
  const { workspace, at } = context
  const found = symbolIn(context, place)
  if (!found) return undefined
  const { file, owner } = at(place.textDocument.uri, place.position)
  const others = workspace.definitions().filter(each => each !== owner && each.documents.has(file))
  const mentions = others.flatMap(each =>
    symbolTable(each, workspace.files).mentionsOf(found.symbol, found.mention.name),
  )
  return { ...found, mentions: distinct([...found.mentions, ...mentions]) }
}
