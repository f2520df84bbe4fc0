import type { InvokeResponse } from '../../server/src/protocol/gatewayControl.ts'
import type { SetCookie } from './cookies.ts'

/** Names and values of the headers, as they came. */
export function HeaderTable({ response }: { response: InvokeResponse }) {
  return (
    <div class="scroll">
      <table class="kv">
        <tbody>
          {response.headers.map(([name, value], index) => (
            <tr key={index}>
              <th scope="row" class="mono">
                {name}
              </th>
              <td class="mono">{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** The cookies that an answer sets, with what limits them. */
export function CookieTable({ cookies }: { cookies: readonly SetCookie[] }) {
  return (
    <div class="scroll">
      <table class="kv cookies">
        <tbody>
          {cookies.map(({ name, value, attributes }, index) => (
            <tr key={index}>
              <th scope="row" class="mono">
                {name}
              </th>
              <td class="mono">
                {value}
                {attributes.length > 0 && <div class="dim">{attributes.join(' · ')}</div>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
