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

/** A line of the user's files that a trace in words names. Positions count from zero. */
export interface NamedPlace {
  /** Where its name stands: line and columns of the words. */
  readonly at: { readonly line: number; readonly start: number; readonly end: number }
  /** From a workspace folder, or absolute. */
  readonly file: string
  readonly line: number
  readonly character: number
}

/** The places that a trace in words names, each on a line of its own: `market/template.yaml:58:13`. */
export function namedPlaces(text: string): NamedPlace[] {
  return text.split('\n').flatMap((words, line) => {
    const [, indent = '', file, row, column] = /^(\s+)(\S.*?):(\d+):(\d+)\s*$/.exec(words) ?? []
    if (file === undefined) return []
    const at = { line, start: indent.length, end: words.trimEnd().length }
    return [{ at, file, line: Number(row) - 1, character: Number(column) - 1 }]
  })
}
