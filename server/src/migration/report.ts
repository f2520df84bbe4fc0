import type { Diagnostic } from '../base/diagnostic.ts'
import { baseName } from '../base/files.ts'
import type { Origin } from '../base/origin.ts'
import type { MigrationFinding, MigrationSeverity } from './finding.ts'
import type { SharedRead } from './handlerDifferences.ts'
import { sharedReads } from './handlerDifferences.ts'
import type { Migration } from './migrateApi.ts'

/** What a report is made of, whatever its form. */
export interface Report {
  readonly migration: Migration
  /** The definition as the report calls it. */
  readonly source: string
  /** Folder of the report: places are told from there. */
  readonly folder: string
  /** What could not be read of the definition, so that the report cannot tell of it. */
  readonly faults: readonly Diagnostic[]
}

/** The errors among what was found when a definition was read. */
export function faultsOf(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.filter(({ severity }) => severity === 'error')
}

/** `template.yaml:12: message` of each fault. */
export function faultLines({ faults, folder }: Report): string[] {
  return faults.map(({ file, range, message }) => `${placeText({ file, range }, folder)}: ${message}`)
}

/** The severities in the order in which they are told. */
export const severities = ['lost', 'decision', 'changed', 'same'] as const

/** What readers call them. */
export const severityWords: Readonly<Record<MigrationSeverity, string>> = {
  lost: 'lost',
  decision: 'needs a decision',
  changed: 'changed',
  same: 'same',
}

/** Of a route: the worst that is said of it or of its function. */
export interface RouteVerdict {
  readonly routeKey: string
  readonly severity: MigrationSeverity
  /** Whether the generated definition has it. */
  readonly isGenerated: boolean
  readonly origin: Origin
}

/** How each method of the REST API fares, in the order of the definition. */
export function routeVerdicts({ routes }: Migration): RouteVerdict[] {
  return routes.map(({ routeKey, method, route, findings }) => ({
    routeKey,
    severity: worst(findings),
    isGenerated: route !== undefined,
    origin: method.origin,
  }))
}

/** Findings by severity. */
export function countsOf(findings: readonly MigrationFinding[]): Readonly<Record<MigrationSeverity, number>> {
  const count = (severity: MigrationSeverity): number =>
    findings.filter(finding => finding.severity === severity).length
  return { lost: count('lost'), decision: count('decision'), changed: count('changed'), same: count('same') }
}

/** `2 lost, 1 needs a decision, 3 changed, 12 same` */
export function countsText(findings: readonly MigrationFinding[]): string {
  const counts = countsOf(findings)
  return severities
    .map(
      severity =>
        `${counts[severity]} ${counts[severity] === 1 || severity !== 'decision' ? severityWords[severity] : 'need a decision'}`,
    )
    .join(', ')
}

/** The reads of the functions behind routes that change in payload format 2.0. */
export function laterReads({ handlers }: Migration): SharedRead[] {
  return sharedReads(handlers, ({ reads }) => reads.filter(({ difference }) => difference.in2 !== undefined))
}

/** A file as it is found from the report's folder, `../src/app.js`; one on another drive by its whole path. */
export function fileText({ file }: Pick<Origin, 'file'>, folder: string): string {
  const [path, base] = [parts(file), parts(folder)]
  const shared = path.findIndex((name, index) => name !== base[index])
  if (shared < 1) return file
  return [...base.slice(shared).map(() => '..'), ...path.slice(shared)].join('/')
}

function parts(path: string): string[] {
  return path.replace(/[\\/]+$/, '').split(/[\\/]/)
}

/** `template.yaml:12` */
export function placeText(origin: Pick<Origin, 'file' | 'range'>, folder: string): string {
  return `${fileText(origin, folder)}:${origin.range.start.line + 1}`
}

/** The name of the new files beside a definition, without their ends: `template-http-api`. */
export function generatedName(definition: string, api: string | undefined): string {
  const name = baseName(definition).replace(/\.(ya?ml|jsonc?|template)$/, '')
  return api === undefined ? `${name}-http-api` : `${name}-${api.replace(/[^\w-]/g, '')}-http-api`
}

function worst(findings: readonly MigrationFinding[]): MigrationSeverity {
  return severities.find(severity => findings.some(finding => finding.severity === severity)) ?? 'changed'
}
