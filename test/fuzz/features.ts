import { readFileSync } from 'node:fs'
import path from 'node:path'
import { filesBelow } from '../../server/src/io/files.ts'
import { disturb } from '../support/disturbed.ts'
import { startSession } from '../support/editorSession.ts'
import type { EditorSession } from '../support/editorSession.ts'
import { answerTo, requests, undisturbed } from '../support/featureAnswers.ts'
import type { Question } from '../support/featureAnswers.ts'
import { mutate, seededNumbers } from '../support/treeChecks.ts'
import type { Broken, FuzzOptions } from './definition.ts'

/** Features that are asked for a whole document. */
const ofWhole: readonly Question['feature'][] = [
  'documentLink',
  'documentSymbol',
  'workspaceSymbol',
  'foldingRange',
  'inlayHint',
  'codeLens',
  'semanticTokens',
  'formatting',
  'fixAll',
]
const ofPlaces = (Object.keys(requests) as Question['feature'][]).filter(each => !ofWhole.includes(each))

/**
 * Opens mutated files in a language server and asks every feature, at a random place where it takes one. What it looks for:
 * a feature that fails, an answer that takes too long, a place outside of the document or within a character.
 */
export async function fuzzFeatures({
  inputs,
  seed,
  seeds,
  limitMs,
  onProgress,
}: FuzzOptions): Promise<Broken[]> {
  const texts = filesBelow(seeds, name => /\.(ya?ml|json|vtl)$/.test(name)).map(file => ({
    file,
    text: readFileSync(file, 'utf8').slice(0, 12_000),
  }))
  if (texts.length === 0) throw new Error(`no YAML, JSON or templates below '${seeds}'`)
  const random = seededNumbers(seed)
  const broken: Broken[] = []
  const session = await startSession()
  for (let done = 0; done < inputs; done++) {
    const from = texts[random(texts.length)]
    if (!from) continue
    const text = otherwise(mutate(from.text, random), random)
    const name = path.basename(from.file)
    const why = await faultIn(session, { name, text, at: () => placeIn(text, random) }, limitMs)
    if (why !== undefined) broken.push({ why, file: from.file, text })
    await session.close(name)
    if (done % 100 === 99) onProgress?.(done + 1)
  }
  await session.stop()
  return broken
}

/** Between the two characters that end a line on Windows no editor has a place. */
function placeIn(text: string, random: (below: number) => number): number {
  const offset = random(text.length + 1)
  return text[offset - 1] === '\r' && text[offset] === '\n' ? offset - 1 : offset
}

/** Some texts with the line ends of Windows, a byte order mark, or characters of two units. */
function otherwise(text: string, random: (below: number) => number): string {
  const kind = random(8)
  if (kind === 0) return text.replaceAll('\n', '\r\n')
  if (kind === 1) return `\ufeff${text}`
  if (kind === 2) return text.replace(/[a-z]{4}/g, word => (random(10) === 0 ? `😀${word}` : word))
  return text
}

async function faultIn(
  session: EditorSession,
  asked: { readonly name: string; readonly text: string; readonly at: () => number },
  limitMs: number,
): Promise<string | undefined> {
  const same = disturb(asked.text, [])
  await session.setText(asked.name, asked.text)
  for (const feature of [...ofWhole, ...ofPlaces]) {
    const offset = asked.at()
    const place = { ...asked, at: () => offset }
    const started = performance.now()
    try {
      const question = { feature, ...(ofPlaces.includes(feature) && { at: '' }), given: givenTo(feature) }
      const answer = await answerTo(question, place, session)
      const fault = /"(\d+:\d+ (is no place|parts a)[^"]*)"/.exec(
        JSON.stringify(undisturbed(answer, same, `file:///work/${asked.name}`)) ?? '',
      )
      if (fault) return `${feature} at ${offset}: ${fault[1] ?? ''}`
    } catch (error) {
      if (!isRefusal(error))
        return `${feature} at ${offset}: ${error instanceof Error ? error.message : String(error)}`
    }
    const ms = performance.now() - started
    if (ms > limitMs) return `${feature} at ${offset} took ${ms.toFixed(0)} ms`
  }
  return undefined
}

const givenTo = (feature: Question['feature']) => (feature === 'rename' ? 'renamed' : '')

/** `InvalidRequest` with a sentence for the user. */
function isRefusal(error: unknown): boolean {
  return (error as { code?: unknown }).code === -32600
}
