import { existsSync, readFileSync } from 'node:fs'
import type { Definition } from '../api/api.ts'
import type { Diagnostic } from '../base/diagnostic.ts'
import type { FunctionPool } from '../functions/functionPool.ts'
import { samBuildTemplate } from '../functions/samBuild.ts'
import type { Chosen, Nothing } from './gatewayHostApis.ts'
import type { Journal } from './gatewayHostJournal.ts'
import type { Reporter } from './gatewayHostReporter.ts'
import type { OpenTls } from './tlsOptions.ts'
import type { OpenTrust, TrustOptions } from './trustOptions.ts'
import { readKeys } from './trustOptions.ts'

/** A file beside the definition that a running gateway takes anew when it is saved. */
export interface FollowedFile {
  /** Absolute path. */
  readonly file: string
  /** What it is, as a message names it: `identities file`. */
  readonly what: string
  /** `ReloadIdentities` */
  readonly eventName: string
  /** Takes it; the requests under way have what they began with. Undefined where there is nothing to take any more. */
  readonly take: (definition: Definition) => Taken | undefined
}

/** What is another now, or why the last good state stays. */
export type Taken =
  { readonly type: 'taken'; readonly change: string } | { readonly type: 'refused'; readonly why: string }

/**
 * Why what was saved is not served; undefined when it is. A file of variables is refused when it was saved with a fault:
 * one that is missing all the time stops nothing else.
 */
export function refusalOf(
  broken: Diagnostic | undefined,
  chosen: Chosen | Nothing | undefined,
  changed: string,
): { readonly message: string; readonly at?: Diagnostic } | undefined {
  if (broken) return { message: broken.message, at: broken }
  if (chosen?.type !== 'chosen') return chosen
  const isFault = ({ severity, file }: Diagnostic) => severity === 'error' && file === changed
  const fault = chosen.environment.diagnostics.find(isFault)
  return fault && { message: fault.message, at: fault }
}

/** The files of identities, keys and truststores that a gateway was started with. */
export function followedFiles(
  options: TrustOptions,
  opened: OpenTrust,
  tls: OpenTls | undefined,
): FollowedFile[] {
  const { identitiesFile, jwksFiles } = options
  const keys = [...jwksFiles].map(([issuer, file]): FollowedFile => ({
    file,
    what: `keys of ${issuer}`,
    eventName: 'ReloadKeys',
    take: () => takeKeys(issuer, file, opened),
  }))
  const truststores = (tls?.files ?? []).map((file): FollowedFile => ({
    file,
    what: 'truststore',
    eventName: 'ReloadTruststore',
    take: () => {
      const why = tls?.reload()
      return why === undefined ? { type: 'taken', change: 'truststore taken' } : { type: 'refused', why }
    },
  }))
  return [
    ...(identitiesFile === undefined ? [] : [identitiesIn(identitiesFile, opened)]),
    ...keys,
    ...truststores,
  ]
}

/** What `sam build` makes of the functions of definitions: its end is the end of the code before it. */
export function followedBuilds(
  definitions: readonly string[],
  pool: Pick<FunctionPool, 'renew'>,
): FollowedFile[] {
  return [...new Set(definitions.map(samBuildTemplate))].map(file => ({
    file,
    what: 'build',
    eventName: 'ReloadBuild',
    take: () => {
      if (!existsSync(file)) return undefined
      pool.renew()
      return { type: 'taken', change: 'what sam build has made is taken' }
    },
  }))
}

/** Takes those that were saved; tells and notes each. */
export function takeSaved(
  followed: readonly FollowedFile[],
  saved: ReadonlySet<string>,
  definition: Definition,
  reporter: Reporter,
  journal: Journal,
): void {
  for (const { file, what, eventName, take } of followed) {
    if (!saved.has(file)) continue
    const taken = take(definition)
    if (!taken) continue
    if (taken.type === 'refused') {
      reporter.problem(`the saved ${what} is not used, the last good one still is: ${taken.why}`)
      continue
    }
    reporter.reloaded(file, taken.change)
    journal.note({ eventName, file, change: taken.change })
  }
}

function identitiesIn(file: string, opened: OpenTrust): FollowedFile {
  return {
    file,
    what: 'identities file',
    eventName: 'ReloadIdentities',
    take: definition => {
      const before = namesOf(opened, definition)
      const text = readText(file)
      const why = text === undefined ? `'${file}' cannot be read` : opened.setIdentities(text, definition)
      if (why !== undefined) return { type: 'refused', why }
      return { type: 'taken', change: difference('identities', before, namesOf(opened, definition)) }
    },
  }
}

function takeKeys(issuer: string, file: string, opened: OpenTrust): Taken {
  const keys = readKeys(file)
  if (typeof keys === 'string') return { type: 'refused', why: `'${file}', ${keys}` }
  const before = opened.trust.issuerKeys.get(issuer)?.keys ?? []
  opened.setKeys(issuer, keys)
  const idsOf = (list: typeof before) => list.map(({ kid }, index) => kid ?? `number ${index + 1}`)
  return { type: 'taken', change: difference('keys', idsOf(before), idsOf(keys.keys)) }
}

function namesOf(opened: OpenTrust, definition: Definition): string[] {
  const identities = opened.identitiesOf(definition)
  return typeof identities === 'string' ? [] : identities.map(({ name }) => name)
}

function difference(what: string, before: readonly string[], after: readonly string[]): string {
  const added = after.filter(name => !before.includes(name))
  const removed = before.filter(name => !after.includes(name))
  const parts = [
    ...(added.length > 0 ? [`${added.join(', ')} added`] : []),
    ...(removed.length > 0 ? [`${removed.join(', ')} removed`] : []),
  ]
  return `${what}: ${parts.length === 0 ? `the same ${after.length}, taken anew` : parts.join('; ')}`
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
