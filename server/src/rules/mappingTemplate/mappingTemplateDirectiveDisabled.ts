import type { Rule } from '../rule.ts'
import { nearestName } from '../../base/nearestName.ts'
import { knownDirectives } from '../../template/parseStatement.ts'
import type { DirectiveNode } from '../../template/tree.ts'
import { findingIn } from '../mappingTemplates.ts'
import { requestExample } from './exampleDefinition.ts'
import { namesOf } from './templateNodes.ts'

export const mappingTemplateDirectiveDisabled: Rule = {
  id: 'mapping-template-directive-disabled',
  severity: 'warning',
  summary:
    'A mapping template uses a directive that API Gateway does not run, such as `#macro` or `#evaluate`.',
  aws: 'Prints the directive as text, or fails for `#include` and `#parse`: there are no files to read.',
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings.html#models-mappings-mappings',
  examples: {
    bad: requestExample(`{ "total": #evaluate("$input.path('$.total')") }`),
    good: requestExample(`{ "total": $input.path('$.total') }`),
  },
  visit: {
    *mappingTemplate(template) {
      for (const { code, message, start, end } of template.parsed.diagnostics) {
        if (code === 'template-disabled-directive') yield* findingIn(template, { start, end }, { message })
      }
      for (const directive of namesOf(template.parsed.template).directives) {
        const message = fault(directive)
        const span = { start: directive.start, end: directive.name.end }
        if (message !== undefined)
          yield* findingIn(template, span, { message, fixes: fixOf(directive, template.place) })
      }
    },
  },
}

const allDirectives = [...knownDirectives, 'if', 'elseif', 'else', 'end', 'set']

function fault({ name: { text }, hasParens }: DirectiveNode): string | undefined {
  if (text === 'include' || text === 'parse')
    return `'#${text}' reads a file, which API Gateway does not have, so rendering fails with 500; put the text into the template`
  const nearest = hasParens ? slipOf(text) : undefined
  return nearest === undefined
    ? undefined
    : `'#${text}' is no directive, so it is printed as text; write '#${nearest}'`
}

function slipOf(name: string): string | undefined {
  if (knownDirectives.has(name) || name === 'evaluate' || name.startsWith('@')) return undefined
  return nearestName(name, allDirectives)
}

function fixOf({ name }: DirectiveNode, place: Parameters<typeof findingIn>[0]['place']) {
  const nearest = slipOf(name.text)
  return nearest === undefined
    ? []
    : place.fix(`Replace with '#${nearest}'`, [{ start: name.start, end: name.end, newText: nearest }], true)
}
