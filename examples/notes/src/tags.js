import { notFound, readNotes, writeNotes } from './store.js'

export const handler = async event => {
  const notes = readNotes()
  if (event.routeKey === 'GET /tags') return { tags: [...new Set(notes.flatMap(note => note.tags))].sort() }

  const { noteId, tag } = event.pathParameters
  const note = notes.find(candidate => candidate.noteId === noteId)
  if (!note) return notFound(noteId)
  const others = note.tags.filter(other => other !== tag)
  note.tags = event.requestContext.http.method === 'PUT' ? [...others, tag] : others
  writeNotes(notes)
  return note
}
