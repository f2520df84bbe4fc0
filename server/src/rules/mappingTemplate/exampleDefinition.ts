/** A definition whose only request template is the given text, for the examples of rules. */
export function requestExample(template: string): string {
  return definitionWith('requestTemplates', template)
}

/** A definition with a response template. */
export function responseExample(template: string): string {
  return `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books:
    get:
      responses: { '200': { description: books } }
      x-amazon-apigateway-integration:
        type: http
        httpMethod: GET
        uri: https://example.com/books
        responses:
          default:
            statusCode: '200'
            responseTemplates:
              application/json: |-
${indented(template, 16)}
`
}

/** A definition with a gateway response. */
export function gatewayExample(template: string): string {
  return `
openapi: 3.0.1
info: { title: Books, version: '1' }
x-amazon-apigateway-gateway-responses:
  UNAUTHORIZED:
    responseTemplates:
      application/json: |-
${indented(template, 8)}
paths:
  /books:
    get:
      responses: { '200': { description: books } }
      x-amazon-apigateway-integration: { type: http_proxy, httpMethod: GET, uri: https://example.com/books }
`
}

/** As `requestExample`, of a method that takes the model `Book` of one member, `title`. */
export function modelExample(template: string): string {
  return `${definitionWith('requestTemplates', template, true)}components:
  schemas:
    Book:
      type: object
      additionalProperties: false
      properties: { title: { type: string } }
`
}

function definitionWith(place: string, template: string, hasModel = false): string {
  const body = hasModel
    ? `
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Book' } } } }`
    : ''
  return `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books:
    post:${body}
      responses: { '200': { description: done } }
      x-amazon-apigateway-integration:
        type: http
        httpMethod: POST
        uri: https://example.com/books
        ${place}:
          application/json: |-
${indented(template, 12)}
        responses: { default: { statusCode: '200' } }
`
}

function indented(text: string, width: number): string {
  return text
    .split('\n')
    .map(line => `${' '.repeat(width)}${line}`)
    .join('\n')
}
