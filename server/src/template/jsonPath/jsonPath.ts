import { JavaException } from '../javaException.ts'
import type { JavaValue } from '../values.ts'
import { compilePath } from './compilePath.ts'
import type { CompiledPath } from './nested.ts'
import { parseJsonPath } from './parsePath.ts'
import { PathFailure, Work } from './run.ts'
import type { PathFault } from './syntax.ts'

/** Reads a document by a path; undefined when there is nothing there. */
export type ReadPath = (document: JavaValue) => JavaValue | undefined

/**
 * A path that is ready to be read many times, or why it is none. Reading throws a JavaException where json-path has
 * an exception that ends the rendering of a template.
 */
export type PreparedPath =
  | { readonly read: ReadPath; readonly isDefinite: boolean; readonly fault?: undefined }
  | { readonly fault: PathFault; readonly read?: undefined }

/** Prepares a path; the same text is prepared once. */
export function prepareJsonPath(text: string): PreparedPath {
  return cache.get(text) ?? prepareAnew(text)
}

function prepareAnew(text: string): PreparedPath {
  const prepared = prepare(text)
  if (cache.size >= maxCached) cache.clear()
  if (text.length <= maxCachedLength) cache.set(text, prepared)
  return prepared
}

/** Reads a document by a path given as text; undefined when there is nothing there. */
export function readJsonPath(document: JavaValue, text: string): JavaValue | undefined {
  // json-path looks at the document first: below null and by an empty path there is nothing.
  if (document === null) return undefined
  if (text === lastText) return lastRead(document)
  if (text === '') return undefined
  const prepared = prepareJsonPath(text)
  if (prepared.read) {
    lastText = text
    lastRead = prepared.read
    return lastRead(document)
  }
  const { message, start } = prepared.fault
  throw new JavaException(
    `com.jayway.jsonpath.InvalidPathException: ${message} (offset ${start} of the path)`,
  )
}

/** What the prepared paths follow from is their text alone, so that keeping them is no state that shows. */
const cache = new Map<string, PreparedPath>()
/** The path that was read last, which a loop reads again: sooner compared than looked up. */
let lastText = ''
let lastRead: ReadPath = () => undefined
const maxCached = 500
const maxCachedLength = 1000

function prepare(text: string): PreparedPath {
  const { path, fault } = parseJsonPath(text)
  if (fault) return { fault }
  try {
    return readyPath(compilePath(path))
  } catch (error) {
    if (!(error instanceof JavaException)) throw error
    return { fault: { message: error.message, start: path.start, end: path.end } }
  }
}

function readyPath({ evaluate, follow, isDefinite }: CompiledPath): PreparedPath {
  if (follow) return { read: follow, isDefinite }
  const read: ReadPath = document => {
    try {
      return evaluate(document, document, false, new Work())
    } catch (error) {
      if (error instanceof PathFailure) return answerFailure(error)
      throw error
    }
  }
  return { read, isDefinite }
}

/** What json-path says of values that it does not foresee gives nothing; anything else ends the rendering. */
function answerFailure({ kind, message }: PathFailure): undefined {
  if (kind === 'missing' || kind === 'argument' || kind === 'cast') return undefined
  throw new JavaException(
    kind === 'invalid' ? `com.jayway.jsonpath.InvalidPathException: ${message}` : message,
  )
}
