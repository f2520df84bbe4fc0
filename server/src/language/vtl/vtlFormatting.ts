import type { TextEdit } from 'vscode-languageserver-types'
import { shapeOf } from '../../rules/mappingTemplate/templateShape.ts'
import { namesOf } from '../../rules/mappingTemplate/templateNodes.ts'
import type { TemplateUse } from '../../rules/rule.ts'
import type { Block, DirectiveNode, IfNode, Statement, Template, TemplateNode } from '../../template/tree.ts'
import { childrenOf } from '../../template/tree.ts'
import type { Workspace } from '../workspace.ts'
import type { PlacedTemplate } from './placedTemplate.ts'
import { isGatewayResponse, templatesIn } from './placedTemplate.ts'

/** How far a level stands in. */
export interface Indentation {
  readonly tabSize: number
  readonly insertSpaces: boolean
}

/** Indents the lines of the template that is a file of its own; none where that could change what it means. */
export function vtlFormatting(workspace: Workspace, file: string, indentation: Indentation): TextEdit[] {
  return templatesIn(workspace, file).flatMap(placed => formatTemplate(placed, indentation))
}

/**
 * Indents each line by the blocks and the JSON brackets around it. Velocity prints what stands before a directive, so
 * that this is done only where it does not matter: in a template whose output is JSON on every way through it, and there
 * outside of JSON's strings. Lines that begin in a string, in parentheses, in a comment or in raw text stay as they are.
 */
export function formatTemplate(placed: PlacedTemplate, { tabSize, insertSpaces }: Indentation): TextEdit[] {
  if (!canFormat(placed)) return []
  const levels = new Levels(placed.text)
  levels.template(placed.parsed().template)
  if (levels.isUnsure) return []
  const unit = insertSpaces ? ' '.repeat(tabSize) : '\t'
  return [...levels.found].flatMap(([start, level]) => {
    const blanks = /^[ \t]*/.exec(placed.text.slice(start))?.[0] ?? ''
    const newText = unit.repeat(level)
    if (blanks === newText) return []
    const edit = placed.edit({ start, end: start + blanks.length, newText })
    return edit ? [{ range: edit.range, newText: edit.newText }] : []
  })
}

function canFormat(placed: PlacedTemplate): boolean {
  const { style, holes, uses, text } = placed
  const parsed = placed.parsed()
  if (isGatewayResponse(placed) || parsed.diagnostics.some(({ severity }) => severity === 'error'))
    return false
  if (!/^[[{]/.test(firstPrinted(parsed.template) ?? '')) return false
  // In the other styles YAML itself joins lines by how they are indented.
  const { start, end } = placed.rangeOf({ start: 0, end: text.length })
  const isOneLine = start.line === end.line
  if (style !== 'file' && style !== 'literal' && !(isOneLine && (style === 'json' || style === 'double')))
    return false
  const place = {
    hasComputed: holes.length > 0,
    isComputed: (span: { start: number; end: number }) =>
      holes.some(hole => hole.start < span.end && span.start < hole.end),
  }
  const known = uses.filter((use): use is TemplateUse => !('gatewayResponse' in use))
  return (known.length > 0 ? known : [undefined]).every(use => {
    const shape = shapeOf({ parsed, place, use })
    return shape !== undefined && shape.failure === undefined
  })
}

/** What is printed first, if it is text: a `$` where it is a reference. */
function firstPrinted(node: TemplateNode): string | undefined {
  if (node.kind === 'text') return node.output.trim() === '' ? undefined : node.output.trimStart()
  if (node.kind === 'reference') return '$'
  if (!/^(template|if|branch|block|directive)$/.test(node.kind)) return undefined
  for (const child of childrenOf(node)) {
    const isPrinted = /^(text|reference|if|branch|block|directive)$/.test(child.kind)
    const isHeader = child.kind === 'reference' && (node.kind === 'branch' || node.kind === 'directive')
    const found = isPrinted && !isHeader ? firstPrinted(child) : undefined
    if (found !== undefined) return found
  }
  return undefined
}

/** How many levels each line stands in, by the offset where it begins; lines that stay as they are have none. */
class Levels {
  readonly found = new Map<number, number>()
  /** Whether a place was met of which it cannot be told whether it is in a JSON string. */
  isUnsure = false
  readonly #text: string
  #brackets = 0
  #blocks = 0
  #isInString = false
  #isEscaped = false

  constructor(text: string) {
    this.#text = text
  }

  template(template: Template): void {
    // A variable that holds a quote may begin or end a string wherever it is printed.
    this.isUnsure = namesOf(template).sets.some(({ value }) => holdsQuote(value))
    this.#line(0)
    this.#statements(template.body)
  }

  #statements(body: readonly Statement[]): void {
    for (const statement of body) this.#statement(statement)
  }

  #statement(node: Statement): void {
    switch (node.kind) {
      case 'text':
        if (node.style === 'plain') this.#plain(node.start, node.end)
        else this.isUnsure ||= node.output.includes('"')
        return
      case 'if':
        return this.#if(node)
      case 'directive':
        return this.#directive(node)
      case 'comment':
      case 'set':
        // The line end behind it belongs to it, so that the next line begins with what follows.
        this.#lineAfter(node.end)
        return
      case 'reference':
        this.isUnsure ||= node.shown.literal?.includes('"') === true
        return
      case 'malformed':
        this.isUnsure = true
    }
  }

  #plain(start: number, end: number): void {
    for (let at = start; at < end; at++) {
      const char = this.#text.charAt(at)
      if (this.#isInString) {
        if (this.#isEscaped) this.#isEscaped = false
        else if (char === '\\') this.#isEscaped = true
        else if (char === '"') this.#isInString = false
      } else if (char === '"') this.#isInString = true
      else if (char === '{' || char === '[') this.#brackets++
      else if (char === '}' || char === ']') this.#brackets = Math.max(this.#brackets - 1, 0)
      else if (char === '\n') this.#line(at + 1)
    }
  }

  /** A line that a directive's end has swallowed the line end before. */
  #lineAfter(end: number): void {
    if (this.#text[end - 1] === '\n') this.#line(end)
  }

  #line(start: number): void {
    if (this.#isInString) return
    const rest = /^[ \t]*([^\r\n]*)/.exec(this.#text.slice(start, start + 2000))?.[1] ?? ''
    if (rest === '') return
    const closers = /^[\]}\s,]*/.exec(rest)?.[0].replace(/[^\]}]/g, '').length ?? 0
    const ends = /^#\{?(?:end|else|elseif)\b/.test(rest) ? 1 : 0
    this.found.set(start, Math.max(this.#brackets - closers + this.#blocks - ends, 0))
  }

  #if({ branches, otherwise, end }: IfNode): void {
    const before = this.#state()
    let after: State | undefined
    for (const body of [...branches.map(each => each.body), ...(otherwise ? [otherwise] : [])]) {
      this.#restore(before)
      this.#block(body)
      after ??= this.#state()
      this.isUnsure ||= after.isInString !== this.#isInString
    }
    // Without an #else nothing may be printed.
    this.isUnsure ||= !otherwise && before.isInString !== this.#isInString
    if (after) this.#restore(after)
    this.#lineAfter(end)
  }

  #directive(node: DirectiveNode): void {
    const { body, name, end } = node
    if (name.text === 'foreach' && body) {
      const before = this.#isInString
      this.#block(body)
      this.isUnsure ||= before !== this.#isInString
      this.#lineAfter(end)
      return
    }
    if (name.text === 'stop' || name.text === 'break') this.isUnsure ||= this.#isInString
    // What a #define prints stands elsewhere, and the others print their own text.
    else this.isUnsure = true
    this.#lineAfter(end)
  }

  #block(body: Block): void {
    this.#blocks++
    this.#lineAfter(body.start)
    this.#statements(body.body)
    this.#blocks--
  }

  #state(): State {
    return { brackets: this.#brackets, isInString: this.#isInString, isEscaped: this.#isEscaped }
  }

  #restore({ brackets, isInString, isEscaped }: State): void {
    this.#brackets = brackets
    this.#isInString = isInString
    this.#isEscaped = isEscaped
  }
}

interface State {
  readonly brackets: number
  readonly isInString: boolean
  readonly isEscaped: boolean
}

function holdsQuote(node: TemplateNode): boolean {
  if (node.kind === 'string') return node.value.includes('"')
  // What is given to a method is not what it gives.
  return node.kind !== 'reference' && childrenOf(node).some(holdsQuote)
}
