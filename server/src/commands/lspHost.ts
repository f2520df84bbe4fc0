import type { Files } from '../base/files.ts'
import type { Uris } from '../language/places.ts'
import type { PolicyData } from '../language/policy/policyData.ts'
import type { JournalEvent } from '../protocol/journal.ts'
import type { OwnRulesProjects } from './ownRulesProjects.ts'

/**
 * What the language server has from where it runs: a process beside the editor, which reads the disk itself, or a worker
 * in a browser, which asks the client for each file.
 */
export interface LspHost {
  readonly files: Files
  readonly uris: Uris
  /** Whether what stands beside a document can be read. */
  readonly reads: (uri: string) => boolean
  /** Paths of the files below a folder that may be definitions; see `findDefinitionFiles`. */
  readonly findDefinitions: (
    folder: string,
    exclude: readonly string[],
  ) => readonly string[] | Promise<readonly string[]>
  /**
   * An answer that has seen every file it looked at. Where files come from the client, the first try may meet some that are
   * not there yet: it waits for them and tries again.
   */
  readonly whole: <T>(answer: () => T) => T | Promise<T>
  /** Has the texts of many files brought at once, where that spares time. */
  readonly bring: (files: readonly string[]) => Promise<void>
  /** A file may be another than it was. */
  readonly forget: (file: string) => void
  /** Calls when everything that has arrived by now was looked at. */
  readonly soon: (call: () => void) => void
  readonly policyData: PolicyData
  /** The variables that definitions may take values from. */
  readonly environment: ReadonlyMap<string, string>
  /** Undefined where programs of the workspace cannot run. */
  readonly createOwnRules: ((log: (text: string) => void) => OwnRulesProjects) | undefined
  readonly journal: (file: string) => JournalEvent[]
  /** Whether gateways can run beside it, so that what starts one is worth offering. */
  readonly runsGateways: boolean
}

/** Makes a host; `arrived` is told of files that are others than what was answered about them before: all when it names none. */
export type CreateLspHost = (arrived: (files?: readonly string[]) => void) => LspHost
