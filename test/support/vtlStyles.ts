const head = `openapi: 3.0.1
info: { title: t, version: '1' }
paths:
  /:
    get:
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates:
`

const blockOf = (mark: string, indent: string) => (template: string) =>
  `${head}          application/json: ${mark}\n${template
    .split('\n')
    .map(line => (line === '' ? '' : `            ${indent}${line}`))
    .join('\n')}\n`

const crlf = (write: (template: string) => string) => (template: string) =>
  write(template).replaceAll('\n', '\r\n')

const json = (template: string) =>
  `{\n "openapi": "3.0.1", "paths": {"/": {"get": {"x-amazon-apigateway-integration": {"type": "mock", "requestTemplates": {\n  "application/json": ${JSON.stringify(template)} } } } } } }\n`

const sub = (template: string) => `AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Api: { Type: AWS::ApiGateway::RestApi, Properties: { Name: a } }
  Get:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !GetAtt Api.RootResourceId
      HttpMethod: GET
      AuthorizationType: NONE
      Integration:
        Type: MOCK
        RequestTemplates:
          application/json: !Sub |
            ## \${AWS::Region}
${template
  .replaceAll('${', '${!')
  .split('\n')
  .map(line => (line === '' ? '' : `            ${line}`))
  .join('\n')}
`

/** How a definition may write a template, as a name and a function that gives the document. */
export const inEveryStyle: readonly (readonly [string, (template: string) => string])[] = [
  ['a literal block', blockOf('|', '')],
  ['a literal block with CRLF', crlf(blockOf('|', ''))],
  ['a literal block that keeps its end', blockOf('|+', '')],
  ['a literal block with a tab in it', template => blockOf('|', '')(template.replaceAll('{ "b"', '{\t"b"'))],
  ['a block with its indentation stated', blockOf('|2', '')],
  ['JSON', json],
  ['JSON with escapes', template => json(template).replaceAll('é', '\\u00e9')],
  ['JSON with CRLF', crlf(json)],
  ['double quotes of YAML', template => `${head}          application/json: ${JSON.stringify(template)}\n`],
  [
    'single quotes of YAML',
    template =>
      `${head}          application/json: '${template.replaceAll("'", "''").replaceAll('\n', ' ')}'\n`,
  ],
  ['Fn::Sub', sub],
  ['Fn::Sub with CRLF', crlf(sub)],
  ['a file of its own', template => template],
  ['a file with CRLF', template => template.replaceAll('\n', '\r\n')],
]

/** The name of a file that such a text is opened as. */
export function placedIn(text: string): string {
  if (text.startsWith('{\n "openapi"') || text.startsWith('{\r\n "openapi"')) return 'api.json'
  return /^(openapi|AWSTemplate)/.test(text) ? 'api.yaml' : 't.vtl'
}
