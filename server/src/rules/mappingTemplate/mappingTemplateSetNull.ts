import type { Rule } from '../rule.ts'
import type { Expression, SetNode } from '../../template/tree.ts'
import { findingIn } from '../mappingTemplates.ts'
import { requestExample } from './exampleDefinition.ts'
import { isNullName } from './nullNames.ts'
import type { TemplateNames } from './templateNodes.ts'
import { namesOf } from './templateNodes.ts'
import type { ValueTypes } from './valueTypes.ts'
import { valueTypesOf } from './valueTypes.ts'

export const mappingTemplateSetNull: Rule = {
  id: 'mapping-template-set-null',
  severity: 'info',
  summary: 'A `#set` gives null, or arithmetic with text, which is null.',
  aws: "Sets the empty string for `$null` (so that `#if` on it is true), and keeps the variable's old value where arithmetic gives null.",
  documentation: 'https://velocity.apache.org/engine/1.7/user-guide.html#set',
  examples: {
    bad: requestExample(`#set($page = $input.params('page') * 10)
{ "offset": $page }`),
    good: requestExample(`#set($number = 0)
#set($page = $number.parseInt($input.params('page')) * 10)
{ "offset": $page }`),
  },
  visit: {
    *mappingTemplate(template) {
      const names = namesOf(template.parsed.template)
      const types = valueTypesOf(template.parsed.template)
      for (const set of names.sets) {
        const message = faultOf(set, names, types)
        if (message !== undefined) yield* findingIn(template, set.value, { message })
      }
    },
  },
}

function faultOf(
  { target, value }: SetNode,
  { assignments }: TemplateNames,
  types: ValueTypes,
): string | undefined {
  const shown = `'$${target.root.text}'`
  if (value.kind === 'reference' && value.accessors.length === 0) {
    const { text } = value.root
    if (!isNullName(text) || assignments.has(text)) return undefined
    // Said where emptiness is clearly meant as such.
    if (/^(empty|blank|emptystring)$/i.test(text)) return undefined
    return `'$${text}' is never set and gives the empty string, so ${shown} is '' and not null, and '#if(${shown.slice(1, -1)})' is true; compare with '' where it is asked for`
  }
  const operand = textOperand(value, types)
  if (operand === undefined) return undefined
  return `'${operand}' calculates with text, which gives null, so ${shown} keeps what it was before; make a number of it first, as in '#set($number = 0)' and '$number.parseInt(…)'`
}

/** The operator of arithmetic that has a text on one side. */
function textOperand(value: Expression, types: ValueTypes): string | undefined {
  if (value.kind === 'group') return textOperand(value.expression, types)
  if (value.kind !== 'binary' || !'-*/%'.includes(value.operator)) return undefined
  const isText = [value.left, value.right].some(side => types.of(side) === 'string')
  return isText ? value.operator : (textOperand(value.left, types) ?? textOperand(value.right, types))
}
