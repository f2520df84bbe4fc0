import { describe, expect, it } from 'vitest'
import type { ReadOptions } from '../../server/src/definitions/definitionResult.ts'
import { httpApiOf, readTemplateText, restApiOf, said, saidMap } from '../support/readDefinition.ts'
import { readService } from '../support/readService.ts'

const template = `
Parameters:
  Stage: { Type: String, Default: dev }
  Colours: { Type: CommaDelimitedList, Default: 'red' }
  Image: { Type: 'AWS::SSM::Parameter::Value<String>', Default: /shop/image }
Resources:
  Shop:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: shop, ProtocolType: HTTP }
  Live:
    Type: AWS::ApiGatewayV2::Stage
    Properties:
      ApiId: !Ref Shop
      StageName: !Ref Stage
      StageVariables:
        table: !ImportValue data-Table
        image: !Ref Image
        colour: !Select [1, !Ref Colours]
        url: 'https://{{resolve:ssm:/shop/host:3}}/x'
        password: '{{resolve:secretsmanager:arn:aws:secretsmanager:eu-west-1:1:secret:db:SecretString:password::}}'
`

function variables(files: Record<string, string>, options: ReadOptions = {}) {
  const { definition, diagnostics } = readTemplateText(template, files, options)
  const [stage] = httpApiOf(definition).stages
  return { name: stage?.name, values: saidMap(stage?.variables), diagnostics }
}

const settings = '{"parametersFile": "local.json"}'
const project = (local: string) => ({ '/project/gatehouse.json': settings, '/project/local.json': local })

describe('a parameters file', () => {
  it.each([
    ['names and values', '{"Stage": "prod"}'],
    ['a list for the AWS CLI', '[{"ParameterKey": "Stage", "ParameterValue": "prod"}]'],
    ['the short list of the AWS CLI', '["Stage=prod"]'],
    [
      'a template configuration of CodePipeline',
      '{"Parameters": {"Stage": "prod"}, "Tags": {"Colours": "x,y"}}',
    ],
  ])('may hold %s', (_, text) => {
    const { name, values } = variables(project(text))
    expect(name).toBe('prod')
    expect(values).toMatchObject({ colour: "? 'Fn::Select' finds no item 1" })
  })

  it('gives what only an account knows', () => {
    const { values, diagnostics } = variables(
      project(`{
        "Colours": ["red", "green"],
        "imports": {"data-Table": "books"},
        "ssm": {"/shop/image": "ami-1", "/shop/host": "shop.example"},
        "secrets": {"arn:aws:secretsmanager:eu-west-1:1:secret:db": {"password": "s3cret"}}
      }`),
    )
    expect(values).toEqual({
      table: 'books',
      image: 'ami-1',
      colour: 'green',
      url: 'https://shop.example/x',
      password: 's3cret',
    })
    expect(diagnostics).toEqual([])
  })

  it('leaves unknown what it does not say', () => {
    const { values } = variables({})
    expect(values).toMatchObject({
      table: "? export 'data-Table' comes from another stack",
      image: "? parameter 'Image' is looked up in the Systems Manager of an AWS account",
      url: "? 'ssm:/shop/host:3' is looked up in AWS",
    })
  })

  it('prefers a version of an SSM parameter that is given by its number', () => {
    const { values } = variables(project('{"ssm": {"/shop/host": "now", "/shop/host:3": "third"}}'))
    expect(values).toMatchObject({ url: 'https://third/x' })
  })

  it('stands between the command line and the defaults; a later file goes before an earlier one', () => {
    const files = {
      '/project/gatehouse.json': '{"parametersFile": ["a.yaml", "b.json"]}',
      '/project/a.yaml': 'Stage: a\nimports: {data-Table: from a}\n',
      '/project/b.json': '{"Stage": "b"}',
      '/other/c.json': '{"Stage": "c"}',
    }
    expect(variables(files)).toMatchObject({ name: 'b', values: { table: 'from a' } })
    expect(variables(files, { parametersFiles: ['/other/c.json'] })).toMatchObject({ name: 'c' })
    const parameters = new Map([['Stage', 'mine']])
    expect(variables(files, { parameters, parametersFiles: ['/other/c.json'] }).name).toBe('mine')
  })

  it('goes before the overrides of a SAM project', () => {
    const { definition } = readTemplateText(
      `Transform: AWS::Serverless-2016-10-31
Parameters: {Stage: {Type: String}}
Resources: {Shop: {Type: AWS::Serverless::Api, Properties: {StageName: !Ref Stage}}}
`,
      {
        ...project('{"Stage": "file"}'),
        '/project/samconfig.toml': '[default.deploy.parameters]\nparameter_overrides = "Stage=config"\n',
      },
    )
    expect(restApiOf(definition).stages[0]?.name).toBe('file')
  })

  it('is said to be missing where it is named, and to be none where it is none', () => {
    expect(variables({ '/project/gatehouse.json': settings }).diagnostics).toMatchObject([
      {
        code: 'parameters-file-unreadable',
        file: '/project/gatehouse.json',
        range: { start: { line: 0, character: 19 } },
      },
    ])
    expect(variables(project('"Stage"')).diagnostics).toMatchObject([
      { code: 'parameters-file-invalid', file: '/project/local.json' },
    ])
    expect(variables(project('{"Stage": ')).diagnostics).toMatchObject([
      { code: 'syntax', file: '/project/local.json' },
    ])
  })

  it('does not reach the prototype of anything', () => {
    const { values } = variables(project('{"__proto__": {"Stage": "x"}, "secrets": {"constructor": "y"}}'))
    expect(values).toMatchObject({ colour: "? 'Fn::Select' finds no item 1" })
  })
})

describe('a parameters file beside a serverless.yml', () => {
  const service = `
provider: {name: aws, stage: "\${opt:stage, 'dev'}"}
functions:
  list:
    handler: a.b
    environment:
      A: \${opt:colour}
      B: \${param:colour}
      C: \${env:HOST}
      D: \${ssm:/shop/host}
      E: \${cf:data.Table}
      F: \${ssm:/aws/reference/secretsmanager/db}
`
  const local = `{
    "opt": {"colour": "red"}, "param": {"colour": "blue"}, "env": {"HOST": "h", "USER": "file"},
    "ssm": {"/shop/host": "s"}, "secrets": {"db": "pw"}, "cf:data.Table": "books"
  }`

  it('gives options, params, variables of the environment and what is looked up', () => {
    const { definition } = readService(service, {
      '/shop/gatehouse.json': settings,
      '/shop/local.json': local,
    })
    expect(saidMap(definition.functions[0]?.environment)).toEqual({
      A: 'red',
      B: 'blue',
      C: 'h',
      D: 's',
      E: 'books',
      F: 'pw',
    })
  })

  it('gives way to the environment itself, and to --stage', () => {
    const { definition } = readService(
      service.replace('HOST}', 'USER}'),
      { '/shop/gatehouse.json': settings, '/shop/local.json': local },
      { environment: new Map([['USER', 'me']]), stage: 'prod' },
    )
    expect(said(definition.functions[0]?.environment.get('C'))).toBe('me')
    expect(definition.functions[0]?.name).toBe('shop-prod-list')
  })
})
