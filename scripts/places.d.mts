/** A place of a document under `test/language/places`. */
export interface Place {
  readonly area: string
  readonly file: string
  /** From 1. */
  readonly line: number
  readonly column: number
  /** Characters behind the column that are taken away. */
  readonly deleted?: number
  readonly typed?: string
  readonly must: readonly string[]
  readonly mustNot: readonly string[]
}

export function readPlaces(): readonly Place[]
export function typedAt(text: string, place: Place): { readonly before: string; readonly after: string }
