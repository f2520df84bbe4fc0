import type { Fix } from '../base/diagnostic.ts'
import type { Node } from '../syntax/node.ts'
import type { ValidationError } from './generated/validators.js'
import type { SchemaPlace } from './jsonSchema.ts'
import type { SchemaKind } from './places.ts'

/** A part of a document that follows one schema. */
export interface SchemaTarget {
  readonly kind: SchemaKind
  /** Key of the compiled validator, which is also the schema's address. */
  readonly schema: string
  readonly node: Node
  /** Keys from the document's root to `node`. */
  readonly path: readonly string[]
  /** Keys from the value that a whole schema describes to `node`, where that is a part of it. */
  readonly within: readonly string[]
  /** Nodes inside that follow another schema, or none. */
  readonly pruned: ReadonlySet<Node>
  /** An OpenAPI document inside a template. */
  readonly isBody: boolean
  /** What a message calls `node` itself. */
  readonly name: string
}

/** Where a fault is, with all that its message may need. */
export interface FaultContext {
  readonly error: ValidationError
  readonly target: SchemaTarget
  /** The value that the schema refuses. */
  readonly node: Node
  /** Name of the value: its key, or that of the list it stands in. */
  readonly name: string
  /** Name of what holds the value. */
  readonly owner: string
  readonly places: readonly SchemaPlace[]
}

/** A fault in words; the mark is what gets the squiggle. */
export interface Fault {
  readonly code: string
  readonly message: string
  readonly mark: Node
  readonly fixes?: readonly Fix[]
}
