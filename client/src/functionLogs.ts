import path from 'node:path'
import * as vscode from 'vscode'
import type { GatewayLogName } from '../../server/src/protocol/gatewayControl.ts'
import type { FunctionLogLine } from '../../server/src/protocol/trace.ts'

/** What the functions of each gateway write: one output channel per definition, made with its first line. */
export class FunctionLogs implements vscode.Disposable {
  private readonly channels = new Map<string, vscode.LogOutputChannel>()

  append(definition: string, line: FunctionLogLine, requestId: string | undefined): void {
    const channel = this.channels.get(definition) ?? this.open(definition)
    const text = `${line.functionId}${requestId === undefined ? '' : ` ${requestId}`}  ${line.text}`
    if (line.stream === 'stdout') channel.info(text)
    else if (line.stream === 'stderr') channel.warn(text)
    else channel.debug(text)
  }

  /** Adds what a stage logs of a request: its access log, or its execution log. */
  appendLog(definition: string, log: GatewayLogName, lines: readonly string[]): void {
    const channel = this.channels.get(definition) ?? this.open(definition)
    for (const line of lines) channel.info(`${log} log  ${line}`)
  }

  /** Shows the channel of a definition; false when its functions have written nothing. */
  show(definition: string): boolean {
    const channel = this.channels.get(definition)
    channel?.show(true)
    return channel !== undefined
  }

  dispose(): void {
    for (const channel of this.channels.values()) channel.dispose()
  }

  private open(definition: string): vscode.LogOutputChannel {
    const file = vscode.workspace.asRelativePath(vscode.Uri.parse(definition))
    const name = vscode.l10n.t('Gatehouse functions ({0})', file === '' ? path.basename(definition) : file)
    const channel = vscode.window.createOutputChannel(name, { log: true })
    this.channels.set(definition, channel)
    return channel
  }
}
