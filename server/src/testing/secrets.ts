/** Puts a word in the place of every secret in a text. */
export function withoutSecrets(text: string, secrets: ReadonlySet<string>): string {
  // Longer ones first: a shorter one may be part of it.
  const all = [...secrets].filter(each => each.length >= 4).sort((a, b) => b.length - a.length)
  return all.reduce((rest, secret) => rest.replaceAll(secret, 'SECRET'), text)
}
