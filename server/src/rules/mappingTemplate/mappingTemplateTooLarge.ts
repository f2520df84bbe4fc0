import type { Rule } from '../rule.ts'
import { requestExample } from './exampleDefinition.ts'

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html */
const maximumBytes = 300 * 1024

export const mappingTemplateTooLarge: Rule = {
  id: 'mapping-template-too-large',
  severity: 'error',
  summary: 'A mapping template has more than 300 KB.',
  aws: 'Refuses the template when it is deployed.',
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html',
  examples: {
    bad: requestExample(`{ "all": true }#set($doc = "$!doc${' '.repeat(maximumBytes)}")`),
    good: requestExample('{ "all": true }'),
  },
  visit: {
    *mappingTemplate({ text, label, place }) {
      // A unit takes three bytes at most.
      if (text.length * 3 <= maximumBytes) return
      const bytes = new TextEncoder().encode(text).length
      if (bytes <= maximumBytes) return
      const line = text.search(/[\r\n]/)
      yield {
        origin: place.origin({ start: 0, end: line > 0 ? line : Math.min(text.length, 80) }),
        message: `${label} has ${Math.ceil(bytes / 1024)} KB, and API Gateway takes 300 KB; shorten it, or leave the work to the backend`,
      }
    },
  },
}
