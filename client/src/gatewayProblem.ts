import * as vscode from 'vscode'
import type { SourceLine } from '../../server/src/protocol/trace.ts'
import type { GatewayEnd } from './gatewayProcess.ts'

/** Why a gateway does not run: shown as it is, so it says what failed and why. */
export class GatewayProblem extends Error {
  /** What could help, for the buttons of the message. */
  readonly remedy: 'freePort' | 'trust' | 'log'
  /** The same in a few words, for a row of the tree. */
  readonly summary: string
  /** The line that is to be mended. */
  readonly source: SourceLine | undefined

  constructor(
    message: string,
    remedy: GatewayProblem['remedy'] = 'log',
    summary = message,
    source?: SourceLine,
  ) {
    super(message)
    this.remedy = remedy
    this.summary = summary
    this.source = source
  }
}

/** What an error says. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** `exit code 134`, `signal SIGSEGV`, or why the program did not start. */
export function describeEnd({ code, signal, error }: GatewayEnd): string {
  if (error) return error.message
  if (signal !== null) return vscode.l10n.t('signal {0}', signal)
  return vscode.l10n.t('exit code {0}', String(code))
}
