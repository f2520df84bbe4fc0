import type { Connection } from 'vscode-languageserver'
import type { Position } from '../base/text.ts'
import type { DefinitionResult } from '../definitions/definitionResult.ts'
import type { Uris } from '../language/places.ts'
import { definitionAt } from '../language/definitionAt.ts'
import { mayBePolicy } from '../language/policy/standAlone.ts'
import { isTerraformName } from '../language/schemaKind.ts'
import type { Workspace } from '../language/workspace.ts'
import type { SourceDocument } from '../syntax/node.ts'
import { isTestFileName } from '../testing/testFileName.ts'
import type { ClientItems } from './lspCompletion.ts'
import type { LspHandlers } from './lspHandlers.ts'
import type { LspHost } from './lspHost.ts'
import type { Settings } from './lspSettings.ts'
import type { WorkspaceReader } from './lspWorkspaceReader.ts'

/** What every group of language features is registered with. */
export interface FeatureContext {
  readonly connection: Connection
  readonly workspace: Workspace
  readonly host: LspHost
  readonly uris: Uris
  /** What takes long when a workspace is large. */
  readonly reader: WorkspaceReader
  readonly settings: () => Settings
  readonly diagnosticsOf: (file: string) => ReturnType<Workspace['diagnostics']>
  readonly itemsFor: ClientItems['itemsFor']
  readonly handlers: LspHandlers
  /** Whether an extension beside ours proposes the structure of a document. */
  readonly isStructureProposed: (uri: string, document: SourceDocument) => boolean
  /**
   * A feature answers with nothing rather than take the server down; the log says what happened. Where files come from the
   * client, the answer waits for those that it looks at.
   */
  readonly guarded: <T>(name: string, empty: T, answer: () => T) => T | Promise<T>
  /** Of a file with several YAML documents the one at a position. */
  readonly at: (uri: string, position?: Position) => DocumentAt
}

/** What a request is about. */
export interface DocumentAt {
  readonly file: string
  readonly owner: DefinitionResult
  /** Undefined when it is no definition. */
  readonly document: SourceDocument | undefined
  /** Set for a file of tests. */
  readonly tests: SourceDocument | undefined
  /** What may hold policies: the definition, or a file that is a policy by itself. */
  readonly policies: SourceDocument | undefined
}

export function createFeatureContext(given: Omit<FeatureContext, 'guarded' | 'at'>): FeatureContext {
  const { connection, workspace, host, uris } = given
  const told = <T>(name: string, empty: T, error: unknown): T => {
    connection.console.error(
      `${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    )
    return empty
  }
  return {
    ...given,
    guarded: <T>(name: string, empty: T, answer: () => T) => {
      try {
        const found = host.whole(answer)
        return found instanceof Promise ? found.catch((error: unknown) => told(name, empty, error)) : found
      } catch (error) {
        return told(name, empty, error)
      }
    },
    at: (uri, position) => {
      const file = uris.toFile(uri)
      const { owner, document: read } = definitionAt(workspace, file, position)
      // A Terraform configuration has no gateway yet while its first resource is written.
      const isOurs = owner.definition !== undefined || isTerraformName(file)
      const document = isOurs ? read : undefined
      const tests = isTestFileName(file) ? workspace.document(file) : undefined
      return { file, owner, document, tests, policies: document ?? policyFile(workspace, file) }
    },
  }
}

/** A file that is a policy by itself, or what an authorizer returns. */
function policyFile(workspace: Workspace, file: string): SourceDocument | undefined {
  const text = workspace.files.read(file)
  return text !== undefined && mayBePolicy(file, text) ? workspace.document(file) : undefined
}
