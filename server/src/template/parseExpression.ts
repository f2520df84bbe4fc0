import type { ReferenceReaders } from './parseReference.ts'
import { parseReference } from './parseReference.ts'
import type { ParserState } from './parserState.ts'
import { ParseFailure } from './parserState.ts'
import { parseString } from './parseString.ts'
import type { Token, TokenKind } from './tokens.ts'
import type {
  BinaryNode,
  Expression,
  ListNode,
  MapEntry,
  MapNode,
  NumberNode,
  RangeNode,
  ReferenceNode,
} from './tree.ts'
import { JavaDouble } from './values.ts'

/** Reads the expression of `#if` or of the right side of `#set`. */
export function parseExpression(state: ParserState): Expression {
  const level = state.enter()
  const node = parseBinary(state, 1)
  state.leave(level)
  return node
}

/** Reads an argument of a directive; undefined where none begins. */
export function parseDirectiveArgument(state: ParserState): Expression | undefined {
  const { kind, image, start, end } = state.peek()
  if (kind === 'word') {
    state.take()
    return { kind: 'word', text: image, ...state.span(start, end) }
  }
  return parseValue(state)
}

/** Reads a reference wherever one stands, in text or in an expression. */
export function parseAnyReference(state: ParserState): ReferenceNode {
  const level = state.enter()
  const node = parseReference(state, referenceReaders)
  state.leave(level)
  return node
}

const referenceReaders: ReferenceReaders = { argument: parseParameter, index: parseIndex }

const levels: ReadonlyMap<TokenKind, { readonly operator: BinaryNode['operator']; readonly level: number }> =
  new Map([
    ['or', { operator: '||', level: 1 }],
    ['and', { operator: '&&', level: 2 }],
    ['eq', { operator: '==', level: 3 }],
    ['ne', { operator: '!=', level: 3 }],
    ['lt', { operator: '<', level: 4 }],
    ['gt', { operator: '>', level: 4 }],
    ['le', { operator: '<=', level: 4 }],
    ['ge', { operator: '>=', level: 4 }],
    ['plus', { operator: '+', level: 5 }],
    ['minus', { operator: '-', level: 5 }],
    ['multiply', { operator: '*', level: 6 }],
    ['divide', { operator: '/', level: 6 }],
    ['modulus', { operator: '%', level: 6 }],
  ])

function parseBinary(state: ParserState, lowest: number): Expression {
  let left = parseUnary(state)
  for (let length = 0; ; length++) {
    const known = levels.get(state.peek().kind)
    if (!known || known.level < lowest) return left
    state.checkChain(length)
    const operator = state.take()
    const right = parseBinary(state, known.level + 1)
    const node: BinaryNode = {
      kind: 'binary',
      start: left.start,
      end: right.end,
      operator: known.operator,
      operatorSpan: state.span(operator.start, operator.end),
      left,
      right,
      literals: known.operator === '+' ? [literalOf(state, left), literalOf(state, right)] : noLiterals,
    }
    // Velocity's tree holds a binary node's text from its right operand on.
    state.literals.set(node, state.text.slice(operator.end, state.lastEnd))
    left = node
  }
}

const noLiterals = ['', ''] as const

function literalOf(state: ParserState, node: Expression): string {
  if (node.kind === 'reference') return node.shown.text
  return state.literals.get(node) ?? ''
}

function parseUnary(state: ParserState): Expression {
  const isNot =
    state.peek().kind === 'not' || (state.peek().kind === 'whitespace' && state.peek(1).kind === 'not')
  if (!isNot) return parsePrimary(state)
  state.accept('whitespace')
  const { start } = state.take()
  const level = state.enter()
  const operand = parseUnary(state)
  state.leave(level)
  return { kind: 'not', start: state.place(start), end: operand.end, operand }
}

function parsePrimary(state: ParserState): Expression {
  state.accept('whitespace')
  const value = state.peek().kind === 'parenOpen' ? parseGroup(state) : parseValue(state)
  if (!value) throw state.unexpected('a value')
  state.accept('whitespace')
  return value
}

function parseGroup(state: ParserState): Expression {
  const open = state.take()
  const expression = parseExpression(state)
  const close = state.expect('parenClose', "')' or an operator")
  const group: Expression = {
    kind: 'group',
    ...state.span(open.start, close.start + 1),
    expression,
  }
  state.literals.set(group, state.text.slice(open.end, close.start))
  return group
}

function parseParameter(state: ParserState): Expression {
  state.accept('whitespace')
  const value = parseValue(state)
  if (!value) throw state.unexpected('a value')
  state.accept('whitespace')
  return value
}

const indexStarts: ReadonlySet<TokenKind> = new Set<TokenKind>([
  'string',
  'integer',
  'true',
  'false',
  'identifier',
  'leftCurly',
])

function parseIndex(state: ParserState): Expression {
  state.accept('whitespace')
  const value = indexStarts.has(state.peek().kind) ? parseValue(state) : undefined
  if (!value) throw state.unexpected('an index')
  state.accept('whitespace')
  return value
}

/** A literal or a reference, without blanks around it; undefined where none begins. */
function parseValue(state: ParserState): Expression | undefined {
  const token = state.peek()
  switch (token.kind) {
    case 'string':
      return parseString(state)
    case 'identifier':
    case 'leftCurly':
      return parseAnyReference(state)
    case 'integer':
    case 'float':
      return parseNumber(state)
    case 'true':
    case 'false':
      state.take()
      return {
        kind: 'boolean',
        start: state.place(token.start),
        end: state.place(token.end),
        value: token.kind === 'true',
      }
    case 'leftBracket':
      return deeper(state, parseBrackets)
    case 'mapOpen':
      return deeper(state, parseMap)
    default:
      return undefined
  }
}

function deeper(state: ParserState, read: (state: ParserState) => Expression): Expression {
  const level = state.enter()
  const node = read(state)
  state.leave(level)
  return node
}

function parseNumber(state: ParserState): NumberNode {
  const token = state.take()
  const { kind, image, start, end } = token
  // A lone '#' before it belongs to the number, as Velocity cuts it.
  if (!/^[-.\d]/.test(image)) {
    throw new ParseFailure(
      `'${image}' is no number, so API Gateway refuses the template; leave out what stands before it`,
      token,
    )
  }
  if (kind === 'float') {
    return { kind: 'number', ...state.span(start, end), value: new JavaDouble(Number(image)) }
  }
  const value = Number(image)
  return {
    kind: 'number',
    ...state.span(start, end),
    value: Number.isSafeInteger(value) ? value || 0 : BigInt(image),
  }
}

/** `[1..3]` or a list. */
function parseBrackets(state: ParserState): ListNode | RangeNode {
  const open = state.take()
  const items: Expression[] = []
  if (state.peek().kind !== 'rightBracket') {
    const first = parseParameter(state)
    if (state.peek().kind === 'doubleDot' && (first.kind === 'reference' || isInteger(first))) {
      return parseRange(state, open, first)
    }
    items.push(first)
    while (state.accept('comma')) items.push(parseParameter(state))
  }
  state.expect('rightBracket', "']' or ','")
  return { kind: 'list', ...state.span(open.start, state.lastEnd), items }
}

function parseRange(state: ParserState, open: Token, from: Expression): RangeNode {
  state.take()
  const to = parseParameter(state)
  if (to.kind !== 'reference' && !isInteger(to))
    throw state.unexpected('an integer or a reference before this')
  state.expect('rightBracket', "']'")
  const range: RangeNode = { kind: 'range', ...state.span(open.start, state.lastEnd), from, to }
  state.literals.set(range, state.text.slice(open.start, state.lastEnd))
  return range
}

function isInteger(node: Expression): boolean {
  return node.kind === 'number' && !(node.value instanceof JavaDouble)
}

function parseMap(state: ParserState): MapNode {
  const open = state.take()
  const entries: MapEntry[] = []
  state.accept('whitespace')
  if (!isMapEnd(state.peek())) {
    entries.push(parseEntry(state))
    while (state.accept('comma')) entries.push(parseEntry(state))
  }
  if (!isMapEnd(state.peek())) throw state.unexpected("'}' or ','")
  state.take()
  return { kind: 'map', ...state.span(open.start, state.lastEnd), entries }
}

function isMapEnd({ kind }: Token): boolean {
  return kind === 'mapClose' || kind === 'rightCurly'
}

function parseEntry(state: ParserState): MapEntry {
  const key = parseParameter(state)
  state.expect('colon', "':'")
  const value = parseParameter(state)
  return { kind: 'entry', start: key.start, end: value.end, key, value }
}
