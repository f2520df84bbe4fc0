import { randomUUID } from 'node:crypto'
import { notFound, readNotes, writeNotes } from './store.js'

/** Routes by their key, as API Gateway hands it over. A plain value becomes a 200 with JSON (payload format 2.0). */
const routes = {
  'GET /notes': () => ({ notes: readNotes() }),

  'POST /notes': ({ body }) => {
    const note = { noteId: `n-${randomUUID().slice(0, 4)}`, text: String(body.text ?? ''), tags: [] }
    writeNotes([...readNotes(), note])
    return {
      statusCode: 201,
      headers: { location: `/notes/${note.noteId}` },
      cookies: [`last-note=${note.noteId}; Path=/`],
      body: JSON.stringify(note),
    }
  },

  'GET /notes/{noteId}': ({ note, noteId }) => note ?? notFound(noteId),

  'PUT /notes/{noteId}': ({ notes, note, noteId, body }) => {
    if (!note) return notFound(noteId)
    Object.assign(note, { text: '', tags: [] }, body, { noteId })
    writeNotes(notes)
    return note
  },

  'PATCH /notes/{noteId}': ({ notes, note, noteId, body }) => {
    if (!note) return notFound(noteId)
    Object.assign(note, body, { noteId })
    writeNotes(notes)
    return note
  },

  'DELETE /notes/{noteId}': ({ notes, note, noteId }) => {
    if (!note) return notFound(noteId)
    writeNotes(notes.filter(other => other !== note))
    return { statusCode: 204 }
  },
}

export const handler = async event => {
  const notes = readNotes()
  const noteId = event.pathParameters?.noteId
  const text = event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString() : event.body
  const note = notes.find(candidate => candidate.noteId === noteId)
  console.log(event.routeKey, noteId ?? '')
  return routes[event.routeKey]({ notes, note, noteId, body: text ? JSON.parse(text) : {} })
}
