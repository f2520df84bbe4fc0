import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { RestApi } from '../../server/src/api/api.ts'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import { diskFiles } from '../../server/src/io/files.ts'
import { diagnose } from '../../server/src/language/diagnostics.ts'
import { memoryFiles } from '../support/memoryFiles.ts'
import { labelsOf, methodOf, said, saidMap } from '../support/readDefinition.ts'

const folder = fileURLToPath(new URL('../fixtures/cdk/cdk.out', import.meta.url))

function bookshop() {
  const result = loadDefinition(folder, diskFiles)
  if (!result.definition) throw new Error('no definition')
  const api = (id: string) => {
    const found = result.definition?.apis.find((each): each is RestApi => each.id === id)
    if (!found) throw new Error(`no API ${id}`)
    return found
  }
  return { result, definition: result.definition, api }
}

describe('a cdk.out folder', () => {
  it('gives the APIs of all its stacks: a nested assembly, a stack, and the stack nested in that', () => {
    const { definition, api } = bookshop()
    expect(definition.kind).toBe('cdk')
    expect(path.basename(definition.file)).toBe('manifest.json')
    expect(definition.apis.map(({ id }) => id)).toEqual([
      'PingApiCC4DAE33',
      'Shop563325D0',
      'ReviewsApiACD7B840',
    ])
    expect(labelsOf(api('Shop563325D0'))).toEqual(['GET /books/{bookId}', 'GET /reviews'])
    expect(labelsOf(api('ReviewsApiACD7B840'))).toEqual(['GET /', 'GET /list'])
    expect(api('Shop563325D0').stages.map(({ name }) => name)).toEqual(['live'])
  })

  it('finds the code of a function by its metadata, and by its S3 key without', () => {
    const { definition } = bookshop()
    expect(
      definition.functions.map(each => [each.id, path.relative(folder, String(said(each.code)))]),
    ).toEqual([
      ['GetBookF93D124B', 'asset.06752f43'],
      ['ListReviews04FC7683', 'asset.f60b3f64'],
    ])
  })

  it('follows the output of a nested stack to its function', () => {
    const { definition, api } = bookshop()
    const arn = definition.functions.find(({ id }) => id === 'ListReviews04FC7683')?.arn ?? ''
    expect(said(methodOf(api('Shop563325D0'), 'GET /reviews').integration?.uri)).toContain(arn)
  })

  it("points at the template's lines", () => {
    const { origin } = methodOf(bookshop().api('Shop563325D0'), 'GET /books/{bookId}')
    const lines = diskFiles.read(path.join(folder, 'Bookshop.template.json'))?.split('\n') ?? []
    expect(path.basename(origin.file)).toBe('Bookshop.template.json')
    expect(lines[origin.range.start.line]).toContain('"ShopbooksbookIdGETD17B7D6B"')
  })

  it('has no faults', () => {
    expect(diagnose(bookshop().result, diskFiles)).toEqual([])
  })
})

const api = (name: string) => ({
  Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: name } },
  Ping: {
    Type: 'AWS::ApiGateway::Method',
    Properties: {
      RestApiId: { Ref: 'Api' },
      ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
      HttpMethod: 'GET',
      AuthorizationType: 'NONE',
      Integration: { Type: 'MOCK' },
    },
  },
  Fn: { Type: 'AWS::Lambda::Function', Properties: { Handler: 'a.b', Code: { ZipFile: '' } } },
})

function assembly(files: Record<string, object>) {
  const texts = Object.entries(files).map(([name, value]) => [`/app/cdk.out/${name}`, JSON.stringify(value)])
  const { definition, diagnostics } = loadDefinition(
    '/app/cdk.out',
    memoryFiles(Object.fromEntries(texts) as Record<string, string>),
  )
  if (!definition) throw new Error('no definition')
  return { definition, diagnostics }
}

const stack = (templateFile: string, environment = 'aws://unknown-account/unknown-region') => ({
  type: 'aws:cloudformation:stack',
  environment,
  properties: { templateFile },
})

describe('stacks of one app', () => {
  it('are told apart by the name of the stack where their logical ids are the same', () => {
    const { definition } = assembly({
      'manifest.json': {
        artifacts: { Dev: stack('dev.json', 'aws://111111111111/eu-west-1'), Prod: stack('prod.json') },
      },
      'dev.json': { Resources: api('dev') },
      'prod.json': { Resources: api('prod') },
    })
    expect(definition.apis.map(({ id, name }) => [id, name])).toEqual([
      ['Dev/Api', 'dev'],
      ['Prod/Api', 'prod'],
    ])
    expect(definition.functions.map(({ id, arn }) => [id, arn])).toEqual([
      ['Dev/Fn', 'arn:aws:lambda:eu-west-1:111111111111:function:Dev-Fn'],
      ['Prod/Fn', 'arn:aws:lambda:us-east-1:123456789012:function:Prod-Fn'],
    ])
  })

  it('keep the others alive when a template is missing', () => {
    const { definition, diagnostics } = assembly({
      'manifest.json': { artifacts: { Dev: stack('dev.json'), Gone: stack('gone.json') } },
      'dev.json': { Resources: api('dev') },
    })
    expect(definition.apis.map(({ id }) => id)).toEqual(['Api'])
    expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([
      "file-unreadable '/app/cdk.out/gone.json' could not be read, so this stack is left out; run 'cdk synth' again",
    ])
  })
})

describe('what one stack of an app takes from another', () => {
  const exporting = {
    Resources: { Table: { Type: 'AWS::DynamoDB::Table' } },
    Outputs: {
      Table: { Value: { Ref: 'Table' }, Export: { Name: { 'Fn::Sub': '${AWS::StackName}:Table' } } },
      Circle: { Value: { 'Fn::ImportValue': 'Web:Circle' }, Export: { Name: 'Data:Circle' } },
    },
  }
  const importing = {
    Resources: {
      Fn: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Handler: 'a.b',
          Code: { ZipFile: '' },
          Environment: {
            Variables: {
              TABLE: { 'Fn::ImportValue': 'Data:Table' },
              CIRCLE: { 'Fn::ImportValue': 'Data:Circle' },
              ELSEWHERE: { 'Fn::ImportValue': 'Other:Table' },
            },
          },
        },
      },
    },
    Outputs: { Circle: { Value: { 'Fn::ImportValue': 'Data:Circle' }, Export: { Name: 'Web:Circle' } } },
  }
  const environment = (web: string) =>
    saidMap(
      assembly({
        // The importing stack stands first: the order of the manifest plays no part.
        'manifest.json': { artifacts: { Web: stack('web.json', web), Data: stack('data.json') } },
        'web.json': importing,
        'data.json': exporting,
      }).definition.functions[0]?.environment,
    )

  it('is known by its export, a circle is not', () => {
    expect(environment('aws://unknown-account/unknown-region')).toEqual({
      TABLE: 'Table',
      CIRCLE: "? 'Data:Circle' refers to itself",
      ELSEWHERE: "? export 'Other:Table' comes from another stack",
    })
  })

  it('is not taken from another account or region', () => {
    expect(environment('aws://111111111111/eu-west-1')).toMatchObject({
      TABLE: "? export 'Data:Table' comes from another stack",
    })
  })
})

describe('what the CDK looks up', () => {
  it('is unknown before the lookup, which is said', () => {
    const { definition, diagnostics } = assembly({
      'manifest.json': {
        artifacts: { Web: stack('web.json') },
        missing: [{ key: 'ssm:x', provider: 'ssm', props: { parameterName: '/shop/name' } }],
      },
      'web.json': { Resources: api('dummy-value-for-/shop/name') },
    })
    expect(definition.apis[0]?.name).toBe('Api')
    expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([
      "context-missing The lookup of '/shop/name' ('ssm') has not been made, so the templates hold dummy values for it; run 'cdk synth' with credentials",
    ])
  })
})

describe('a nested stack of a plain template', () => {
  const parent = (url: string) => `
Resources:
  Inner:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ${url}
      Parameters: {Name: reviews}
`
  const inner = `
Parameters: {Name: {Type: String}}
Resources:
  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: !Ref Name}}
`
  const load = (files: Record<string, string>) => loadDefinition('/app/parent.yaml', memoryFiles(files))

  it('is read from a relative path, with its parameters', () => {
    const { definition, documents } = load({
      '/app/parent.yaml': parent('./stacks/inner.yaml'),
      '/app/stacks/inner.yaml': inner,
    })
    expect(definition?.apis.map(({ name }) => name)).toEqual(['reviews'])
    expect(definition?.apis[0]?.origin).toMatchObject({ file: '/app/stacks/inner.yaml' })
    expect([...documents.keys()]).toEqual(['/app/parent.yaml', '/app/stacks/inner.yaml'])
  })

  it('is left out with a word when its template lies elsewhere', () => {
    const { definition, diagnostics } = load({
      '/app/parent.yaml': parent('https://s3.amazonaws.com/b/inner.yaml'),
    })
    expect(definition?.apis).toEqual([])
    expect(diagnostics.map(({ severity, message }) => `${severity} ${message}`)).toEqual([
      "info The template of nested stack 'Inner' is not on this machine, so nothing of it is served or checked",
    ])
  })

  it('ends when stacks nest each other', () => {
    const { diagnostics } = load({
      '/app/parent.yaml': parent('inner.yaml'),
      '/app/inner.yaml': parent('parent.yaml').replace(
        'Resources:',
        'Parameters: {Name: {Type: String}}\nResources:',
      ),
    })
    expect(diagnostics.map(({ file, message }) => [file, message])).toEqual([
      [
        '/app/inner.yaml',
        "The template of nested stack 'Inner' is the one it stands in, so nothing of it is served or checked",
      ],
    ])
  })
})
