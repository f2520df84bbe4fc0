import { jsonTokens, type JsonTokenKind } from './jsonText.ts'

/** One line of a body, coloured where it is JSON; a very long one is cut. */
export function CodeLine({ line, isJson }: { line: string; isJson: boolean }) {
  const shown = line.length > maxLineLength ? `${line.slice(0, maxLineLength)}…` : line
  if (!isJson) return <span>{shown}</span>
  return (
    <span>
      {jsonTokens(shown).map((token, index) =>
        token.kind === 'plain' ? (
          token.text
        ) : (
          <span key={index} class={tokenClasses[token.kind]}>
            {token.text}
          </span>
        ),
      )}
    </span>
  )
}

const maxLineLength = 1000

const tokenClasses: Readonly<Record<Exclude<JsonTokenKind, 'plain'>, string>> = {
  name: 'k',
  string: 's',
  number: 'd',
  word: 'o',
}
