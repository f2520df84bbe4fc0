import { describe, expect, it } from 'vitest'
import { offsetAt } from '../../server/src/base/text.ts'
import { linkedEditing } from '../../server/src/language/linkedEditing.ts'
import { documentHighlight, references } from '../../server/src/language/references.ts'
import { prepareRename, rename, RenameRefused } from '../../server/src/language/rename.ts'
import type { FoundSymbol } from '../../server/src/language/symbols/symbolTable.ts'
import { symbolTable } from '../../server/src/language/symbols/symbolTable.ts'
import { dedent, openAt, testUris } from '../support/cursor.ts'

/** What is named at `<|>`, and the text of every file. */
function symbolAt(name: string, marked: string, beside: Record<string, string> = {}) {
  const opened = openAt(name, marked, beside)
  const { document, position, owner, workspace, text, file } = opened
  const offset = offsetAt(document.lines, position, text)
  const found = symbolTable(owner, workspace.files).at(document, offset)
  return {
    ...opened,
    found,
    textOf: (uri: string) => (testUris.toFile(uri) === file ? text : (beside[testUris.toFile(uri)] ?? '')),
  }
}

/** Every line that names the symbol under the cursor, `*` before a declaration, the name in brackets. */
function places(name: string, marked: string, beside: Record<string, string> = {}): string[] {
  const { found, textOf } = symbolAt(name, marked, beside)
  if (!found) return []
  const declared = new Set(references(found, true, testUris).map(asKey))
  for (const use of references(found, false, testUris)) declared.delete(asKey(use))
  return references(found, true, testUris).map(place => {
    const { start, end } = place.range
    const line = textOf(place.uri).split(/\r?\n/)[start.line] ?? ''
    const shown = `${line.slice(0, start.character)}[${line.slice(start.character, end.character)}]${line.slice(end.character)}`
    return `${declared.has(asKey(place)) ? '*' : ' '}${shown.trim()}`
  })
}

const asKey = (place: object) => JSON.stringify(place)

function renamed(name: string, marked: string, newName: string, beside: Record<string, string> = {}): string {
  const { found, text, file } = symbolAt(name, marked, beside)
  if (!found) return 'nothing is named here'
  const edit = rename(found, newName, testUris)
  if (edit instanceof RenameRefused) return edit.message
  const lines = text.split('\n')
  const changes = [...(edit.changes?.[testUris.toUri(file)] ?? [])].reverse()
  for (const { range, newText } of changes) {
    const line = lines[range.start.line] ?? ''
    lines[range.start.line] = line.slice(0, range.start.character) + newText + line.slice(range.end.character)
  }
  return lines.join('\n')
}

const openApi = `
  openapi: 3.0.1
  info: { title: Shop, version: '1' }
  x-amazon-apigateway-request-validators:
    body: { validateRequestBody: true }
  x-amazon-apigateway-request-validator: body
  security:
    - login: [books/read]
  paths:
    /books/{bookId}:
      parameters:
        - { name: bookId, in: path, required: true, schema: { type: string } }
      put:
        operationId: putBook
        security:
          - login: [books/write]
        requestBody:
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Book' }
        responses:
          '200': { $ref: '#/components/responses/Done' }
        x-amazon-apigateway-integration:
          type: http_proxy
          httpMethod: PUT
          uri: https://\${stageVariables.host}/books/{bookId}
          requestParameters:
            integration.request.path.bookId: method.request.path.bookId
  components:
    responses:
      Done: { description: Done }
    schemas:
      Book:
        type: object
        properties:
          title: { type: string }
          cover: { $ref: '#/components/schemas/Book/properties/title' }
    securitySchemes:
      login:
        type: oauth2
        flows:
          clientCredentials: { tokenUrl: 'https://t', scopes: { books/read: Read, books/write: Write } }
`

const template = `
  Transform: AWS::Serverless-2016-10-31
  Parameters:
    Env: { Type: String, Default: dev }
  Conditions:
    IsProd: !Equals [!Ref Env, prod]
  Globals:
    Api:
      Auth: { DefaultAuthorizer: Login }
  Resources:
    Shop:
      Type: AWS::Serverless::Api
      Properties:
        StageName: !Ref Env
        Variables: { host: !Sub '\${Env}.example.com' }
        Models: { Book: { type: object } }
        Auth:
          Authorizers:
            Login: { FunctionArn: !GetAtt Check.Arn }
    Check:
      Type: AWS::Serverless::Function
      DependsOn: Shop
      Properties:
        CodeUri: src/
        Handler: check.handler
        Environment: { Variables: { STAGE: !Sub '\${Shop.Stage}', ROLE: !GetAtt CheckRole.Arn } }
    List:
      Type: AWS::Serverless::Function
      Condition: IsProd
      Properties:
        CodeUri: src/
        Handler: list.handler
        Events:
          Get:
            Type: Api
            Properties:
              RestApiId: !Ref Shop
              Path: /books
              Method: post
              RequestModel: { Model: Book }
              Auth: { Authorizer: Login, AuthorizationScopes: [books/write] }
  Outputs:
    Url: { Condition: IsProd, Value: !If [IsProd, !Ref ShopStage, ''] }
`

describe('references in OpenAPI', () => {
  const at = (from: string, to: string) => places('openapi.yaml', openApi.replace(from, to))

  it('join a schema with what refers to it, and to what is in it', () => {
    expect(at('      Book:', '      Bo<|>ok:')).toEqual([
      " schema: { $ref: '#/components/schemas/[Book]' }",
      '*[Book]:',
      " cover: { $ref: '#/components/schemas/[Book]/properties/title' }",
    ])
    expect(at("Book/properties/title'", "Book/properties/tit<|>le'")).toEqual([
      '*[title]: { type: string }',
      " cover: { $ref: '#/components/schemas/Book/properties/[title]' }",
    ])
  })

  it('join a security scheme, its scopes and the validators with their uses', () => {
    expect(at('- login: [books/read]', '- lo<|>gin: [books/read]')).toEqual([
      ' - [login]: [books/read]',
      ' - [login]: [books/write]',
      '*[login]:',
    ])
    expect(at('[books/write]', '[books/wr<|>ite]')).toEqual([
      ' - login: [[books/write]]',
      "*clientCredentials: { tokenUrl: 'https://t', scopes: { books/read: Read, [books/write]: Write } }",
    ])
    expect(at('validator: body', 'validator: bo<|>dy')).toEqual([
      '*[body]: { validateRequestBody: true }',
      ' x-amazon-apigateway-request-validator: [body]',
    ])
  })

  it('join a path parameter with its declaration and the mappings', () => {
    expect(at('name: bookId', 'name: book<|>Id')).toEqual([
      '*/books/{[bookId]}:',
      ' - { name: [bookId], in: path, required: true, schema: { type: string } }',
      ' integration.request.path.[bookId]: method.request.path.bookId',
      ' integration.request.path.bookId: method.request.path.[bookId]',
    ])
  })

  it('lead across files', () => {
    const marked = openApi.replace("'#/components/schemas/Book' }", "'models.yaml#/No<|>te' }")
    const beside = {
      '/work/models.yaml': 'Note:\n  type: object\n  properties: { next: { $ref: "#/Note" } }\n',
    }
    expect(places('openapi.yaml', marked, beside)).toEqual([
      '*[Note]:',
      ' properties: { next: { $ref: "#/[Note]" } }',
      " schema: { $ref: 'models.yaml#/[Note]' }",
    ])
  })
})

describe('references in SAM and CloudFormation', () => {
  const at = (from: string, to: string) => places('template.yaml', template.replace(from, to))

  it('join a resource with Ref, GetAtt, Sub, DependsOn and what SAM makes of it', () => {
    expect(at('    Shop:', '    Sh<|>op:')).toEqual([
      '*[Shop]:',
      ' DependsOn: [Shop]',
      " Environment: { Variables: { STAGE: !Sub '${[Shop].Stage}', ROLE: !GetAtt CheckRole.Arn } }",
      ' RestApiId: !Ref [Shop]',
      " Url: { Condition: IsProd, Value: !If [IsProd, !Ref [Shop]Stage, ''] }",
    ])
    expect(at('GetAtt Check.Arn', 'GetAtt Ch<|>eck.Arn')).toEqual([
      ' Login: { FunctionArn: !GetAtt [Check].Arn }',
      '*[Check]:',
      " Environment: { Variables: { STAGE: !Sub '${Shop.Stage}', ROLE: !GetAtt [Check]Role.Arn } }",
    ])
  })

  it("join an API with SAM's events that name it by a text", () => {
    const text = `Transform: AWS::Serverless-2016-10-31
Resources:
  Shop:
    Type: AWS::Serverless::Api
    Properties: { StageName: dev }
  List:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        Get: { Type: Api, Properties: { RestApiId: Shop, Path: /books, Method: get } }
        New: { Type: HttpApi, Properties: { ApiId: Sho<|>p, Path: /books, Method: post } }
        Tick: { Type: Schedule, Properties: { Schedule: Shop } }
`
    expect(places('template.yaml', text)).toEqual([
      '*[Shop]:',
      ' Get: { Type: Api, Properties: { RestApiId: [Shop], Path: /books, Method: get } }',
      ' New: { Type: HttpApi, Properties: { ApiId: [Shop], Path: /books, Method: post } }',
    ])
  })

  it('join parameters and conditions with their uses', () => {
    expect(at('    Env: {', '    E<|>nv: {')).toEqual([
      '*[Env]: { Type: String, Default: dev }',
      ' IsProd: !Equals [!Ref [Env], prod]',
      ' StageName: !Ref [Env]',
      " Variables: { host: !Sub '${[Env]}.example.com' }",
    ])
    expect(at('Condition: IsProd', 'Condition: Is<|>Prod')).toEqual([
      '*[IsProd]: !Equals [!Ref Env, prod]',
      ' Condition: [IsProd]',
      " Url: { Condition: [IsProd], Value: !If [IsProd, !Ref ShopStage, ''] }",
      " Url: { Condition: IsProd, Value: !If [[IsProd], !Ref ShopStage, ''] }",
    ])
  })

  it('join authorizers and models of an API with the events that name them', () => {
    expect(at('Authorizer: Login, ', 'Authorizer: Log<|>in, ')).toEqual([
      ' Auth: { DefaultAuthorizer: [Login] }',
      '*[Login]: { FunctionArn: !GetAtt Check.Arn }',
      ' Auth: { Authorizer: [Login], AuthorizationScopes: [books/write] }',
    ])
    expect(at('Model: Book', 'Model: Bo<|>ok')).toEqual([
      '*Models: { [Book]: { type: object } }',
      ' RequestModel: { Model: [Book] }',
    ])
  })

  it('keep the authorizers of two APIs apart', () => {
    const two = `
      Transform: AWS::Serverless-2016-10-31
      Resources:
        A: { Type: AWS::Serverless::Api, Properties: { Auth: { DefaultAuthorizer: Login, Authorizers: { Lo<|>gin: {} } } } }
        B: { Type: AWS::Serverless::Api, Properties: { Auth: { DefaultAuthorizer: Login, Authorizers: { Login: {} } } } }
    `
    expect(places('template.yaml', two)).toHaveLength(2)
  })

  it('join a stage variable with the URIs and templates that use it', () => {
    const marked = `
      Resources:
        Api: { Type: AWS::ApiGateway::RestApi, Properties: { Name: shop } }
        Stage:
          Type: AWS::ApiGateway::Stage
          Properties: { RestApiId: !Ref Api, StageName: v1, Variables: { ho<|>st: example.com } }
        Get:
          Type: AWS::ApiGateway::Method
          Properties:
            RestApiId: !Ref Api
            ResourceId: !GetAtt Api.RootResourceId
            HttpMethod: GET
            AuthorizationType: NONE
            Integration:
              Type: HTTP
              Uri: https://\${stageVariables.host}/
              RequestTemplates:
                application/json: |
                  {"host": "$stageVariables.host", "other": "$stageVariables.hosts"}
    `
    expect(places('template.yaml', marked)).toEqual([
      '*Properties: { RestApiId: !Ref Api, StageName: v1, Variables: { [host]: example.com } }',
      ' Uri: https://${stageVariables.[host]}/',
      ' {"host": "$stageVariables.[host]", "other": "$stageVariables.hosts"}',
    ])
  })

  it('join routes and models of a WebSocket API with their uses', () => {
    const marked = `
      Resources:
        Chat: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: chat, ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.action } }
        Message: { Type: AWS::ApiGatewayV2::Model, Properties: { ApiId: !Ref Chat, Name: message, Schema: {} } }
        Send:
          Type: AWS::ApiGatewayV2::Route
          Properties: { ApiId: !Ref Chat, RouteKey: send, RequestModels: { default: message } }
        Live:
          Type: AWS::ApiGatewayV2::Stage
          Properties: { ApiId: !Ref Chat, StageName: live, RouteSettings: { send: { DataTraceEnabled: true } } }
    `
    expect(places('template.yaml', marked.replace('RouteKey: send', 'RouteKey: se<|>nd'))).toEqual([
      '*Properties: { ApiId: !Ref Chat, RouteKey: [send], RequestModels: { default: message } }',
      ' Properties: { ApiId: !Ref Chat, StageName: live, RouteSettings: { [send]: { DataTraceEnabled: true } } }',
    ])
    expect(places('template.yaml', marked.replace('default: message', 'default: mess<|>age'))).toHaveLength(2)
  })
})

describe('references in serverless.yml', () => {
  it('join functions and authorizers with the events that name them', () => {
    const service = `
      service: shop
      provider:
        name: aws
        httpApi:
          authorizers:
            login: { type: request, functionName: check }
      functions:
        check: { handler: check.handler }
        list:
          handler: list.handler
          events:
            - httpApi: { path: /books, method: get, authorizer: { name: login } }
            - http: { path: /books, method: get, authorizer: check }
    `
    expect(places('serverless.yml', service.replace('    check: {', '    che<|>ck: {'))).toEqual([
      ' login: { type: request, functionName: [check] }',
      '*[check]: { handler: check.handler }',
      ' - http: { path: /books, method: get, authorizer: [check] }',
    ])
    expect(places('serverless.yml', service.replace('name: login', 'name: log<|>in'))).toHaveLength(2)
  })
})

describe('references in half-typed and unusual texts', () => {
  const broken = (text: string) =>
    text
      .replace('  Resources:', '  Outputs\n  Resources:')
      .replace('  Outputs:\n', '  Outputs:\n    Broken: {\n')

  it('are found with a broken line above and below', () => {
    const lines = places('template.yaml', broken(template).replace('DependsOn: Shop', 'DependsOn: Sh<|>op'))
    expect(lines.slice(0, 3)).toEqual([
      '*[Shop]:',
      ' DependsOn: [Shop]',
      expect.stringContaining('${[Shop].Stage}'),
    ])
    const marked = openApi
      .replace('  paths:', '  serv\n  paths:')
      .replace('    securitySchemes:', '    sch: [\n    securitySchemes:')
      .replace('schemas/Book', 'schemas/Bo<|>ok')
    expect(places('openapi.yaml', marked)).toContain('*[Book]:')
  })

  it('count UTF-16 units, past a byte order mark, with CRLF and tabs', () => {
    const body = dedent(template)
      .replace('Type: String', 'Description: "🛒 shop", Type: String')
      .replace('!Ref Env, prod', '!Ref E<|>nv, "🛒"')
    expect(places('template.yaml', `\uFEFF${body.replaceAll('\n', '\r\n')}`)).toHaveLength(4)
    const json =
      '{\r\n\t"openapi": "3.0.1",\r\n\t"paths": {"/🛒": {"get": {"responses": {"200": {"$ref": "#/components/responses/Do<|>ne"}}}}},\r\n\t"components": {"responses": {"Done": {"description": ""}}}\r\n}'
    expect(places('openapi.json', json)).toEqual([
      ' "paths": {"/🛒": {"get": {"responses": {"200": {"$ref": "#/components/responses/[Done]"}}}}},',
      '*"components": {"responses": {"[Done]": {"description": ""}}}',
    ])
  })

  it('join anchors with their aliases, in the first of several documents', () => {
    const marked = `
      openapi: 3.0.1
      x-mock: &mock { type: mock }
      # as *mock says
      paths:
        /a: { get: { description: 'not *mock', x-amazon-apigateway-integration: *mo<|>ck } }
        /b: { get: { x-amazon-apigateway-integration: *mock } }
      ---
      openapi: 3.0.1
    `
    expect(places('openapi.yaml', marked)).toEqual([
      '*x-mock: &[mock] { type: mock }',
      " /a: { get: { description: 'not *mock', x-amazon-apigateway-integration: *[mock] } }",
      ' /b: { get: { x-amazon-apigateway-integration: *[mock] } }',
    ])
  })
})

describe('highlights', () => {
  it('tell what declares a name from what uses it', () => {
    const { found, file } = symbolAt('template.yaml', template.replace('    Env: {', '    E<|>nv: {'))
    expect(documentHighlight(found as FoundSymbol, file).map(({ kind }) => kind)).toEqual([3, 2, 2, 2])
  })
})

describe('rename', () => {
  it('writes the new name everywhere and nowhere else', () => {
    const after = renamed('template.yaml', template.replace('    Shop:', '    Sh<|>op:'), 'Store')
    expect(after).toBe(
      dedent(template)
        .replace('  Shop:', '  Store:')
        .replace('DependsOn: Shop', 'DependsOn: Store')
        .replace('${Shop.Stage}', '${Store.Stage}')
        .replace('RestApiId: !Ref Shop', 'RestApiId: !Ref Store')
        .replace('!Ref ShopStage', '!Ref StoreStage'),
    )
  })

  it('writes pointers as pointers', () => {
    const marked = `
      swagger: '2.0'
      paths: { /a: { post: { parameters: [{ in: body, name: b, schema: { $ref: '#/definitions/a~1b' } }] } } }
      definitions: { a/b<|>: { type: object } }
    `
    expect(renamed('openapi.yaml', marked, 'Book')).toContain("'#/definitions/Book'")
  })

  it('gives the name as it stands to be typed over', () => {
    const { found } = symbolAt('template.yaml', template.replace("'${Env}.example", "'${E<|>nv}.example"))
    expect(found && prepareRename(found)).toMatchObject({ placeholder: 'Env' })
  })

  it('refuses what AWS would not take, what is taken, and what is not declared here', () => {
    const shop = template.replace('    Shop:', '    Sh<|>op:')
    expect(renamed('template.yaml', shop, 'my-shop')).toBe(
      "A logical id takes letters and digits: 'my-shop' is none",
    )
    expect(renamed('template.yaml', shop, 'Env')).toBe("'Env' is taken")
    expect(renamed('template.yaml', shop, '12')).toBe("'12' would need quotes; write it by hand")
    const pseudo = template.replace('!Ref Shop\n', '!Ref AWS::Reg<|>ion\n')
    expect(renamed('template.yaml', pseudo, 'X')).toBe("'AWS::Region' is a name of AWS")
    const undefinedName = template.replace('!Ref Shop\n', '!Ref Sho<|>es\n')
    expect(renamed('template.yaml', undefinedName, 'X')).toBe("Nothing here declares 'Shoes'")
  })

  it('refuses a name that is written with escapes somewhere', () => {
    const marked =
      '{"Resources": {"Sh<|>op": {"Type": "AWS::Serverless::Api"}}, "Outputs": {"O": {"Value": {"Ref": "Sh\\u006fp"}}}}'
    expect(renamed('template.json', marked, 'Store')).toBe(
      "'Shop' is written with escapes in line 1 of /work/template.json",
    )
  })
})

describe('linked editing', () => {
  const linked = (marked: string) => {
    const { found } = symbolAt('template.yaml', marked)
    return found && linkedEditing(found)?.ranges.length
  }

  it('changes the uses as a declaration is typed, and not the other way round', () => {
    expect(linked(template.replace('    Shop:', '    Sh<|>op:'))).toBe(5)
    expect(linked(template.replace('!Ref Shop\n', '!Ref Sh<|>op\n'))).toBeUndefined()
  })
})
