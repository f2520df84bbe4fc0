import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { vtlCompletion } from '../../server/src/language/vtl/vtlCompletion.ts'
import { createWorkspace } from '../../server/src/language/workspace.ts'
import { memoryFiles } from '../support/memoryFiles.ts'

/** A place in a template and labels that must and must not be proposed there; lines and columns count from 1. */
interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly has: readonly string[]
  readonly hasNot: readonly string[]
}

const read = (name: string) => readFileSync(path.join(import.meta.dirname, name), 'utf8')
const places = JSON.parse(read('vtlPlaces.json')) as readonly Place[]

it.each(places.map(place => [`${place.file}:${place.line}:${place.column}`, place] as const))(
  '%s',
  (_, place) => {
    const file = `/work/${place.file}`
    const workspace = createWorkspace(memoryFiles({}), () => ({}))
    workspace.setText(file, read(`vtlPlaces/${place.file}`))
    const position = { line: place.line - 1, character: place.column - 1 }
    const labels = (vtlCompletion(workspace, file, position) ?? []).map(({ label }) => label)
    expect(labels).toEqual(expect.arrayContaining([...place.has]))
    expect(labels.filter(label => place.hasNot.includes(label))).toEqual([])
  },
)
