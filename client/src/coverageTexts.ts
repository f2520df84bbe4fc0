import * as vscode from 'vscode'
import type { OutlineGateway, OutlineNode } from '../../server/src/protocol/requests.ts'
import type { TestOutcomes } from './testOutcomes.ts'

/** `2 tests, 1 failing`, `no test`; undefined where the definition has no tests at all. */
export function testsText({ tests }: OutlineNode, outcomes: TestOutcomes): string | undefined {
  if (!tests) return undefined
  if (tests.length === 0) return vscode.l10n.t('no test')
  const failing = tests.filter(test => ['failed', 'errored'].includes(outcomes.of(test) ?? '')).length
  const passed = tests.filter(test => outcomes.of(test) === 'passed').length
  const count = tests.length === 1 ? vscode.l10n.t('1 test') : vscode.l10n.t('{0} tests', tests.length)
  if (failing > 0) return `${count}, ${vscode.l10n.t('{0} failing', failing)}`
  return passed === tests.length ? `${count}, ${vscode.l10n.t('passed')}` : count
}

/** `8 of 12 routes have a test`; undefined where the definition has no tests at all. */
export function coverageText({ children }: OutlineGateway): string | undefined {
  const routes = children.flatMap(group => group.children ?? []).filter(({ tests }) => tests !== undefined)
  if (routes.length === 0) return undefined
  const tested = routes.filter(({ tests = [] }) => tests.length > 0).length
  return vscode.l10n.t('{0} of {1} routes have a test', tested, routes.length)
}
