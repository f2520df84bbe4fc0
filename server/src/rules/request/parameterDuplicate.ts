import type { Finding, Rule } from '../rule.ts'
import type { Node } from '../../syntax/node.ts'
import { entriesOf, entryOf, itemsOf, originOf, stringOf } from '../../syntax/node.ts'

export const parameterDuplicate: Rule = {
  id: 'parameter-duplicate',
  severity: 'error',
  summary: 'A list of parameters has one name and place twice.',
  aws: 'Keeps one of the two; OpenAPI forbids it.',
  documentation: 'https://spec.openapis.org/oas/v3.0.3.html#path-item-object',
  examples: {
    bad: `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books:
    get:
      parameters:
        - { name: page, in: query, schema: { type: integer } }
        - { name: page, in: query, schema: { type: string } }
      x-amazon-apigateway-integration: { type: mock }
`,
    good: `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books:
    get:
      parameters:
        - { name: page, in: query, schema: { type: integer } }
        - { name: page, in: header, schema: { type: string } }
      x-amazon-apigateway-integration: { type: mock }
`,
  },
  visit: {
    *openApiPath(pathItem) {
      yield* duplicates(entryOf(pathItem, 'parameters')?.value)
      for (const { value } of entriesOf(pathItem)) yield* duplicates(entryOf(value, 'parameters')?.value)
    },
  },
}

function* duplicates(parameters: Node | undefined): Iterable<Finding> {
  const seen = new Set<string>()
  for (const parameter of itemsOf(parameters)) {
    const nameNode = entryOf(parameter, 'name')?.value
    const [name, place] = [stringOf(nameNode), stringOf(entryOf(parameter, 'in')?.value)]
    if (!nameNode || name === undefined || place === undefined) continue
    const key = `${place} ${place === 'header' ? name.toLowerCase() : name}`
    if (seen.has(key)) {
      yield {
        origin: originOf(nameNode),
        message: `The parameter '${name}' in '${place}' is stated twice, so one statement hides the other; take one out`,
      }
    }
    seen.add(key)
  }
}
