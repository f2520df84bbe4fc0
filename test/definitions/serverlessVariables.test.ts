import { describe, expect, it } from 'vitest'
import type { ReadOptions } from '../../server/src/definitions/definitionResult.ts'
import { textParts } from '../../server/src/definitions/serverlessSyntax.ts'
import { said } from '../support/readDefinition.ts'
import { readService } from '../support/readService.ts'

/** What a variable in the environment of a function comes to. */
function valueOf(
  written: string,
  rest = '',
  files: Record<string, string> = {},
  options: ReadOptions = {},
): unknown {
  const { definition } = readService(
    `${rest}\nfunctions: {list: {handler: app.list, environment: {VALUE: ${JSON.stringify(written)}}}}`,
    files,
    options,
  )
  return said(definition.functions[0]?.environment.get('VALUE'))
}

describe('the syntax of variables', () => {
  it('takes a text apart', () => {
    expect(textParts("a-${opt:stage, self:x.y, 'dev, or so'}-b")).toEqual([
      'a-',
      {
        text: "${opt:stage, self:x.y, 'dev, or so'}",
        sources: [
          { type: 'lookup', name: 'opt', parameter: '', address: 'stage' },
          { type: 'lookup', name: 'self', parameter: '', address: 'x.y' },
          { type: 'literal', value: 'dev, or so' },
        ],
      },
      '-b',
    ])
    expect(textParts('${file(./${opt:stage}.yml):a.b}')).toEqual([
      {
        text: '${file(./${opt:stage}.yml):a.b}',
        sources: [{ type: 'lookup', name: 'file', parameter: './${opt:stage}.yml', address: 'a.b' }],
      },
    ])
  })

  it('leaves what is not the framework’s', () => {
    for (const text of ['${AWS::Region}', '${Table.Arn}', '${stageVariables.x}', '${open:', 'plain'])
      expect(textParts(text)).toEqual([text])
  })
})

describe('variables of a service', () => {
  it('come from the file itself, through others', () => {
    const custom = 'custom: {table: "books-${sls:stage}", names: [a, "${self:custom.table}"]}'
    expect(valueOf('${self:custom.table}', custom)).toBe('books-dev')
    expect(valueOf('x/${self:custom.names.1}/y', custom)).toBe('x/books-dev/y')
    expect(valueOf('${self:service}-${self:provider.stage}')).toBe('shop-dev')
  })

  it('fall back from source to source', () => {
    expect(valueOf("${opt:kind, self:custom.kind, 'small'}")).toBe('small')
    expect(valueOf("${opt:kind, self:custom.kind, 'small'}", 'custom: {kind: large}')).toBe('large')
    const parameters = new Map([['kind', 'given']])
    expect(valueOf("${opt:kind, 'small'}", '', {}, { parameters })).toBe('given')
    expect(valueOf('${opt:a, ${self:custom.b}}', 'custom: {b: nested}')).toBe('nested')
    expect(valueOf("${self:custom.a, ${self:custom.${opt:none}}, 'end'}", 'custom: {a: null}')).toBe('end')
  })

  it('come from YAML, JSON and text files beside it, whose names may hold variables', () => {
    const files = {
      '/shop/config/dev.yml': 'table: {name: "t-${self:service}"}',
      '/shop/secrets.json': '{"token": "abc"}',
      '/shop/key.pem': 'KEY',
    }
    expect(valueOf('${file(./config/${sls:stage}.yml):table.name}', '', files)).toBe('t-shop')
    expect(valueOf('${file(secrets.json):token}', '', files)).toBe('abc')
    expect(valueOf('${file(./key.pem)}', '', files)).toBe('KEY')
    expect(valueOf("${file(./none.yml):a, 'else'}", '', files)).toBe('else')
  })

  it('come from the environment, .env files, parameters and the stage', () => {
    const environment = new Map([['HOME_TABLE', 'h']])
    expect(valueOf('${env:HOME_TABLE}', '', {}, { environment })).toBe('h')
    const dotenv = { '/shop/.env': "A='one'\nB=two # why\n", '/shop/.env.dev': 'B=three\n' }
    expect(valueOf('${env:A}-${env:B}', 'useDotenv: true', dotenv)).toBe('one-three')
    expect(valueOf('${env:A}', '', dotenv)).toBe("? '${env:A}' has no value here")
    expect(valueOf('${param:size}', 'params: {default: {size: s}, dev: {size: m}}')).toBe('m')
    expect(valueOf('${param:size}', 'stages: {default: {params: {size: s}}}')).toBe('s')
    const parameters = new Map([['stage', 'prod']])
    expect(valueOf('${sls:stage} ${aws:region} ${aws:accountId}', '', {}, { parameters })).toBe(
      'prod us-east-1 123456789012',
    )
    expect(valueOf('${strToBool(true)}')).toBe('true')
  })

  it('are unknown where only AWS or a program knows them, unless they are given', () => {
    expect(valueOf('${ssm:/shop/key}')).toBe("? 'ssm:/shop/key' is looked up when the service is deployed")
    expect(valueOf('a-${cf:other.Url}')).toBe("? 'cf:other.Url' is looked up when the service is deployed")
    expect(valueOf('${file(./values.js):x}')).toBe("? './values.js' is code that runs at each deployment")
    expect(valueOf('${ssm:/shop/key}', '', {}, { parameters: new Map([['ssm:/shop/key', 'k']]) })).toBe('k')
  })

  it('bring in whole parts, which keep the place where they stand', () => {
    const { definition, errors } = readService(
      'functions: ${file(functions.yml)}',
      {
        '/shop/functions.yml': 'list:\n  handler: app.list\n  events: ["${self:custom.get}"]\n',
      },
      {},
    )
    expect(errors).toEqual([
      "variable-undefined: '${self:custom.get}' names nothing in this file, so the framework refuses to deploy; define it or give a fallback",
    ])
    expect(definition.functions[0]?.origin).toMatchObject({ file: '/shop/functions.yml', pointer: '/list' })
  })
})

describe('variables that the framework refuses', () => {
  it('name nothing of the file and have no fallback', () => {
    const { diagnostics, errors } = readService(
      "custom:\n  a: ${self:custom.nothing}\n  b: ${self:custom.nothing, ''}\n",
    )
    expect(errors).toHaveLength(1)
    expect(diagnostics.find(({ code }) => code === 'variable-undefined')?.range.start).toEqual({
      line: 3,
      character: 5,
    })
  })

  it('need themselves', () => {
    expect(readService('custom: {a: "${self:custom.b}", b: "x${self:custom.a}"}').errors).toContain(
      'variable-cycle: This variable needs itself, so the framework cannot resolve it; break the circle',
    )
    expect(readService('custom: {a: {b: "${self:custom}"}}').errors).toHaveLength(1)
  })

  it('are no error where a file or a value is just not here', () => {
    const { errors, diagnostics } = readService(
      'custom: {a: "${file(none.yml):b}", c: "${env:NONE}", d: "${opt:none}", e: "${self:custom.a.b}"}',
    )
    expect(errors).toEqual([])
    expect(diagnostics.map(({ code }) => code)).toEqual(['variable-file-missing'])
  })
})

it('parts that double each other end', () => {
  const lines = Array.from(
    { length: 40 },
    (_, index) => `  k${index}: ["\${self:custom.k${index + 1}}", "\${self:custom.k${index + 1}}"]`,
  )
  const texts = Array.from(
    { length: 40 },
    (_, index) => `  t${index}: \${self:custom.t${index + 1}}\${self:custom.t${index + 1}}`,
  )
  const { definition } = readService(
    `custom:\n${lines.join('\n')}\n  k40: x\n${texts.join('\n')}\n  t40: x\nfunctions: {a: {handler: a.b, environment: {T: "\${self:custom.t0}"}}}\n`,
  )
  expect(said(definition.functions[0]?.environment.get('T'))).toBe('? its text grows too long')
})

it('long chains and deep nesting end', () => {
  const deep = `${'${self:custom.'.repeat(3000)}x${'}'.repeat(3000)}`
  expect(valueOf(deep)).toBe('? it is nested too deeply')
  const chain = Array.from(
    { length: 3000 },
    (_, index) => `  k${index}: {a: "\${self:custom.k${index + 1}}"}`,
  )
  expect(readService(`custom:\n${chain.join('\n')}\n  k3000: x\n`).errors).toEqual([])
  const texts = Array.from({ length: 3000 }, (_, index) => `  k${index}: "\${self:custom.k${index + 1}}"`)
  expect(readService(`custom:\n${texts.join('\n')}\n  k3000: x\n`).errors).toEqual([])
})
