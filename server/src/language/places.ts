import type { Origin } from '../base/origin.ts'
import type { Location } from '../protocol/places.ts'

/** Turns file paths into URIs and back; the language room holds no URL code of its own. */
export interface Uris {
  readonly toUri: (file: string) => string
  readonly toFile: (uri: string) => string
}

/** The place of a fact, for the editor. */
export function locationOf(origin: Origin, uris: Uris): Location {
  return { uri: uris.toUri(origin.file), range: origin.range }
}
