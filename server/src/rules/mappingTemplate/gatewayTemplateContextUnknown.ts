import type { Rule } from '../rule.ts'
import { nearestName } from '../../base/nearestName.ts'
import { contextVariablesFor, findContextVariable } from '../../template/vocabulary.ts'
import { findingIn } from '../mappingTemplates.ts'
import { gatewayExample } from './exampleDefinition.ts'

export const gatewayTemplateContextUnknown: Rule = {
  id: 'gateway-template-context-unknown',
  severity: 'warning',
  summary: 'The template of a gateway response uses a variable of `$context` that API Gateway does not have.',
  aws: 'Prints nothing in its place.',
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html',
  examples: {
    bad: gatewayExample('{ "message": "$context.error.mesage" }'),
    good: gatewayExample('{ "message": "$context.error.message" }'),
  },
  visit: {
    *gatewayTemplate(template) {
      for (const match of template.text.matchAll(
        /\$(?:\{context\.([\w.-]+)\}|context\.([\w-]+(?:\.[\w-]+)*))/g,
      )) {
        const path = match[1] ?? match[2] ?? ''
        if (isKnown(path)) continue
        const start = match.index + match[0].indexOf(path)
        const nearest = nearestName(path, names())
        const advice = nearest === undefined ? 'use one that the page lists' : `write '$context.${nearest}'`
        const fixes =
          nearest === undefined
            ? []
            : template.place.fix(
                `Replace with '${nearest}'`,
                [{ start, end: start + path.length, newText: nearest }],
                true,
              )
        yield* findingIn(
          template,
          { start, end: start + path.length },
          { message: `'$context.${path}' does not exist, so nothing is printed; ${advice}`, fixes },
        )
      }
    },
  },
}

function isKnown(path: string): boolean {
  const parts = path.split('.')
  // What an authorizer answers is its own affair.
  if (parts[0] === 'authorizer' || path === 'identity.vpcId' || path === 'identity.vpceId') return true
  return findContextVariable(parts, 'gatewayResponse') !== undefined
}

function names(): string[] {
  return contextVariablesFor('gatewayResponse').flatMap(({ name }) => (/[A-Z]{3,}/.test(name) ? [] : name))
}
