import type { Rule } from '../rule.ts'
import { findingIn } from '../mappingTemplates.ts'
import { requestExample } from './exampleDefinition.ts'
import { escapeCall } from './stringValues.ts'
import { shapeOf } from './templateShape.ts'

export const mappingTemplateEscapeQuote: Rule = {
  id: 'mapping-template-escape-quote',
  severity: 'info',
  summary:
    "A JSON string takes the result of `$util.escapeJavaScript`, which writes `\\'` for a single quote.",
  aws: "Prints `\\'`, which JSON does not have: a Lambda function or an AWS service refuses the request with 400.",
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html#util-template-reference',
  examples: {
    bad: requestExample(`{ "author": "$util.escapeJavaScript($input.params('author'))" }`),
    good: requestExample(
      `{ "author": "$util.escapeJavaScript($input.params('author')).replaceAll("\\\\'","'")" }`,
    ),
  },
  visit: {
    *mappingTemplate(template) {
      for (const node of shapeOf(template)?.inString ?? []) {
        const found = escapeCall(node)
        if (!found || found.after.length > 0) continue
        const { call } = found
        const newText = `.replaceAll("\\\\'","'")`
        yield* findingIn(template, call.name, {
          message: `'$util.escapeJavaScript' writes \\' for a single quote, which is no JSON, so a value such as O'Brien breaks the output; add '${newText}'`,
          fixes: template.place.fix(`Add '${newText}'`, [{ start: call.end, end: call.end, newText }], true),
        })
      }
    },
  },
}
