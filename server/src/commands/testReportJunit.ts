import path from 'node:path'
import type { RouteCoverage, TestFileFault, TestResult } from '../protocol/testRun.ts'
import { placeName } from './testReportText.ts'

/**
 * The results as JUnit's XML, as CI systems read it: a suite for each file, a case for each test, `failure` for what is not
 * as expected and `error` for what could not be told. A file that cannot be run is a suite with one error.
 * https://github.com/testmoapp/junitxml
 */
export function junitReport(
  results: readonly TestResult[],
  faults: readonly TestFileFault[],
  coverage: readonly RouteCoverage[] = [],
): string {
  const files = [...new Set(results.map(({ test }) => test.file))]
  const suites = [
    ...(coverage.length > 0 ? [element('properties', {}, coverage.flatMap(coverageProperties))] : []),
    ...files.map(file =>
      suiteOf(
        file,
        results.filter(({ test }) => test.file === file),
      ),
    ),
    ...faults.map(brokenSuite),
  ]
  const total = countsOf(results)
  const all = { ...total, tests: total.tests + faults.length, errors: total.errors + faults.length }
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', { name: 'gatehouse', ...all }, suites)}\n`
}

/** `coverage.Bookshop.routes` and the like: the format has properties for whatever a tool has to say beside its cases. */
function coverageProperties({ api, routes, missing }: RouteCoverage): string[] {
  const property = (name: string, value: string | number) =>
    element('property', { name: `coverage.${api}.${name}`, value }, [])
  return [
    property('routes', routes),
    property('tested', routes - missing.length),
    ...(missing.length > 0 ? [property('missing', missing.join(', '))] : []),
  ]
}

type Attributes = Readonly<Record<string, string | number>>

function suiteOf(file: string, results: readonly TestResult[]): string {
  const name = shownPath(file)
  return element(
    'testsuite',
    { name, ...countsOf(results) },
    results.map(result => caseOf(name, result)),
  )
}

function countsOf(results: readonly TestResult[]) {
  const count = (outcome: TestResult['outcome']) => results.filter(each => each.outcome === outcome).length
  return {
    tests: results.length,
    failures: count('failed'),
    errors: count('errored'),
    skipped: count('skipped'),
    time: seconds(results.reduce((sum, { durationMs }) => sum + durationMs, 0)),
  }
}

function caseOf(
  suite: string,
  { name, kind, outcome, durationMs, failures, output, reason }: TestResult,
): string {
  const inner = failures.map(({ message, source, expected, actual, related = [] }) => {
    const text = [
      `${placeName(source)}: ${message}`,
      ...related.map(each => `${placeName(each.source)}: ${each.message}`),
      ...(expected === undefined ? [] : ['', 'expected:', expected]),
      ...(actual === undefined ? [] : ['', 'actual:', actual]),
    ].join('\n')
    const attributes = { message, type: outcome === 'errored' ? 'error' : 'expectation' }
    return element(outcome === 'errored' ? 'error' : 'failure', attributes, escaped(text))
  })
  const skipped =
    outcome === 'skipped' ? [element('skipped', reason === undefined ? {} : { message: reason }, [])] : []
  const printed = output.length > 0 ? [element('system-out', {}, escaped(output.join('\n')))] : []
  const attributes = { name, classname: `${suite} ${kind}`, file: suite, time: seconds(durationMs) }
  return element('testcase', attributes, [...skipped, ...inner, ...printed])
}

function brokenSuite({ message, source }: TestFileFault): string {
  const name = shownPath(source.file)
  const fault = element('error', { message, type: 'file' }, escaped(`${placeName(source)}: ${message}`))
  const only = element('testcase', { name: 'the file can be run', classname: name, time: '0.000' }, [fault])
  const counts = { tests: 1, failures: 0, errors: 1, skipped: 0, time: '0.000' }
  return element('testsuite', { name, ...counts }, [only])
}

function element(name: string, attributes: Attributes, content: string | readonly string[]): string {
  const head = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(String(value))}"`)
  const open = `<${name}${head.join('')}`
  if (content.length === 0) return `${open}/>`
  if (typeof content === 'string') return `${open}>${content}</${name}>`
  return `${open}>\n${content.join('\n')}\n</${name}>`
}

/** A text in XML; characters that XML 1.0 has no way to write become a replacement character. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3)
}

function shownPath(file: string): string {
  return path.relative('', file).split(path.sep).join('/') || file
}
