import { describe, expect, it } from 'vitest'
import { valueOf } from '../../server/src/base/origin.ts'
import type { EnvironmentFiles } from '../../server/src/definitions/environmentFiles.ts'
import { withEnvironmentFiles } from '../../server/src/definitions/environmentFiles.ts'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import { memoryFiles } from '../support/memoryFiles.ts'

const template = `
Transform: AWS::Serverless-2016-10-31
Globals: { Function: { Environment: { Variables: { TABLE: !Ref Table, TOWN: Uppsala } } } }
Resources:
  Table: { Type: AWS::Serverless::SimpleTable }
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: shop-orders
      Handler: app.orders
      Environment: { Variables: { LIMIT: 5, HOST: !ImportValue host } }
  Books: { Type: AWS::Serverless::Function, Properties: { Handler: app.books } }
  Inner: { Type: AWS::Serverless::Application, Properties: { Location: inner.yaml } }
`
const inner = `
Transform: AWS::Serverless-2016-10-31
Resources:
  Mail:
    Type: AWS::Serverless::Function
    Properties: { Handler: app.mail, Environment: { Variables: { SENDER: nobody } } }
`

/** The variables of each function, `?` for an unknown one, and what is said of the files. */
function read(
  given: Record<string, string>,
  asked: Partial<EnvironmentFiles> = {},
  root = '/app/template.yaml',
) {
  const files = memoryFiles({ '/app/template.yaml': template, '/app/inner.yaml': inner, ...given })
  const { definition } = loadDefinition(root, files)
  if (!definition) throw new Error('no definition')
  const result = withEnvironmentFiles(definition, { dotenv: [], ...asked }, files)
  const functions = result.definition.functions.map(({ id, environment, localEnvironment }) => {
    const values = [...environment, ...(localEnvironment ?? [])].map(([name, fact]) => [
      name,
      valueOf(fact) ?? '?',
    ])
    return [id, Object.fromEntries(values)] as const
  })
  const said = result.diagnostics.map(({ severity, file, range, message }) => {
    return `${severity} ${file}:${range.start.line + 1}:${range.start.character + 1} ${message}`
  })
  const byId: Readonly<Record<string, Record<string, string>>> = Object.fromEntries(functions)
  const [Orders, Books, Mail] = [byId['Orders'], byId['Books'], byId['Mail']]
  return { byId, Orders, Books, Mail, said, files: result.files }
}

const envVars = (text: string, name = '/app/env.json') => read({ [name]: text }, { envVars: name })

describe('an --env-vars file', () => {
  it('sets variables of one function, over those for all', () => {
    const { Orders, Books, said } = envVars(
      '{"Parameters": {"TABLE": "local", "TOWN": "Lund"}, "Orders": {"TOWN": "Kiruna", "HOST": "db.local"}}',
    )
    expect(Orders).toEqual({ TABLE: 'local', TOWN: 'Kiruna', LIMIT: '5', HOST: 'db.local' })
    expect(Books).toEqual({ TABLE: 'local', TOWN: 'Lund' })
    expect(said).toEqual([])
  })

  it.each(['Orders', 'shop-orders'])('knows a function as %s', name => {
    expect(envVars(`{"${name}": {"TOWN": "Lund"}}`).Orders).toMatchObject({ TOWN: 'Lund' })
  })

  it('takes the logical id before the name, unless that says nothing', () => {
    const named = '"shop-orders": {"TOWN": "named"}'
    expect(envVars(`{${named}, "Orders": {"TOWN": "logical"}}`).Orders).toMatchObject({ TOWN: 'logical' })
    expect(envVars(`{${named}, "Orders": {}}`).Orders).toMatchObject({ TOWN: 'named' })
  })

  it('knows a function of a nested stack by the path that leads to it', () => {
    expect(envVars('{"Inner/Mail": {"SENDER": "me"}}').Mail).toEqual({ SENDER: 'me' })
  })

  it('knows a function of a CDK app by the id of its construct', () => {
    const stack = {
      Resources: {
        ListBooks0A1B2C3D: {
          Type: 'AWS::Lambda::Function',
          Properties: { Handler: 'index.handler', Environment: { Variables: { SHELF: 'none' } } },
          Metadata: { 'aws:cdk:path': 'Shop/List-Books/Resource' },
        },
      },
    }
    const manifest = {
      version: '36.0.0',
      artifacts: {
        Shop: { type: 'aws:cloudformation:stack', properties: { templateFile: 'Shop.template.json' } },
      },
    }
    const files = {
      '/app/cdk.out/manifest.json': JSON.stringify(manifest),
      '/app/cdk.out/Shop.template.json': JSON.stringify(stack),
      '/app/env.json': '{"List-Books": {"SHELF": "fiction"}}',
    }
    const found = read(files, { envVars: '/app/env.json' }, '/app/cdk.out/manifest.json')
    expect(found.byId['ListBooks0A1B2C3D']).toEqual({ SHELF: 'fiction' })
  })

  it.each([
    ['true', 'true'],
    ['12345678901234567890', '12345678901234567890'],
    ['-0', '0'],
    ['1.50', '1.5'],
    ['1e3', '1000.0'],
    ['1e16', '1e+16'],
    ['0.00002', '2e-05'],
    ['null', ''],
    ['["a"]', ''],
    ['{"Ref": "Table"}', ''],
  ])('hands %s over as SAM does', (written, text) => {
    expect(envVars(`{"Orders": {"LIMIT": ${written}}}`).Orders?.['LIMIT']).toBe(text)
  })

  it('sets what a function declares and nothing else, and says so', () => {
    const { Books, said } = envVars(
      '{\n  "Books": {\n    "TABEL": "a secret"\n  },\n  "Boks": {},\n  "Parameters": {"X_Y": "z"}\n}',
    )
    expect(Books).not.toHaveProperty('TABEL')
    expect(said).toEqual([
      "warning /app/env.json:3:14 'TABEL' is not set: 'Books' declares no such variable; add it to its Environment, or use an .env file",
      "warning /app/env.json:5:3 No function is called 'Boks', so this has no effect; use its logical id",
      "warning /app/env.json:6:25 'X_Y' is not set: no function declares such a variable; add it to its Environment, or use an .env file",
    ])
  })

  it('may be an .env file, which is about all functions', () => {
    const { Orders, Books } = envVars('TOWN=Lund\nTABEL=x\n', '/app/local.env')
    expect([Orders?.['TOWN'], Books]).toEqual(['Lund', { TABLE: 'Table', TOWN: 'Lund' }])
  })

  it.each([
    ['a syntax error', '{"Orders":\n  {"TOWN": }', /^error \/app\/env\.json:2:12 /],
    ['nothing in it', '', /^error \/app\/env\.json:1:1 /],
    ['a list', '["Orders"]', /^error \/app\/env\.json:1:1 This is no object; write /],
    [
      'a value',
      '{\n "Orders": "Lund"}',
      /^error \/app\/env\.json:2:2 'Orders' has to be an object of variables, so /,
    ],
  ])('with %s is told with its place, and never by its values', (_, text, wanted) => {
    const { said, Books } = envVars(text)
    expect(said[0]).toMatch(wanted)
    expect(said.join()).not.toContain('Lund')
    expect(Books).toEqual({ TABLE: 'Table', TOWN: 'Uppsala' })
  })

  it('that is not there is told', () => {
    expect(read({}, { envVars: '/app/none.json' }).said).toEqual([
      "error /app/none.json:1:1 '/app/none.json' cannot be read, so its variables are missing; correct the path",
    ])
  })

  it('is the one that samconfig.toml names for this command, unless another is given', () => {
    const config = (command: string, name: string) =>
      `[default.${command}.parameters]\nenv_vars = "${name}"\n`
    const files = {
      '/app/samconfig.toml': config('global', 'none.json') + config('local_start_api', 'env/local.json'),
      '/app/env/local.json': '{"Parameters": {"TOWN": "Lund"}}',
      '/app/mine.json': '{"Parameters": {"TOWN": "Kiruna"}}',
    }
    expect(read(files)).toMatchObject({ Books: { TOWN: 'Lund' }, files: ['/app/env/local.json'] })
    expect(read(files, { envVars: '/app/mine.json' }).Books).toMatchObject({ TOWN: 'Kiruna' })
  })
})

describe('.env files', () => {
  it('set all of their variables on every function, the last file over the first', () => {
    const files = { '/app/.env': 'TOWN=Lund\nMORE=one\n', '/app/.env.local': 'MORE="two\nlines"\n' }
    const { Books } = read(files, { dotenv: ['/app/.env', '/app/.env.local'] })
    expect(Books).toEqual({ TABLE: 'Table', TOWN: 'Lund', MORE: 'two\nlines' })
  })

  it('give way to an --env-vars file', () => {
    const files = { '/app/.env': 'TOWN=Lund\n', '/app/env.json': '{"Orders": {"TOWN": "Kiruna"}}' }
    const found = read(files, { dotenv: ['/app/.env'], envVars: '/app/env.json' })
    expect([found.Orders?.['TOWN'], found.Books?.['TOWN']]).toEqual(['Kiruna', 'Lund'])
  })

  it('with lines that set nothing are read around them', () => {
    const { Books, said } = read(
      { '/app/.env': '\ufeffA=1\r\nsecret text\r\nexport B = two # words\r\nC D=3\r\n' },
      { dotenv: ['/app/.env'] },
    )
    expect(Books).toMatchObject({ A: '1', B: 'two' })
    expect(said).toEqual([
      'warning /app/.env:2:1 This line sets no variable; write NAME=value',
      'warning /app/.env:4:1 This line sets no variable; write NAME=value',
    ])
  })
})

it('a definition without such files is left as it is', () => {
  const files = memoryFiles({ '/app/template.yaml': template })
  const { definition } = loadDefinition('/app/template.yaml', files)
  expect(definition && withEnvironmentFiles(definition, { dotenv: [] }, files).definition).toBe(definition)
})
