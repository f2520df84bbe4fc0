import type { CancellationToken, Connection, InitializeParams } from 'vscode-languageserver'
import type { Workspace } from '../language/workspace.ts'
import type { LspHost } from './lspHost.ts'

/** Says how far something is: percent and a line of text. */
export interface Progress {
  readonly report: (percentage: number, message: string) => void
}

/** Looks at all files of a workspace that may be definitions, and lets the editor's requests in between. */
export interface WorkspaceReader {
  readonly initialize: (parameters: InitializeParams) => void
  /** Reads what was not read yet; a client that shows progress is told of it when it takes its time. */
  readonly readAll: (token: CancellationToken) => Promise<void>
  /** Calls `visit` for every file in turn; ends early when the request is taken back. */
  readonly forEachFile: (
    visit: (file: string) => void | Promise<void>,
    token: CancellationToken,
    progress: Progress,
  ) => Promise<void>
}

/** Milliseconds of work before others get their turn: a keystroke does not wait longer for a scan. */
const slice = 8
/** Milliseconds after which a reading is worth a line in the status bar. */
const longReading = 400

export function createWorkspaceReader(
  connection: Connection,
  workspace: Workspace,
  host: LspHost,
): WorkspaceReader {
  let showsProgress = false
  const turn = () => new Promise<void>(resolve => host.soon(resolve))

  const forEachFile: WorkspaceReader['forEachFile'] = async (visit, token, progress) => {
    const files = workspace.candidates()
    await host.bring(files)
    let resumed = performance.now()
    for (const [index, file] of files.entries()) {
      if (token.isCancellationRequested) return
      await visit(file)
      if (performance.now() - resumed < slice) continue
      progress.report(Math.floor((100 * index) / files.length), `${index} / ${files.length}`)
      await turn()
      resumed = performance.now()
    }
  }

  return {
    initialize: ({ capabilities }) => {
      showsProgress = capabilities.window?.workDoneProgress === true
    },
    forEachFile,
    readAll: async token => {
      const line = createLine(connection, showsProgress)
      const read = async (file: string) => void (await host.whole(() => workspace.result(file)))
      try {
        await forEachFile(read, token, line)
      } finally {
        line.done()
      }
    },
  }
}

/** A line of progress that appears when there is something to wait for. */
function createLine(connection: Connection, isShown: boolean): Progress & { readonly done: () => void } {
  const start = performance.now()
  let shown: ReturnType<Connection['window']['createWorkDoneProgress']> | undefined
  return {
    report: (percentage, message) => {
      if (!isShown || performance.now() - start < longReading) return
      if (shown) {
        void shown.then(line => line.report(percentage, message))
        return
      }
      shown = connection.window.createWorkDoneProgress()
      shown.then(
        line => line.begin('Gatehouse: reading definitions', percentage, message),
        () => {},
      )
    },
    done: () => {
      shown?.then(
        line => line.done(),
        () => {},
      )
    },
  }
}
