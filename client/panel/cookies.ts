import type { InvokeResponse } from '../../server/src/protocol/gatewayControl.ts'

/** A cookie that an answer sets. */
export interface SetCookie {
  readonly name: string
  readonly value: string
  /** `Path=/`, `HttpOnly`: as they came, in their order. */
  readonly attributes: readonly string[]
  /** The header's whole value. */
  readonly line: string
}

/** The cookies of an answer, in their order; a value without a name is what browsers take it for, a value. */
export function cookiesOf({ headers }: InvokeResponse): SetCookie[] {
  return headers
    .filter(([name]) => name.toLowerCase() === 'set-cookie')
    .map(([, line]) => {
      const [pair = '', ...attributes] = line.split(';').map(part => part.trim())
      const at = pair.indexOf('=')
      const [name, value] = at < 0 ? ['', pair] : [pair.slice(0, at).trim(), pair.slice(at + 1).trim()]
      return { name, value, attributes: attributes.filter(part => part !== ''), line }
    })
}
