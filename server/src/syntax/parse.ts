import { createLineIndex } from '../base/text.ts'
import { createFindings } from './build.ts'
import { parseJson } from './json.ts'
import type { SourceDocument } from './node.ts'
import { createDocument } from './node.ts'
import { parseYaml } from './yaml.ts'

/** UTF-16 code units; a file of this length or more is not read. */
const maximumLength = 10_000_000

/**
 * Reads a file's text as JSON or YAML: by its extension, else by its first character. Never throws; faults are in
 * `diagnostics` (codes `syntax` and `duplicate-key`), and the tree holds what could be read around them.
 */
export function parseText(file: string, text: string): SourceDocument {
  const language = languageOf(file, text)
  if (text.length >= maximumLength) return tooLarge(file, text, language === 'yaml' ? 'yaml' : 'json')
  return language === 'yaml' ? parseYaml(file, text) : parseJson(file, text, language === 'jsonc')
}

function languageOf(file: string, text: string): 'json' | 'jsonc' | 'yaml' {
  const extension = /\.([^./\\]+)$/.exec(file)?.[1]?.toLowerCase()
  if (extension === 'json') return 'json'
  if (extension === 'jsonc' || extension === 'json5') return 'jsonc'
  if (extension === 'yaml' || extension === 'yml') return 'yaml'
  return /^\ufeff?\s*[{[]/.test(text) ? 'json' : 'yaml'
}

function tooLarge(file: string, text: string, language: 'json' | 'yaml'): SourceDocument {
  const lines = createLineIndex(text)
  const findings = createFindings(file, lines)
  const size = Math.ceil(text.length / 1_000_000)
  findings.add(
    { start: 0, end: Math.min(text.length, lines[1] ?? text.length) },
    `This file has about ${size} MB and was not read: the limit is ${maximumLength / 1_000_000} MB; split it`,
  )
  return createDocument({ file, text, language, lines, root: undefined, diagnostics: findings.list })
}
