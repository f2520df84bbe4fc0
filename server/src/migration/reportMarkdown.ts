import type { Origin } from '../base/origin.ts'
import { addedFields, answerDifferences, eventDifferences } from './events.ts'
import type { MigrationFinding, MigrationSeverity } from './finding.ts'
import type { SharedRead } from './handlerDifferences.ts'
import { functionsText, sharedReads } from './handlerDifferences.ts'
import { changedReads } from './migrateApi.ts'
import type { Report } from './report.ts'
import {
  countsOf,
  faultLines,
  fileText,
  placeText,
  laterReads,
  routeVerdicts,
  severities,
  severityWords,
} from './report.ts'
import type { Topic } from './topics.ts'
import { topics, topicTitle } from './topics.ts'

/** The report as Markdown, with links to the definition and to AWS's pages. */
export function markdownReport(report: Report): string {
  const { migration, source } = report
  return [
    `# ${inline(migration.from.name)}: from REST API to HTTP API`,
    `What becomes of the REST API of ${code(source)}. ${notAll}`,
    faults(report),
    summary(report),
    routes(report),
    ...(['lost', 'decision', 'changed'] as const).map(severity => section(severity, report)),
    events(report),
    section('same', report),
    `HTTP APIs and REST APIs side by side: [AWS](https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vs-rest.html)`,
  ]
    .filter(part => part !== '')
    .join('\n\n')
    .concat('\n')
}

const notAll =
  'It goes by what the definition and the sources of handlers show; what is set in the account alone it cannot see.'

const titles: Readonly<Record<MigrationSeverity, string>> = {
  lost: 'Lost',
  decision: 'Needs a decision',
  changed: 'Changed',
  same: 'Same',
}

function faults(report: Report): string {
  const lines = faultLines(report)
  if (lines.length === 0) return ''
  return `**The definition is broken: what stands there is missing here and in the generated definition.**\n\n${lines.map(line => `- ${inline(line)}`).join('\n')}`
}

function summary({ migration }: Report): string {
  const counts = countsOf(migration.findings)
  return table(
    severities.map(severity => titles[severity]),
    [severities.map(severity => String(counts[severity]))],
  )
}

function routes(report: Report): string {
  const verdicts = routeVerdicts(report.migration)
  if (verdicts.length === 0) return ''
  const rows = verdicts.map(({ routeKey, severity, isGenerated, origin }) => [
    code(routeKey),
    isGenerated ? severityWords[severity] : `${severityWords[severity]}, left out`,
    link(origin, report),
  ])
  return `## Routes\n\n${table(['route', 'answer', 'definition'], rows)}`
}

function section(severity: MigrationSeverity, report: Report): string {
  const own = report.migration.findings.filter(finding => finding.severity === severity)
  if (own.length === 0) return ''
  const names = [...new Set(own.map(({ topic }) => topic))]
  const groups = names.map(topic =>
    group(
      topic,
      own.filter(finding => finding.topic === topic),
      report,
    ),
  )
  return [`## ${titles[severity]}`, ...groups].join('\n\n')
}

function group(topic: Topic, findings: readonly MigrationFinding[], report: Report): string {
  const { aws, documentation } = topics[topic]
  const items = findings.map(
    ({ subject, message, origin }) => `- ${inline(subject)}: ${inline(message)} (${link(origin, report)})`,
  )
  return `### ${topicTitle(topic)}\n\n${inline(aws)} [AWS](${documentation})\n\n${items.join('\n')}`
}

function events(report: Report): string {
  const { aws, documentation } = topics.events
  const rows = eventDifferences.map(({ path, in1, in2 }) => [
    code(path),
    inline(in1 ?? 'as before'),
    inline(in2 ?? in1 ?? 'as before'),
  ])
  return [
    '## Events of functions',
    `${aws} The generated definition has \`payloadFormatVersion: '1.0'\`. [AWS](${documentation})`,
    table(['in the event of a REST API', 'in format 1.0', 'in format 2.0'], rows),
    `New are in format 1.0 ${code(addedFields.in1)}, in format 2.0 ${addedFields.in2.split(', ').map(code).join(', ')}.`,
    answerDifferences.map(each => `- ${inline(each)}`).join('\n'),
    reads(
      'Read by your handlers, and changed in format 1.0',
      sharedReads(report.migration.handlers, changedReads),
      ({ difference }) => difference.in1 ?? '',
      report,
    ),
    reads(
      'Read by your handlers, and changed in format 2.0, should you go there',
      laterReads(report.migration),
      ({ difference }) => difference.in2 ?? '',
      report,
    ),
  ]
    .filter(part => part !== '')
    .join('\n\n')
}

function reads(
  title: string,
  found: readonly SharedRead[],
  what: (read: SharedRead) => string,
  report: Report,
): string {
  if (found.length === 0) return ''
  const lines = found.map(
    read =>
      `- ${link(read.origin, report)} ${code(read.difference.path)} (${inline(functionsText(read.functionIds))}): ${inline(what(read))}`,
  )
  return `### ${title}\n\n${lines.join('\n')}`
}

function link(origin: Origin, { folder }: Report): string {
  const text = placeText(origin, folder)
  const address = fileText(origin, folder).split('/').map(encodeURIComponent).join('/')
  return `[${inline(text)}](${address}#L${origin.range.start.line + 1})`
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]): string =>
    `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [row(heads), row(heads.map(() => '---')), ...rows.map(row)].join('\n')
}

/** Text of a definition in which nothing is taken for Markdown. */
function inline(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_<>[\]#]/g, '\\$&')
}

function code(text: string): string {
  const plain = text.replace(/\s+/g, ' ')
  return plain.includes('`') ? inline(plain) : `\`${plain}\``
}
