import type { SemanticTokens } from 'vscode-languageserver'
import { diskHost } from '../../server/src/commands/lsp.ts'
import { connectLsp } from './lspInProcess.ts'
import { testUris } from './cursor.ts'
import { memoryFiles } from './memoryFiles.ts'
import { policyData } from './policyEditor.ts'

/** A language server in this process over files in memory, asked as an editor asks it. */
export interface EditorSession {
  /** Opens a document, or replaces the whole of its text. */
  readonly setText: (name: string, text: string) => Promise<void>
  readonly close: (name: string) => Promise<void>
  /** Throws what the server logs while it answers: features that fail answer with nothing and a line in the log. */
  readonly ask: (method: string, name: string, parameters?: object) => Promise<unknown>
  readonly stop: () => Promise<void>
}

/** `files` are those beside the open ones, by their names in `/work`. */
export async function startSession(files: Readonly<Record<string, string>> = {}): Promise<EditorSession> {
  const beside = Object.entries(files).map(([name, text]) => [`/work/${name}`, text])
  const host = {
    ...diskHost,
    files: memoryFiles(Object.fromEntries(beside) as Record<string, string>),
    uris: testUris,
    findDefinitions: () => beside.flatMap(([file]) => (file?.endsWith('/template.yaml') ? file : [])),
    environment: new Map<string, string>(),
    policyData,
    createOwnRules: undefined,
  }
  const logged: string[] = []
  const capabilities = {
    textDocument: { diagnostic: {}, completion: { completionItem: { snippetSupport: true } } },
  }
  const { connection, stop } = await connectLsp(
    () => () => host,
    { folder: 'file:///work', capabilities, options: { inlayHints: { timeout: true } } },
    client =>
      client.onNotification('window/logMessage', ({ type, message }: { type: number; message: string }) => {
        if (type === 1) logged.push(message)
      }),
  )
  const versions = new Map<string, number>()
  const uriOf = (name: string) => testUris.toUri(`/work/${name}`)
  return {
    setText: async (name, text) => {
      const version = (versions.get(name) ?? 0) + 1
      versions.set(name, version)
      const textDocument = { uri: uriOf(name), version }
      await (version === 1
        ? connection.sendNotification('textDocument/didOpen', {
            textDocument: { ...textDocument, languageId: 'yaml', text },
          })
        : connection.sendNotification('textDocument/didChange', { textDocument, contentChanges: [{ text }] }))
    },
    close: async name => {
      versions.delete(name)
      await connection.sendNotification('textDocument/didClose', { textDocument: { uri: uriOf(name) } })
    },
    ask: async (method, name, parameters = {}) => {
      const answer = await connection.sendRequest(method, {
        textDocument: { uri: uriOf(name) },
        ...parameters,
      })
      const failed = logged.splice(0)
      if (failed.length > 0) throw new Error(failed.join('\n'))
      return method.startsWith('textDocument/semanticTokens') ? rangesOf(answer as SemanticTokens) : answer
    },
    stop,
  }
}

/** Tokens as ranges: LSP counts each from the one before it. */
function rangesOf({ data }: SemanticTokens) {
  const tokens = []
  let [line, character] = [0, 0]
  for (let at = 0; at < data.length; at += 5) {
    const [lines = 0, characters = 0, length = 0, type = 0, modifiers = 0] = data.slice(at, at + 5)
    character = lines > 0 ? characters : character + characters
    line += lines
    const range = { start: { line, character }, end: { line, character: character + length } }
    tokens.push({ range, type, modifiers })
  }
  return tokens
}
