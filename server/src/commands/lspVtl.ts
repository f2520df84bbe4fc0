import type {
  CodeAction,
  CompletionItem,
  Connection,
  DocumentHighlight,
  FoldingRange,
  Hover,
  Location,
  SemanticTokens,
  ServerCapabilities,
  SignatureHelp,
  WorkspaceEdit,
} from 'vscode-languageserver'
import { CodeActionKind, DocumentFormattingRequest, ErrorCodes, ResponseError } from 'vscode-languageserver'
import type { Position, Range } from '../base/text.ts'
import { templatesIn } from '../language/vtl/placedTemplate.ts'
import { vtlCompletion } from '../language/vtl/vtlCompletion.ts'
import { vtlFolding } from '../language/vtl/vtlFolding.ts'
import { formatTemplate, vtlFormatting } from '../language/vtl/vtlFormatting.ts'
import { vtlHover } from '../language/vtl/vtlHover.ts'
import { vtlDefinition, vtlHighlights, vtlReferences } from '../language/vtl/vtlNavigation.ts'
import { vtlPrepareRename, vtlRename } from '../language/vtl/vtlRename.ts'
import {
  encodeTokens,
  semanticTokenModifiers,
  semanticTokenTypes,
  vtlSemanticTokens,
} from '../language/vtl/vtlSemanticTokens.ts'
import { vtlSignatureHelp } from '../language/vtl/vtlSignatureHelp.ts'
import type { FeatureContext } from './lspContext.ts'

/** What the server can do in mapping templates, files of their own and strings of definitions alike. */
export const vtlCapabilities = {
  semanticTokensProvider: {
    legend: { tokenTypes: [...semanticTokenTypes], tokenModifiers: [...semanticTokenModifiers] },
    full: true,
    range: true,
  },
  signatureHelpProvider: { triggerCharacters: ['(', ','] },
} satisfies ServerCapabilities

interface PlaceOfRequest {
  readonly textDocument: { readonly uri: string }
  readonly position: Position
}

/** The answers of templates to requests that others answer too; undefined where no template stands. */
export interface VtlAnswers {
  readonly completion: (place: PlaceOfRequest) => CompletionItem[] | undefined
  readonly hover: (place: PlaceOfRequest) => Hover | undefined
  readonly definition: (place: PlaceOfRequest) => Location[] | undefined
  readonly references: (place: PlaceOfRequest, includesDeclaration: boolean) => Location[] | undefined
  readonly highlights: (place: PlaceOfRequest) => DocumentHighlight[] | undefined
  readonly prepareRename: (place: PlaceOfRequest) => { range: Range; placeholder: string } | undefined
  /** Throws what the client shows when a name cannot be given. */
  readonly rename: (place: PlaceOfRequest, newName: string) => WorkspaceEdit | undefined
  readonly folding: (uri: string) => FoldingRange[] | undefined
  readonly actions: (uri: string, range: Range, only: readonly string[] | undefined) => CodeAction[]
}

export function vtlAnswers({ workspace, uris }: Pick<FeatureContext, 'uris' | 'workspace'>): VtlAnswers {
  const fileOf = ({ textDocument }: PlaceOfRequest) => uris.toFile(textDocument.uri)
  return {
    completion: place => vtlCompletion(workspace, fileOf(place), place.position),
    hover: place => vtlHover(workspace, fileOf(place), place.position),
    definition: place => vtlDefinition(workspace, fileOf(place), place.position, uris),
    references: (place, includesDeclaration) =>
      vtlReferences(workspace, fileOf(place), place.position, { uris, includesDeclaration }),
    highlights: place => vtlHighlights(workspace, fileOf(place), place.position),
    prepareRename: place => vtlPrepareRename(workspace, fileOf(place), place.position),
    rename: (place, newName) => {
      const found = vtlRename(workspace, fileOf(place), place.position, newName)
      if (!found) return undefined
      if (found.refused !== undefined) throw new ResponseError(ErrorCodes.InvalidRequest, found.refused)
      return { changes: { [place.textDocument.uri]: [...found.edits] } }
    },
    folding: uri => vtlFolding(workspace, uris.toFile(uri)),
    actions: (uri, range, only) => formatActions({ workspace, uris }, uri, range, only),
  }
}

/** Registers what templates alone have; what others answer too is asked through `vtlAnswers`. */
export function registerVtl({ connection, workspace, uris, guarded }: FeatureContext): void {
  const tokens = (uri: string, range?: Range): Promise<SemanticTokens> | SemanticTokens =>
    guarded('semanticTokens', { data: [] }, () => ({
      data: encodeTokens(vtlSemanticTokens(workspace, uris.toFile(uri), range)),
    }))
  connection.languages.semanticTokens.on(({ textDocument }) => tokens(textDocument.uri))
  connection.languages.semanticTokens.onRange(({ textDocument, range }) => tokens(textDocument.uri, range))
  connection.onSignatureHelp(({ textDocument, position }) =>
    guarded<SignatureHelp | null>(
      'signatureHelp',
      null,
      () => vtlSignatureHelp(workspace, uris.toFile(textDocument.uri), position) ?? null,
    ),
  )
  connection.onDocumentFormatting(({ textDocument, options }) =>
    guarded('formatting', [], () => vtlFormatting(workspace, uris.toFile(textDocument.uri), options)),
  )
}

/**
 * Registers formatting for templates that are files of their own and for nothing else: a formatter for all of YAML and
 * JSON would make the editor ask which one to take.
 */
export function registerVtlFormatting(connection: Connection, log: (text: string) => void): void {
  connection.client
    .register(DocumentFormattingRequest.type, { documentSelector: [{ pattern: '**/*.{vtl,vm}' }] })
    .catch((error: unknown) => log(`formatting of mapping templates: ${String(error)}`))
}

const formatKind = `${CodeActionKind.RefactorRewrite}.formatTemplate`

/** In a string of a definition the template is formatted when it is asked for, since the definition has its own formatter. */
function formatActions(
  { workspace, uris }: Pick<FeatureContext, 'uris' | 'workspace'>,
  uri: string,
  range: Range,
  only: readonly string[] | undefined,
): CodeAction[] {
  if (only?.some(kind => kind === '' || formatKind === kind || formatKind.startsWith(`${kind}.`)) === false)
    return []
  const [placed] = templatesIn(workspace, uris.toFile(uri), range)
  if (!placed || placed.style === 'file') return []
  const edits = formatTemplate(placed, { tabSize: 2, insertSpaces: true })
  if (edits.length === 0) return []
  return [{ title: 'Format this mapping template', kind: formatKind, edit: { changes: { [uri]: edits } } }]
}
