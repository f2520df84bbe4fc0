import { STATUS_CODES } from 'node:http'
import type { Trace, Why, WhyFix } from '../protocol/trace.ts'
import { placed } from './gatewayHostApis.ts'

/** What `--why` prints: the sentence, what proves it, facts, ways out, AWS's page. */
export function whyText({ why, steps, response, connection }: Trace): readonly string[] {
  const { status } = response
  if (!why) return [nothingToExplain(status)]
  // The gateway response is what came of it, no step of the request.
  const own = steps.filter(({ name }) => name !== 'gatewayResponse')
  const index = own.findIndex(({ name }) => name === why.step)
  const title = own[index]?.title ?? why.step
  // The frame of a message has no status.
  const question = connection && connection.eventType !== 'CONNECT' ? 'Why?' : `Why ${status ?? ''}?`
  return whyLines(why, `${question} decided in step ${index + 1} of ${own.length}, ${title} [${why.cause}]`)
}

/** `Nothing to explain: 200 OK` */
export function nothingToExplain(status: number | undefined): string {
  return `Nothing to explain: ${status ?? ''} ${STATUS_CODES[status ?? 0] ?? ''}`.trimEnd()
}

/** The same of what no request decided: the end of a connection, a function URL. */
export function whyLines(why: Why, first = `Why? [${why.cause}]`): readonly string[] {
  return [
    first,
    `  ${plain(why.sentence)}`,
    ...(why.source ? [`  ${placed(why.source, '').replace(/: $/, '')}`] : []),
    ...evidenceLines(why),
    ...factLines(why),
    ...why.fixes.flatMap(fixLines),
    `  ${why.documentation}`,
  ]
}

function evidenceLines({ evidence }: Why): string[] {
  if (!evidence) return []
  const { firstLine, lines } = evidence
  const width = String(firstLine + lines.length).length
  return [
    '',
    `  ${evidence.title}`,
    ...lines.flatMap(({ text, isDeciding, wrong }, index) => {
      const number = String(firstLine + index).padStart(width)
      const line = `  ${isDeciding ? '>' : ' '} ${number} | ${text}`
      const mark =
        wrong && `    ${' '.repeat(width)} | ${' '.repeat(wrong.start)}${'^'.repeat(wrong.end - wrong.start)}`
      return mark === undefined ? [line] : [line, mark]
    }),
    '',
  ]
}

function factLines({ facts }: Why): string[] {
  return facts.map(({ label, text, source }) => {
    const place = source ? ` (${placed(source, '').replace(/: $/, '')})` : ''
    return `  ${label === '' ? '' : `${label}: `}${plain(text)}${place}`
  })
}

// What only opens a line needs no words here: the line stands above.
function fixLines(fix: WhyFix): string[] {
  if (fix.type === 'edit')
    return [
      `  Fix: ${fix.title} (${placed({ file: fix.change.edit.file, ...fix.change.edit.range.start }, '').replace(/: $/, '')})`,
      ...fix.change.removed.map(line => `    - ${line.trim()}`),
      ...fix.change.added.map(line => `    + ${line.trim()}`),
    ]
  return fix.type === 'rule' ? [`  Fix: ${fix.title}, by rule ${fix.rule} (gatehouse check)`] : []
}

function plain(text: string): string {
  return text.replaceAll('**', '')
}
