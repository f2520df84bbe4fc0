import type { Rule } from '../rule.ts'
import { nearestName } from '../../base/nearestName.ts'
import { templateVariables } from '../../template/vocabulary.ts'
import type { MappingTemplate } from '../mappingTemplates.ts'
import { findingIn } from '../mappingTemplates.ts'
import { requestExample } from './exampleDefinition.ts'
import type { Assignment, Read, TemplateNames } from './templateNodes.ts'
import { isNullName } from './nullNames.ts'
import { namesOf } from './templateNodes.ts'

export const mappingTemplateVariableUnset: Rule = {
  id: 'mapping-template-variable-unset',
  severity: 'warning',
  summary: 'A mapping template uses a variable that it never sets, or sets only further down (a hint).',
  aws: 'Prints nothing in its place.',
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings.html#models-mappings-mappings',
  examples: {
    bad: requestExample(`#set($size = $input.path('$.books').size())
{ "size": $siez }`),
    good: requestExample(`#set($size = $input.path('$.books').size())
{ "size": $size }`),
  },
  visit: {
    *mappingTemplate(template) {
      const names = namesOf(template.parsed.template)
      const reported = new Set<string>()
      for (const read of names.reads) {
        const name = read.node.root.text
        if (isExpected(read, names)) continue
        const assigned = names.assignments.get(name)
        if (reported.has(name) || (assigned && !isTooEarly(read, assigned))) continue
        reported.add(name)
        yield* assigned ? tooEarly(template, read) : neverSet(template, read, names)
      }
    },
  },
}

const loopNames: ReadonlySet<string> = new Set([
  'foreach',
  'velocityCount',
  'velocityHasNext',
  'template',
  'macro',
])

/** Asking whether a variable is there is the usual way to treat one that may not be. */
function isExpected({ node, isTested }: Read, { tested }: TemplateNames): boolean {
  const name = node.root.text
  return (
    isTested ||
    node.isQuiet ||
    tested.has(name) ||
    templateVariables.has(name) ||
    loopNames.has(name) ||
    isNullName(name)
  )
}

function isTooEarly({ node, loops, isDeferred }: Read, assigned: readonly Assignment[]): boolean {
  return (
    !isDeferred &&
    assigned.every(each => each.start >= node.end && !each.loops.some(loop => loops.includes(loop)))
  )
}

function tooEarly(template: MappingTemplate, { node }: Read) {
  const name = node.root.text
  return findingIn(template, node.root, {
    severity: 'hint',
    message: `'$${name}' is used before it is set, so nothing is printed; move its '#set' up`,
  })
}

function neverSet(template: MappingTemplate, { node }: Read, { assignments }: TemplateNames) {
  const { text: name, start, end } = node.root
  // A name may hold dashes: `$count-1` is one, and so is `$id-`.
  const dash = name.indexOf('-')
  const head = dash > 0 ? name.slice(0, dash) : undefined
  const isDashed = head !== undefined && (assignments.has(head) || templateVariables.has(head))
  const nearest = isDashed
    ? undefined
    : nearestName(name, [...assignments.keys(), ...templateVariables.keys()])
  const advice = isDashed
    ? `a name takes in dashes: write '\${${head}}${name.slice(dash)}'`
    : nearest === undefined
      ? `set it with '#set($${name} = …)', or write '$!${name}' if it may be absent`
      : `write '$${nearest}'`
  return findingIn(template, node.root, {
    message: `'$${name}' is never set, so nothing is printed; ${advice}`,
    fixes:
      nearest === undefined
        ? []
        : template.place.fix(`Replace with '$${nearest}'`, [{ start, end, newText: nearest }], true),
  })
}
