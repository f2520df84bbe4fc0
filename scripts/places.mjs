// The places of test/language/places.json: where in which file somebody types what, and the labels that must and must not
// be proposed there. Lines and columns count from 1; `deleted` characters behind the column are taken away first.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const file = path.join(path.dirname(fileURLToPath(import.meta.url)), '../test/language/places.json')

/** Every place. */
export function readPlaces() {
  return JSON.parse(readFileSync(file, 'utf8'))
}

/** A text once the place's own is typed: what stands before the cursor and after it. */
export function typedAt(text, { line, column, deleted = 0, typed = '' }) {
  const lines = text.split('\n')
  const at = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0) + column - 1
  return { before: text.slice(0, at) + typed, after: text.slice(at + deleted) }
}
