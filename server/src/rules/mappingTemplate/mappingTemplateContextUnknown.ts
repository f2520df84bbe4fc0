import type { Rule } from '../rule.ts'
import { nearestName } from '../../base/nearestName.ts'
import type { ContextUse } from '../../template/member.ts'
import type { ReferenceNode } from '../../template/tree.ts'
import { contextVariablesFor, findContextVariable } from '../../template/vocabulary.ts'
import type { MappingTemplate } from '../mappingTemplates.ts'
import { findingIn } from '../mappingTemplates.ts'
import { requestExample } from './exampleDefinition.ts'
import { namesOf } from './templateNodes.ts'

export const mappingTemplateContextUnknown: Rule = {
  id: 'mapping-template-context-unknown',
  severity: 'warning',
  summary: 'A mapping template uses a variable of `$context` that API Gateway does not have there.',
  aws: 'Prints nothing in its place.',
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html#context-variable-reference',
  examples: {
    bad: requestExample('{ "request": "$context.requestID" }'),
    good: requestExample('{ "request": "$context.requestId" }'),
  },
  visit: {
    *mappingTemplate(template) {
      for (const { node } of namesOf(template.parsed.template).reads) {
        if (node.root.text !== 'context') continue
        yield* findingsFor(template, node)
      }
    },
  },
}

function* findingsFor(template: MappingTemplate, node: ReferenceNode) {
  const names = propertiesOf(node)
  const uses = usesOf(template)
  if (names.length === 0 || isKnown(names, uses)) return
  const count = names.findIndex((_, index) => !isKnown(names.slice(0, index + 1), uses)) + 1
  const wrong = node.accessors[count - 1]
  if (wrong?.kind !== 'property') return
  const shown = `$context.${names.slice(0, count).join('.')}`
  const around = names.slice(0, count - 1)
  const nearest = nearestName(wrong.name.text, siblings(around, uses))
  const isLogged = uses.includes('rest') && isKnown(names.slice(0, count), ['restAccessLog'])
  const why = isLogged ? 'is there in access logs only' : 'does not exist here'
  const advice =
    nearest === undefined || isLogged
      ? 'use one that the page lists'
      : `write '$context.${[...around, nearest].join('.')}'`
  const { start, end } = wrong.name
  yield* findingIn(template, wrong.name, {
    message: `'${shown}' ${why}, so nothing is printed; ${advice}`,
    fixes:
      nearest === undefined || isLogged
        ? []
        : template.place.fix(`Replace with '${nearest}'`, [{ start, end, newText: nearest }], true),
  })
}

function propertiesOf({ accessors }: ReferenceNode): string[] {
  const names: string[] = []
  for (const accessor of accessors) {
    if (accessor.kind !== 'property') break
    names.push(accessor.name.text)
  }
  return names
}

/** A file of its own may be for either kind of API. */
function usesOf({ use }: MappingTemplate): readonly ContextUse[] {
  if (!use) return ['rest', 'websocket']
  return [use.owner.api.type === 'websocket' ? 'websocket' : 'rest']
}

// Recorded or used in practice, and not among those that the guide lists.
const further: ReadonlySet<string> = new Set([
  'identity.vpcId',
  'identity.vpceId',
  'identity.clientCert',
  'error',
  'error.message',
  'error.messageString',
  'error.responseType',
  'error.validationErrorString',
  'authorizer.claims',
  'tlsVersion',
  'cipherSuite',
])

function isKnown(names: readonly string[], uses: readonly ContextUse[]): boolean {
  if (further.has(names.join('.'))) return true
  // The maps of overrides can be looked at like any other map.
  if (/^(request|response)Override$/.test(names[0] ?? '') && names.length === 1) return true
  // What an authorizer answers is its own affair, and so is what stands below a value.
  if (names[0] === 'authorizer') return true
  const known = uses.map(use => longestKnown(names, use))
  return known.some(Boolean)
}

function longestKnown(names: readonly string[], use: ContextUse): boolean {
  if (findContextVariable(names, use) !== undefined) return true
  // `$context.stage.foo`: the variable is there, a member of its text is not looked into.
  return names.length > 1 && typeof findContextVariable(names.slice(0, -1), use) === 'object'
}

function siblings(around: readonly string[], uses: readonly ContextUse[]): string[] {
  const depth = around.length
  const names = uses.flatMap(use => contextVariablesFor(use)).map(({ name }) => name.split('.'))
  return [
    ...new Set(
      names
        .filter(parts => around.every((each, index) => parts[index] === each))
        .flatMap(parts => parts[depth] ?? [])
        .filter(name => !/^[A-Z]+$/.test(name)),
    ),
  ]
}
