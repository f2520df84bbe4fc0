import type { Rule } from '../rule.ts'
import { replaceFix } from '../textFixes.ts'

export const corsOriginInvalid: Rule = {
  id: 'cors-origin-invalid',
  severity: 'error',
  summary: 'CORS allows an origin that no browser sends.',
  aws: "Refuses an origin without a scheme; one with a path or a slash at its end never equals the browser's.",
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html',
  examples: {
    bad: `
openapi: 3.0.1
info: { title: Notes, version: '1' }
x-amazon-apigateway-cors: { allowOrigins: ['https://www.example.com/'], allowMethods: [GET] }
paths: {}
`,
    good: `
openapi: 3.0.1
info: { title: Notes, version: '1' }
x-amazon-apigateway-cors: { allowOrigins: ['https://www.example.com'], allowMethods: [GET] }
paths: {}
`,
  },
  visit: {
    *httpApi({ cors }, context) {
      for (const allowed of cors?.allowOrigins ?? []) {
        if (!allowed.known || /^(\*|null|[a-z][a-z0-9+.-]*:\/\/[^/\s]+)$/i.test(allowed.value)) continue
        if (/\$\{|\{\{|^<|%/.test(allowed.value)) continue
        const { value, origin } = allowed
        const mended = /^[a-z][a-z0-9+.-]*:\/\/[^/\s]+/i.exec(value)?.[0]
        yield {
          origin,
          // A scheme that is missing may be put in by what a parameter stands for.
          severity: mended === undefined && /^(?!https?:)/.test(value) ? 'warning' : 'error',
          message: `CORS allows the origin '${value}', which no browser sends; write scheme, host and port only, as '${mended ?? 'https://www.example.com'}'`,
          fixes: mended === undefined ? [] : replaceFix(context, origin, value, mended),
        }
      }
    },
  },
}
