import type { InvokeResponse } from '../../server/src/protocol/gatewayControl.ts'
import type { ShownBody } from './body.ts'
import { formatBytes, statusText } from './format.ts'

/** An answer as it goes over the wire, bytes that are no text left out. */
export function rawAnswer({ status, headers }: InvokeResponse, body: ShownBody): string {
  const lines = [`HTTP/1.1 ${statusText(status)}`, ...headers.map(([name, value]) => `${name}: ${value}`), '']
  if (body.kind === 'binary') lines.push(`(${formatBytes(body.size)} that are no text)`)
  else if (body.kind !== 'none') lines.push(body.raw)
  return lines.join('\n')
}
