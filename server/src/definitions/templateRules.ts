import type { Template } from './templateResources.ts'
import type { Node } from '../syntax/node.ts'
import { valueOf } from '../base/origin.ts'
import { childAt, entriesOf, entryOf, rangeOf, documentOf } from '../syntax/node.ts'
import { nameReferencesOf } from './nameReferences.ts'
import { list, textFact } from './reader.ts'

/**
 * Reports the assertions of `Rules` that the parameters' values do not meet: an error for values that were given, a warning
 * for defaults, which a deployment may replace.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html
 */
export function checkTemplateRules(template: Template): void {
  const { reader, document } = template
  for (const { name, value: rule } of entriesOf(childAt(document.root, 'Rules'))) {
    const condition = entryOf(rule, 'RuleCondition')?.value
    if (condition && !isTrue(template, condition)) continue
    for (const assertion of list(reader, entryOf(rule, 'Assertions')?.value)) {
      const assert = entryOf(assertion, 'Assert')?.value
      const outcome = assert && reader.evaluate(assert)
      if (!assert || !outcome?.known || (outcome.value !== false && outcome.value !== 'false')) continue
      const why = valueOf(textFact(reader, entryOf(assertion, 'AssertDescription')?.value))
      report(template, name, assert, why)
    }
  }
}

function isTrue({ reader }: Template, condition: Node): boolean {
  const outcome = reader.evaluate(condition)
  return outcome.known && (outcome.value === true || outcome.value === 'true')
}

function report(template: Template, rule: string, assert: Node, why: string | undefined): void {
  const given = template.reader.options.parameters
  const isGiven = nameReferencesOf(assert).some(({ name }) => given?.has(name) === true)
  const reason = why === undefined ? '' : ` (${why.replace(/\.\s*$/, '')})`
  template.reader.report({
    code: 'template-rule-unmet',
    severity: isGiven ? 'error' : 'warning',
    file: documentOf(assert).file,
    range: rangeOf(assert),
    message: `Rule '${rule}' does not hold for these parameters${reason}, so CloudFormation refuses them; give other values`,
    documentation:
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html',
  })
}
