import type { Rule } from '../rule.ts'

export const binaryMediaTypeInvalid: Rule = {
  id: 'binary-media-type-invalid',
  severity: 'warning',
  summary: 'A binary media type has no slash.',
  aws: "Never treats a body as binary by it: types are compared with Content-Type and Accept; CloudFormation takes '~1' for the slash.",
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings.html',
  examples: {
    bad: `
openapi: 3.0.1
info: { title: Books, version: '1' }
x-amazon-apigateway-binary-media-types: [image.png]
paths: {}
`,
    good: `
openapi: 3.0.1
info: { title: Books, version: '1' }
x-amazon-apigateway-binary-media-types: [image/png]
paths: {}
`,
  },
  visit: {
    *restApi({ binaryMediaTypes }) {
      for (const type of binaryMediaTypes) {
        if (!type.known || /[^/\s](\/|~1)[^/\s]|\$\{/.test(type.value)) continue
        yield {
          origin: type.origin,
          message: `'${type.value}' is no media type, so no body is binary by it; write 'image/png' or another 'type/subtype', or '*/*' for all`,
        }
      }
    },
  },
}
