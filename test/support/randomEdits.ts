/** A text after some edits, and what the last one was. */
export interface EditedText {
  readonly text: string
  readonly edit: string
}

/**
 * Edits of the kinds that people make, one after the other, the same ones for the same seed. One that may break the text
 * is taken back by the next, as a half-typed line is finished; the others stay.
 */
export function* randomEdits(start: string, count: number, seed: number): Generator<EditedText> {
  const random = randomNumbers(seed)
  const below = (limit: number): number => Math.floor(random() * limit)
  let text = start
  for (let round = 0; round < count; round++) {
    const kind = kinds[below(kinds.length)]
    const edited = kind?.(text.split('\n'), below, text) ?? text
    yield { text: edited, edit: `edit ${round} by ${kind?.name ?? ''}` }
    if (kind && lasting.has(kind)) text = edited
    else yield { text, edit: `edit ${round} taken back` }
  }
}

type Below = (limit: number) => number

type Kind = (lines: readonly string[], below: Below, text: string) => string

const kinds: readonly Kind[] = [
  letter,
  digit,
  comment,
  function letterAtLineEnd(lines, below) {
    const at = below(lines.length)
    return lines
      .map((line, index) =>
        index === at ? `${line.replace(/\r$/, '')}y${/\r$/.exec(line)?.[0] ?? ''}` : line,
      )
      .join('\n')
  },
  function removedLine(lines, below) {
    const at = below(lines.length)
    return lines.filter((_, index) => index !== at).join('\n')
  },
  function repeatedLine(lines, below) {
    const at = below(lines.length)
    return lines.flatMap((line, index) => (index === at ? [line, line] : [line])).join('\n')
  },
  function newLine(lines, below) {
    const at = below(lines.length)
    return lines
      .flatMap((line, index) => {
        const indent = /^ */.exec(line)?.[0] ?? ''
        const added = [
          '',
          `${indent}# comment`,
          `${indent}added: 1`,
          `${indent}"added": 1,`,
          `${indent}half`,
          `${indent}- item`,
        ]
        return index === at ? [added[below(added.length)] ?? '', line] : [line]
      })
      .join('\n')
  },
  function removedStretch(_, below, text) {
    const at = below(text.length)
    return text.slice(0, at) + text.slice(at + 1 + below(40))
  },
  function mark(_, below, text) {
    const marks = [
      '"',
      "'",
      '{',
      '}',
      '[',
      ']',
      ':',
      ',',
      '&a ',
      '*a',
      '#',
      '|',
      '>',
      '- ',
      '  ',
      '\n',
      '\r',
      '\t',
      '---\n',
      '%',
      '!Ref ',
      '<<: ',
      '\\',
    ]
    const at = below(text.length)
    return text.slice(0, at) + (marks[below(marks.length)] ?? '') + text.slice(at)
  },
  function indented(lines, below) {
    const at = below(lines.length)
    const until = at + 1 + below(5)
    return lines.map((line, index) => (index >= at && index < until ? `  ${line}` : line)).join('\n')
  },
]

function letter(_: readonly string[], below: Below, text: string): string {
  const places = [...text.matchAll(/[a-z]{3}/g)]
  const at = (places[below(places.length)]?.index ?? 0) + 1
  return `${text.slice(0, at)}x${text.slice(at)}`
}

function digit(_: readonly string[], below: Below, text: string): string {
  const places = [...text.matchAll(/\d/g)]
  const at = places[below(places.length)]?.index ?? 0
  return `${text.slice(0, at)}${below(10)}${text.slice(at + 1)}`
}

function comment(lines: readonly string[], below: Below): string {
  const at = below(lines.length)
  return lines
    .flatMap((line, index) => (index === at ? [line.trim().startsWith('"') ? '' : '# note', line] : [line]))
    .join('\n')
}

const lasting: ReadonlySet<Kind> = new Set([letter, digit, comment])

/** Numbers from 0 to 1 (mulberry32), the same for the same seed. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
