import type { MappingNode } from '../../syntax/node.ts'

/** A logical id made of words (`get-books-bookId`: `GetBooksBookId`) that neither the template has nor what is added to it. */
export function freeId(
  resources: MappingNode,
  words: string,
  added: Readonly<Record<string, unknown>> = {},
): string {
  const wanted = capitalized(words)
  const isTaken = (id: string) => id in added || resources.entries.some(({ name }) => name === id)
  let id = wanted
  for (let count = 2; isTaken(id); count++) id = `${wanted}${count}`
  return id
}

/** Letters and digits alone, each word with a capital. */
export function capitalized(words: string): string {
  return words
    .split(/[^A-Za-z0-9]+/)
    .filter(word => word !== '')
    .map(word => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
}
