import { brokenBy, lineEnds, outsideOfPlane } from '../../support/disturbed.ts'
import type { DisturbedDefinition } from './definition.ts'

const halfTyped = brokenBy(['half:', 'half: "open', 'half: [', '- half'])
const yaml = [...halfTyped, ...lineEnds, outsideOfPlane]
const json = [...brokenBy(['"half":', '"half": {', '"half": "open', ',']), ...lineEnds, outsideOfPlane]

export const serverlessYml: DisturbedDefinition = {
  name: 'serverless.yml',
  files: {
    'src/books.js': 'exports.list = async () => ({ statusCode: 200 })\n',
    'order.vtl': '{"id": "$input.params(\'id\')"}\n',
  },
  disturbances: yaml,
  source: `service: shop
⟨⟩
provider:
  name: aws
  ⟨⟩
  runtime: nodejs22.x
  ⟨⟩
custom:
  name: "shop ⟨+⟩"
  ⟨⟩
  table: books
⟨⟩
functions:
  first: { handler: src/books.list }
  ⟨⟩
  books:
    description: "all ⟨+⟩"
    ⟨⟩
    handler: src/books.⟨handler⟩list
    environment: { "a": "⟨+⟩", TABLE: "\${self:custom.⟨variable⟩table}" }
    ⟨⟩
    mem⟨key⟩orySize: 256
    ⟨⟩
    events:
      - http:
          path: books/{id}
          ⟨⟩
          method: get
          integration: lambda
          request:
            template:
              text/plain: \${file(./⟨file⟩order.vtl)}
              ⟨⟩
              application/json: '{"id": "⟨template⟩$input.params("id")"}'
⟨⟩
package: { individually: true }
`,
  cases: [
    { feature: 'completion', at: 'key', given: 'timeout', holds: ['    timeout: '] },
    { feature: 'completion', at: 'handler', given: 'src/books.list', holds: ['handler: src/books.list\n'] },
    { feature: 'completion', at: 'variable', given: 'self:custom.name', holds: ['"${self:custom.name}"'] },
    { feature: 'hover', at: 'key', holds: ['memory'] },
    { feature: 'definition', at: 'handler', holds: ['books.js'] },
    { feature: 'documentLink', holds: ['books.js'] },
    { feature: 'documentSymbol', holds: ['books'] },
    { feature: 'codeLens', holds: ['Invoke'] },
    {
      feature: 'refactoring',
      at: 'template',
      given: 'Extract the template',
      holds: ['${file(./books-request.vtl)}'],
    },
    { feature: 'refactoring', at: 'file', given: "Inline './order.vtl'", holds: ['$input.params('] },
  ],
}

export const policyFile: DisturbedDefinition = {
  name: 'policy.json',
  disturbances: json,
  source: `{
  "Version": "2012-10-17",
  ⟨⟩
  "Statement": [
    {
      "Sid": "a⟨+⟩",
      ⟨⟩
      "Eff⟨key⟩ect": "Allow",
      "Action": "execute-api:⟨action⟩Invoke",
      ⟨⟩
      "Condition": { "StringEquals": { "aws:⟨condition⟩SourceVpc": "vpc-1" } },
      ⟨⟩
      "Resource": "⟨resource⟩*"
    }
  ]
  ⟨⟩
}
`,
  cases: [
    {
      feature: 'completion',
      at: 'action',
      given: 'execute-api:ManageConnections',
      holds: ['ManageConnections'],
    },
    { feature: 'hover', at: 'action', holds: ['Invoke'] },
    { feature: 'hover', at: 'key', holds: ['Effect'] },
    { feature: 'hover', at: 'condition', holds: ['aws:SourceVpc'] },
  ],
}

export const terraformJson: DisturbedDefinition = {
  name: 'main.tf.json',
  disturbances: json,
  source: `{
  "resource": {
    ⟨⟩
    "aws_api_gateway_rest_api": { "shop": { "name": "shop ⟨+⟩" } },
    ⟨⟩
    "aws_api_gateway_resource": {
      "books": {
        "rest_api_id": "\${aws_api_gateway_rest_api.⟨reference⟩shop.id}",
        ⟨⟩
        "path_⟨key⟩part": "books",
        ⟨⟩
        "parent_id": "\${aws_api_gateway_rest_api.shop.root_resource_id}"
      }
    }
    ⟨⟩
  }
}
`,
  cases: [
    {
      feature: 'completion',
      at: 'reference',
      given: 'aws_api_gateway_rest_api.shop.id',
      holds: ['"${aws_api_gateway_rest_api.shop.id}"'],
    },
    { feature: 'hover', at: 'key', holds: ['path_part'] },
    { feature: 'definition', at: 'reference', holds: ['shop'] },
  ],
}

/** A definition whose function may not be called, in a form that can be written otherwise as a whole. */
export const withoutPermission: DisturbedDefinition = {
  name: 'template.yaml',
  disturbances: yaml,
  source: `AWSTemplateFormatVersion: '2010-09-09'
⟨⟩
⟨section⟩Resources:
  Shop: { Type: AWS::ApiGateway::RestApi, Properties: { Name: "⟨+⟩shop" } }
  ⟨⟩
  List:
    Type: AWS::Lambda::Function
    Properties: { Handler: a.b, Runtime: nodejs22.x, Role: arn:aws:iam::123456789012:role/a, Code: { ZipFile: a } }
  ⟨⟩
  Get:
    Type: AWS::ApiGateway::Method
    ⟨⟩
    Properties:
      RestApiId: !Ref Shop
      ResourceId: !GetAtt Shop.RootResourceId
      HttpMethod: GET
      AuthorizationType: NONE
      ⟨⟩
      Integration:
        Type: AWS_PROXY
        IntegrationHttpMethod: POST
        ⟨⟩
        Uri: !Sub arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/⟨uri⟩\${List.Arn}/invocations
  ⟨⟩
  Last: { Type: AWS::ApiGateway::Deployment, Properties: { RestApiId: !Ref Shop }, DependsOn: Get }
`,
  cases: [
    {
      feature: 'quickFix',
      at: 'uri',
      given: "Add an 'AWS::Lambda::Permission'",
      holds: ['  ListPermission:\n', 'Principal: apigateway.amazonaws.com'],
      // A permission may stand in what cannot be read.
      restsOn: ['half: "open', 'half: [', '- half'],
    },
    { feature: 'refactoring', at: 'section', given: 'Convert', holds: ['gatehouse.convertFormat'] },
  ],
}

export const vtlFile: DisturbedDefinition = {
  name: 'list.vtl',
  disturbances: [...brokenBy(['#set($half = 1)', '## half']), ...lineEnds, outsideOfPlane],
  source: `{
⟨⟩
"items": [
#foreach($item in $input.path('$'))
"⟨+⟩$item.id"#if($foreach.hasNext),#end
⟨⟩
#end
]
}
`,
  cases: [{ feature: 'formatting', holds: ['\n  "items": [\n', '"$item.id"#if'] }],
}

const definitions = {
  'template.yaml': `Transform: AWS::Serverless-2016-10-31
Resources:
  List:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src/
      Handler: books.list
      Runtime: nodejs22.x
      Events: { Get: { Type: Api, Properties: { Path: /books, Method: get } } }
  Add:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src/
      Handler: add.handler
      Runtime: python3.13
      Events: { Post: { Type: Api, Properties: { Path: /books, Method: post } } }
`,
}

export const javaScriptHandler: DisturbedDefinition = {
  name: 'src/books.js',
  files: { ...definitions, 'src/books.js': '' },
  disturbances: [
    ...brokenBy(['const half = {', "const half = 'open", 'half(', 'exports.']),
    ...lineEnds,
    outsideOfPlane,
  ],
  source: `const table = '⟨+⟩books'
⟨⟩
exports.list = async () => {
  ⟨⟩
  return { statusCode: 200 }
}
⟨⟩
exports.other = 1
`,
  cases: [{ feature: 'codeLens', holds: ['GET /books ▸ Invoke'] }],
}

export const pythonHandler: DisturbedDefinition = {
  name: 'src/add.py',
  files: { ...definitions, 'src/add.py': '' },
  disturbances: [
    ...brokenBy(['half = {', "half = 'open", 'half(', 'def half(']),
    ...lineEnds,
    outsideOfPlane,
  ],
  source: `import json
⟨⟩
table = '⟨+⟩books'

def handler(event, context):
    ⟨⟩
    return {}
⟨⟩
other = 1
`,
  cases: [{ feature: 'codeLens', holds: ['POST /books ▸ Invoke'] }],
}
