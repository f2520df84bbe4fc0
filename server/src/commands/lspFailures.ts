import type { Connection } from 'vscode-languageserver'
import type { FailureListener } from '../base/failure.ts'

/**
 * Tells the server's log of parts of checks that threw: each once for each file, since a definition is checked at every
 * keystroke.
 */
export function onceToldOf(connection: Pick<Connection, 'console'>): FailureListener {
  const told = new Set<string>()
  return ({ id, file, error }) => {
    const key = `${id} ${file}`
    if (told.has(key)) return
    told.add(key)
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error)
    connection.console.error(`'${id}' failed on '${file}', so its findings there are missing: ${what}`)
  }
}
