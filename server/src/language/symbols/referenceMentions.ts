import { escapeSegment, pointerTo, unescapeSegment } from '../../base/jsonPointer.ts'
import type { ScalarNode } from '../../syntax/node.ts'
import { decodeReference } from '../../syntax/references.ts'
import type { Mention, Scope } from './mention.ts'
import { markIn, symbolOf } from './mention.ts'

/** What stands at a place of a document is known by: `reference FILE#/components/schemas/Book`. */
export function referenceSymbol(
  document: { readonly file: string; readonly pointer: string },
  path: readonly string[],
): string {
  return symbolOf('reference', `${document.file}#${path.reduce(pointerTo, document.pointer)}`)
}

/** Of a symbol that `referenceSymbol` gave: the file and the pointer in it. */
export function placeOfReference(
  symbol: string,
): { readonly file: string; readonly pointer: string } | undefined {
  const found = /^reference ([^#]*)#(.+)$/s.exec(symbol)
  return found ? { file: found[1] ?? '', pointer: found[2] ?? '' } : undefined
}

/**
 * The names in the text of a `$ref`: the last one, and the component in which it lies
 * (`#/components/schemas/Book/properties/title` names `Book` and `title`). A reference to a whole file names nothing.
 */
export function referenceMentions(node: ScalarNode): Mention[] {
  const text = String(node.value)
  const hash = text.indexOf('#/')
  if (hash < 0 || /^([a-z][a-z0-9+.-]+:|\/\/)/i.test(text)) return []
  const file = decodeReference(text.slice(0, hash))
  const segments = text.slice(hash + 2).split('/')
  const depth = segments[0] === 'components' ? 3 : 2
  const depths = segments.length > depth ? [depth, segments.length] : [segments.length]
  return depths.map(length => {
    const written = segments[length - 1] ?? ''
    const path = segments.slice(0, length).map(segment => unescapeSegment(decodeReference(segment)))
    const at =
      hash + 1 + segments.slice(0, length - 1).reduce((sum, segment) => sum + segment.length + 1, 0) + 1
    const isPlain = written === escapeSegment(unescapeSegment(decodeReference(written)))
    return {
      kind: 'component',
      name: path.at(-1) ?? '',
      isDeclaration: false,
      node,
      mark: markIn(node, written, at),
      symbols: scope => [referenceSymbol(documentNamed(file, scope), path)],
      ...(isPlain && { write: escapeSegment }),
    }
  })
}

function documentNamed(file: string, { references, resolve }: Scope): { file: string; pointer: string } {
  return file === '' ? references : { file: resolve(file), pointer: '' }
}
