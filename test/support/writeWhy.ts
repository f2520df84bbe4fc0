import type { SourceLine, Why, WhyFix } from '../../server/src/protocol/trace.ts'

/**
 * What Why? says, as a test reads it: the cause with the step and the text of the line that it names, the sentence, the
 * deciding lines of the evidence (`^` under what is wrong), facts and fixes.
 */
export function writeWhy(why: Why | undefined, texts: ReadonlyMap<string, string>): string {
  if (!why) return 'nothing'
  const place = why.source ? ` at ${placed(why.source, texts)}` : ''
  return [
    `${why.cause} in ${why.step}${place}${why.isQuiet ? ' (when asked)' : ''}`,
    why.sentence,
    ...(why.evidence?.lines ?? []).flatMap(({ text, isDeciding, wrong }, index) => [
      ...(isDeciding ? [`${(why.evidence?.firstLine ?? 0) + index} > ${text}`] : []),
      ...(wrong ? [`    ${' '.repeat(wrong.start)}${'^'.repeat(wrong.end - wrong.start)}`] : []),
    ]),
    ...why.facts.map(
      ({ label, text, source }) => `- ${label}: ${text}${source ? ` (${lineOf(source)})` : ''}`,
    ),
    ...why.fixes.flatMap(fix => writeFix(fix)),
  ].join('\n')
}

function writeFix(fix: WhyFix): string[] {
  switch (fix.type) {
    case 'edit':
      return [
        `* ${fix.title}`,
        ...fix.change.removed.map(line => `  - ${line.trim()}`),
        ...fix.change.added.map(line => `  + ${line.trim()}`),
      ]
    case 'rule':
      return [`* ${fix.title} (${fix.rule}, ${lineOf(fix.source)})`]
    case 'open':
      return [`* ${fix.title} (${lineOf(fix.source)})`]
    case 'log':
      return [`* ${fix.title}`]
  }
}

function placed(source: SourceLine, texts: ReadonlyMap<string, string>): string {
  const line = texts.get(source.file)?.split('\n')[source.line]
  return line === undefined ? lineOf(source) : `${lineOf(source)} "${line.trim()}"`
}

function lineOf({ file, line }: SourceLine): string {
  return `${file}:${line + 1}`
}
