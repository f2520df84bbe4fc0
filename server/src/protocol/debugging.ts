/**
 * A message of the Debug Adapter Protocol on its way between the editor and a gateway. Its shape is the protocol's own
 * business: https://microsoft.github.io/debug-adapter-protocol/specification
 */
export interface DebugMessage {
  readonly seq: number
  readonly type: string
}
