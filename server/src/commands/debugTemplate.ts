import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Files } from '../base/files.ts'
import type { Fact } from '../base/origin.ts'
import { templatesOfApi } from '../debugger/templateLines.ts'
import { loadDefinition } from '../definitions/load.ts'
import { diskFiles } from '../io/files.ts'
import { parseTemplateContext } from '../template/contextText.ts'
import type { TemplateContext } from '../template/scope.ts'
import { createTemplateScope } from '../template/scope.ts'
import type { LaunchAttributes, Launched, Launching } from './launched.ts'
import type { TemplateAlone } from './templateAlone.ts'
import { runAlone } from './templateAlone.ts'

/** Milliseconds that a template may run, those that it stands still aside. */
const templateMs = 60_000

/**
 * Runs one mapping template with a context, as `gatehouse render` does: a file, or the template at a place of a definition.
 * A sentence says what is wrong with the launch.
 */
export async function launchTemplate(
  given: LaunchAttributes,
  { debugging, tell, finished }: Launching,
): Promise<Launched | string> {
  const files = withUnsaved(given['unsaved'])
  if (typeof files === 'string') return files
  const found = templateOf(given['template'], files)
  if (typeof found === 'string') return found
  const context = contextOf(given['context'])
  if (typeof context === 'string') return context
  const known: Fact<string> = { known: true, value: found.text, origin: found.origin }
  const run = async () => {
    const scope = createTemplateScope(context)
    const { compiled, result } = await runAlone(found, scope, templateMs, debugging)
    for (const { message, line } of compiled.diagnostics) tell('console', `line ${line + 1}: ${message}\n`)
    if (result.output !== '') tell('stdout', result.output.replace(/\n?$/, '\n'))
    const { error } = result
    if (error) tell('stderr', `line ${error.line}, column ${error.column}: ${error.message}\n`)
    finished(error ? 1 : 0)
  }
  let isLeft = false
  return {
    templates: () => [known],
    begin: () =>
      void run().catch((error: unknown) => {
        tell('stderr', `${String(error)}\n`)
        if (!isLeft) finished(1)
      }),
    stop: async () => {
      isLeft = true
    },
  }
}

/** Files, those aside that an editor has changed and not saved: their texts by absolute path. */
function withUnsaved(given: unknown = {}): Files | string {
  const fault = "'unsaved' takes texts by the absolute paths of files"
  if (typeof given !== 'object' || given === null) return fault
  const texts = new Map<string, string>()
  for (const [file, text] of Object.entries(given)) {
    if (typeof text !== 'string') return fault
    texts.set(path.resolve(file), text)
  }
  return { ...diskFiles, read: file => texts.get(file) ?? diskFiles.read(file) }
}

function templateOf(asked: unknown, files: Files): TemplateAlone | string {
  const place = placeOf(asked)
  if (!place) return "'template' takes a file, or a place of a definition: { file, line }"
  const { file, line, character } = place
  const text = files.read(file)
  if (text === undefined) return `cannot read '${file}'`
  if (line === undefined) {
    const start = { line: 0, character: 0 }
    return { text, origin: { file, pointer: '', range: { start, end: start } }, name: path.basename(file) }
  }
  const { definition } = loadDefinition(file, files)
  const at = { line, character: character ?? 0 }
  const stated = (definition?.apis ?? []).flatMap(templatesOfApi).flatMap(fact => (fact.known ? [fact] : []))
  const found = stated
    .filter(({ origin }) => origin.file === file && holds(origin.range, at, character !== undefined))
    .at(-1)
  if (!found) return `no mapping template stands at line ${line + 1} of '${file}'`
  return {
    text: found.value,
    origin: found.origin,
    name: `template at line ${found.origin.range.start.line + 1}`,
  }
}

interface Position {
  readonly line: number
  readonly character: number
}

function holds({ start, end }: { start: Position; end: Position }, at: Position, isExact: boolean): boolean {
  if (at.line < start.line || at.line > end.line) return false
  return (
    !isExact ||
    ((at.line > start.line || at.character >= start.character) &&
      (at.line < end.line || at.character <= end.character))
  )
}

/** A file, `{ file, line, column }` with lines from 1, or `{ uri, position }` as the Language Server Protocol has it. */
function placeOf(
  asked: unknown,
): { readonly file: string; readonly line?: number; readonly character?: number } | undefined {
  if (typeof asked === 'string') return { file: path.resolve(asked) }
  if (typeof asked !== 'object' || asked === null) return undefined
  const { file, line, column, uri, position } = asked as Record<string, unknown>
  if (typeof file === 'string')
    return {
      file: path.resolve(file),
      ...(typeof line === 'number' && { line: line - 1 }),
      ...(typeof column === 'number' && { character: column - 1 }),
    }
  if (typeof uri !== 'string' || !uri.startsWith('file:')) return undefined
  const at = position as Partial<Position> | undefined
  return {
    file: fileURLToPath(uri),
    ...(typeof at?.line === 'number' && { line: at.line }),
    ...(typeof at?.character === 'number' && { character: at.character }),
  }
}

function contextOf(asked: unknown): TemplateContext | string {
  if (asked === undefined || asked === null) return {}
  if (typeof asked !== 'string') return parseTemplateContext(JSON.stringify(asked))
  const file = path.resolve(asked)
  const text = diskFiles.read(file)
  if (text === undefined) return `cannot read '${file}'`
  const context = parseTemplateContext(text)
  return typeof context === 'string' ? `'${path.basename(file)}' is no context: ${context}` : context
}
