import type { Rule } from '../server/src/rules/rule.ts'

/** The text of docs/rules.md. */
export function rulesMarkdown(rules: readonly Rule[]): Promise<string>
