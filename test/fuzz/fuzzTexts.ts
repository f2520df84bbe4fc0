import { TemplateInput } from '../../server/src/template/input.ts'
import { JavaException } from '../../server/src/template/javaException.ts'
import { prepareJsonPath } from '../../server/src/template/jsonPath/jsonPath.ts'
import { parseJsonPath } from '../../server/src/template/jsonPath/parsePath.ts'
import { jsonText } from '../../server/src/template/jsonText.ts'
import { parsePermissiveJson } from '../../server/src/template/permissiveJson.ts'
import { seededNumbers } from '../support/treeChecks.ts'
import type { Broken } from './definition.ts'
import { jsonPathCases } from './jsonPathCases.ts'

export interface TextFuzzOptions {
  readonly inputs: number
  readonly seed: number
  /** Milliseconds that one input may take. */
  readonly limitMs: number
  readonly onProgress?: (done: number) => void
}

/** Reads mutated paths on mutated documents: no exception but Java's, places inside of the path, no long work. */
export function fuzzJsonPaths(options: TextFuzzOptions): Broken[] {
  const random = seededNumbers(options.seed)
  const next = jsonPathCases(options.seed)
  return fuzz(options, () => {
    const { body, path } = next()
    const text = mutateText(path, PATH_PIECES, random)
    return { text: `${text}\n${body}`, run: () => tryPath(text, body) }
  })
}

/** Reads mutated payloads: a value or a fault, and what a value prints is read again as the same. */
export function fuzzPayloads(options: TextFuzzOptions): Broken[] {
  const random = seededNumbers(options.seed)
  const next = jsonPathCases(options.seed)
  return fuzz(options, () => {
    const text = mutateText(next().body, JSON_PIECES, random)
    return { text, run: () => tryPayload(text) }
  })
}

const PATH_PIECES = [
  '$',
  '@',
  '.',
  '..',
  '[',
  ']',
  '(',
  ')',
  '?',
  '?(',
  '*',
  ',',
  ':',
  "'",
  '"',
  '\\',
  '\\u',
  '/',
  '-',
  '1',
  '&&',
  '||',
  '!',
  '==',
  '=~ /(a*)*b/',
  ' in ',
  '{',
  '}',
  '.length()',
  '.sum(',
  '\u0000',
  '\ud800',
  '__proto__',
]
const JSON_PIECES = [
  '{',
  '}',
  '[',
  ']',
  ':',
  ',',
  '"',
  "'",
  '\\',
  '\\u',
  '\\u12',
  '1',
  '-',
  '.',
  'e',
  '1e999',
  'null',
  'NaN',
  '\u001a',
  '\n',
  ' ',
  '\u0000',
  '\ud800',
  'é',
  '"__proto__":1,',
  '99999999999999999999',
]

function fuzz(
  { inputs, limitMs, onProgress }: TextFuzzOptions,
  make: () => { text: string; run: () => string | undefined },
): Broken[] {
  const broken: Broken[] = []
  for (let done = 0; done < inputs; done++) {
    const { text, run } = make()
    const started = performance.now()
    let why: string | undefined
    try {
      why = run()
    } catch (error) {
      why = error instanceof Error ? (error.stack ?? error.message) : String(error)
    }
    const ms = performance.now() - started
    if (ms > limitMs) why ??= `took ${ms.toFixed(0)} ms`
    if (why !== undefined) broken.push({ why, file: 'input.txt', text })
    if (done % 1000 === 999) onProgress?.(done + 1)
  }
  return broken
}

function tryPath(path: string, body: string): string | undefined {
  const { path: read, fault } = parseJsonPath(path)
  const places = [...read.segments, ...(fault ? [fault] : [])]
  const outside = places.find(({ start, end }) => start < 0 || end < start || end > path.length)
  if (outside) return `${outside.start}-${outside.end} lies outside of the path`
  const prepared = prepareJsonPath(path)
  if (fault && !prepared.fault) return 'a path with a fault can be read'
  try {
    new TemplateInput(body, () => new Map()).call('json', [path])
  } catch (error) {
    if (!(error instanceof JavaException)) throw error
  }
  return undefined
}

function tryPayload(text: string): string | undefined {
  const { value, fault } = parsePermissiveJson(text)
  if (fault)
    return fault.position < -1 || fault.position > text.length + 4 ? `fault at ${fault.position}` : undefined
  const printed = jsonText(value)
  const again = parsePermissiveJson(printed)
  if (again.fault) return `${printed} cannot be read: ${again.fault.message}`
  return jsonText(again.value) === printed || /NaN|E/.test(printed)
    ? undefined
    : `${printed} is read otherwise`
}

/** A text with none to four random edits: stretches removed, doubled, or pieces put in, now and then many times. */
function mutateText(text: string, pieces: readonly string[], random: (below: number) => number): string {
  let mutated = text
  for (let edits = random(5); edits > 0; edits--) {
    const at = random(mutated.length + 1)
    const until = Math.min(mutated.length, at + random(8))
    const piece = pieces[random(pieces.length)] ?? ''
    const put =
      [piece, piece, '', mutated.slice(at, until).repeat(2), piece.repeat(random(50) === 0 ? 500 : 2)][
        random(5)
      ] ?? ''
    mutated = mutated.slice(0, at) + put + mutated.slice(random(2) === 0 ? at : until)
  }
  return mutated
}
