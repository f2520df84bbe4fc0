import type { Rule } from '../rule.ts'
import { nearestName } from '../../base/nearestName.ts'
import type { MethodNode, ReferenceNode } from '../../template/tree.ts'
import type { MappingTemplate } from '../mappingTemplates.ts'
import { findingIn } from '../mappingTemplates.ts'
import { requestExample } from './exampleDefinition.ts'
import { namesOf } from './templateNodes.ts'
import type { ValueType, ValueTypes } from './valueTypes.ts'
import { hasMethod, methodNames, valueTypesOf } from './valueTypes.ts'

export const mappingTemplateMethodUnknown: Rule = {
  id: 'mapping-template-method-unknown',
  severity: 'warning',
  summary: 'A mapping template calls a method that its value does not have.',
  aws: 'Prints nothing in its place: values are Java objects, with the methods of Java.',
  documentation: 'https://docs.oracle.com/javase/8/docs/api/java/lang/String.html',
  examples: {
    bad: requestExample(`#set($title = $input.params('title'))
{ "isLong": $title.startWith('The') }`),
    good: requestExample(`#set($title = $input.params('title'))
{ "isLong": $title.startsWith('The') }`),
  },
  visit: {
    *mappingTemplate(template) {
      const { template: tree } = template.parsed
      const types = valueTypesOf(tree)
      for (const { node } of namesOf(tree).reads) yield* findingsFor(template, node, types)
    },
  },
}

function* findingsFor(template: MappingTemplate, node: ReferenceNode, types: ValueTypes) {
  for (const [index, accessor] of node.accessors.entries()) {
    if (accessor.kind !== 'method') continue
    const isBuiltIn = index === 0 && /^(input|util|context|stageVariables)$/.test(node.root.text)
    const type = isBuiltIn ? 'unknown' : types.ofReference(node, index)
    if (hasMethod(type, accessor.name.text)) continue
    yield* findingFor(template, accessor, type)
    return
  }
}

function findingFor(template: MappingTemplate, { name }: MethodNode, type: ValueType) {
  const better = betterName(name.text, type)
  const advice =
    better === undefined ? `use a method of Java's class '${classes[type]}'` : `write '${better}(…)'`
  return findingIn(template, name, {
    message: `${values[type]} has no method '${name.text}', so nothing is printed; ${advice}`,
    fixes:
      better === undefined
        ? []
        : template.place.fix(
            `Replace with '${better}'`,
            [{ start: name.start, end: name.end, newText: better }],
            true,
          ),
  })
}

/** What other languages call it, or the nearest name. */
function betterName(name: string, type: ValueType): string | undefined {
  const names = methodNames(type)
  const usual = otherNames.get(name)?.find(each => names.includes(each))
  return usual ?? nearestName(name, names)
}

const otherNames: ReadonlyMap<string, readonly string[]> = new Map([
  ['count', ['size', 'length']],
  ['length', ['size', 'length']],
  ['len', ['size', 'length']],
  ['size', ['length', 'size']],
  ['includes', ['contains', 'containsKey']],
  ['has', ['containsKey', 'contains']],
  ['hasKey', ['containsKey']],
  ['push', ['add']],
  ['append', ['add', 'concat']],
  ['upper', ['toUpperCase']],
  ['lower', ['toLowerCase']],
  ['strip', ['trim']],
  ['keys', ['keySet']],
  ['substr', ['substring']],
])

const values: Readonly<Record<ValueType, string>> = {
  string: "This 'String'",
  number: "This 'Number'",
  boolean: "This 'Boolean'",
  list: "This 'List'",
  map: "This 'Map'",
  json: "A payload's value ('String', 'Number', 'Boolean', 'List' or 'Map')",
  unknown: "This 'Object'",
}

const classes: Readonly<Record<ValueType, string>> = {
  string: 'String',
  number: 'Number',
  boolean: 'Boolean',
  list: 'List',
  map: 'Map',
  json: 'List',
  unknown: 'Object',
}
