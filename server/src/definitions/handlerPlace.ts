import type { Files } from '../base/files.ts'
import type { LambdaFunction } from '../api/lambdaFunction.ts'
import type { Range } from '../base/text.ts'
import { valueOf } from '../base/origin.ts'
import { createLineIndex, rangeAt } from '../base/text.ts'

/** Where a function's code begins. */
export interface HandlerPlace {
  /** Absolute path. */
  readonly file: string
  /** The exported name when it is found, else the start of the file. */
  readonly range: Range
}

const extensions = ['.js', '.mjs', '.cjs', '.ts', '.mts', '.tsx', '.py']

/** Finds the file and line that `Handler` names; undefined when no such file is there. */
export function handlerPlace(fn: LambdaFunction, files: Files): HandlerPlace | undefined {
  const handler = valueOf(fn.handler)
  const folder = valueOf(fn.code)
  if (handler === undefined || folder === undefined) return undefined
  const dot = handler.lastIndexOf('.')
  const [module, name] = [handler.slice(0, dot), handler.slice(dot + 1)]
  const file = extensions
    .map(extension => files.resolve(folder, module + extension))
    .find(path => files.kind(path) === 'file')
  if (file === undefined) return undefined
  const text = files.read(file) ?? ''
  const quoted = name.replace(/[^\w$]/g, '\\$&')
  const declared =
    new RegExp(`\\b(?:exports\\.|function\\s+|def\\s+|const\\s+|let\\s+|var\\s+)${quoted}\\b`).exec(text) ??
    new RegExp(`\\b${quoted}\\b`).exec(text)
  const end = declared ? declared.index + declared[0].length : 0
  return { file, range: rangeAt(createLineIndex(text), declared ? end - name.length : 0, end) }
}
