import path from 'node:path'
import { diskFiles, filesBelow } from '../io/files.ts'
import { isTestFileName } from '../testing/testFileName.ts'
import { UsageError } from './options.ts'

/** A file of tests that was asked for. */
export interface TestTarget {
  /** Absolute. */
  readonly file: string
  /** Lines from 1: only the tests that stand there; empty for all. */
  readonly lines: readonly number[]
  /** What stood at the lines at first, when it is run again and again. */
  readonly ids?: readonly string[]
}

/**
 * The files that names on a command line mean: files, `FILE:LINE` for the test that stands there, and every
 * `*.gatehouse.yaml` below a folder; of no names, below the working folder.
 */
export function testTargets(names: readonly string[]): readonly TestTarget[] | UsageError {
  const found = new Map<string, number[]>()
  const whole = new Set<string>()
  for (const name of names.length === 0 ? ['.'] : names) {
    const { file, line } = placeOf(name)
    const kind = diskFiles.kind(file)
    if (kind === undefined) return new UsageError(`'${name}' is neither a file nor a folder`)
    if (kind === 'file' && !isTestFileName(file)) {
      return new UsageError(`'${name}' is no file of tests: their names end in .gatehouse.yaml`)
    }
    const files = kind === 'folder' ? filesBelow(file, isTestFileName) : [file]
    for (const each of files) {
      found.set(each, [...(found.get(each) ?? []), ...(line === undefined ? [] : [line])])
      if (line === undefined) whole.add(each)
    }
  }
  return [...found].map(([file, lines]) => ({ file, lines: whole.has(file) ? [] : lines }))
}

function placeOf(name: string): { readonly file: string; readonly line?: number } {
  const [, file, line] = /^(.+):(\d+)$/.exec(name) ?? []
  if (file === undefined || diskFiles.kind(path.resolve(name)) !== undefined)
    return { file: path.resolve(name) }
  return { file: path.resolve(file), line: Number(line) }
}
