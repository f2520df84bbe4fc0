import type { DocumentHighlight } from 'vscode-languageserver-types'
import { DocumentHighlightKind } from 'vscode-languageserver-types'
import type { Range } from '../base/text.ts'
import type { Location } from '../protocol/places.ts'
import { documentOf, rangeOf } from '../syntax/node.ts'
import type { Uris } from './places.ts'
import type { Mention } from './symbols/mention.ts'
import type { FoundSymbol } from './symbols/symbolTable.ts'

/** Where a name is used, and declared where that is asked for. */
export function references({ mentions }: FoundSymbol, withDeclaration: boolean, uris: Uris): Location[] {
  return mentions
    .filter(({ isDeclaration }) => withDeclaration || !isDeclaration)
    .map(mention => locationOfMention(mention, uris))
}

/** Where a name is declared. */
export function declarations({ mentions }: FoundSymbol, uris: Uris): Location[] {
  return mentions
    .filter(({ isDeclaration }) => isDeclaration)
    .map(mention => locationOfMention(mention, uris))
}

/** The places of a name in one file; a declaration is where it is written. */
export function documentHighlight({ mentions }: FoundSymbol, file: string): DocumentHighlight[] {
  return mentions
    .filter(({ node }) => documentOf(node).file === file)
    .map(mention => ({
      range: rangeOfMention(mention),
      kind: mention.isDeclaration ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
    }))
}

/** The name and nothing else. */
export function rangeOfMention({ node, mark }: Mention): Range {
  return rangeOf(node, mark)
}

function locationOfMention(mention: Mention, uris: Uris): Location {
  return { uri: uris.toUri(documentOf(mention.node).file), range: rangeOfMention(mention) }
}
