import type { DisturbedDefinition } from './definition.ts'
import { jsonDisturbances, yamlDisturbances } from './lines.ts'

/** What an alias stands for may lie in the schema that moves. */
const aliases = ['half: *nothing', '<<: *no']

export const openApiYaml: DisturbedDefinition = {
  name: 'openapi.yaml',
  disturbances: yamlDisturbances,
  files: { 'errors.yaml': 'NotFound: { description: Not found }\n' },
  source: `openapi: 3.0.1
info: { title: "Shop ⟨+⟩", version: '1' }
⟨⟩
x-amazon-apigateway-request-validators:
  body: { validateRequestBody: true }
security:
  - login: []
paths:
  ⟨⟩
  /books/{⟨parameter⟩bookId}:
    parameters:
      - { description: "id ⟨+⟩", name: bookId, in: path, required: true, schema: { type: string } }
    ⟨⟩
    ⟨cors⟩put:
      operationId: putBook
      x-amazon-apigateway-request-validator: ⟨validator⟩body
      ⟨⟩
      security: [{ login: [ "books/⟨+⟩read" ] }]
      requestBody: { description: "new ⟨+⟩", content: { application/json: { schema: { $ref: '#/components/schemas/⟨ref⟩Book' } } } }
      ⟨⟩
      responses:
        '200': { description: "fine ⟨+⟩", content: { application/json: { ⟨inline⟩schema: { type: object, properties: { id: { type: string } } } } } }
        ⟨⟩
        '404': { $ref: 'errors.yaml#/⟨elsewhere⟩NotFound' }
        ⟨⟩
      x-amazon-apigateway-integration:
        ⟨type⟩type: htt⟨value⟩p
        ⟨⟩
        httpMethod: PUT
        uri: https://\${stageVariables.host}/books/{bookId}
        timeoutInMillis: ⟨fault⟩20
        ⟨⟩
        pass⟨key⟩throughBehavior: never
        ⟨⟩
        requestParameters: { "integration.request.path.bookId": method.request.path.⟨mapped⟩bookId }
        requestTemplates:
          ⟨⟩
          text/plain: '#set($o = $input.path("$"))⟨+⟩ { "id": "$⟨variable⟩o.id", "at": "$context.⟨member⟩requestTime", "x": $util.escapeJavaScript(⟨argument⟩$o) }'
          ⟨⟩
          application/json: |
            {
            #if( true⟨format⟩ )
            "a": 1
            #end
            }
        responses: { default: { statusCode: '200' } }
  ⟨⟩
  /pages:
    get:
      security: []
      x-amazon-apigateway-integration: { type: http_proxy, httpMethod: GET, uri: 'https://example.com/pages' }
⟨⟩
components:
  securitySchemes:
    login: { type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: awsSigv4 }
  ⟨⟩
  schemas:
    ⟨schema⟩Book:
      type: object
      ⟨⟩
      properties: { title: { type: string } }
`,
  cases: [
    { feature: 'completion', at: 'value', given: 'http_proxy', holds: ['type: http_proxy\n'] },
    { feature: 'completion', at: 'key', given: 'cacheNamespace', holds: ['cacheNamespace: '] },
    { feature: 'completion', at: 'ref', holds: ['#/components/schemas/Book'] },
    { feature: 'completion', at: 'member', given: 'requestTimeEpoch', holds: ['$context.requestTimeEpoch'] },
    { feature: 'hover', at: 'type', holds: ['aws_proxy passes'] },
    { feature: 'hover', at: 'ref', holds: ['Book'] },
    { feature: 'hover', at: 'member', holds: ['requestTime'] },
    { feature: 'signatureHelp', at: 'argument', holds: ['escapeJavaScript'] },
    { feature: 'definition', at: 'ref', holds: ['Book'] },
    { feature: 'definition', at: 'elsewhere', holds: ['errors.yaml'] },
    { feature: 'references', at: 'schema', holds: ['Book'] },
    { feature: 'references', at: 'mapped', holds: ['bookId'] },
    { feature: 'documentHighlight', at: 'validator', holds: ['body'] },
    { feature: 'documentHighlight', at: 'variable', holds: ['o'] },
    { feature: 'prepareRename', at: 'ref', holds: ['Book'] },
    { feature: 'rename', at: 'ref', given: 'Novel', holds: ['Novel:\n', "schemas/Novel'"] },
    { feature: 'rename', at: 'parameter', given: 'id', holds: ['/books/{id}:', 'request.path.id }'] },
    { feature: 'rename', at: 'variable', given: 'order', holds: ['$order.id', '#set($order ='] },
    { feature: 'linkedEditing', at: 'schema', holds: ['Book'] },
    { feature: 'selectionRange', at: 'value', holds: ['http'] },
    { feature: 'documentLink', holds: ['errors.yaml'] },
    { feature: 'documentSymbol', holds: ['/books/{bookId}'] },
    { feature: 'workspaceSymbol', given: 'books', holds: ['PUT /books/{bookId}'] },
    { feature: 'foldingRange', holds: ['startLine'] },
    { feature: 'inlayHint', holds: ['29'] },
    { feature: 'codeLens', holds: ['Invoke'] },
    { feature: 'semanticTokens', holds: ['#set'] },
    { feature: 'quickFix', at: 'fault', holds: ['timeoutInMillis: 50\n'] },
    { feature: 'fixAll', holds: ['timeoutInMillis: 50\n'] },
    {
      feature: 'refactoring',
      at: 'inline',
      given: 'Extract',
      holds: ['schemas/putBookResponse200'],
      restsOn: aliases,
    },
    { feature: 'refactoring', at: 'cors', given: 'Add CORS', holds: ['    options:\n'] },
    { feature: 'refactoring', at: 'format', given: 'Format', holds: ['                "a": 1\n'] },
  ],
}

export const openApiJson: DisturbedDefinition = {
  name: 'openapi.json',
  disturbances: jsonDisturbances,
  files: { 'errors.json': '{ "NotFound": { "description": "Not found" } }' },
  source: `{
  "openapi": "3.0.1",
  "info": { "title": "Shop ⟨+⟩", "version": "1" },
  ⟨⟩
  "paths": {
    ⟨⟩
    "/books/{⟨parameter⟩bookId}": {
      "parameters": [{ "description": "⟨+⟩", "name": "bookId", "in": "path", "required": true, "schema": { "type": "string" } }],
      ⟨⟩
      "⟨cors⟩put": {
        ⟨⟩
        "operationId": "putBook",
        "requestBody": { "description": "⟨+⟩", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/⟨ref⟩Book" } } } },
        ⟨⟩
        "responses": {
          ⟨⟩
          "200": { "description": "⟨+⟩", "content": { "application/json": { "⟨inline⟩schema": { "type": "object", "properties": { "id": { "type": "string" } } } } } },
          "404": { "description": "⟨+⟩", "$ref": "errors.json#/⟨elsewhere⟩NotFound" },
          ⟨⟩
          "500": { "description": "Failed" }
        },
        "x-amazon-apigateway-integration": {
          ⟨⟩
          "⟨type⟩type": "htt⟨value⟩p",
          ⟨⟩
          "httpMethod": "PUT",
          "pass⟨key⟩throughBehavior": "never",
          ⟨⟩
          "uri": "https://\${stageVariables.host}/books/{bookId}",
          "timeoutInMillis": ⟨fault⟩20,
          ⟨⟩
          "requestParameters": { "integration.request.path.bookId": "method.request.path.⟨mapped⟩bookId" },
          "requestTemplates": {
            ⟨⟩
            "text/plain": "#set($o = $input.path('$'))⟨+⟩ { \\"id\\": \\"$⟨variable⟩o.id\\", \\"at\\": \\"$context.⟨member⟩requestTime\\", \\"x\\": $util.escapeJavaScript(⟨argument⟩$o) }",
            ⟨⟩
            "application/json": "{\\n\\"a⟨format⟩\\": 1\\n}"
          },
          ⟨⟩
          "responses": { "default": { "statusCode": "200" } }
        }
      }
    },
    ⟨⟩
    "/pages": { "get": { "x-amazon-apigateway-integration": { "type": "http_proxy", "httpMethod": "GET", "uri": "https://example.com/pages" } } }
  },
  ⟨⟩
  "components": {
    ⟨⟩
    "schemas": {
      "⟨schema⟩Book": { "type": "object" }
    }
  }
}
`,
  cases: [
    { feature: 'completion', at: 'value', given: 'http_proxy', holds: ['"type": "http_proxy"'] },
    { feature: 'completion', at: 'key', given: 'cacheNamespace', holds: ['"cacheNamespace": '] },
    { feature: 'completion', at: 'ref', holds: ['#/components/schemas/Book'] },
    { feature: 'completion', at: 'member', given: 'requestTimeEpoch', holds: ['$context.requestTimeEpoch'] },
    { feature: 'hover', at: 'type', holds: ['aws_proxy passes'] },
    { feature: 'hover', at: 'ref', holds: ['Book'] },
    { feature: 'hover', at: 'member', holds: ['requestTime'] },
    { feature: 'signatureHelp', at: 'argument', holds: ['escapeJavaScript'] },
    { feature: 'definition', at: 'ref', holds: ['Book'] },
    { feature: 'definition', at: 'elsewhere', holds: ['errors.json'] },
    { feature: 'references', at: 'schema', holds: ['Book'] },
    { feature: 'references', at: 'mapped', holds: ['bookId'] },
    { feature: 'documentHighlight', at: 'variable', holds: ['o'] },
    { feature: 'prepareRename', at: 'ref', holds: ['Book'] },
    { feature: 'rename', at: 'ref', given: 'Novel', holds: ['"Novel": {', 'schemas/Novel"'] },
    { feature: 'rename', at: 'parameter', given: 'id', holds: ['/books/{id}"', 'request.path.id"'] },
    { feature: 'rename', at: 'variable', given: 'order', holds: ['$order.id', '#set($order ='] },
    { feature: 'linkedEditing', at: 'schema', holds: ['Book'] },
    { feature: 'selectionRange', at: 'value', holds: ['http'] },
    { feature: 'documentLink', holds: ['errors.json'] },
    { feature: 'documentSymbol', holds: ['/books/{bookId}'] },
    { feature: 'workspaceSymbol', given: 'books', holds: ['PUT /books/{bookId}'] },
    { feature: 'foldingRange', holds: ['startLine'] },
    { feature: 'inlayHint', holds: ['29'] },
    { feature: 'codeLens', holds: ['Invoke'] },
    { feature: 'semanticTokens', holds: ['#set'] },
    { feature: 'quickFix', at: 'fault', holds: ['"timeoutInMillis": 50,\n'] },
    { feature: 'fixAll', holds: ['"timeoutInMillis": 50,\n'] },
    { feature: 'refactoring', at: 'inline', given: 'Extract', holds: ['schemas/putBookResponse200'] },
    { feature: 'refactoring', at: 'cors', given: 'Add CORS', holds: ['"options": {'] },
    { feature: 'refactoring', at: 'format', given: 'Format', holds: ['\\n  \\"a'] },
  ],
}
