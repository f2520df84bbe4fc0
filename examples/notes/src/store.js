// Notes live in one JSON file in the temporary folder, so that every function process sees the same ones.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const file = process.env.NOTES_STORE ?? path.join(os.tmpdir(), 'gatehouse-notes.json')
const first = [{ noteId: 'n-1', text: 'Water the plants', tags: ['home'] }]

export function readNotes() {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'))
  } catch {
    return structuredClone(first)
  }
}

export function writeNotes(notes) {
  fs.writeFileSync(file, JSON.stringify(notes))
}

export const notFound = noteId => ({
  statusCode: 404,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ message: `There is no note ${noteId}` }),
})
