import type { Api, Stage } from '../api/api.ts'
import type { UnmodelledProperty } from '../api/integration.ts'
import type { Node } from '../syntax/node.ts'
import type { Reader } from './reader.ts'
import type { Template } from './templateResources.ts'
import type { Properties } from './properties.ts'
import { valueOf } from '../base/origin.ts'
import { intrinsicOf } from '../syntax/intrinsics.ts'
import { originOf } from '../syntax/node.ts'
import { defined } from './defined.ts'
import { readOpenApi } from './openApi.ts'
import { textFact } from './reader.ts'

/** The OpenAPI document of a SAM API. */
export interface SamBody {
  /** `none`: SAM makes the document from events. */
  readonly source: 'none' | 'body' | 'uri'
  readonly api?: Api
  /** `DefinitionBody` or `DefinitionUri` when it cannot be read on this machine. */
  readonly unmodelled: readonly UnmodelledProperty[]
}

/** Reads `DefinitionBody` (with the template's intrinsic functions) or the local file of `DefinitionUri` (without). */
export function readSamBody(
  template: Template,
  properties: Properties,
  options: { readonly id: string; readonly apiType: 'rest' | 'http'; readonly stages: Stage[] },
): SamBody {
  const name = defined({ name: valueOf(properties.text('Name')) })
  const body = properties.value('DefinitionBody')
  if (body) {
    if (intrinsicOf(body)) {
      reportUnread(template, body)
      return { source: 'body', unmodelled: [{ name: 'DefinitionBody', origin: originOf(body) }] }
    }
    return read('body', body, template.reader, { ...options, ...name })
  }
  const uri = properties.value('DefinitionUri')
  if (!uri) return { source: 'none', unmodelled: [] }
  const root = localRoot(template, uri)
  return root
    ? read('uri', root, template.plainReader, { ...options, ...name })
    : { source: 'uri', unmodelled: [{ name: 'DefinitionUri', origin: originOf(uri) }] }
}

function read(
  source: 'body' | 'uri',
  root: Node,
  reader: Reader,
  options: Parameters<typeof readOpenApi>[2],
): SamBody {
  return { source, unmodelled: [], ...defined({ api: readOpenApi(root, reader, options) }) }
}

function localRoot({ document, reader, plainReader }: Template, uri: Node): Node | undefined {
  const path = uri.type === 'scalar' || intrinsicOf(uri) ? valueOf(textFact(reader, uri)) : undefined
  if (path === undefined || path.startsWith('s3://')) return undefined
  const root = plainReader.open(reader.files.resolve(reader.files.folderOf(document.file), path))?.root
  if (!root) report(reader, uri, `'${path}' cannot be read, so the API has no routes here; check the path`)
  return root
}

function reportUnread({ reader }: Template, body: Node): void {
  const fact = reader.evaluate(body)
  if (fact.known) return
  report(reader, body, `The API's definition cannot be read here, so it has no routes: ${fact.reason}`)
}

function report(reader: Reader, node: Node, message: string): void {
  const { file, range } = originOf(node)
  reader.report({ code: 'definition-unread', severity: 'warning', file, range, message })
}
