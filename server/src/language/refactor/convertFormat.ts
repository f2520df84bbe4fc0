import { createScanner } from 'jsonc-parser'
import { Lexer } from 'yaml'
import type { Definition } from '../../api/api.ts'
import type { Range } from '../../base/text.ts'
import type { DefinitionResult } from '../../definitions/definitionResult.ts'
import { endOfLine } from '../../syntax/edits.ts'
import type { SourceDocument } from '../../syntax/node.ts'
import { toValue } from '../../syntax/node.ts'
import { parseText } from '../../syntax/parse.ts'
import { jsonOfTree, yamlOfTree } from '../../syntax/printTree.ts'
import { chainAt } from './chain.ts'
import { meaningOf } from './meaning.ts'

/** A definition in the other format. */
export interface ConvertedFormat {
  readonly language: 'json' | 'yaml'
  readonly text: string
  /** What the other format does not have, or this conversion does not keep: ends of sentences, `3 comments`. */
  readonly lost: readonly string[]
}

/**
 * A document of JSON as YAML, or the other way round, with everything in its order; intrinsic functions come in their
 * long form, which both formats have. A text says why it cannot be converted.
 */
export function convertFormat(document: SourceDocument): ConvertedFormat | string {
  const { root, text, diagnostics } = document
  const [fault] = diagnostics
  if (fault) return `line ${fault.range.start.line + 1} is broken: ${fault.message}`
  if (!root) return 'it is empty'
  const language = document.language === 'json' ? 'yaml' : 'json'
  const made = language === 'json' ? `${jsonOfTree(root)}\n` : yamlOfTree(root)
  const again = parseText(`converted.${language}`, made)
  // What JSON cannot say, such as a number that is infinite.
  if (meaningOf(again.root) !== meaningOf(root) || hasNoJson(toValue(root))) {
    return 'it holds a value that JSON cannot say'
  }
  return { language, text: made.replaceAll('\n', endOfLine(text)), lost: lostIn(document) }
}

/** What the CDK and Terraform write is JSON only. */
export function hasBothFormats(kind: Definition['kind']): boolean {
  return kind !== 'cdk' && kind !== 'terraform'
}

/** Whether the conversion is offered at a place: at a key of the root of a definition that both formats can say. */
export function isConvertible(
  document: SourceDocument,
  range: Range,
  { definition }: DefinitionResult,
): boolean {
  const isOwn = definition?.file === document.file && !document.file.startsWith('untitled:')
  const hasBoth = definition && hasBothFormats(definition.kind)
  const [entry, ...deeper] = chainAt(document, range)
  return isOwn && hasBoth === true && entry !== undefined && deeper.length === 0
}

function hasNoJson(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isFinite(value)
  return typeof value === 'object' && value !== null && Object.values(value).some(hasNoJson)
}

function lostIn({ language, text, hasAnchors }: SourceDocument): string[] {
  const comments = language === 'json' ? jsonComments(text) : yamlComments(text)
  return [
    ...(comments === 0 ? [] : [comments === 1 ? '1 comment' : `${comments} comments`]),
    ...(hasAnchors === true ? ['its anchors, whose values are written out'] : []),
  ]
}

/** `SyntaxKind` of the scanner, which is an ambient enumeration. */
const [endOfFile, lineComment, blockComment] = [17, 12, 13]

function jsonComments(text: string): number {
  const scanner = createScanner(text)
  let count = 0
  for (let kind: number = scanner.scan(); kind !== endOfFile; kind = scanner.scan()) {
    if (kind === lineComment || kind === blockComment) count++
  }
  return count
}

function yamlComments(text: string): number {
  let count = 0
  let before = ''
  for (const token of new Lexer().lex(text)) {
    // The library's mark of a scalar, which may begin with a hash in a block.
    if (token.startsWith('#') && before !== '\u001f') count++
    before = token
  }
  return count
}
