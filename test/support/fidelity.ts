/** The sections of docs/fidelity.md, in their order. scripts/fidelityDocs.mjs reads this list. */
export const areas = [
  'REST API',
  'HTTP API',
  'WebSocket API',
  'Mapping templates',
  'Authorization',
  'Keys, limits and caches',
  'Hosts, stages and domain names',
  'Logs, metrics and alarms',
  'Functions',
  'Function URLs',
  'Journal',
] as const

/** What behaviour was compared with. */
export interface Verified {
  /** `recording`: an answer that was seen on AWS and written down; `documentation`: what AWS's guides say. */
  readonly by: 'recording' | 'documentation'
  /** Of a recording `REPOSITORY PATH::TEST`, of documentation the address of the page. */
  readonly source: string
  /** What its tests need besides this repository; where it is missing they are skipped, and say so. */
  readonly needs?: string
}

/**
 * Says what the tests of the `describe` around it, or of the whole file, verify: a line of docs/fidelity.md, which
 * `npm run docs` makes from these calls without running them. So all three arguments are written as literals.
 */
export function fidelity(area: (typeof areas)[number], feature: string, { by, source }: Verified): void {
  if (by === 'documentation' && !source.startsWith('https://')) {
    throw new Error(
      `'${feature}' of ${area}: the source of documentation is the address of a page, not '${source}'`,
    )
  }
}
