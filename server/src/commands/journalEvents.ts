import { cacheFolder } from '../functions/cacheFolder.ts'
import type { JournalRecord } from '../io/journal.ts'
import { journalFile, readJournal } from '../io/journal.ts'
import type { Uris } from '../language/places.ts'
import type { JournalEvent } from '../protocol/journal.ts'

/** As many as a tree can show without becoming a log. */
const mostEvents = 50
/** Characters of the parameters that a tooltip can hold. */
const longestParameters = 1200

/** The last changes in the journal of a definition, the newest first. */
export function journalEvents(file: string, uris: Uris): JournalEvent[] {
  return readJournal(journalFile(cacheFolder(), file))
    .slice(-mostEvents)
    .reverse()
    .map(record => eventOf(record, uris))
}

function eventOf(
  { eventID, eventTime, eventName, requestParameters, additionalEventData }: JournalRecord,
  uris: Uris,
): JournalEvent {
  const { apiId, name, how, file, line } = additionalEventData
  const text = JSON.stringify(requestParameters, undefined, 2)
  const start = { line: Math.max(0, line - 1), character: 0 }
  return {
    id: eventID,
    ...(apiId !== undefined && { apiId }),
    eventTime,
    eventName,
    subject: name,
    how,
    parameters: text.length > longestParameters ? `${text.slice(0, longestParameters)}\n…` : text,
    location: { uri: uris.toUri(file), range: { start, end: start } },
  }
}
