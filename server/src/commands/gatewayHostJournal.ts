import type { Definition } from '../api/api.ts'
import type { Change } from '../gateway/changes.ts'
import { changesBetween, summaryOf } from '../gateway/changes.ts'
import { placeOf } from '../gateway/servedApi.ts'
import type { World } from '../gateway/world.ts'
import { cacheFolder } from '../functions/cacheFolder.ts'
import type { JournalRecord } from '../io/journal.ts'
import { appendToJournal, journalFile } from '../io/journal.ts'

/** Notes what changes when a definition is read anew. */
export interface Journal {
  /** Writes the changes since the last definition; gives them in words, or that there are none. */
  readonly swap: (definition: Definition) => string
}

/** Begins with the definition that is served first. */
export function openJournal(file: string, first: Definition, world: Pick<World, 'now' | 'id'>): Journal {
  let current = first
  return {
    swap: definition => {
      const changes = changesBetween(current, definition)
      current = definition
      const records = changes.map(change => recordOf(change, definition, world))
      try {
        appendToJournal(journalFile(cacheFolder(), file), records)
      } catch {
        // A folder that cannot be written costs the journal and nothing else.
      }
      return changes.length === 0 ? 'no API changed' : summaryOf(changes)
    },
  }
}

function recordOf(change: Change, definition: Definition, world: Pick<World, 'now' | 'id'>): JournalRecord {
  const { eventName, requestParameters, origin, kind, name, how, apiId } = change
  const { accountId, region } = placeOf(definition)
  return {
    eventVersion: '1.11',
    eventTime: new Date(world.now()).toISOString().replace(/\.\d+Z$/, 'Z'),
    eventSource: 'apigateway.amazonaws.com',
    eventName,
    awsRegion: region,
    userAgent: `gatehouse/${GATEHOUSE_VERSION}`,
    requestParameters,
    eventID: world.id(),
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: accountId,
    additionalEventData: {
      file: origin.file,
      line: origin.range.start.line + 1,
      change: `${kind} ${name} ${how}`,
      apiId,
      name,
      how,
    },
  }
}
