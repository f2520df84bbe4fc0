/** A text for who looks on: a client chooses how long it is, so of a longer one the first 500 characters. */
export function cut(text: string): string {
  return text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text
}

const mostCharacters = 500
