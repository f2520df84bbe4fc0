import {
  BrowserMessageReader,
  BrowserMessageWriter,
  createConnection,
  ProposedFeatures,
} from 'vscode-languageserver/browser'
import type { Connection } from 'vscode-languageserver'
import { readActionData } from '../policy/actionData.ts'
import { readActionTexts } from '../policy/actionTexts.ts'
import { createAskedFiles } from '../io/askedFiles.ts'
import { fileToUri, hasFolder, uriToFile } from '../io/uriFiles.ts'
import type { ShippedText } from '../protocol/files.ts'
import type { ClientRequests } from '../protocol/requests.ts'
import type { CreateLspHost } from './lspHost.ts'
import { dropsCancelled } from './lspCancelled.ts'
import { serve } from './lspServer.ts'

// The language server as a program of its own in a browser's worker: language features over the client's files, and
// nothing that runs.

const client = createConnection(
  ProposedFeatures.all,
  new BrowserMessageReader(self),
  new BrowserMessageWriter(self),
  { connectionStrategy: dropsCancelled },
)
serve(client, hostOf(client))
client.listen()

/** Files come over the connection, and so does the data that ships with the program. */
function hostOf(connection: Connection): CreateLspHost {
  type Files = ClientRequests['gatehouse/files']
  const ask = (questions: Files['params']['questions']) =>
    connection.sendRequest<Files['result']>('gatehouse/files' satisfies keyof ClientRequests, { questions })
  return arrived => {
    const { files, whole, bring, forget, findDefinitions } = createAskedFiles(ask, paths => {
      // No definition looks at the data as at a file of its own.
      if (paths.some(isShipped)) arrived()
      else arrived(paths)
    })
    return {
      files,
      uris: { toUri: fileToUri, toFile: uriToFile },
      reads: hasFolder,
      findDefinitions,
      whole,
      bring,
      forget,
      // The library takes its next message in a timer, too.
      soon: call => void setTimeout(call, 0),
      policyData: {
        actions: onceRead(() => files.read(actionsFile), readActionData),
        texts: onceRead(() => files.read(textsFile), readActionTexts),
      },
      environment: new Map(),
      createOwnRules: undefined,
      journal: () => [],
      runsGateways: false,
    }
  }
}

const actionsFile: ShippedText = 'gatehouse-data:///policyActions'
const textsFile: ShippedText = 'gatehouse-data:///policyDescriptions'

function isShipped(path: string): boolean {
  return path === actionsFile || path === textsFile
}

/** What is made of a text, once it has come. */
function onceRead<T>(read: () => string | undefined, make: (text: string) => T): () => T | undefined {
  let made: T | undefined
  return () => {
    if (made !== undefined) return made
    const text = read()
    return text === undefined ? undefined : (made = make(text))
  }
}
