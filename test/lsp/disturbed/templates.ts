import type { DisturbedDefinition } from './definition.ts'
import { jsonDisturbances, yamlDisturbances } from './lines.ts'

/** What an alias stands for may hold functions whose other form means something else. */
const aliases = ['half: *nothing', '<<: *no']

export const samYaml: DisturbedDefinition = {
  name: 'template.yaml',
  disturbances: yamlDisturbances,
  files: { 'src/books.mjs': 'export const list = async () => ({ statusCode: 200 })\n' },
  source: `AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
⟨⟩
Parameters:
  Stage: { Description: "⟨+⟩", Type: String, Default: dev }
Resources:
  ⟨⟩
  ⟨api⟩Shop:
    Type: AWS::Serverless::Api
    ⟨⟩
    Properties:
      Description: "⟨+⟩"
      StageName: !Ref ⟨stage⟩Stage
      ⟨⟩
      Variables: { "note": "⟨+⟩", host: !Sub "\${⟨sub⟩Stage}.example.com" }
      Auth: { "ResourcePolicy": { CustomStatements: [{ "Sid": "a⟨+⟩", Effect: Allow, Principal: '*', Action: "execute-api:⟨action⟩Invoke", Resource: '*' }] } }
  ⟨⟩
  List:
    Type: AWS::Serverless::Function
    DependsOn: ⟨depends⟩Shop
    ⟨⟩
    Properties:
      CodeUri: src/
      Handler: books.⟨handler⟩list
      ⟨⟩
      Runtime: nodejs22.x
      Mem⟨key⟩orySize: 256
      ⟨⟩
      Role: { "x⟨+⟩": 1, "Fn::GetAtt": [ ⟨role⟩Role, Arn ] }
      ⟨⟩
      Environment: { Variables: { "a": "⟨+⟩", B: { ⟨long⟩Ref: Shop } } }
      ⟨⟩
      Events:
        ⟨event⟩Get: { Type: Api, "Note": "⟨+⟩", Properties: { RestApiId: !Ref ⟨ref⟩Shop, Path: /books, Method: get } }
        ⟨⟩
        Put: { Type: Api, Properties: { RestApiId: !Ref Shop, Path: /books, Method: put } }
  ⟨⟩
  Role: { Type: AWS::IAM::Role }
⟨⟩
Outputs:
  Url: { Value: !Ref Shop }
`,
  cases: [
    { feature: 'completion', at: 'key', given: 'Timeout', holds: ['Timeout'] },
    { feature: 'completion', at: 'handler', given: 'books.list', holds: ['books.list\n'] },
    { feature: 'completion', at: 'ref', given: 'Shop', holds: ['!Ref Shop, Path'] },
    { feature: 'completion', at: 'sub', given: 'Stage', holds: ['"\${Stage}.example'] },
    {
      feature: 'completion',
      at: 'action',
      given: 'execute-api:ManageConnections',
      holds: ['ManageConnections'],
    },
    { feature: 'hover', at: 'action', holds: ['Invoke'] },
    { feature: 'hover', at: 'api', holds: ['Shop'] },
    { feature: 'hover', at: 'stage', holds: ['dev'] },
    { feature: 'definition', at: 'ref', holds: ['Shop'] },
    { feature: 'definition', at: 'handler', holds: ['books.mjs'] },
    { feature: 'references', at: 'api', holds: ['Shop'] },
    { feature: 'documentHighlight', at: 'depends', holds: ['Shop'] },
    { feature: 'prepareRename', at: 'sub', holds: ['Stage'] },
    {
      feature: 'rename',
      at: 'api',
      given: 'Store',
      holds: ['  Store:\n', 'DependsOn: Store', '!Ref Store, Path'],
    },
    { feature: 'rename', at: 'sub', given: 'Env', holds: ['"\${Env}.example', '!Ref Env\n'] },
    { feature: 'linkedEditing', at: 'api', holds: ['Shop'] },
    { feature: 'selectionRange', at: 'sub', holds: ['\${Stage}'] },
    { feature: 'documentLink', holds: ['books.mjs'] },
    { feature: 'documentSymbol', holds: ['Shop'] },
    { feature: 'workspaceSymbol', given: 'books', holds: ['GET /books'] },
    { feature: 'foldingRange', holds: ['startLine'] },
    { feature: 'inlayHint', holds: ['List'] },
    { feature: 'codeLens', holds: ['Invoke'] },
    {
      feature: 'refactoring',
      at: 'ref',
      given: "Write 'Ref' in its long",
      holds: ['{ Ref: Shop }'],
      restsOn: aliases,
    },
    {
      feature: 'refactoring',
      at: 'long',
      given: "Write 'Ref' in its short",
      holds: ['B: !Ref Shop'],
      restsOn: aliases,
    },
    { feature: 'refactoring', at: 'event', given: 'Add CORS', holds: ['      Cors:\n'] },
  ],
}

export const cloudFormationJson: DisturbedDefinition = {
  name: 'template.json',
  disturbances: jsonDisturbances,
  source: `{
  "AWSTemplateFormatVersion": "2010-09-09",
  ⟨⟩
  "Resources": {
    ⟨⟩
    "⟨api⟩Api": {
      "Type": "AWS::ApiGateway::RestApi",
      ⟨⟩
      "Properties": {
        ⟨⟩
        "Name": "shop",
        "Des⟨key⟩cription": "⟨+⟩",
        ⟨⟩
        "Policy": { "Version": "2012-10-17", "Statement": [{ "Sid": "⟨+⟩", "Effect": "Allow", "Principal": "*", "Action": "execute-api:⟨action⟩Invoke", "Resource": "*" }] },
        ⟨⟩
        "ApiKeySourceType": "HEADER"
      }
    },
    ⟨⟩
    "Books": {
      "Type": "AWS::ApiGateway::Resource",
      ⟨⟩
      "Properties": { "Note": "⟨+⟩", "RestApiId": { "Ref": "⟨ref⟩Api" }, "ParentId": { "Fn::GetAtt": ["⟨get⟩Api", "RootResourceId"] }, "PathPart": "books" }
    },
    ⟨⟩
    "Get": {
      "⟨cors⟩Type": "AWS::ApiGateway::Method",
      ⟨⟩
      "Properties": {
        "RestApiId": { "Ref": "Api" },
        ⟨⟩
        "ResourceId": { "Ref": "Books" },
        "HttpMethod": "⟨method⟩GET",
        ⟨⟩
        "AuthorizationType": "NONE",
        "Integration": { "Note": "⟨+⟩", "Type": "⟨type⟩MOCK", "RequestTemplates": { "application/json": "{\\"statusCode\\": 200}" }, "IntegrationResponses": [{ "StatusCode": "200" }], "TimeoutInMillis": ⟨fault⟩20 }
      }
    },
    ⟨⟩
    "Deployed": { "Type": "AWS::ApiGateway::Deployment", "DependsOn": "⟨depends⟩Get", "Properties": { "RestApiId": { "Fn::Sub": "a⟨+⟩b \${⟨sub⟩Api}" } } },
    "Last": { "Type": "AWS::ApiGateway::Account" }
  },
  ⟨⟩
  "Outputs": { "Id": { "Value": { "Ref": "Api" } } }
}
`,
  cases: [
    { feature: 'completion', at: 'key', given: 'BinaryMediaTypes', holds: ['"BinaryMediaTypes": '] },
    { feature: 'completion', at: 'type', given: 'HTTP_PROXY', holds: ['"Type": "HTTP_PROXY"'] },
    { feature: 'completion', at: 'ref', given: 'Api', holds: ['"Ref": "Api"'] },
    { feature: 'completion', at: 'sub', given: 'Api', holds: ['\${Api}"'] },
    {
      feature: 'completion',
      at: 'action',
      given: 'execute-api:ManageConnections',
      holds: ['ManageConnections'],
    },
    { feature: 'hover', at: 'action', holds: ['Invoke'] },
    { feature: 'hover', at: 'type', holds: ['AWS_PROXY passes'] },
    { feature: 'hover', at: 'ref', holds: ['Api'] },
    { feature: 'definition', at: 'get', holds: ['Api'] },
    { feature: 'references', at: 'api', holds: ['Api'] },
    { feature: 'documentHighlight', at: 'depends', holds: ['Get'] },
    { feature: 'prepareRename', at: 'sub', holds: ['Api'] },
    { feature: 'rename', at: 'api', given: 'Shop', holds: ['"Shop": {', '\${Shop}"', '["Shop", "Root'] },
    { feature: 'linkedEditing', at: 'api', holds: ['Api'] },
    { feature: 'selectionRange', at: 'sub', holds: ['\${Api}'] },
    { feature: 'documentSymbol', holds: ['Books'] },
    { feature: 'workspaceSymbol', given: 'books', holds: ['GET /books'] },
    { feature: 'foldingRange', holds: ['startLine'] },
    { feature: 'codeLens', holds: ['Invoke'] },
    { feature: 'quickFix', at: 'fault', holds: ['"TimeoutInMillis": 50 '] },
    { feature: 'fixAll', holds: ['"TimeoutInMillis": 50 '] },
    { feature: 'refactoring', at: 'cors', given: 'Add CORS', holds: ['"GetOptions": {'] },
  ],
}
