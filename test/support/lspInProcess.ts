import { PassThrough } from 'node:stream'
import {
  createConnection,
  createMessageConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node'
import type { Connection, InitializeResult, MessageConnection } from 'vscode-languageserver/node'
import { dropsCancelled } from '../../server/src/commands/lspCancelled.ts'
import type { CreateLspHost } from '../../server/src/commands/lspHost.ts'
import { serve } from '../../server/src/commands/lspServer.ts'
import { watchFailedRules } from './failedRules.ts'

export interface InProcessLsp {
  readonly connection: MessageConnection
  readonly initialized: InitializeResult
  readonly stop: () => Promise<void>
}

/** A language server in this process, spoken to as over a pipe; `prepare` sets up what the client answers. */
export async function connectLsp(
  createHost: (server: Connection) => CreateLspHost,
  parameters: { readonly folder: string; readonly capabilities?: object; readonly options?: object },
  prepare: (client: MessageConnection) => void = () => {},
): Promise<InProcessLsp> {
  const [toServer, toClient] = [new PassThrough(), new PassThrough()]
  const server = createConnection(ProposedFeatures.all, toServer, toClient, {
    connectionStrategy: dropsCancelled,
  })
  serve(server, createHost(server))
  server.listen()
  const connection = createMessageConnection(
    new StreamMessageReader(toClient),
    new StreamMessageWriter(toServer),
  )
  const failedRules = watchFailedRules(connection)
  prepare(connection)
  connection.listen()
  const { folder, capabilities = {}, options } = parameters
  const initialized = await connection.sendRequest<InitializeResult>('initialize', {
    processId: null,
    rootUri: null,
    capabilities,
    workspaceFolders: [{ uri: folder, name: 'test' }],
    ...(options && { initializationOptions: options }),
  })
  await connection.sendNotification('initialized', {})
  return {
    connection,
    initialized,
    stop: async () => {
      await connection.sendRequest('shutdown')
      connection.dispose()
      server.dispose()
      failedRules.check()
    },
  }
}
