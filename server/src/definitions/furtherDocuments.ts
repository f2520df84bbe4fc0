import type { Files } from '../base/files.ts'
import type { DefinitionResult, ReadOptions } from './definitionResult.ts'
import { mayBeDefinition } from './detect.ts'
import { loadDefinition } from './load.ts'

/** A YAML document behind the first one of a file, where it is a definition. */
export interface FurtherDefinition {
  /** Offsets of the document in the text of the file, without the lines that divide documents. */
  readonly start: number
  readonly end: number
  /** Its places are those of the file. */
  readonly result: DefinitionResult
}

/** More documents than this are no definitions that somebody writes. */
const mostDocuments = 50

/**
 * Reads the definitions behind the first YAML document of a file, each by itself. The editor and `check` look at them; only
 * the first document is ever served.
 */
export function loadFurther(file: string, files: Files, options: ReadOptions = {}): FurtherDefinition[] {
  const text = files.read(file) ?? ''
  if (!text.includes('\n---') || !isYaml(text)) return []
  // What is kept from one edit to the next is kept by file.
  const others = { ...options }
  delete others.memory
  return stretchesOf(text)
    .slice(1, mostDocuments)
    .flatMap(({ start, end }) => {
      const own = text.slice(start, end)
      if (!mayBeDefinition(own)) return []
      const masked = blank(text.slice(0, start)) + own + blank(text.slice(end))
      const read = (path: string) => (path === file ? masked : files.read(path))
      const result = loadDefinition(file, { ...files, read }, others)
      return result.definition || result.diagnostics.length > 0 ? [{ start, end, result }] : []
    })
}

function isYaml(text: string): boolean {
  return !/^\ufeff?\s*[[{]/.test(text)
}

// A line of three dashes divides documents wherever it stands, in block scalars too.
function stretchesOf(text: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = []
  let start = 0
  for (const match of text.matchAll(/^(?:---(?=[ \t\r]|$)|\.\.\.[ \t]*(?=\r?$))/gm)) {
    if (isWritten(text.slice(start, match.index))) found.push({ start, end: match.index })
    start = match.index + match[0].length
  }
  return [...found, { start, end: text.length }]
}

/** Whether a stretch holds more than comments and directives. */
function isWritten(text: string): boolean {
  return /^[^#%\s\ufeff]|^[ \t]+[^#\s]/m.test(text)
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ')
}
