/** Whether a text with `*` and `?` matches another text as a whole. */
export function matchesWildcard(pattern: string, text: string): boolean {
  let [index, at, star, resumed] = [0, 0, -1, 0]
  while (at < text.length) {
    const character = pattern[index]
    if (character === '*') {
      star = index++
      resumed = at
    } else if (character === '?' || (character !== undefined && character === text[at])) {
      index++
      at++
    } else if (star >= 0) {
      index = star + 1
      at = ++resumed
    } else return false
  }
  while (pattern[index] === '*') index++
  return index === pattern.length
}

/** Whether some text matches both patterns. */
export function patternsMeet(a: string, b: string): boolean {
  // Row by row: reached[j] tells whether a[..i] and b[..j] can stand for the same text.
  let reached = firstRow(b)
  for (const character of a) {
    const next = [character === '*' && reached[0] === true]
    for (let column = 1; column <= b.length; column++) {
      const other = b[column - 1]
      const isSame = character === other || character === '?' || other === '?'
      next[column] =
        (character === '*' && (reached[column] === true || next[column - 1] === true)) ||
        (other === '*' && (next[column - 1] === true || reached[column] === true)) ||
        (isSame && character !== '*' && other !== '*' && reached[column - 1] === true)
    }
    reached = next
  }
  return reached[b.length] === true
}

function firstRow(b: string): boolean[] {
  const row = [true]
  for (const character of b) row.push(character === '*' && row.at(-1) === true)
  return row
}

/** Whether a text holds a wildcard. */
export function hasWildcard(text: string): boolean {
  return text.includes('*') || text.includes('?')
}
