import type { Diagnostic, Fix, Severity } from '../base/diagnostic.ts'
import type { Range } from '../base/text.ts'
import type { CheckedFile } from './report.ts'
import { catalogue } from '../policy/lint/catalogue.ts'
import { rules } from '../rules/registry.ts'

const levels: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
  hint: 'note',
}

/**
 * The report as SARIF 2.1.0, which code scanning services read. `uriOf` turns an absolute path into the address that
 * the report gives it. https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarifReport(
  files: readonly CheckedFile[],
  version: string,
  uriOf: (file: string) => string,
): string {
  const results = files.flatMap(({ path, diagnostics }) =>
    diagnostics.map(diagnostic => resultOf(diagnostic, path.replaceAll('\\', '/'), uriOf)),
  )
  const report = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Gatehouse', version, rules: rulesOf(files) } },
        columnKind: 'utf16CodeUnits',
        results,
      },
    ],
  }
  return `${JSON.stringify(report, undefined, 2)}\n`
}

function rulesOf(files: readonly CheckedFile[]) {
  const used = new Set(files.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code)))
  return [...used].sort().map(id => {
    const rule = rules.find(candidate => candidate.id === id)
    const check = rule ? undefined : catalogue.get(id)
    return {
      id,
      ...(check && {
        helpUri: check.documentation,
        defaultConfiguration: { level: levels[check.severity] },
      }),
      ...(rule && {
        shortDescription: { text: rule.summary },
        fullDescription: { text: `${rule.summary} AWS: ${rule.aws}` },
        helpUri: rule.documentation,
        defaultConfiguration: { level: levels[rule.severity] },
      }),
    }
  })
}

function resultOf(diagnostic: Diagnostic, path: string, uriOf: (file: string) => string) {
  const { code, severity, message, range, related, fixes } = diagnostic
  return {
    ruleId: code,
    level: levels[severity],
    message: { text: message },
    locations: [location(encoded(path), range)],
    ...(related &&
      related.length > 0 && {
        relatedLocations: related.map(place => ({
          ...location(encoded(uriOf(place.file)), place.range),
          message: { text: place.message },
        })),
      }),
    ...(fixes && { fixes: fixes.map(fix => fixOf(fix, uriOf)) }),
  }
}

function location(uri: string, range: Range) {
  return { physicalLocation: { artifactLocation: { uri }, region: regionOf(range) } }
}

function fixOf({ title, edits }: Fix, uriOf: (file: string) => string) {
  return {
    description: { text: title },
    artifactChanges: edits.map(({ file, range, newText }) => ({
      artifactLocation: { uri: encoded(uriOf(file)) },
      replacements: [{ deletedRegion: regionOf(range), insertedContent: { text: newText } }],
    })),
  }
}

function regionOf({ start, end }: Range) {
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  }
}

function encoded(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/').replaceAll('%3A', ':')
}
