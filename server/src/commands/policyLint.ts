import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { CheckedFile } from '../io/report.ts'
import { diskFiles } from '../io/files.ts'
import { shippedActionData } from '../io/policyData.ts'
import { jsonReport, textReport } from '../io/report.ts'
import { sarifReport } from '../io/sarif.ts'
import type { ActionData } from '../policy/actionData.ts'
import { documentTypes, lintPolicy } from '../policy/lint/lintPolicy.ts'
import { readPolicyJson } from '../policy/readJson.ts'
import { projectSettings, withSettings } from '../rules/ruleSettings.ts'
import { answerLines, objectOfLine } from './batch.ts'
import { parseOptions, reportUsage, UsageError } from './options.ts'
import { lintPolicyText } from './policyTexts.ts'
import { print } from './print.ts'

/**
 * `gatehouse policy lint FILE…`: prints what is wrong with policies, authorizer responses and Lambda permissions, those
 * that a definition states among them.
 * `--batch` reads them from stdin, one a line. Exit status 0 without errors, 1 with, 2 for wrong usage.
 */
export async function run(argv: readonly string[]): Promise<number> {
  const parsed = parseOptions(argv, {
    batch: { type: 'flag' },
    type: { type: 'text', oneOf: documentTypes },
    format: { type: 'text', oneOf: ['text', 'json', 'sarif'] },
  })
  if (parsed instanceof UsageError) return reportUsage('policy lint', parsed)
  const { values, positionals } = parsed
  if (values.batch) {
    const isAlone = positionals.length === 0 && values.type === undefined && values.format === undefined
    const message = '--batch takes its policies from stdin, and no other option'
    if (!isAlone) return reportUsage('policy lint', new UsageError(message))
    const data = shippedActionData()
    if (!data) tellMissingData()
    return answerLines(line => answer(line, data))
  }
  if (positionals.length === 0) return reportUsage('policy lint', new UsageError('name a file'))
  const data = shippedActionData()
  if (!data) tellMissingData()
  const files = positionals.map(name => lintFile(name, values.type, data))
  await print(reportOf(files, values.format ?? 'text'))
  return files.some(({ diagnostics }) => diagnostics.some(({ severity }) => severity === 'error')) ? 1 : 0
}

function tellMissingData(): void {
  process.stderr.write(
    'gatehouse policy lint: this build holds no action data, so names of actions, resource types and condition keys are not checked\n',
  )
}

function lintFile(name: string, type: string | undefined, data: ActionData | undefined): CheckedFile {
  const file = path.resolve(name)
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return { path: name, diagnostics: [unreadable(name, file)] }
  }
  const { rules } = projectSettings(file, diskFiles)
  return { path: name, text, diagnostics: withSettings(lintPolicyText(file, text, type, data), rules) }
}

function unreadable(name: string, file: string) {
  const start = { line: 0, character: 0 }
  return {
    code: 'unreadable',
    severity: 'error' as const,
    message: `'${name}' cannot be read, so nothing in it was checked; check the name`,
    file,
    range: { start, end: start },
  }
}

function reportOf(files: readonly CheckedFile[], format: string): string {
  if (format === 'json') return jsonReport(files)
  if (format === 'text') return textReport(files)
  const version = typeof GATEHOUSE_VERSION === 'string' ? GATEHOUSE_VERSION : '0.0.0'
  return sarifReport(files, version, file => path.relative('', file).replaceAll(path.sep, '/'))
}

function answer(line: string, data: ActionData | undefined): unknown {
  const value = objectOfLine(line)
  if (typeof value === 'string') return { id: null, error: value }
  const { id = null, policyType, text } = value
  if (typeof text !== 'string') return { id, error: "'text' is no string" }
  if (typeof policyType !== 'string' || !documentTypes.includes(policyType)) {
    return { id, error: `'policyType' is none of ${documentTypes.join(', ')}` }
  }
  const diagnostics = lintPolicy(readPolicyJson('policy.json', text), policyType, data)
  return {
    id,
    diagnostics: diagnostics.map(({ severity, pointer, code, message, range }) => ({
      severity,
      path: pointer,
      code,
      message,
      range,
    })),
  }
}
