import type { Rule } from '../rule.ts'
import { parseJsonPath } from '../../template/jsonPath/parsePath.ts'
import type { ReferenceNode } from '../../template/tree.ts'
import type { MappingTemplate } from '../mappingTemplates.ts'
import { findingIn } from '../mappingTemplates.ts'
import { requestExample } from './exampleDefinition.ts'
import { literalText, namesOf } from './templateNodes.ts'

export const mappingTemplateJsonPathInvalid: Rule = {
  id: 'mapping-template-json-path-invalid',
  severity: 'error',
  summary: 'A path in `$input.path` or `$input.json` is no JSONPath.',
  aws: 'Answers 500 when it comes to the path.',
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html#input-variable-reference',
  examples: {
    bad: requestExample(`{ "first": $input.json('$.books[0') }`),
    good: requestExample(`{ "first": $input.json('$.books[0]') }`),
  },
  visit: {
    *mappingTemplate(template) {
      for (const { node } of namesOf(template.parsed.template).reads) yield* findingsFor(template, node)
    },
  },
}

function* findingsFor(template: MappingTemplate, { root, accessors }: ReferenceNode) {
  const [accessor] = accessors
  if (root.text !== 'input' || accessor?.kind !== 'method' || !/^(json|path)$/.test(accessor.name.text))
    return
  const text = literalText(accessor.arguments[0])
  if (!text || text.text === '') return
  const { fault } = parseJsonPath(text.text)
  if (!fault) return
  const start = Math.min(text.at.start + fault.start, text.at.end)
  const end = Math.max(Math.min(text.at.start + fault.end, text.at.end), start)
  const span = text.isExact && end > start ? { start, end } : text.at
  yield* findingIn(template, span, {
    message: `'${text.text}' is no JSONPath (${fault.message}), so rendering ends with 500; write it as in '$.books[0].title'`,
  })
}
