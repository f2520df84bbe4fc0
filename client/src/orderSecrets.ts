import type { Fields } from '../../server/src/base/headers.ts'
import type { Order } from './panelMessages.ts'

/** A request as it may be kept: what looks like a secret is an empty text. */
export function withoutSecrets(order: Order): Order {
  const { request } = order
  const headers = request.headers.map(([name, value]): readonly [string, string] => [
    name,
    isSecretHeader(name, value) ? '' : value,
  ])
  const { bodyText } = request
  return {
    ...order,
    request: {
      ...request,
      target: targetWithout(request.target),
      headers,
      ...(bodyText !== undefined && { bodyText: bodyWithout(bodyText, request.headers) }),
    },
  }
}

/** Names of the headers of a request that hold secrets. */
export function secretHeaders(headers: Fields): string[] {
  return headers.filter(([name, value]) => isSecretHeader(name, value)).map(([name]) => name)
}

const headerNames =
  /^(proxy-)?authorization$|^(set-)?cookie$|api-?key|token|secret|password|signature|credential/i
const fieldNames =
  /pass(word|wd|phrase|code)?$|secret|token|api[-_]?key|credential|signature|^(pin|cvv|cvc)$|private[-_]?key/i

/** A JSON Web Token, or an access key of AWS. */
const secretValue = /\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*|\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/

function isSecretHeader(name: string, value: string): boolean {
  return value !== '' && (headerNames.test(name) || secretValue.test(value))
}

function isSecretField(name: string, value: string): boolean {
  return fieldNames.test(name) || secretValue.test(value)
}

function targetWithout(target: string): string {
  const at = target.indexOf('?')
  return at < 0 ? target : `${target.slice(0, at)}?${formWithout(target.slice(at + 1))}`
}

function formWithout(text: string): string {
  return text
    .split('&')
    .map(part => {
      const at = part.indexOf('=')
      const isSecret = at > 0 && isSecretField(decoded(part.slice(0, at)), decoded(part.slice(at + 1)))
      return isSecret ? part.slice(0, at + 1) : part
    })
    .join('&')
}

function bodyWithout(text: string, headers: Fields): string {
  const type = headers.findLast(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
  if (type.startsWith('application/x-www-form-urlencoded')) return formWithout(text)
  // Texts of values are replaced where they stand, so that what the user typed keeps its lines.
  const masked = text.replace(
    /("(?:[^"\\]|\\.)*")(\s*:\s*)("(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*)/g,
    (whole, name: string, colon: string, value: string) =>
      isSecretField(name.slice(1, -1), value) ? `${name}${colon}""` : whole,
  )
  return masked.replace(new RegExp(secretValue, 'g'), '')
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
