import { createConnection, ProposedFeatures } from 'vscode-languageserver/node'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { findDefinitionFiles } from '../io/definitionFiles.ts'
import { diskFiles } from '../io/files.ts'
import { shippedActionData, shippedActionTexts } from '../io/policyData.ts'
import { collectsWhenIdle } from './idleCollection.ts'
import { journalEvents } from './journalEvents.ts'
import { dropsCancelled } from './lspCancelled.ts'
import type { LspHost } from './lspHost.ts'
import { serve } from './lspServer.ts'
import { environmentOf, parseOptions, reportUsage, UsageError } from './options.ts'
import { createOwnRulesProjects } from './ownRulesProjects.ts'

/** `gatehouse lsp --stdio`: the language server on stdin and stdout, until the client says exit or closes the pipe. */
export async function run(argv: readonly string[]): Promise<number> {
  const options = parseOptions(argv, { stdio: { type: 'flag' }, clientProcessId: { type: 'text' } })
  if (options instanceof UsageError) return reportUsage('lsp', options)
  // What a library prints goes to the client's log: createConnection sees to it on stdio.
  const connection = createConnection(ProposedFeatures.all, process.stdin, process.stdout, {
    connectionStrategy: dropsCancelled,
  })
  serve(connection, () => diskHost)
  connection.listen()
  process.stdin.on('data', collectsWhenIdle())
  return new Promise(() => {
    // The connection ends the process on `exit` and when the client goes.
  })
}

/** A process beside the editor: the disk is its own, so every answer is whole at once. */
export const diskHost: LspHost = {
  files: diskFiles,
  uris: {
    toUri: file => (file.startsWith('untitled:') ? file : pathToFileURL(file).href),
    // Documents without a file keep their URI as their path; nothing beside them can be read, which is right.
    toFile: uri => (uri.startsWith('file:') ? fileURLToPath(uri) : uri),
  },
  reads: uri => uri.startsWith('file:'),
  findDefinitions: findDefinitionFiles,
  whole: answer => answer(),
  bring: () => Promise.resolve(),
  forget: () => {},
  soon: call => void setImmediate(call),
  policyData: { actions: shippedActionData, texts: shippedActionTexts },
  environment: environmentOf(process.env),
  createOwnRules: createOwnRulesProjects,
  journal: file => journalEvents(file, diskHost.uris),
  runsGateways: true,
}
