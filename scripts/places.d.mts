/** A place of a document under `test/language/places`. */
export interface Place {
  readonly area: string
  readonly file: string
  /** Below `test/language`; `places` unless it says otherwise. */
  readonly folder?: string
  /** From 1. */
  readonly line: number
  readonly column: number
  /** Characters behind the column that are taken away. */
  readonly deleted?: number
  readonly typed?: string
  /** Files of the same folder that belong to the definition. */
  readonly beside?: readonly string[]
  readonly must: readonly string[]
  readonly mustNot: readonly string[]
}

export function readPlaces(): readonly Place[]
export function readTemplatePlaces(): readonly Place[]
export function textOfPlace(place: Place, name?: string): string
export function typedAt(text: string, place: Place): { readonly before: string; readonly after: string }
