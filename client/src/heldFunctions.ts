import type { DebugProtocol } from '@vscode/debugprotocol'
import * as vscode from 'vscode'
import type { SourceLine } from '../../server/src/protocol/trace.ts'

/** A function that the debugger of its language holds. */
export interface HeldFunction {
  /** `in orders`, by the name of the function. */
  readonly where: string
  readonly source?: SourceLine
  readonly resume: () => void
}

/** Finds out where a debugger has stopped a function. */
export async function heldFunction(
  session: vscode.DebugSession,
  threadId: number,
  name: string,
): Promise<HeldFunction> {
  const where = vscode.l10n.t('in {0}', name)
  const resume = () => void session.customRequest('continue', { threadId }).then(undefined, () => {})
  try {
    // What an adapter answers VS Code types as any.
    const { stackFrames } = (await session.customRequest('stackTrace', {
      threadId,
      startFrame: 0,
      levels: 1,
    })) as DebugProtocol.StackTraceResponse['body']
    const [top] = stackFrames
    const file = top?.source?.path
    if (!top || file === undefined || (top.source?.sourceReference ?? 0) > 0) return { where, resume }
    const source = {
      file: pathOf(file),
      line: Math.max(top.line - 1, 0),
      character: Math.max(top.column - 1, 0),
    }
    return { where, source, resume }
  } catch {
    // It goes on already.
    return { where, resume }
  }
}

/** In a remote window VS Code makes URIs of paths. */
function pathOf(file: string): string {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(file) ? vscode.Uri.parse(file).fsPath : file
}
