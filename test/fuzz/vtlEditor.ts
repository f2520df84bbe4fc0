import type { Position } from '../../server/src/base/text.ts'
import { comparePositions, createLineIndex, positionAt } from '../../server/src/base/text.ts'
import { vtlCompletion } from '../../server/src/language/vtl/vtlCompletion.ts'
import { vtlFolding } from '../../server/src/language/vtl/vtlFolding.ts'
import { vtlFormatting } from '../../server/src/language/vtl/vtlFormatting.ts'
import { vtlHover } from '../../server/src/language/vtl/vtlHover.ts'
import { vtlDefinition, vtlHighlights } from '../../server/src/language/vtl/vtlNavigation.ts'
import { vtlRename } from '../../server/src/language/vtl/vtlRename.ts'
import { vtlSemanticTokens } from '../../server/src/language/vtl/vtlSemanticTokens.ts'
import { vtlSignatureHelp } from '../../server/src/language/vtl/vtlSignatureHelp.ts'
import { createWorkspace } from '../../server/src/language/workspace.ts'
import type { Workspace } from '../../server/src/language/workspace.ts'
import type { TemplateContext } from '../../server/src/template/scope.ts'
import { createTemplateScope } from '../../server/src/template/scope.ts'
import { compileTemplate } from '../../server/src/template/template.ts'
import { testUris } from '../support/cursor.ts'
import { memoryFiles } from '../support/memoryFiles.ts'
import { seededNumbers } from '../support/treeChecks.ts'
import { edited } from '../support/vtlEditor.ts'
import { inEveryStyle, placedIn } from '../support/vtlStyles.ts'
import { generateTemplate } from './templateGenerator.ts'

/** An input that broke something, and how. */
export interface BrokenInput {
  readonly why: string
  readonly file: string
  readonly text: string
}

/** Asks every feature at places of random templates, whole and cut off, in every style of a string. */
export function fuzzVtlEditor({
  inputs,
  seed,
  onProgress = () => undefined,
}: {
  readonly inputs: number
  readonly seed: number
  readonly onProgress?: (done: number) => void
}): BrokenInput[] {
  const random = seededNumbers(seed)
  const broken: BrokenInput[] = []
  for (let done = 0; done < inputs; done++) {
    const { template, variables } = generateTemplate(random)
    const cut = random(2) === 0 ? template : template.slice(0, random(template.length + 1))
    const style = inEveryStyle[random(inEveryStyle.length)]
    const text = style ? style[1](cut) : cut
    const why =
      editorFault(text, () => random(7) === 0) ??
      formattingFault(template, [{ variables: variables as TemplateContext['variables'] }])
    if (why !== undefined) broken.push({ why, file: placedIn(text), text })
    if (done % 50 === 0) onProgress(done)
  }
  return broken
}

/** What goes wrong when a text is edited, at its places that are wanted; undefined when nothing does. */
export function editorFault(text: string, isWanted: (offset: number) => boolean): string | undefined {
  const file = `/work/${placedIn(text)}`
  const workspace = createWorkspace(memoryFiles({}), () => ({}))
  workspace.setText(file, text)
  const lines = createLineIndex(text)
  let asked = ''
  try {
    asked = 'the whole'
    const fault = tokensFault(workspace, file, text)
    if (fault !== undefined) return fault
    vtlFolding(workspace, file)
    vtlFormatting(workspace, file, { tabSize: 2, insertSpaces: true })
    for (let offset = 0; offset <= text.length; offset++) {
      if (!isWanted(offset)) continue
      const position = positionAt(lines, offset)
      asked = `offset ${offset}`
      askAll(workspace, file, position)
    }
    return undefined
  } catch (error) {
    return `${asked}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
  }
}

function askAll(workspace: Workspace, file: string, position: Position): void {
  for (const item of vtlCompletion(workspace, file, position) ?? []) {
    const range = item.textEdit && 'range' in item.textEdit ? item.textEdit.range : undefined
    if (!range || comparePositions(range.start, position) > 0 || comparePositions(range.end, position) < 0)
      throw new Error(`'${item.label}' replaces what does not hold the cursor`)
  }
  vtlHover(workspace, file, position)
  vtlSignatureHelp(workspace, file, position)
  vtlHighlights(workspace, file, position)
  vtlDefinition(workspace, file, position, testUris)
  vtlRename(workspace, file, position, 'renamed')
}

function tokensFault(workspace: Workspace, file: string, text: string): string | undefined {
  const lines = text.split(/\r\n|\r|\n/)
  let last: Position = { line: 0, character: 0 }
  for (const { range, type } of vtlSemanticTokens(workspace, file)) {
    const isInLine = range.start.line === range.end.line && range.start.character < range.end.character
    const isInText = range.end.character <= (lines[range.end.line]?.length ?? -1)
    if (!isInLine || !isInText || comparePositions(last, range.start) > 0)
      return `the token '${type}' at ${range.start.line}:${range.start.character} is none, or overlaps another`
    last = range.end
  }
  return undefined
}

/** How what a template prints differs once it is formatted, beside blanks between JSON's words. */
export function formattingFault(template: string, contexts: readonly TemplateContext[]): string | undefined {
  const formatted = formattedTemplate(template)
  if (formatted === template) return undefined
  for (const context of contexts) {
    const [before, after] = [template, formatted].map(text => printed(text, context))
    if (before !== after) return `formatted, it prints\n${after ?? ''}\nand before\n${before ?? ''}`
  }
  return formattedTemplate(formatted) === formatted ? undefined : 'formatted twice, it is another'
}

export function formattedTemplate(template: string): string {
  const workspace = createWorkspace(memoryFiles({}), () => ({}))
  workspace.setText('/work/t.vtl', template)
  return edited(template, vtlFormatting(workspace, '/work/t.vtl', { tabSize: 2, insertSpaces: true }))
}

function printed(template: string, context: TemplateContext): string {
  const { output, error } = compileTemplate(template).render(createTemplateScope(context))
  return `${withoutBlanks(output)}${error ? `\n${error.message}` : ''}`
}

/** Blanks outside of JSON's strings say nothing. */
function withoutBlanks(json: string): string {
  return json.replace(/("(?:[^"\\]|\\.)*")|\s+/gs, (_, text: string | undefined) => text ?? '')
}
