import type { Range } from '../base/text.ts'
import { documentOf } from '../syntax/node.ts'
import { rangeOfMention } from './references.ts'
import { isExact } from './symbols/mention.ts'
import type { FoundSymbol } from './symbols/symbolTable.ts'

/** LSP's `LinkedEditingRanges`. */
export interface LinkedRanges {
  readonly ranges: Range[]
  /** Regular expression of what stays one name. */
  readonly wordPattern: string
}

/**
 * The places that change together while a declared name is typed. Typing in a reference changes none of the others: there
 * one chooses another name.
 */
export function linkedEditing({ mention, mentions }: FoundSymbol): LinkedRanges | undefined {
  const { file } = documentOf(mention.node)
  const isApt =
    mention.isDeclaration &&
    mentions.length > 1 &&
    mentions.every(each => documentOf(each.node).file === file && isExact(each) && isWrittenAlike(each))
  return isApt ? { ranges: mentions.map(rangeOfMention), wordPattern: '[\\w.-]+' } : undefined
}

function isWrittenAlike({ write, name }: FoundSymbol['mention']): boolean {
  return !write || write(name) === name
}
