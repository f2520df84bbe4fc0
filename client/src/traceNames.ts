/** Of a route or an id, for a file or a tab: `GET /books/{id}` is `GET-books-id`. */
export function traceStem(name: string): string {
  return name.replace(/[^\w]+/g, '-').replace(/^-|-$/g, '')
}

/**
 * The name of the document that shows a trace in words. It has no ending of a data format: VS Code would take the words
 * for JSON, colour them so and mark them as faulty.
 */
export function wordsName(name: string): string {
  return name.replace(/(\.trace)?\.json$/i, '.trace')
}
