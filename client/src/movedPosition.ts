interface Position {
  readonly line: number
  readonly character: number
}

/** One change of a document, as VS Code tells it: places of the text before it. */
export interface TextChange {
  readonly range: { readonly start: Position; readonly end: Position }
  readonly text: string
}

/** Where a place stands after changes of the text, which are told from the last to the first as VS Code does. */
export function movedPosition(position: Position, changes: readonly TextChange[]): Position {
  return changes.reduce(moved, position)
}

function moved(position: Position, { range: { start, end }, text }: TextChange): Position {
  // What is written at the place itself, such as the first letter of a template, stands behind it.
  if (isBefore(position, end) || (isSame(position, end) && isSame(start, end))) return position
  const lines = text.split(/\r\n|\r|\n/)
  const last = lines.at(-1)?.length ?? 0
  const line = position.line + lines.length - 1 - (end.line - start.line)
  if (position.line !== end.line) return { line, character: position.character }
  const before = lines.length === 1 ? start.character + last : last
  return { line, character: before + position.character - end.character }
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character)
}

function isSame(a: Position, b: Position): boolean {
  return a.line === b.line && a.character === b.character
}
