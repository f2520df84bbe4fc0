// The places of test/language/places.json: where in which file somebody types what, and the labels that must and must not
// be proposed there. Lines and columns count from 1; `deleted` characters behind the column are taken away first. `beside`
// names files of the same folder that belong to the definition.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), '../test/language')

/** Every place. */
export function readPlaces() {
  return JSON.parse(readFileSync(path.join(folder, 'places.json'), 'utf8'))
}

/** The places in mapping templates, in the same shape; nothing is typed there. */
export function readTemplatePlaces() {
  const places = JSON.parse(readFileSync(path.join(folder, 'vtlPlaces.json'), 'utf8'))
  return places.map(({ has, hasNot, ...place }) => ({
    area: 'vtl',
    folder: 'vtlPlaces',
    ...place,
    must: has,
    mustNot: hasNot,
  }))
}

/** The text of a place's file, or of one beside it. */
export function textOfPlace({ file, folder: own = 'places' }, name = file) {
  return readFileSync(path.join(folder, own, name), 'utf8')
}

/** A text once the place's own is typed: what stands before the cursor and after it. */
export function typedAt(text, { line, column, deleted = 0, typed = '' }) {
  const lines = text.split('\n')
  const at = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0) + column - 1
  return { before: text.slice(0, at) + typed, after: text.slice(at + deleted) }
}
