import type { Api, Stage } from '../api/api.ts'
import { valueOf } from '../base/origin.ts'
import type { Fact, Origin } from '../base/origin.ts'
import type { Node } from '../syntax/node.ts'
import { childAt, entryOf, originOf, originOfEntry } from '../syntax/node.ts'
import type { OpenApiDocument } from './openApiDocument.ts'
import { createOpenApiDocument } from './openApiDocument.ts'
import { readHttpApi } from './openApiHttp.ts'
import { readOperations } from './openApiPaths.ts'
import { reportLeftOut } from './openApiLeftOut.ts'
import { reportReferences } from './openApiReferences.ts'
import type { ApiBase } from './openApiRest.ts'
import { readRestApi } from './openApiRest.ts'
import { isHttpApi } from './openApiType.ts'
import type { Reader } from './reader.ts'
import { textFact } from './reader.ts'

/** What the caller knows of an API better than its document. */
export interface OpenApiOptions {
  readonly id?: string
  readonly name?: string
  /** Left out: told by what stands in the document. */
  readonly apiType?: 'rest' | 'http'
  /** Left out: one stage, `dev` for a REST API and `$default` for an HTTP API. */
  readonly stages?: Stage[]
}

/**
 * Reads an OpenAPI document (2.0, 3.0, 3.1) as API Gateway imports it. `root` is the document's root, in a file of its own
 * or inside a template; `reader` settles and evaluates what stands there. Undefined when `root` is no mapping.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-import-api.html
 */
export function readOpenApi(root: Node, reader: Reader, options: OpenApiOptions): Api | undefined {
  const document = createOpenApiDocument(root, reader)
  if (document.root.type !== 'mapping') return undefined
  reportReferences(document)
  reportLeftOut(document)
  const paths = readOperations(document)
  const isHttp = options.apiType ? options.apiType === 'http' : isHttpApi(document, paths)
  const inputs = [options.id, options.name, options.stages, isHttp]
  const base = document.remember(document.root, 'base', inputs, () => readBase(document, options, isHttp))
  return isHttp ? readHttpApi(document, paths, base) : readRestApi(document, paths, base)
}

function readBase(document: OpenApiDocument, options: OpenApiOptions, isHttp: boolean): ApiBase {
  const { root, reader } = document
  const titleNode = childAt(root, 'info', 'title')
  const title = valueOf(textFact(reader, titleNode)) ?? ''
  const start = startOf(document)
  return {
    id: options.id ?? identifierOf(title),
    name: options.name ?? (title || identifierOf(title)),
    origin: titleNode ? originOf(titleNode) : start,
    stages: options.stages ?? readStages(document, isHttp),
  }
}

/**
 * The base path a document states: `basePath` of OpenAPI 2, else that of the first server (OpenAPI 3). On import it has no
 * effect unless the caller asks for `prepend` or `split`.
 */
export function basePathOf(root: Node, reader: Reader): Fact<string> | undefined {
  const own = textFact(reader, entryOf(root, 'basePath')?.value)
  if (own) return own
  const servers = reader.settle(entryOf(root, 'servers')?.value)
  const server = reader.settle(servers?.type === 'sequence' ? servers.items[0] : servers)
  const variable = textFact(reader, childAt(server, 'variables', 'basePath', 'default'))
  if (variable) return variable
  const url = textFact(reader, entryOf(server, 'url')?.value)
  if (!url?.known) return url
  const filled = url.value.replace(/\{([^{}]+)\}/g, (_, name: string) => {
    return valueOf(textFact(reader, childAt(server, 'variables', name, 'default'))) ?? ''
  })
  const path = /^(?:[a-z][a-z0-9+.-]*:)?(?:\/\/[^/]*)?(\/[^?#]*)/i.exec(filled)?.[1]
  return path === undefined ? undefined : { ...url, value: path }
}

function startOf({ root }: OpenApiDocument): Origin {
  const version = entryOf(root, 'openapi') ?? entryOf(root, 'swagger')
  return version ? originOfEntry(version) : originOf(root)
}

// By itself: what was found out with the stages still holds when the title changes.
function readStages(document: OpenApiDocument, isHttp: boolean): Stage[] {
  return document.remember(document.root, 'stages', [isHttp], () => [
    defaultStage(isHttp ? '$default' : 'dev', startOf(document)),
  ])
}

function defaultStage(name: string, origin: Origin): Stage {
  return { name, isInvented: true, origin, variables: new Map(), unmodelled: [] }
}

/** `Pet Store` is `PetStore`. */
function identifierOf(title: string): string {
  const words = title.split(/[^A-Za-z0-9]+/).filter(word => word !== '')
  return words.map(word => word.slice(0, 1).toUpperCase() + word.slice(1)).join('') || 'Api'
}
