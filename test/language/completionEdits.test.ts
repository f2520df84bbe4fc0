import { describe, expect, it } from 'vitest'
import { acceptedText, proposed, proposedLabels } from '../support/proposals.ts'

const sam = (rest: string) => `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Parameters:
  Stage: { Type: String, Default: dev }
Resources:
  Shop:
    Type: AWS::Serverless::Api
    Properties: { StageName: dev, Variables: { backend: books.example.com } }
  Orders: { Type: AWS::DynamoDB::Table }
  Role: { Type: AWS::IAM::Role }
  List:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src/
${rest}
`

const json = (properties: string) => `{
  "AWSTemplateFormatVersion": "2010-09-09",
  "Resources": {
    "List": { "Type": "AWS::Lambda::Function" },
    "Permission": {
      "Type": "AWS::Lambda::Permission",
      "Properties": { ${properties} }
    }
  }
}`

const openApi = (integration: string, more = '') => `
openapi: 3.0.1
info: { title: Shop, version: '1' }
paths:
  /books/{id}:
    get:
      parameters:
        - { name: id, in: path, required: true }
      x-amazon-apigateway-integration:
        type: http
        uri: https://example.com/{id}
${integration}
${more}
`

describe('values of other resources', () => {
  it('come first where the property takes them, as whole functions', () => {
    const marked = sam('      Role: <|>')
    expect(proposedLabels('template.yaml', marked)[0]).toBe('!GetAtt Role.Arn')
    expect(acceptedText('template.yaml', marked, '!GetAtt Role.Arn')).toContain(
      '      Role: !GetAtt Role.Arn\n',
    )
  })

  it('are sorted by what the property wants, after !Ref and !GetAtt', () => {
    const event = (value: string) =>
      sam(`      Events:\n        Get: { Type: Api, Properties: { RestApiId: !Ref ${value} } }`)
    expect(proposedLabels('template.yaml', event('<|>'))[0]).toBe('Shop')
    expect(proposedLabels('template.yaml', sam('      Role: !GetAtt <|>'))[0]).toBe('Role.Arn')
    expect(acceptedText('template.yaml', sam('      Role: !GetAtt Role.<|>'), 'Role.Arn')).toContain(
      'Role: !GetAtt Role.Arn\n',
    )
  })

  it('are long forms in JSON, with and without quotes that stand already', () => {
    const label = '!GetAtt List.Arn'
    const expected = '"FunctionName": { "Fn::GetAtt": ["List", "Arn"] } }'
    expect(acceptedText('template.json', json('"FunctionName": <|>'), label)).toContain(expected)
    expect(acceptedText('template.json', json('"FunctionName": "<|>"'), label)).toContain(expected)
    expect(acceptedText('template.json', json('"FunctionName": { "Ref": "<|>" }'), 'List')).toContain(
      '{ "Ref": "List" }',
    )
    expect(
      proposedLabels('template.json', json('"FunctionName": { "Fn::GetAtt": ["List", "<|>"] }')),
    ).toContain('Arn')
  })

  it('are put into the text of !Sub where the cursor stands', () => {
    const name = (text: string) => sam(`      FunctionName: !Sub ${text}`)
    expect(acceptedText('template.yaml', name("'a-${St<|>}-b'"), 'Stage')).toContain("!Sub 'a-${Stage}-b'")
    expect(acceptedText('template.yaml', name("'a-${<|>'"), 'Orders.Arn')).toContain("!Sub 'a-${Orders.Arn}'")
    expect(acceptedText('template.yaml', name('a-$<|>'), '${Stage}')).toContain('!Sub a-${Stage}\n')
    expect(acceptedText('template.yaml', name("['${<|>}', { Own: x }]"), 'Own')).toContain(
      "['${Own}', { Own: x }]",
    )
  })

  it('know mappings and conditions', () => {
    const mapped = sam('').replace(
      'Resources:',
      'Mappings:\n  Sizes: { dev: { memory: 1 } }\nConditions:\n  IsProd: !Equals [a, b]\nResources:',
    )
    const at = (value: string) => `${mapped.trimEnd()}\n      MemorySize: ${value}\n`
    expect(proposedLabels('template.yaml', at('!FindInMap [<|>]'))).toEqual(['Sizes'])
    expect(proposedLabels('template.yaml', at('!FindInMap [Sizes, dev, <|>]'))).toEqual(['memory'])
    expect(proposedLabels('template.yaml', at('!If [<|>, 1, 2]'))).toEqual(['IsProd'])
  })
})

describe('handlers', () => {
  const beside = {
    '/work/src/books.ts':
      'export const list = async () => {}\nexport { get as getBook, other }\nconst hidden = 1\n',
    '/work/src/orders/create.cjs':
      'exports.handler = async () => {}\nmodule.exports = { helper, run: () => 1 }\n',
    '/work/src/report.py': 'def lambda_handler(event, context):\n    def inner(): pass\n',
    '/work/src/books.test.ts': 'export const no = 1',
    '/work/src/node_modules/x/index.js': 'exports.no = 1',
  }

  it('are the exports of the files in the code folder', () => {
    const found = proposedLabels('template.yaml', sam('      Handler: <|>'), beside)
    expect(found).toEqual(
      expect.arrayContaining([
        'books.list',
        'books.getBook',
        'books.other',
        'orders/create.handler',
        'orders/create.run',
        'report.lambda_handler',
      ]),
    )
    expect(found.join()).not.toMatch(/hidden|inner|\.no\b/)
  })

  it('are those of the runtime', () => {
    const found = proposedLabels(
      'template.yaml',
      sam('      Runtime: python3.13\n      Handler: bo<|>'),
      beside,
    )
    expect(found).toEqual(['report.lambda_handler'])
  })

  it('come in serverless.yml', () => {
    const service =
      'service: shop\nprovider: { name: aws, runtime: nodejs22.x }\nfunctions:\n  list:\n    handler: <|>\n'
    expect(acceptedText('serverless.yml', service, 'src/books.list', beside)).toContain(
      'handler: src/books.list\n',
    )
  })
})

describe('parameter mappings', () => {
  it('have destinations with their sources', () => {
    const marked = openApi('        requestParameters:\n          <|>')
    expect(acceptedText('openapi.yaml', marked, 'integration.request.path.id')).toContain(
      '          integration.request.path.id: method.request.path.id\n',
    )
  })

  it('have static values in quotes inside quotes', () => {
    const at = (value: string) =>
      openApi(
        `        responses:\n          default:\n            responseParameters:\n              method.response.header.Access-Control-Allow-Origin: ${value}`,
      )
    expect(acceptedText('openapi.yaml', at('<|>'), "'*'")).toContain(`Allow-Origin: "'*'"\n`)
    expect(acceptedText('openapi.yaml', at('"<|>"'), "'*'")).toContain(`Allow-Origin: "'*'"\n`)
  })

  it('are those of HTTP APIs where one is written', () => {
    const http = (rest: string) => `
Transform: AWS::Serverless-2016-10-31
Resources:
  Notes:
    Type: AWS::Serverless::HttpApi
    Properties:
      DefinitionBody:
        openapi: 3.0.1
        info: { title: Notes, version: '1' }
        paths:
          /notes/{id}:
            get:
              x-amazon-apigateway-integration:
                type: http_proxy
                payloadFormatVersion: '1.0'
${rest}
`
    const requests = http('                requestParameters:\n                  <|>')
    expect(proposedLabels('template.yaml', requests)).toEqual(
      expect.arrayContaining(['append:header.name', 'overwrite:path', 'remove:querystring.name']),
    )
    const sources = http('                requestParameters:\n                  overwrite:header.x: <|>')
    expect(proposedLabels('template.yaml', sources)).toEqual(
      expect.arrayContaining(['$request.path.id', '$request.header.name', '$context.requestId']),
    )
    const answers = http(
      "                responseParameters:\n                  '200':\n                    overwrite:statuscode: <|>",
    )
    expect(proposedLabels('template.yaml', answers)).toContain('$response.header.name')
  })

  it('know stage variables', () => {
    const uri = (text: string) => openApi('').replace('https://example.com/{id}', text)
    const withOther = `${uri('http://${stageVariables.<|>').trimEnd()}\n  /x:\n    get: { x-amazon-apigateway-integration: { type: http, uri: 'http://\${stageVariables.backend}/x' } }\n`
    expect(acceptedText('openapi.yaml', withOther, 'backend')).toContain(
      'uri: http://${stageVariables.backend}\n',
    )
  })
})

describe('integration URIs', () => {
  const method = (uri: string) => `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  List: { Type: AWS::Lambda::Function }
  Get:
    Type: AWS::ApiGateway::Method
    Properties:
      Integration:
        Type: AWS_PROXY
        Uri: ${uri}
`
  const uri =
    'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${List.Arn}/invocations'

  it("are built from the template's own functions, within !Sub and without", () => {
    const label = 'Lambda function List'
    expect(acceptedText('template.yaml', method('<|>'), label)).toContain(`Uri: !Sub ${uri}\n`)
    expect(acceptedText('template.yaml', method('!Sub <|>'), label)).toContain(`Uri: !Sub ${uri}\n`)
  })
})

it('knows the models of the API', () => {
  const event = `      Events:
        Add:
          Type: Api
          Properties: { RestApiId: !Ref Shop, Path: /, Method: post, RequestModel: { Model: <|> } }`
  const marked = sam(event).replace('StageName: dev,', 'StageName: dev, Models: { Book: { type: object } },')
  expect(proposedLabels('template.yaml', marked)).toContain('Book')
})

describe('scopes and requirements', () => {
  const secured = (security: string) =>
    openApi(
      '',
      `components:
  securitySchemes:
    Users: { type: oauth2, flows: { clientCredentials: { tokenUrl: 'https://a', scopes: { books/read: Read } } } }`,
    ).replace('      parameters:', `${security}\n      parameters:`)

  it('name schemes with a list of scopes, and the scopes in it', () => {
    expect(acceptedText('openapi.yaml', secured('      security:\n        - <|>'), 'Users')).toContain(
      '- Users: []\n',
    )
    expect(
      acceptedText('openapi.yaml', secured('      security: [{ Users: [<|>] }]'), 'books/read'),
    ).toContain('[{ Users: ["books/read"] }]')
  })

  it("are those of a user pool's resource server, too", () => {
    const marked = `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Server:
    Type: AWS::Cognito::UserPoolResourceServer
    Properties: { Identifier: books, Scopes: [{ ScopeName: read }] }
  Get:
    Type: AWS::ApiGateway::Method
    Properties:
      AuthorizationScopes:
        - <|>
`
    expect(proposedLabels('template.yaml', marked)[0]).toBe('books/read')
  })
})

describe('snippets', () => {
  it('stand where they fit, indented as the line is', () => {
    const marked = sam('      Events:\n        <|>')
    expect(acceptedText('template.yaml', marked, 'Api event')).toContain(
      '        Get:\n          Type: Api\n          Properties:\n            RestApiId: !Ref Bookshop\n',
    )
    expect(proposedLabels('template.yaml', marked)).not.toContain('REST API')
  })

  it('take the place of quotes in JSON, and bring the comma that follows', () => {
    const text = '{"openapi": "3.0.1", "paths": { "<|>"\n "/a": {} }}'
    const after = acceptedText('openapi.json', text, 'Route to an HTTP backend')
    expect(() => JSON.parse(after) as unknown).not.toThrow()
    expect(after).toContain('"/search/{proxy+}": {')
  })

  it('are left out once their key is there', () => {
    const there = sam('').replace('StageName: dev,', 'StageName: dev, Cors: "\'*\'", <|>, ')
    expect(proposedLabels('template.yaml', there)).not.toContain('CORS of a REST API')
  })
})

describe('keys and types', () => {
  it('mark what is required and say what it is, with a link to AWS', () => {
    const items = proposed('template.json', json('<|>'))
    const action = items.find(({ label }) => label === 'Action')
    expect(action).toMatchObject({ detail: 'required' })
    expect(JSON.stringify(action?.documentation)).toContain('docs.aws.amazon.com')
    expect(acceptedText('template.json', json('<|>'), 'Action')).toContain('{ "Action": "" }')
  })

  it('explain types and lead from a service to its types', () => {
    const typed = (type: string) => sam(`  New:\n    Type: ${type}`)
    const items = proposed('template.yaml', typed('<|>'))
    const api = items.find(({ label }) => label === 'AWS::ApiGatewayV2::Api')
    expect(JSON.stringify(api?.documentation)).toContain('aws-resource-apigatewayv2-api.html')
    expect(items.find(({ label }) => label === 'AWS::DynamoDB::')?.command?.command).toBe(
      'editor.action.triggerSuggest',
    )
    expect(proposedLabels('template.yaml', typed('AWS::DynamoDB::<|>'))).toEqual(
      expect.arrayContaining(['AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table']),
    )
  })

  it('are put behind a comma that is missing', () => {
    expect(acceptedText('template.json', json('"Action": "x"\n "Princ<|>"'), 'Principal')).toContain(
      '"Action": "x",\n "Principal": ""',
    )
  })

  it('indent lists and mappings of items of a list', () => {
    const marked = openApi('        requestParameters: {}').replace(
      'required: true }',
      'required: true }\n        - <|>',
    )
    expect(acceptedText('openapi.yaml', marked, 'schema')).toContain('        - schema:\n            \n')
  })
})

it('proposes routes of WebSocket events in serverless.yml', () => {
  const service = `service: chat
provider: { name: aws }
functions:
  send:
    handler: a.b
    events:
      - websocket:
          route: <|>
`
  expect(acceptedText('serverless.yml', service, '$connect')).toContain('route: $connect\n')
})
