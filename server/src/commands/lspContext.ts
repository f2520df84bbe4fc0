import type { Connection } from 'vscode-languageserver/node'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { DefinitionResult } from '../definitions/definitionResult.ts'
import type { Uris } from '../language/places.ts'
import { mayBePolicy } from '../language/policy/standAlone.ts'
import type { Workspace } from '../language/workspace.ts'
import type { SourceDocument } from '../syntax/node.ts'
import type { ClientItems } from './lspCompletion.ts'
import type { LspHandlers } from './lspHandlers.ts'
import type { Settings } from './lspSettings.ts'

/** What every group of language features is registered with. */
export interface FeatureContext {
  readonly connection: Connection
  readonly workspace: Workspace
  readonly settings: () => Settings
  readonly diagnosticsOf: (file: string) => ReturnType<Workspace['diagnostics']>
  readonly itemsFor: ClientItems['itemsFor']
  readonly handlers: LspHandlers
  /** A feature answers with nothing rather than take the server down; the log says what happened. */
  readonly guarded: <T>(name: string, empty: T, answer: () => T) => T
  readonly at: (uri: string) => DocumentAt
}

/** What a request is about. */
export interface DocumentAt {
  readonly file: string
  readonly owner: DefinitionResult
  /** Undefined when it is no definition. */
  readonly document: SourceDocument | undefined
  /** What may hold policies: the definition, or a file that is a policy by itself. */
  readonly policies: SourceDocument | undefined
}

export const uris: Uris = {
  toUri: file => (file.startsWith('untitled:') ? file : pathToFileURL(file).href),
  // Documents without a file keep their URI as their path; nothing beside them can be read, which is right.
  toFile: uri => (uri.startsWith('file:') ? fileURLToPath(uri) : uri),
}

export function createFeatureContext(given: Omit<FeatureContext, 'guarded' | 'at'>): FeatureContext {
  const { connection, workspace } = given
  return {
    ...given,
    guarded: (name, empty, answer) => {
      try {
        return answer()
      } catch (error) {
        connection.console.error(
          `${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        )
        return empty
      }
    },
    at: uri => {
      const file = uris.toFile(uri)
      const owner = workspace.ownerOf(file)
      const document = owner.definition ? (owner.documents.get(file) ?? workspace.document(file)) : undefined
      return { file, owner, document, policies: document ?? policyFile(workspace, file) }
    },
  }
}

/** A file that is a policy by itself, or what an authorizer returns. */
function policyFile(workspace: Workspace, file: string): SourceDocument | undefined {
  const text = workspace.files.read(file)
  return text !== undefined && mayBePolicy(file, text) ? workspace.document(file) : undefined
}
