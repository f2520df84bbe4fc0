import type { Position, Range } from '../../base/text.ts'
import type { Node } from '../../syntax/node.ts'
import { rangeOf } from '../../syntax/node.ts'
import { literalText } from '../../rules/mappingTemplate/templateNodes.ts'
import { parseJsonPath } from '../../template/jsonPath/parsePath.ts'
import type {
  Accessor,
  DirectiveNode,
  IfNode,
  ReferenceNode,
  SetNode,
  Span,
  StringNode,
  TemplateNode,
} from '../../template/tree.ts'
import { childrenOf } from '../../template/tree.ts'
import type { Workspace } from '../workspace.ts'
import type { FoundTemplate, PlacedTemplate } from './placedTemplate.ts'
import { foundIn, isGatewayResponse } from './placedTemplate.ts'
import { readableTemplate } from './readable.ts'
import { isBuiltIn } from './variables.ts'

/** The words of LSP's semantic tokens; a token names them by their index. */
export const semanticTokenTypes = [
  'keyword',
  'variable',
  'property',
  'method',
  'string',
  'number',
  'operator',
  'comment',
] as const
export const semanticTokenModifiers = ['defaultLibrary', 'declaration'] as const

type TokenType = (typeof semanticTokenTypes)[number]
type TokenModifier = (typeof semanticTokenModifiers)[number]

/** A word of a template where the document has it; never longer than a line. */
export interface SemanticToken {
  readonly range: Range
  readonly type: TokenType
  readonly modifiers: readonly TokenModifier[]
}

/** The words of all templates of a file, or of those that touch a range, in the order of the text. */
export function vtlSemanticTokens(workspace: Workspace, file: string, range?: Range): SemanticToken[] {
  return foundIn(workspace, file, range).flatMap(found => (isGatewayResponse(found) ? [] : keptTokens(found)))
}

/** What was found in a string whose text is still the same stands as many lines further down as the string has moved. */
function keptTokens({ node, place }: FoundTemplate): readonly SemanticToken[] {
  if (!node) return placedTokens(place())
  const { start } = rangeOf(node)
  const known = kept.get(node)
  if (known?.start.character === start.character)
    return movedDown(known.tokens, start.line - known.start.line)
  const tokens = placedTokens(place())
  kept.set(node, { start, tokens })
  return tokens
}

interface Kept {
  /** Where the string stood. */
  readonly start: Position
  readonly tokens: readonly SemanticToken[]
}

const kept = new WeakMap<Node, Kept>()

function movedDown(tokens: readonly SemanticToken[], lines: number): readonly SemanticToken[] {
  if (lines === 0) return tokens
  return tokens.map(({ range: { start, end }, type, modifiers }) => ({
    range: { start: { ...start, line: start.line + lines }, end: { ...end, line: end.line + lines } },
    type,
    modifiers,
  }))
}

function placedTokens(placed: PlacedTemplate | undefined): SemanticToken[] {
  return placed ? tokensOf(placed) : []
}

/** Tokens as LSP sends them: five numbers each, places relative to the token before. */
export function encodeTokens(tokens: readonly SemanticToken[]): number[] {
  let line = 0
  let character = 0
  return tokens.flatMap(({ range: { start, end }, type, modifiers }) => {
    const deltaLine = start.line - line
    const deltaStart = deltaLine === 0 ? start.character - character : start.character
    line = start.line
    character = start.character
    const bits = modifiers.reduce((sum, each) => sum | (1 << semanticTokenModifiers.indexOf(each)), 0)
    return [deltaLine, deltaStart, end.character - start.character, semanticTokenTypes.indexOf(type), bits]
  })
}

function tokensOf(placed: PlacedTemplate): SemanticToken[] {
  const marks: Mark[] = []
  new Marks(placed.text, marks).visit(readableTemplate(placed.text))
  return marks
    .filter(({ span }) => span.start < span.end)
    .sort((a, b) => a.span.start - b.span.start)
    .filter(({ span }, index, all) => index === 0 || (all[index - 1]?.span.end ?? 0) <= span.start)
    .flatMap(({ span, type, modifiers }) => placed.linesOf(span).map(range => ({ range, type, modifiers })))
}

interface Mark {
  readonly span: Span
  readonly type: TokenType
  readonly modifiers: readonly TokenModifier[]
}

class Marks {
  readonly #text: string
  readonly #found: Mark[]

  constructor(text: string, found: Mark[]) {
    this.#text = text
    this.#found = found
  }

  visit(node: TemplateNode): void {
    switch (node.kind) {
      case 'comment':
        return this.#add(this.#withoutEnd(node), 'comment')
      case 'reference':
        return this.#reference(node, false)
      case 'set':
        return this.#set(node)
      case 'if':
        return this.#if(node)
      case 'directive':
        return this.#directive(node)
      case 'string':
        return this.#string(node)
      case 'number':
        return this.#add(node, 'number')
      case 'boolean':
      case 'word':
        return this.#add(node, 'keyword')
      case 'binary':
        this.visit(node.left)
        this.#add(node.operatorSpan, 'operator')
        return this.visit(node.right)
      default:
        for (const child of childrenOf(node)) this.visit(child)
    }
  }

  #add({ start, end }: Span, type: TokenType, modifiers: readonly TokenModifier[] = []): void {
    this.#found.push({ span: { start, end }, type, modifiers })
  }

  #withoutEnd({ start, end }: Span): Span {
    return { start, end: start + this.#text.slice(start, end).trimEnd().length }
  }

  #reference({ root, accessors, shown }: ReferenceNode, isDeclared: boolean): void {
    if (shown.literal !== undefined) return
    const isOwn = !isBuiltIn(root.text)
    this.#add(root, 'variable', isOwn ? (isDeclared ? ['declaration'] : []) : ['defaultLibrary'])
    for (const accessor of accessors) this.#accessor(accessor, root.text === 'input')
  }

  #accessor(accessor: Accessor, isOfInput: boolean): void {
    if (accessor.kind === 'index') return this.visit(accessor.index)
    if (accessor.kind === 'property') return this.#add(accessor.name, 'property')
    this.#add(accessor.name, 'method', isOfInput ? ['defaultLibrary'] : [])
    const isPath = isOfInput && /^(json|path)$/.test(accessor.name.text)
    for (const argument of accessor.arguments) {
      if (isPath && argument.kind === 'string') this.#path(argument)
      else this.visit(argument)
    }
  }

  #set(node: SetNode): void {
    this.#keyword(node.start, node.target.start)
    this.#reference(node.target, node.target.accessors.length === 0)
    const equals = this.#text.indexOf('=', node.target.end)
    if (equals >= 0 && equals < node.value.start) this.#add({ start: equals, end: equals + 1 }, 'operator')
    this.visit(node.value)
  }

  #if({ branches, otherwise, end }: IfNode): void {
    let last = 0
    for (const { name, condition, body } of branches) {
      this.#keyword(name.start, name.end)
      this.visit(condition)
      for (const child of body.body) this.visit(child)
      last = body.end
    }
    if (otherwise) {
      this.#keyword(last, otherwise.start)
      for (const child of otherwise.body) this.visit(child)
      last = otherwise.end
    }
    this.#keyword(last, end)
  }

  #directive(node: DirectiveNode): void {
    this.#keyword(node.start, node.name.end + 1)
    const [first, ...others] = node.arguments
    const isNaming = node.name.text === 'foreach' || node.name.text === 'define'
    if (first) {
      if (isNaming && first.kind === 'reference') this.#reference(first, true)
      else this.visit(first)
    }
    for (const argument of others) this.visit(argument)
    if (!node.body) return
    for (const child of node.body.body) this.visit(child)
    this.#keyword(node.body.end, node.end)
  }

  /** The `#name` or `#{name}` that stands in a stretch. */
  #keyword(start: number, end: number): void {
    const found = /#(?:\{\w+\}|\w+)/.exec(this.#text.slice(start, end))
    if (found)
      this.#add({ start: start + found.index, end: start + found.index + found[0].length }, 'keyword')
  }

  /** What is filled in to a string in double quotes has words of its own. */
  #string(node: StringNode): void {
    const inner: Mark[] = []
    if (node.template) new Marks(this.#text, inner).visit(node.template)
    inner.sort((a, b) => a.span.start - b.span.start)
    let from = node.start
    for (const mark of inner) {
      if (mark.span.start < from || mark.span.end > node.end) continue
      this.#add({ start: from, end: mark.span.start }, 'string')
      this.#found.push(mark)
      from = mark.span.end
    }
    this.#add({ start: from, end: node.end }, 'string')
  }

  /** The names of a JSONPath are properties. */
  #path(node: StringNode): void {
    const literal = literalText(node)
    if (literal?.isExact !== true) return this.#string(node)
    let from = node.start
    for (const segment of parseJsonPath(literal.text).path.segments) {
      for (const name of segment.type === 'property' ? segment.names : []) {
        const start = literal.at.start + name.start
        const end = literal.at.start + name.end
        if (start < from || end > node.end) continue
        this.#add({ start: from, end: start }, 'string')
        this.#add({ start, end }, 'property')
        from = end
      }
    }
    this.#add({ start: from, end: node.end }, 'string')
  }
}
