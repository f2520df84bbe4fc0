import { brokenBy, lineEnds, outsideOfPlane } from '../../support/disturbed.ts'
import type { DisturbedDefinition } from './definition.ts'
import { yamlDisturbances } from './lines.ts'

export const anchoredYaml: DisturbedDefinition = {
  name: 'anchored.yaml',
  disturbances: yamlDisturbances,
  source: `openapi: 3.0.1
info: { title: "Shop ⟨+⟩", version: '1' }
⟨⟩
x-shared:
  ⟨⟩
  mock: &⟨anchor⟩mock
    type: mock
    ⟨⟩
    requestTemplates: { application/json: '{"statusCode": 200}' }
    responses: { default: { statusCode: '200' } }
⟨⟩
paths:
  /books:
    summary: Books
    ⟨⟩
    get: { description: "all ⟨+⟩", x-amazon-apigateway-integration: *⟨alias⟩mock }
    ⟨⟩
    post:
      description: New
      ⟨⟩
      x-amazon-apigateway-integration:
        <<: *⟨merged⟩mock
        ⟨⟩
        time⟨key⟩outInMillis: 900
        ⟨⟩
        type: ⟨value⟩mock
⟨⟩
components: { schemas: { Book: { type: object } } }
`,
  cases: [
    { feature: 'completion', at: 'key', given: 'cacheNamespace', holds: ['cacheNamespace: '] },
    { feature: 'completion', at: 'value', given: 'http_proxy', holds: ['type: http_proxy\n'] },
    { feature: 'hover', at: 'key', holds: ['timeoutInMillis'] },
    { feature: 'definition', at: 'alias', holds: ['mock'] },
    { feature: 'definition', at: 'merged', holds: ['mock'] },
    { feature: 'references', at: 'anchor', holds: ['mock'] },
    { feature: 'documentHighlight', at: 'merged', holds: ['mock'] },
    {
      feature: 'rename',
      at: 'alias',
      given: 'none',
      holds: ['mock: &none\n', '<<: *none\n', 'integration: *none }'],
    },
    { feature: 'linkedEditing', at: 'anchor', holds: ['mock'] },
    // A mapping begins where its first entry does, so nothing is typed above that.
    { feature: 'selectionRange', at: 'alias', holds: ['*mock'] },
    { feature: 'documentSymbol', holds: ['/books'] },
    { feature: 'codeLens', holds: ['Invoke'] },
    { feature: 'foldingRange', holds: ['startLine'] },
  ],
}

export const templateFile: DisturbedDefinition = {
  name: 'order.vtl',
  disturbances: [
    ...brokenBy([
      '$input.',
      '#set($half = ',
      '$!{half',
      '#if($half',
      '$util.escapeJavaScript(',
      '#foreach($half in ',
    ]),
    ...lineEnds,
    outsideOfPlane,
  ],
  source: `#set($order = $input.path('$'))
⟨⟩
{
  ⟨⟩
  "id": "⟨+⟩$⟨variable⟩order.id",
  ⟨⟩
  "at": "⟨+⟩$context.⟨member⟩requestTime",
  "text": "⟨+⟩$util.escapeJavaScript(⟨argument⟩$order.text)",
  ⟨⟩
  "last": 1
}
⟨⟩
## the end
`,
  cases: [
    { feature: 'completion', at: 'member', given: 'requestTimeEpoch', holds: ['$context.requestTimeEpoch'] },
    { feature: 'hover', at: 'member', holds: ['requestTime'] },
    { feature: 'signatureHelp', at: 'argument', holds: ['escapeJavaScript'] },
    { feature: 'definition', at: 'variable', holds: ['order'] },
    { feature: 'references', at: 'variable', holds: ['order'] },
    { feature: 'documentHighlight', at: 'variable', holds: ['order'] },
    { feature: 'rename', at: 'variable', given: 'o', holds: ['#set($o =', '$o.text'] },
  ],
}
