import { readFileSync } from 'node:fs'
import { filesBelow } from '../../server/src/io/files.ts'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import { diagnose } from '../../server/src/language/diagnostics.ts'
import { outline } from '../../server/src/language/outline.ts'
import { memoryFiles } from '../support/memoryFiles.ts'
import { mutate, seededNumbers } from '../support/treeChecks.ts'

export interface FuzzOptions {
  readonly inputs: number
  readonly seed: number
  /** Folder of the texts that are mutated. */
  readonly seeds: string
  /** Milliseconds that one input may take. */
  readonly limitMs: number
  readonly onProgress?: (done: number) => void
}

/** An input that broke something. */
export interface Broken {
  readonly why: string
  readonly file: string
  readonly text: string
}

/**
 * Reads, checks and outlines mutated definitions. What it looks for: an exception, an input that takes too long, a
 * finding outside its file.
 */
export function fuzzDefinitions({ inputs, seed, seeds, limitMs, onProgress }: FuzzOptions): Broken[] {
  const texts = filesBelow(seeds, name => /\.(ya?ml|json)$/.test(name)).map(file => ({
    file,
    text: readFileSync(file, 'utf8').slice(0, 20_000),
  }))
  if (texts.length === 0) throw new Error(`no YAML or JSON files below '${seeds}'`)
  const random = seededNumbers(seed)
  const broken: Broken[] = []
  for (let done = 0; done < inputs; done++) {
    const from = texts[random(texts.length)]
    if (!from) continue
    const text = mutate(from.text, random)
    const why = tryOne(`/fuzz/${done}${from.file.endsWith('.json') ? '.json' : '.yaml'}`, text, limitMs)
    if (why !== undefined) broken.push({ why, file: from.file, text })
    if (done % 1000 === 999) onProgress?.(done + 1)
  }
  return broken
}

function tryOne(file: string, text: string, limitMs: number): string | undefined {
  const files = memoryFiles({ [file]: text })
  const uris = { toUri: (path: string) => path, toFile: (uri: string) => uri }
  const started = performance.now()
  try {
    const result = loadDefinition(file, files)
    const lines = text.split(/\r\n|\r|\n/)
    for (const { range, code } of diagnose(result, files)) {
      const line = lines[range.end.line]
      if (line === undefined || range.end.character > line.length + 2)
        return `'${code}' ends outside the text`
    }
    outline([result], files, uris)
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error)
  }
  const ms = performance.now() - started
  return ms > limitMs ? `took ${ms.toFixed(0)} ms` : undefined
}
