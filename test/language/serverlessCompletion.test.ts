import { describe, expect, it } from 'vitest'
import { acceptedText, proposed, proposedLabels } from '../support/proposals.ts'

const beside = {
  '/work/src/books.js': 'exports.list = async () => {}\nexports.add = async () => {}\n',
  '/work/.env': 'SHOP_SECRET=1\nexport OTHER=2\n',
  '/work/config/shop.yml': 'tables: {books: b, orders: o}\nname: shop\n',
  '/work/config/notes.pdf': '',
}

function service(text: string): string {
  return `
    service: shop
    provider: {name: aws}
    custom:
      shop: \${file(config/shop.yml)}
      used: \${opt:tenant, 'x'}
    functions:
      guard: {handler: src/books.add}
${text.replace(/^\n/, '')}`
}

function labels(text: string): string[] {
  return proposedLabels('serverless.yml', service(text), beside)
}

describe('variables of a service', () => {
  it('are closed where a value ends and go on where a mapping is named', () => {
    const typed = service('      list: {handler: a.b, description: "${self:custom.<|>"}')
    expect(acceptedText('serverless.yml', typed, 'self:custom.used', beside)).toContain(
      'description: "${self:custom.used}"',
    )
    const open = service('      list: {handler: a.b, description: "${self:<|>"}')
    expect(acceptedText('serverless.yml', open, 'self:custom', beside)).toContain(
      'description: "${self:custom"',
    )
  })

  it('lead into the files that a value takes in', () => {
    expect(labels('      list: {handler: a.b, description: "${self:custom.shop.tables.<|>}"}')).toEqual([
      'self:custom.shop.tables.books',
      'self:custom.shop.tables.orders',
    ])
    expect(labels('      list: {handler: a.b, description: "${file(config/shop.yml):<|>}"}')).toEqual([
      'file(config/shop.yml):name',
      'file(config/shop.yml):tables',
    ])
  })

  it('name the files of a folder that can be taken in', () => {
    expect(labels('      list: {handler: a.b, description: "${file(config/<|>)}"}')).toEqual([
      'file(config/shop.yml)',
    ])
    expect(labels('      list: {handler: a.b, description: "${file(<|>"}')).toContain('file(./config/')
  })

  it('take names of options and of the environment from .env files and from other uses', () => {
    expect(labels('      list: {handler: a.b, description: "${opt:<|>}"}')).toEqual([
      'opt:region',
      'opt:stage',
      'opt:tenant',
    ])
    expect(labels('      list: {handler: a.b, description: "${env:<|>}"}')).toEqual([
      'env:OTHER',
      'env:SHOP_SECRET',
    ])
  })

  it('have fallbacks, each with a source of its own', () => {
    expect(
      labels('      list: {handler: a.b, description: "${opt:stage, self:provider.<|>, \'dev\'}"}'),
    ).toEqual(['self:provider.name'])
  })

  it('end in a circle of files and names', () => {
    const text = `
      service: shop
      provider: {name: aws}
      custom: \${self:custom}
      functions: {list: {handler: "\${self:custom.<|>}"}}`
    expect(proposedLabels('serverless.yml', text)).toEqual([])
  })
})

describe('the parts of a service', () => {
  it('has the handlers of its folder', () => {
    expect(labels('      list:\n        handler: src/<|>')).toEqual(['src/books.add', 'src/books.list'])
  })

  it('counts a list of mappings of functions as one', () => {
    const text = `
      service: shop
      provider: {name: aws}
      functions:
        - list:
            handler: src/books.list
            events:
              - websocket: {route: $connect, authorizer: <|>}
        - guard: {handler: src/books.add}`
    expect(proposedLabels('serverless.yml', text, beside)).toEqual(['guard'])
  })

  it('says which keys an event must have', () => {
    const items = proposed(
      'serverless.yml',
      service('      list: {handler: a.b, events: [{http: {<|>}}]}'),
      beside,
    )
    const required = items.filter(({ detail }) => detail === 'required').map(({ label }) => label)
    expect(required.sort()).toEqual(['method', 'path'])
  })

  it('refers to what the framework makes, without a template of its own', () => {
    expect(labels('      list: {handler: a.b, url: true, environment: {FN: !GetAtt <|>}}')).toEqual(
      expect.arrayContaining(['GuardLambdaFunction.Arn', 'ListLambdaFunctionUrl.FunctionUrl']),
    )
  })

  it('knows the parts of a list of templates', () => {
    const text = service(`
    resources:
      - Resources:
          Books: {Type: AWS::DynamoDB::Table}
      - Resources:
          Topic:
            Type: AWS::SNS::Topic
            DependsOn: <|>
      - Resources:
          Key:
            Type: AWS::ApiGateway::ApiKey
            Properties: {Enabled: true}`)
    const depends = proposedLabels('serverless.yml', text, beside)
    expect(depends).toEqual(expect.arrayContaining(['Books', 'Key', 'GuardLambdaFunction']))
    expect(depends).not.toContain('Topic')
    const inKey = text.replace('DependsOn: <|>', '').replace('Enabled: true', 'Enabled: true, <|>')
    expect(proposedLabels('serverless.yml', inKey, beside)).toContain('GenerateDistinctId')
  })
})
