import type { Rule } from '../rule.ts'
import { nearestName } from '../../base/nearestName.ts'
import type { Accessor } from '../../template/tree.ts'
import { members } from '../../template/vocabulary.ts'
import { findingIn } from '../mappingTemplates.ts'
import { requestExample } from './exampleDefinition.ts'
import { namesOf } from './templateNodes.ts'

export const mappingTemplateMemberUnknown: Rule = {
  id: 'mapping-template-member-unknown',
  severity: 'warning',
  summary: 'A mapping template uses a member of `$input` or `$util` that API Gateway does not have.',
  aws: 'Prints nothing in its place.',
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html#input-variable-reference',
  examples: {
    bad: requestExample(`{ "id": "$input.param('id')" }`),
    good: requestExample(`{ "id": "$util.escapeJavaScript($input.params('id')).replaceAll("\\\\'","'")" }`),
  },
  visit: {
    *mappingTemplate(template) {
      for (const { node } of namesOf(template.parsed.template).reads) {
        const root = node.root.text
        const [accessor] = node.accessors
        if ((root !== 'input' && root !== 'util') || !accessor || accessor.kind === 'index') continue
        const found = faultOf(root, accessor)
        if (!found) continue
        const { name } = accessor
        const fixes =
          found.nearest === undefined
            ? []
            : template.place.fix(
                `Replace with '${found.nearest}'`,
                [{ start: name.start, end: name.end, newText: found.nearest }],
                true,
              )
        yield* findingIn(template, name, { message: found.message, fixes })
      }
    },
  },
}

function faultOf(
  root: 'input' | 'util',
  accessor: Exclude<Accessor, { kind: 'index' }>,
): { readonly message: string; readonly nearest?: string | undefined } | undefined {
  const name = accessor.name.text
  const shown = `$${root}.${name}`
  const all = members.get(root) ?? []
  const member = all.find(each => each.name === name)
  if (member?.type === accessor.kind) return undefined
  if (member) {
    const wanted = member.type === 'method' ? `${shown}(…)` : shown
    return {
      message: `'${shown}' is a ${member.type} and is used otherwise, so nothing is printed; write '${wanted}'`,
    }
  }
  const isAppSync = root === 'util' && appSyncNames.has(name)
  const known = all.filter(({ type }) => type === accessor.kind).map(each => each.name)
  const nearest = isAppSync ? undefined : nearestName(name, known)
  const advice =
    nearest === undefined
      ? `use one of ${all.map(each => `'$${root}.${each.name}'`).join(', ')}`
      : `write '$${root}.${nearest}'`
  const whose = isAppSync ? 'belongs to AppSync; API Gateway does not have it' : 'does not exist'
  return { message: `'${shown}' ${whose}, so nothing is printed; ${advice}`, nearest }
}

/** https://docs.aws.amazon.com/appsync/latest/devguide/resolver-util-reference.html */
const appSyncNames: ReadonlySet<string> = new Set(
  'appendError autoId autoKsuid autoUlid authType defaultIfNull defaultIfNullOrBlank defaultIfNullOrEmpty dynamodb error http isBlank isBoolean isList isMap isNull isNullOrBlank isNullOrEmpty isNumber isString list math matches qr quiet rds str time toJson transform typeOf unauthorized validate xml'.split(
    ' ',
  ),
)
