/**
 * Whether a text is a regular expression as Java has them. What JavaScript does not have (flags in the expression,
 * possessive quantifiers, `\Q…\E`) is given the benefit of the doubt.
 */
export function isRegularExpression(text: string): boolean {
  if (/\(\?[a-zA-Z-]+[:)]|\(\?>|[*+?}]\+|\\[QEAzZGhR]|\\p\{|\[\[:|&&/.test(text)) return true
  try {
    new RegExp(text)
    return true
  } catch {
    return false
  }
}
