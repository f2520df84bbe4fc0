import * as vscode from 'vscode'
import { commands } from './contributions.ts'
import { showFailure } from './failures.ts'

export interface Handler {
  /** What failed when it throws: `Could not start the gateway`. */
  readonly title: string
  readonly run: (argument: unknown) => Promise<void>
}

/**
 * Registers commands of contributions.ts. A failure is shown once, with a next step. `subjectOf` turns what a key binding
 * passes into what it means, `definitionOf` tells whose failure an error is.
 */
export function registerHandlers(
  handlers: Partial<Record<keyof typeof commands, Handler>>,
  log: vscode.LogOutputChannel,
  subjectOf: (argument: unknown) => unknown = argument => argument,
  definitionOf: (error: unknown) => string | undefined = () => undefined,
): vscode.Disposable {
  const registrations = Object.entries(handlers).map(([name, { title, run }]) =>
    // Object.entries forgets that the names are those of `commands`.
    vscode.commands.registerCommand(commands[name as keyof typeof commands], async (argument?: unknown) => {
      const subject = subjectOf(argument)
      try {
        await run(subject)
      } catch (error) {
        log.error(error instanceof Error ? error : String(error))
        const definition = typeof subject === 'string' ? subject : definitionOf(error)
        void showFailure(title, error, definition)
      }
    }),
  )
  return vscode.Disposable.from(...registrations)
}
