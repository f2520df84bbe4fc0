import path from 'node:path'
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
  /** Notes that a file beside the definition was taken anew. */
  readonly note: (swapped: SwappedFile) => void
}

/** A file that a running gateway has taken anew. */
export interface SwappedFile {
  /** `ReloadIdentities` */
  readonly eventName: string
  /** Absolute path. */
  readonly file: string
  /** `identities: carol added` */
  readonly change: string
}

/** Begins with the definition that is served first. */
export function openJournal(file: string, first: Definition, world: Pick<World, 'now' | 'id'>): Journal {
  let current = first
  const append = (records: readonly JournalRecord[]) => {
    try {
      appendToJournal(journalFile(cacheFolder(), file), records)
    } catch {
      // A folder that cannot be written costs the journal and nothing else.
    }
  }
  return {
    note: ({ eventName, file: swapped, change }) => {
      const common = commonRecord(current, world)
      const additionalEventData = {
        file: swapped,
        line: 1,
        change,
        name: path.basename(swapped),
        how: 'changed',
      } as const
      const eventSource = 'gatehouse.local'
      append([{ ...common, eventSource, eventName, requestParameters: {}, additionalEventData }])
    },
    swap: definition => {
      const changes = changesBetween(current, definition)
      current = definition
      append(changes.map(change => recordOf(change, definition, world)))
      return changes.length === 0 ? 'no API changed' : summaryOf(changes)
    },
  }
}

function recordOf(change: Change, definition: Definition, world: Pick<World, 'now' | 'id'>): JournalRecord {
  const { eventName, requestParameters, origin, kind, name, how, apiId } = change
  return {
    ...commonRecord(definition, world),
    eventSource: 'apigateway.amazonaws.com',
    eventName,
    requestParameters,
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

function commonRecord(definition: Definition, world: Pick<World, 'now' | 'id'>) {
  const { accountId, region } = placeOf(definition)
  return {
    eventVersion: '1.11',
    eventTime: new Date(world.now()).toISOString().replace(/\.\d+Z$/, 'Z'),
    awsRegion: region,
    userAgent: `gatehouse/${GATEHOUSE_VERSION}`,
    eventID: world.id(),
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: accountId,
  } as const
}
