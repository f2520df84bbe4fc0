import type { InvokeRequest } from '../../server/src/protocol/gatewayControl.ts'
import { quoteFor, type Shell } from './curl.ts'

/**
 * The request as a call of `fetch`, for a browser's console or Node.js. Headers that fetch does not let a page set are
 * left out; a binary body is written as Base64.
 */
export function fetchCall(origin: string, request: InvokeRequest): string {
  const { method, target, headers, bodyText, bodyBase64 } = request
  const sent = headers.filter(([name]) => !/^(host|content-length|connection|cookie)$/i.test(name))
  const names = sent.map(([name]) => name.toLowerCase())
  const isRepeated = new Set(names).size < names.length
  // Pairs where a name comes twice: an object holds it once.
  const pairs = sent.map(([name, value]) => `    [${JSON.stringify(name)}, ${JSON.stringify(value)}],`)
  const entries = sent.map(([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)},`)
  const headerLines = isRepeated ? ['  headers: [', ...pairs, '  ],'] : ['  headers: {', ...entries, '  },']
  const body =
    bodyText !== undefined
      ? JSON.stringify(bodyText)
      : bodyBase64 !== undefined
        ? `Uint8Array.from(atob(${JSON.stringify(bodyBase64)}), c => c.charCodeAt(0))`
        : undefined
  const lines = [
    `  method: ${JSON.stringify(method)},`,
    ...(sent.length > 0 ? headerLines : []),
    ...(body === undefined ? [] : [`  body: ${body},`]),
  ]
  return `await fetch(${JSON.stringify(origin + target)}, {\n${lines.join('\n')}\n})`
}

/**
 * The request as a command of awscurl, which signs it with the credentials of the AWS CLI. The signature takes the place of
 * what the request has as `Authorization`.
 * https://github.com/okigan/awscurl
 */
export function awscurlCommand(origin: string, request: InvokeRequest, shell: Shell): string {
  const quote = quoteFor(shell)
  const { method, target, headers, bodyText, bodyBase64 } = request
  const signed = /^(authorization|x-amz-date|x-amz-security-token|x-amz-content-sha256)$/i
  return [
    'awscurl --service execute-api',
    `-X ${method}`,
    ...headers
      .filter(([name]) => !signed.test(name))
      .map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`),
    ...(bodyText === undefined ? [] : [`-d ${quote(bodyText)}`]),
    ...(bodyBase64 === undefined ? [] : [`--data-binary -d ${quote('@body.bin')}`]),
    quote(origin + target),
  ].join(' ')
}
