import type { Rule } from '../rule.ts'
import { findingIn } from '../mappingTemplates.ts'
import { gatewayExample } from './exampleDefinition.ts'

export const gatewayTemplateVtl: Rule = {
  id: 'gateway-template-vtl',
  severity: 'warning',
  summary: 'The template of a gateway response uses VTL.',
  aws: 'Fills in `$context.x`, `$stageVariables.x` and `$method.request.PLACE.x` and prints all else as text.',
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html',
  examples: {
    bad: gatewayExample(`{ "message": "$util.escapeJavaScript($context.error.message)" }`),
    good: gatewayExample(`{ "message": $context.error.messageString }`),
  },
  visit: {
    *gatewayTemplate(template) {
      for (const match of template.text.matchAll(vtl)) {
        const span = { start: match.index, end: match.index + match[0].length }
        const word = match[0].replace(/[\s(]+$/, '')
        yield* findingIn(template, span, {
          message: `'${word}' is VTL, which a gateway response does not have, so it is printed as text; use '$context' and '$stageVariables' alone`,
        })
        // What follows of the same template goes with it.
        return
      }
    },
  },
}

const vtl =
  /#\{?(?:set|if|elseif|foreach|define|macro|parse|include|evaluate|stop|break)\}?\s*\(|\$!?\{?(?:input|util)\b/g
