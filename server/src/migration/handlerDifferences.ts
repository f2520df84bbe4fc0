import type { Definition } from '../api/api.ts'
import type { LambdaFunction } from '../api/lambdaFunction.ts'
import { functionOfUri } from '../api/lambdaFunction.ts'
import type { Files } from '../base/files.ts'
import { baseName } from '../base/files.ts'
import type { Fact, Origin } from '../base/origin.ts'
import { valueOf } from '../base/origin.ts'
import { handlerFile, handlerParts } from '../definitions/handlerPlace.ts'
import type { EventDifference } from './events.ts'
import { authorizerDifferenceOf, differenceOf } from './events.ts'
import { eventReads } from './handlerReads.ts'

/** A place in a handler's source that reads what changes. */
export interface ChangedRead {
  readonly difference: EventDifference
  readonly origin: Origin
}

/** What the code of a function can be seen to read. */
export interface HandlerLook {
  readonly function: LambdaFunction
  /** Absolute paths of the sources that were looked at; none where the code is not here. */
  readonly sources: readonly string[]
  readonly reads: readonly ChangedRead[]
}

/** The function of a URI in the definition, with the reads of its code. */
export function lookAtHandler(
  uri: Fact<string> | undefined,
  use: 'route' | 'authorizer',
  { functions }: Definition,
  files: Files,
): HandlerLook | undefined {
  const found = functionOfUri(valueOf(uri) ?? '', functions)
  if (!found) return undefined
  const parts = handlerParts(found)
  const file = parts && handlerFile(parts, files)
  if (!parts || file === undefined) return { function: found, sources: [], reads: [] }
  const find = use === 'route' ? differenceOf : authorizerDifferenceOf
  const sources = withImports(file, files)
  const reads = sources.flatMap(source =>
    eventReads(source, files.read(source) ?? '', source === file ? parts.name : undefined).flatMap(
      ({ path, range }) => {
        const difference = find(path)
        return difference ? [{ difference, origin: { file: source, pointer: '', range } }] : []
      },
    ),
  )
  return { function: found, sources, reads }
}

/** A read with the functions that come by it. */
export interface SharedRead extends ChangedRead {
  readonly functionIds: readonly string[]
}

/** The reads of several functions, each line once for each value. */
export function sharedReads(
  looks: readonly HandlerLook[],
  readsOf: (look: HandlerLook) => readonly ChangedRead[],
): SharedRead[] {
  const found = new Map<string, { readonly read: ChangedRead; readonly functionIds: Set<string> }>()
  for (const look of looks) {
    for (const read of readsOf(look)) {
      const { file, range } = read.origin
      const key = `${file}:${range.start.line} ${read.difference.path}`
      const shared = found.get(key) ?? { read, functionIds: new Set() }
      found.set(key, shared)
      shared.functionIds.add(look.function.id)
    }
  }
  return [...found.values()].map(({ read, functionIds }) => ({ ...read, functionIds: [...functionIds] }))
}

/** `function 'List'`, `functions 'List' and 'Get'` */
export function functionsText(ids: readonly string[]): string {
  const names = ids.map(id => `'${id}'`)
  if (names.length === 1) return `function ${names.join('')}`
  return `functions ${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
}

/** More files than these belong to a framework, which reads the event in its own way. */
const mostSources = 50

/** A source and those of the same code that it imports by a relative path. */
function withImports(file: string, files: Files): string[] {
  const found = [file]
  for (const source of found) {
    if (found.length >= mostSources || source.endsWith('.py')) continue
    const text = files.read(source) ?? ''
    for (const [, name = ''] of text.matchAll(
      /(?:\bfrom\s*|\brequire\(\s*|\bimport\s*\(?\s*)['"](\.{1,2}\/[^'"]+)['"]/g,
    )) {
      const other = sourceAt(files.resolve(files.folderOf(source), name), files)
      if (other !== undefined && !found.includes(other)) found.push(other)
    }
  }
  return found.slice(0, mostSources)
}

function sourceAt(path: string, files: Files): string | undefined {
  const base = path.replace(/\.[cm]?jsx?$/, '')
  const candidates = [
    path,
    ...['.ts', '.js', '.mjs', '.cjs', '.mts', '.tsx', '.jsx', '/index.js', '/index.ts'].map(
      end => base + end,
    ),
  ]
  return candidates.find(each => /\.[cm]?[jt]sx?$/.test(baseName(each)) && files.kind(each) === 'file')
}
