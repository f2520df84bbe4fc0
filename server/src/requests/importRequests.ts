import type { ParseError } from 'jsonc-parser'
import { parse } from 'jsonc-parser'
import { jsonDepth } from '../base/jsonDepth.ts'
import type { ImportedRequests, NoRequests } from '../protocol/exchange.ts'
import type { FindGateway } from './gatewayUrls.ts'
import { withGatewayUrls } from './gatewayUrls.ts'
import { isHar, readHar } from './har.ts'
import { httpText, unwritable } from './httpText.ts'
import type { ImportedFile, JsonObject } from './importedRequest.ts'
import { isObject } from './importedRequest.ts'
import { withOriginVariables } from './originVariables.ts'
import { isPostman, readPostman } from './postman.ts'
import { isPostmanEnvironment, readPostmanEnvironment } from './postmanEnvironment.ts'

/** Characters: a recording of a whole afternoon, but no more than one program can hold. */
const longest = 200_000_000
const deepest = 500

/**
 * Reads a Postman collection (2.0, 2.1), an environment of Postman or a HAR file (1.1, 1.2) and writes it as a `.http` file or
 * as environments of such files; requests that a gateway takes are sent to that. A message says, with its place, why a file cannot be read.
 */
export function importRequests(
  name: string,
  text: string,
  options: { readonly withAssets: boolean },
  findGateway?: FindGateway,
): ImportedRequests | NoRequests {
  const file = jsonOf(text)
  if (typeof file === 'string') return { message: `'${name}' cannot be imported: ${file}` }
  const [postman, har] = [isPostman(file), isHar(file)]
  const fault = [postman, har].find(each => typeof each === 'string')
  if (postman === true) return written(readPostman(file), findGateway)
  if (har === true) return written(readHar(file, options.withAssets), findGateway)
  if (fault === undefined && isPostmanEnvironment(file)) {
    const { shared, secret, count } = readPostmanEnvironment(file)
    const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`
    return {
      kind: 'environment',
      text: json(shared),
      count,
      leftOut: 0,
      notes: [],
      ...(secret && { secretText: json(secret) }),
    }
  }
  const kinds = 'it is no Postman collection, no environment of Postman and no HAR file'
  return { message: `'${name}' cannot be imported: ${typeof fault === 'string' ? fault : kinds}` }
}

function written(read: ImportedFile, findGateway: FindGateway | undefined): ImportedRequests | NoRequests {
  const file = withOriginVariables(findGateway ? withGatewayUrls(read, findGateway) : read)
  const notes = [...file.notes]
  const requests = file.requests.filter(request => {
    const reason = unwritable(request)
    if (reason !== undefined) notes.push(`'${request.name.slice(0, 60)}' is left out: ${reason}`)
    return reason === undefined
  })
  if (requests.length === 0) {
    const assets = file.leftOut > 0 ? `, but for ${file.leftOut} for pictures, scripts and the like` : ''
    return { message: [`There are no requests in it${assets}`, ...notes].join('. ') }
  }
  const text = httpText({ ...file, requests })
  return { kind: 'requests', text, count: requests.length, leftOut: file.leftOut, notes }
}

/** A JSON object; a text says where and why the text is none. */
function jsonOf(text: string): JsonObject | string {
  if (text.length > longest)
    return `it has ${Math.round(text.length / 1e6)} MB, and ${longest / 1e6} MB are read at most`
  if (jsonDepth(text) > deepest) return `it nests deeper than ${deepest} levels`
  const plain = text.replace(/^\ufeff/, '')
  try {
    const value: unknown = JSON.parse(plain)
    return isObject(value) ? value : 'it is no JSON object'
  } catch (error) {
    return `it is no JSON: ${placed(error instanceof Error ? error.message : String(error), plain)}`
  }
}

/** JavaScript's message with the line and the column; it does not always say where. */
function placed(message: string, text: string): string {
  const errors: ParseError[] = []
  parse(text, errors, { disallowComments: true, allowTrailingComma: false })
  const before = text.slice(0, errors[0]?.offset ?? text.length)
  const line = before.split(/\r\n|\r|\n/).length
  const column = before.length - Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r'))
  return `${message.replace(/ (in JSON )?at position.*$/, '')} at ${line}:${column}`
}
