import type { Node, ScalarNode } from '../../syntax/node.ts'
import { documentOf } from '../../syntax/node.ts'

/** What a name of a definition is the name of. */
export type SymbolKind =
  | 'resource'
  | 'parameter'
  | 'output'
  | 'condition'
  | 'mapping'
  | 'component'
  | 'securityScheme'
  | 'requestValidator'
  | 'operation'
  | 'authorizer'
  | 'model'
  | 'route'
  | 'function'
  | 'stageVariable'
  | 'scope'
  | 'pathParameter'
  | 'anchor'

/** Offsets that move with their text. */
export interface Mark {
  readonly start: number
  readonly end: number
}

/** One place where a name is declared or used. */
export interface Mention {
  readonly kind: SymbolKind
  readonly name: string
  readonly isDeclaration: boolean
  /** The scalar in which the name is written. */
  readonly node: Node
  /** The name and nothing else; the whole scalar where escapes keep it from being told. */
  readonly mark: Mark
  /** What the name may stand for, the nearest first: `condition /work/template.yaml IsProd`. */
  readonly symbols: (scope: Scope) => readonly string[]
  /** How a name is written here, where that is not the name itself. */
  readonly write?: (name: string) => string
}

/** What names are looked up in. */
export interface Scope {
  /** The template or definition whose names count. */
  readonly file: string
  /** The OpenAPI document around the place: its file, and the pointer of its root in it. */
  readonly openApi: { readonly file: string; readonly pointer: string; readonly isSwagger: boolean }
  /** What `#` of a `$ref` means. */
  readonly references: { readonly file: string; readonly pointer: string }
  /** Path of a file that a `$ref` names. */
  readonly resolve: (path: string) => string
  /** Id of the API; undefined where it cannot be told. */
  readonly api: string | undefined
}

/** A name by which a symbol is known in a scope. */
export function symbolOf(kind: string, ...parts: readonly string[]): string {
  return [kind, ...parts].join(' ')
}

/** A mention of a whole scalar, a key or a value. */
export function mentionOf(
  kind: SymbolKind,
  node: ScalarNode,
  isDeclaration: boolean,
  symbols: Mention['symbols'],
): Mention {
  const name = String(node.value)
  return { kind, name, isDeclaration, node, mark: markIn(node, name), symbols }
}

/** Where `name` stands in the text of a scalar, `at` units into its value; the whole scalar where that cannot be told. */
export function markIn(node: ScalarNode, name: string, at = 0): Mark {
  const value = String(node.value)
  // A quote stands in front, or nothing; whatever is escaped makes the text differ from the value.
  const lead = documentOf(node).text.slice(node.start, node.end).indexOf(value)
  return lead < 0 ? node : movingMark(node, lead + at, name.length)
}

/** It moves with its node, so that mentions may be kept from one edit to the next. */
export function movingMark(node: Node, offset: number, length: number): Mark {
  return {
    get start() {
      return node.start + offset
    },
    get end() {
      return node.start + offset + length
    },
  }
}

/** Whether the marked text is the name as it is written there, so that another name can be put in its place. */
export function isExact({ node, mark, name, write }: Mention): boolean {
  return documentOf(node).text.slice(mark.start, mark.end) === (write ? write(name) : name)
}
