import { readFileSync } from 'node:fs'
import type { Trace } from '../protocol/trace.ts'
import { readTraceFile } from '../traces/traceFile.ts'

/** The trace that a file holds; a sentence says why there is none. */
export function readTrace(file: string): Trace | string {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    return `'${file}' cannot be read: ${error instanceof Error ? error.message : String(error)}`
  }
  const trace = readTraceFile(text)
  return typeof trace === 'string' ? `'${file}' is no trace: ${trace}` : trace
}
