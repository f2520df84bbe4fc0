import path from 'node:path'
import { cacheFolder } from '../functions/cacheFolder.ts'
import type { JournalRecord } from '../io/journal.ts'
import { journalFile, readJournal } from '../io/journal.ts'
import { parseOptions, reportUsage, UsageError } from './options.ts'
import { print } from './print.ts'

/**
 * `gatehouse journal DEFINITION`: what has changed in its APIs each time a running gateway took a saved definition, in
 * CloudTrail's record form. Exit status 0, 2 for wrong usage.
 */
export async function run(argv: readonly string[]): Promise<number> {
  const parsed = parseOptions(argv, { format: { type: 'text', oneOf: ['text', 'json'] } })
  if (parsed instanceof UsageError) return reportUsage('journal', parsed)
  const { values, positionals } = parsed
  const [definition, ...others] = positionals
  if (definition === undefined || others.length > 0) {
    return reportUsage('journal', new UsageError('takes one DEFINITION'))
  }
  const records = readJournal(journalFile(cacheFolder(), path.resolve(definition)))
  await print(
    values.format === 'json' ? `${JSON.stringify({ Records: records }, undefined, 2)}\n` : textOf(records),
  )
  return 0
}

function textOf(records: readonly JournalRecord[]): string {
  if (records.length === 0) {
    return "No changes yet: the journal begins when 'gatehouse serve' takes a definition that was saved anew\n"
  }
  const width = Math.max(...records.map(({ eventName }) => eventName.length))
  return records
    .map(({ eventTime, eventName, additionalEventData: { file, line, change } }) => {
      const place = `${path.relative('', file) || file}:${line}`
      return `${eventTime}  ${eventName.padEnd(width)}  ${change}  ${place}\n`
    })
    .join('')
}
