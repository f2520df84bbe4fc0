import { addedFields, answerDifferences, eventDifferences } from './events.ts'
import type { SharedRead } from './handlerDifferences.ts'
import { functionsText, sharedReads } from './handlerDifferences.ts'
import { changedReads } from './migrateApi.ts'
import type { Report } from './report.ts'
import {
  countsOf,
  countsText,
  faultLines,
  fileText,
  placeText,
  laterReads,
  routeVerdicts,
  severities,
  severityWords,
} from './report.ts'
import { topics } from './topics.ts'

/** The report as lines: a finding each, by severity, and what handlers read. */
export function textReport(report: Report): string {
  const { migration, folder } = report
  const found = severities.flatMap(severity =>
    migration.findings
      .filter(finding => finding.severity === severity)
      .map(
        ({ subject, message, origin }) =>
          `${placeText(origin, folder)}  ${severityWords[severity]}: ${oneLine(`${subject}: ${message}`)}`,
      ),
  )
  const later = laterReads(migration).map(
    ({ difference, functionIds, origin }) =>
      `${placeText(origin, folder)}  ${functionsText(functionIds)}: '${difference.path}' ${difference.in2 ?? ''}`,
  )
  return [
    ...faultLines(report).map(line => `${line} (what stands there is missing from this report)`),
    ...found,
    ...(later.length > 0 ? ['', "With payloadFormatVersion '2.0' in place of '1.0':", ...later] : []),
    '',
    `${migration.routes.filter(({ route }) => route).length} of ${migration.routes.length} routes; ${countsText(migration.findings)}`,
    '',
  ].join('\n')
}

/** The report as JSON, every finding with what AWS does and the page that says so. */
export function jsonReport(report: Report): string {
  const { migration, source, folder } = report
  const place = (origin: Parameters<typeof placeText>[0]) => ({
    file: fileText(origin, folder),
    line: origin.range.start.line + 1,
    column: origin.range.start.character + 1,
  })
  const readOf = ({ functionIds, difference, origin }: SharedRead, change: string | undefined) => ({
    functions: functionIds,
    path: difference.path,
    change,
    ...place(origin),
  })
  const value = {
    api: migration.from.id,
    definition: source,
    faults: faultLines(report),
    counts: countsOf(migration.findings),
    routes: routeVerdicts(migration).map(({ routeKey, severity, isGenerated, origin }) => ({
      routeKey,
      severity,
      isGenerated,
      ...place(origin),
    })),
    findings: migration.findings.map(({ severity, topic, subject, message, origin }) => ({
      severity,
      topic,
      subject,
      message,
      ...topics[topic],
      ...place(origin),
    })),
    events: {
      differences: eventDifferences.map(({ path, in1, in2 }) => ({
        path,
        '1.0': in1 ?? null,
        '2.0': in2 ?? in1 ?? null,
      })),
      added: { '1.0': addedFields.in1.split(', '), '2.0': addedFields.in2.split(', ') },
      answers: answerDifferences,
      reads: [
        ...sharedReads(migration.handlers, changedReads).map(read => ({
          format: '1.0',
          ...readOf(read, read.difference.in1),
        })),
        ...laterReads(migration).map(read => ({ format: '2.0', ...readOf(read, read.difference.in2) })),
      ],
    },
  }
  return `${JSON.stringify(value, undefined, 2)}\n`
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ')
}
