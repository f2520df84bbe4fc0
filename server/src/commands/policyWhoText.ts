import path from 'node:path'
import type { AccessAnswer, AccessMatrix } from '../protocol/access.ts'
import type { SourceLine } from '../protocol/trace.ts'

const kinds = { rest: 'REST', http: 'HTTP', websocket: 'WebSocket' } as const

/** The matrix for a reader: identities by letter, a table of routes, then each different answer with its reasons. */
export function whoText(matrix: AccessMatrix): string {
  const { apiName, apiType, stage, identities, routes, answers, notes } = matrix
  const letters = identities.map((_, index) => letterOf(index))
  const people = identities.map(({ name, detail }, index) => [letters[index] ?? '', name, detail])
  const head = ['', '', ...letters, '', '']
  const rows = routes.map(route => [
    route.method,
    route.path,
    ...route.answers.map(index => cellOf(answers[index], index)),
    `${route.guard}${route.needsApiKey ? ', API key' : ''}`,
    placed(route.guardSource),
  ])
  const reasons = answers.flatMap((answer, index) => reasonLines(answer, index))
  return `${[
    `${apiName} (${kinds[apiType]}, stage ${stage})`,
    '',
    ...aligned(people),
    '',
    ...aligned([head, ...rows]),
    '',
    ...reasons,
    ...(notes.length > 0 ? ['', ...notes.map(note => `  note: ${plain(note)}`)] : []),
  ].join('\n')}\n`
}

function cellOf(answer: AccessAnswer | undefined, index: number): string {
  if (!answer) return ''
  const word = answer.verdict === 'allowed' ? 'yes' : answer.verdict === 'refused' ? answer.word : '?'
  return `${word} [${index + 1}]`
}

function reasonLines(answer: AccessAnswer, index: number): string[] {
  const { verdict, word, summary, decidedBy, statements } = answer
  const what =
    verdict === 'allowed' ? 'may call' : verdict === 'refused' ? `refused, ${word}` : `depends: ${word}`
  return [
    `  [${index + 1}] ${what}. ${plain(summary)}`,
    ...decidedBy.map(({ label, source }) => `        ${label} at ${placed(source)}`),
    ...statements
      .filter(({ isDeciding }) => !isDeciding)
      .map(
        ({ name, effect, outcome, source }) =>
          `        ${name} (${effect})${source ? ` at ${placed(source)}` : ''}: ${outcome}`,
      ),
  ]
}

function letterOf(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26))
  return index < 26 ? letter : `${letter}${Math.floor(index / 26)}`
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = []
  for (const row of rows) {
    for (const [column, text] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, text.length)
  }
  return rows.map(row =>
    `  ${row.map((text, column) => text.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
  )
}

function placed({ file, line, character }: SourceLine): string {
  return `${path.relative('', file) || file}:${line + 1}:${character + 1}`
}

function plain(text: string): string {
  return text.replace(/\*\*([^*]+)\*\*/g, '$1').replaceAll('`', "'")
}
