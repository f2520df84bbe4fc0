import type { Files } from '../base/files.ts'
import type { LambdaFunction } from '../api/lambdaFunction.ts'
import type { Range } from '../base/text.ts'
import { valueOf } from '../base/origin.ts'
import { createLineIndex, rangeAt } from '../base/text.ts'

/** What `Handler` says, taken apart. */
export interface HandlerParts {
  /** Absolute path of the code folder. */
  readonly folder: string
  /** `src/app` of `src/app.handler`. */
  readonly module: string
  readonly name: string
}

/** Where a function's code begins. */
export interface HandlerPlace {
  /** Absolute path. */
  readonly file: string
  /** The exported name when it is found, else the start of the file. */
  readonly range: Range
}

const extensions = ['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts', '.tsx', '.jsx', '.py']

/**
 * Takes a handler apart; undefined where it names no file of the code folder: inline code, images, a layer's handler
 * (`/opt/…`), one above the folder.
 */
export function handlerParts({
  code,
  handler,
  inlineCode,
  packageType,
}: LambdaFunction): HandlerParts | undefined {
  const folder = valueOf(code)
  const written = valueOf(handler)
  if (folder === undefined || written === undefined || inlineCode || valueOf(packageType) === 'Image')
    return undefined
  const dot = written.lastIndexOf('.')
  if (dot < 1 || written.startsWith('/') || written.includes('..')) return undefined
  return { folder, module: written.slice(0, dot), name: written.slice(dot + 1) }
}

/** Absolute path of the file that holds a handler; undefined when there is none. */
export function handlerFile({ folder, module }: HandlerParts, files: Files): string | undefined {
  return extensions
    .map(extension => files.resolve(folder, module + extension))
    .find(path => files.kind(path) === 'file')
}

/** Finds the file and line that `Handler` names; undefined when no such file is there. */
export function handlerPlace(fn: LambdaFunction, files: Files): HandlerPlace | undefined {
  const parts = handlerParts(fn)
  const file = parts && handlerFile(parts, files)
  if (!parts || file === undefined) return undefined
  const text = files.read(file) ?? ''
  const { name } = parts
  const quoted = name.replace(/[^\w]/g, '\\$&')
  const declared =
    new RegExp(`\\b(?:exports\\.|function\\s+|def\\s+|const\\s+|let\\s+|var\\s+)${quoted}\\b`).exec(text) ??
    new RegExp(`\\b${quoted}\\b`).exec(text)
  const end = declared ? declared.index + declared[0].length : 0
  return { file, range: rangeAt(createLineIndex(text), declared ? end - name.length : 0, end) }
}
