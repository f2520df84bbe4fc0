import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { listApi } from '../../../server/src/definitions/listing.ts'
import { loadDefinition } from '../../../server/src/definitions/load.ts'
import type { SamTemplate } from '../../../server/src/language/refactor/samTemplate.ts'
import { samTemplate } from '../../../server/src/language/refactor/samTemplate.ts'
import { parseText } from '../../../server/src/syntax/parse.ts'
import { toValue } from '../../../server/src/syntax/node.ts'
import { memoryFiles } from '../../support/memoryFiles.ts'
import { ordersFolder } from '../../support/orders.ts'

const invocation = (arn: string) =>
  `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${arn}/invocations`
const named = (name: string) => `'${invocation(`arn:aws:lambda:us-east-1:123456789012:function:${name}`)}'`
const referred = (reference: string) =>
  `{ Fn::Sub: '${invocation(reference).replace('us-east-1', '${AWS::Region}')}' }`

/** A document whose paths call these URIs, as YAML. */
function document(uris: readonly string[], more = ''): string {
  const paths = uris.map(
    (uri, index) =>
      `  /p${index}: { get: { x-amazon-apigateway-integration: { type: aws_proxy, httpMethod: POST, uri: ${uri} } } }\n`,
  )
  return `openapi: 3.0.1\ninfo: { title: Shop, version: '1' }\npaths:\n${paths.join('')}${more}`
}

function made(
  text: string,
  others: Record<string, string> = {},
  format: 'json' | 'yaml' = 'yaml',
): SamTemplate {
  const files = memoryFiles({ '/work/openapi.yaml': text, ...others })
  const template = samTemplate(loadDefinition('/work/openapi.yaml', files), files, {
    format,
    folder: '/work',
    location: 'openapi.yaml',
  })
  if (typeof template === 'string') throw new Error(template)
  return template
}

function resources(text: string, others: Record<string, string> = {}): Record<string, unknown> {
  const root = parseText('template.yaml', made(text, others).text).root
  return (toValue(root) as { Resources: Record<string, unknown> }).Resources
}

const kinds = (found: Record<string, unknown>) =>
  Object.entries(found).map(([id, resource]) => `${id} ${(resource as { Type: string }).Type}`)

test('includes the document, in which AWS then fills in intrinsic functions', () => {
  expect(made(document([referred('${Get.Arn}')])).text).toBe(`AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Globals:
  Api:
    OpenApiVersion: 3.0.1
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: dev
      DefinitionBody:
        Fn::Transform:
          Name: AWS::Include
          Parameters:
            Location: openapi.yaml
  Get:
    Type: AWS::Serverless::Function
    Properties:
      Description: 'Placeholder: put CodeUri and Handler of the function here, in place of InlineCode'
      Runtime: nodejs22.x
      Handler: index.handler
      InlineCode: |
        exports.handler = async () => {
          return { statusCode: 501, body: JSON.stringify({ message: 'Get is not written yet' }) }
        }
  GetPermission:
    Type: AWS::Lambda::Permission
    Properties:
      FunctionName: !Ref Get
      Action: lambda:InvokeFunction
      Principal: apigateway.amazonaws.com
      SourceArn: !Sub arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Api}/*
Outputs:
  Url:
    Value: !Sub https://\${Api}.execute-api.\${AWS::Region}.\${AWS::URLSuffix}/dev
`)
})

test('lists the routes of the document again, with the code of its functions', () => {
  const file = path.join(ordersFolder, 'openapi.yaml')
  const source = Object.fromEntries(
    ['orders.js', 'receipts.js', 'files.js', 'authorize.js'].map(name => [
      `/work/src/${name}`,
      readFileSync(path.join(ordersFolder, 'src', name), 'utf8'),
    ]),
  )
  const text = readFileSync(file, 'utf8')
  const { text: template, notes } = made(text, source)
  const files = memoryFiles({ '/work/openapi.yaml': text, '/work/template.yaml': template, ...source })
  const [api] = loadDefinition('/work/openapi.yaml', files).definition?.apis ?? []
  const result = loadDefinition('/work/template.yaml', files)
  const [again] = result.definition?.apis ?? []
  if (!api || !again) throw new Error('no API')
  expect(result.diagnostics).toEqual([])
  expect({ ...listApi(again), stages: {} }).toEqual({ ...listApi(api), stages: {} })
  expect(notes).toEqual([
    'The document names functions in us-east-1 of account 123456789012: deploy there, or name them by Fn::Sub and ${Function.Arn}',
  ])
  const handlers = result.definition?.functions.map(({ name, handler }) => [
    name,
    handler?.known && handler.value,
  ])
  expect(handlers).toEqual([
    ['orders-list', 'orders.list'],
    ['orders-create', 'orders.create'],
    ['orders-get', 'orders.get'],
    ['orders-remove', 'orders.remove'],
    ['orders-receipt', 'receipts.receipt'],
    ['orders-refund', 'receipts.refund'],
    ['orders-files', 'files.handler'],
    ['orders-authorize', 'authorize.handler'],
  ])
})

describe('functions', () => {
  test('are named as the document names them', () => {
    const found = resources(
      document([
        named('shop-get'),
        named('shop_get'),
        named('shop-get:live'),
        `'${invocation('${stageVariables.fn}')}'`,
        referred('${Put.Arn}'),
        referred('arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:${Del}'),
        referred('${PutAliaslive}'),
        'http://elsewhere.example',
      ]),
    )
    expect(kinds(found)).toEqual([
      'Api AWS::Serverless::Api',
      'ShopGet AWS::Serverless::Function',
      'ShopGetPermission AWS::Lambda::Permission',
      'ShopGet2 AWS::Serverless::Function',
      'ShopGet2Permission AWS::Lambda::Permission',
      'Put AWS::Serverless::Function',
      'PutPermission AWS::Lambda::Permission',
      'Del AWS::Serverless::Function',
      'DelPermission AWS::Lambda::Permission',
    ])
    expect(found).toMatchObject({
      ShopGet: { Properties: { FunctionName: 'shop-get', AutoPublishAlias: 'live' } },
      ShopGet2: { Properties: { FunctionName: 'shop_get' } },
      Put: { Properties: { AutoPublishAlias: 'live' } },
      PutPermission: { Properties: { FunctionName: { Ref: 'PutAliaslive' } } },
    })
  })

  const code = 'export const handler = async () => ({})\n'
  test.each([
    ['CreateOrderFunction', 'create-order/index.mjs', 'create-order/', 'index.handler'],
    ['createOrder', 'src/handlers/createOrder.mjs', 'src/', 'handlers/createOrder.handler'],
    ['create-order', 'app/create_order.mjs', 'app/', 'create_order.handler'],
    ['create-order', 'create-order.mjs', '.', 'create-order.handler'],
  ])('%s is the code of %s', (name, file, CodeUri, Handler) => {
    const found = resources(document([named(name)]), { [`/work/${file}`]: code, '/work/src/other.mjs': code })
    expect(Object.values(found)[1]).toMatchObject({
      Properties: { CodeUri, Handler, Runtime: 'nodejs22.x' },
    })
  })

  test('in TypeScript are built, in Python are not', () => {
    const found = resources(document([named('get'), named('put')]), {
      '/work/functions/get/package.json': '{}',
      '/work/functions/get/index.ts': 'export async function handler() {}\n',
      '/work/functions/put/requirements.txt': '',
      '/work/functions/put/app.py': 'def lambda_handler(event, context):\n  pass\n',
    })
    expect(found).toMatchObject({
      Get: {
        Metadata: { BuildMethod: 'esbuild', BuildProperties: { EntryPoints: ['index.ts'] } },
        Properties: { CodeUri: 'functions/get/', Handler: 'index.handler', Runtime: 'nodejs22.x' },
      },
      Put: {
        Properties: { CodeUri: 'functions/put/', Handler: 'app.lambda_handler', Runtime: 'python3.13' },
      },
    })
    expect(found['Put']).not.toHaveProperty('Metadata')
  })

  test('that several handlers could be stay placeholders; an authorizer lets nobody in', () => {
    const scheme = `components: { securitySchemes: { guard: { type: apiKey, in: header, name: A, x-amazon-apigateway-authorizer: { type: token, authorizerUri: ${named('guard')} } } } }\n`
    const text = document([named('get')], scheme)
    const others = { '/work/a/get.mjs': code, '/work/b/get.mjs': code }
    expect(made(text, others).notes).toContain(
      "Function 'Get' is a placeholder: no handler below the template bears its name",
    )
    expect(resources(text, others)).toMatchObject({
      Get: { Properties: { InlineCode: expect.stringContaining('statusCode: 501') as string } },
      Guard: { Properties: { InlineCode: expect.stringContaining("new Error('Unauthorized')") as string } },
    })
  })
})

test('roles, user pools and parameters that the document refers to', () => {
  const text = `openapi: 3.0.1
info: { title: Shop, version: '1' }
paths:
  /a: { get: { security: [{ pool: [] }], x-amazon-apigateway-integration: { type: aws_proxy, httpMethod: POST, uri: ${referred('${Get.Arn}')}, credentials: { Fn::GetAtt: [Caller, Arn] } } } }
  /b: { get: { x-amazon-apigateway-integration: { type: aws, httpMethod: POST, uri: { Fn::Sub: 'arn:aws:apigateway:\${AWS::Region}:sqs:path/\${Queue}' }, credentials: { Fn::GetAtt: [Sender, Arn] } } } }
  /c: { get: { x-amazon-apigateway-integration: { type: http_proxy, httpMethod: GET, uri: { Fn::Sub: 'http://\${Balancer.DNSName}/' } } } }
components:
  securitySchemes:
    pool: { type: apiKey, in: header, name: Authorization, x-amazon-apigateway-authtype: cognito_user_pools, x-amazon-apigateway-authorizer: { type: cognito_user_pools, providerARNs: [{ Fn::GetAtt: [Pool, Arn] }] } }
`
  const { text: template, notes } = made(text)
  expect(toValue(parseText('t.yaml', template).root)).toMatchObject({
    Parameters: { Queue: { Type: 'String' } },
    Resources: {
      Caller: {
        Type: 'AWS::IAM::Role',
        Properties: {
          Policies: [
            {
              PolicyDocument: {
                Statement: [{ Action: 'lambda:InvokeFunction', Resource: [{ 'Fn::GetAtt': 'Get.Arn' }] }],
              },
            },
          ],
        },
      },
      Pool: { Type: 'AWS::Cognito::UserPool' },
    },
  })
  // API Gateway calls it as the role, so that the function needs to let nobody else in.
  expect(template).not.toContain('GetPermission')
  expect(notes).toEqual([
    "Function 'Get' is a placeholder: no handler below the template bears its name",
    "The document refers to a resource 'Balancer', which is for you to add",
    "Role 'Sender' allows nothing yet: add what its integrations do",
  ])
})

test('an HTTP API', () => {
  const text = document([referred('${Get.Arn}')], 'x-amazon-apigateway-cors: { allowOrigins: ["*"] }\n')
  const { text: template } = made(text, {}, 'json')
  expect(JSON.parse(template)).toMatchObject({
    Resources: { Api: { Type: 'AWS::Serverless::HttpApi' } },
    Outputs: { Url: { Value: { 'Fn::Sub': 'https://${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}' } } },
  })
  expect(template).not.toContain('OpenApiVersion')
})

test('short forms and conditions are told: AWS::Include takes none, and a template has to define them', () => {
  const text = document(['!If [IsLive, a, b]'])
  expect(made(text).notes).toEqual([
    "The document asks for a condition 'IsLive', which is for you to add",
    'AWS::Include takes no short forms such as !Sub: write the long ones in the document',
  ])
})

describe('there is none of', () => {
  const refusal = (text: string) => {
    const files = memoryFiles({ '/work/openapi.yaml': text })
    return samTemplate(loadDefinition('/work/openapi.yaml', files), files, {
      format: 'yaml',
      folder: '/work',
      location: 'x',
    })
  }

  test('a broken document, with the place', () => {
    expect(refusal('openapi: 3.0.1\npaths: {\n')).toMatch(/^openapi\.yaml:\d+:\d+ is broken: /)
  })

  test('a template', () => {
    const text =
      'Transform: AWS::Serverless-2016-10-31\nResources: { A: { Type: AWS::Serverless::HttpApi } }\n'
    expect(refusal(text)).toMatch(/is no OpenAPI document/)
  })
})
