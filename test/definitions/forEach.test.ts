import { expect, it } from 'vitest'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import { memoryFiles } from '../support/memoryFiles.ts'

function load(resources: string, parameters = '') {
  const text = `Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]\n${parameters}Resources:\n${resources}`
  const { definition, diagnostics } = loadDefinition(
    '/a/template.yaml',
    memoryFiles({ '/a/template.yaml': text }),
  )
  const routes = definition?.apis.flatMap(api =>
    api.type === 'rest'
      ? api.resources.flatMap(({ path, methods }) => methods.map(({ httpMethod }) => `${httpMethod} ${path}`))
      : [],
  )
  return {
    routes,
    diagnostics,
    functions: definition?.functions.map(({ id, origin }) => [id, origin.range.start.line]),
  }
}

const loop = (collection: string) => `
  Fn::ForEach::Things:
    - Thing
    - ${collection}
    - List\${Thing}:
        Type: AWS::Serverless::Function
        Properties:
          Handler: !Sub '\${Thing}.list'
          Runtime: nodejs20.x
          Events:
            Get: { Type: Api, Properties: { Path: !Join ['', [/, !Ref Thing]], Method: get } }
`

it('makes one resource for each value, at the place of the loop', () => {
  const { routes, functions, diagnostics } = load(loop('[Books, Authors]'))
  expect(routes).toEqual(['GET /Books', 'GET /Authors'])
  expect(functions).toEqual([
    ['ListBooks', 6],
    ['ListAuthors', 6],
  ])
  expect(diagnostics).toEqual([])
})

it('runs over a parameter', () => {
  const parameters = "Parameters:\n  Names: { Type: CommaDelimitedList, Default: 'a,b' }\n"
  expect(load(loop('!Ref Names'), parameters).routes).toEqual(['GET /a', 'GET /b'])
})

it('runs inside another loop', () => {
  const nested = `
  Fn::ForEach::Outer:
    - Stage
    - [Dev, Prod]
    - Fn::ForEach::Inner:
        - Thing
        - [Books]
        - \${Thing}\${Stage}:
            Type: AWS::Serverless::Function
            Properties:
              Handler: a.b
              Runtime: nodejs20.x
              Events: { Get: { Type: Api, Properties: { Path: '/\${Stage}/\${Thing}', Method: get } } }
`
  expect(load(nested).routes).toEqual(['GET /Dev/Books', 'GET /Prod/Books'])
})

it('says so when it runs over something unknown', () => {
  const parameters = 'Parameters:\n  Names: { Type: CommaDelimitedList }\n'
  const { routes, diagnostics } = load(loop('!Ref Names'), parameters)
  expect(routes).toEqual([])
  expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([['for-each-unread', 'info']])
})

it('comes to an end when loops multiply without measure', () => {
  const many = `[${Array.from({ length: 300 }, (_, index) => `v${index}`).join(', ')}]`
  const hostile = ['A', 'B', 'C', 'D'].reduceRight(
    (inner, name) => `{"Fn::ForEach::${name}": ["${name}", ${many}, ${inner}]}`,
    '{"X${A}${B}${C}${D}": {"Type": "AWS::S3::Bucket"}}',
  )
  const started = performance.now()
  const { diagnostics } = load(`  ${hostile.slice(1, -1)}\n`)
  expect(performance.now() - started).toBeLessThan(5000)
  expect(diagnostics.some(({ code }) => code === 'for-each-unread')).toBe(true)
})
