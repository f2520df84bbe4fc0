import { diskFiles } from '../io/files.ts'
import type { HttpRequest } from '../gateway/messages.ts'
import type { Fields } from '../base/headers.ts'
import type { InvokeRequest } from '../protocol/gatewayControl.ts'
import type { Node } from '../syntax/node.ts'
import { entriesOf, entryOf } from '../syntax/node.ts'
import type { Variables } from '../testing/placeholders.ts'
import { TestFault, textAt, textOf, valueAt } from '../testing/placeholders.ts'
import type { TestFile } from '../testing/testFile.ts'
import { requestOf } from './gatewayHostServer.ts'
import { isHeaderName } from './requestHeaders.ts'
import { fileAt } from './testSettings.ts'

/** The request of a step as it goes to the gateway. Throws a `TestFault`. */
export function testRequest(node: Node, file: TestFile, variables: Variables): HttpRequest {
  const { sourceIp, ...request } =
    node.type === 'mapping' ? statedRequest(node, file, variables) : shortRequest(node, variables)
  const sent = requestOf(request, 'http://localhost')
  return sourceIp === undefined ? sent : { ...sent, sourceIp }
}

type Stated = InvokeRequest & { readonly sourceIp?: string }

// `GET /books?limit=10`
function shortRequest(node: Node, variables: Variables): Stated {
  const text = textAt(node, variables).trim()
  const [, method, target] = /^([A-Z]+)\s+(\/\S*)$/.exec(text) ?? []
  if (method === undefined || target === undefined) {
    throw new TestFault(node, `'${text}' is no request: write a method and a path, as GET /books?limit=10`)
  }
  return { method, target, headers: [] }
}

function statedRequest(node: Node, file: TestFile, variables: Variables): Stated {
  const at = (name: string) => entryOf(node, name)?.value
  const text = (name: string) => {
    const found = at(name)
    return found && textAt(found, variables)
  }
  const body = bodyOf(node, file, variables)
  const headers = headersOf(at('headers'), variables)
  const path = text('path') ?? '/'
  const sourceIp = text('sourceIp')
  return {
    method: text('method') ?? (body ? 'POST' : 'GET'),
    target: `${path.startsWith('/') ? path : `/${path}`}${queryOf(path, fieldsOf(at('query'), variables))}`,
    headers: body ? withType(headers, body.type) : headers,
    ...(body && { bodyBase64: body.bytes.toString('base64') }),
    ...(sourceIp !== undefined && { sourceIp }),
  }
}

interface Body {
  readonly bytes: Buffer
  readonly type: string
}

function bodyOf(node: Node, file: TestFile, variables: Variables): Body | undefined {
  const stated = entryOf(node, 'body')?.value
  if (stated) {
    const value = valueAt(stated, variables)
    return {
      bytes: Buffer.from(textOf(value)),
      type: typeof value === 'string' ? 'text/plain' : 'application/json',
    }
  }
  const named = entryOf(node, 'bodyFile')?.value
  if (!named) return undefined
  const text = diskFiles.read(fileAt(named, file, variables))
  if (text === undefined) throw new TestFault(named, `there is no file '${textAt(named, variables)}' to send`)
  return { bytes: Buffer.from(text), type: /^\s*[[{]/.test(text) ? 'application/json' : 'text/plain' }
}

function withType(headers: Fields, type: string): Fields {
  return headers.some(([name]) => /^content-type$/i.test(name))
    ? headers
    : [...headers, ['Content-Type', type]]
}

function headersOf(node: Node | undefined, variables: Variables): Fields {
  const wrong = entriesOf(node).find(({ name }) => !isHeaderName(name))
  if (wrong) throw new TestFault(wrong.key, `'${wrong.name}' is no name of a header: it cannot be sent`)
  return fieldsOf(node, variables)
}

/** One field for each value; a list sends one several times. */
function fieldsOf(node: Node | undefined, variables: Variables): Fields {
  return entriesOf(node).flatMap(({ name, value }) => {
    const values = [valueAt(value, variables)].flat()
    return values.map(each => {
      const field = [name, textOf(each)] as const
      return field
    })
  })
}

function queryOf(path: string, query: Fields): string {
  if (query.length === 0) return ''
  const pairs = query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
  return `${path.includes('?') ? '&' : '?'}${pairs.join('&')}`
}
