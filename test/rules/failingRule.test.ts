import { expect, it } from 'vitest'
import { createMemory } from '../../server/src/syntax/memory.ts'
import type { Failure } from '../../server/src/base/failure.ts'
import type { Files } from '../../server/src/base/files.ts'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import { diagnose } from '../../server/src/language/diagnostics.ts'
import { checkDefinition } from '../../server/src/rules/check.ts'
import { memoryFiles } from '../support/memoryFiles.ts'

// One rule looks for the handler's file and none other; here the folder cannot be listed.
const template = `Transform: AWS::Serverless-2016-10-31
Resources:
  Books:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src/
      Handler: books.handler
      Runtime: nodejs22.x
      Events:
        Get: { Type: Api, Properties: { Path: '/books/{id', Method: get } }
        Put: { Type: Api, Properties: { Path: /books, Method: putt } }
`
const file = '/project/template.yaml'
const whole = memoryFiles({ [file]: template, '/project/src/other.mjs': '' })
const unlistable: Files = {
  ...whole,
  list: () => {
    throw new Error('the folder cannot be listed')
  },
}
const rule = 'function-handler-missing'

const codesOf = (found: readonly { readonly code: string }[]) => found.map(({ code }) => code).sort()

it('a rule that throws costs its own findings and no others', () => {
  const result = loadDefinition(file, whole, {})
  const sound = codesOf(diagnose(result, whole))
  expect(sound).toContain(rule)
  expect(sound.length).toBeGreaterThan(1)
  const others = sound.filter(code => code !== rule)
  for (const memory of [undefined, createMemory()]) {
    const failures: Failure[] = []
    const onFailure = (failure: Failure) => failures.push(failure)
    expect(codesOf(diagnose(result, unlistable, { onFailure, memory }))).toEqual(others)
    expect(failures).toEqual([{ id: rule, file, error: new Error('the folder cannot be listed') }])
  }
})

it('a rule that throws ends the check where nobody listens, as in tests and on the command line', () => {
  const result = loadDefinition(file, whole, {})
  expect(() => checkDefinition(result, unlistable)).toThrow('the folder cannot be listed')
})

it('a part of the model that cannot be read costs the rules that are asked about it', () => {
  const { definition, ...rest } = loadDefinition(file, whole, {})
  const [api] = definition?.apis ?? []
  if (!definition || !api) throw new Error('no API')
  const broken = new Proxy(api, {
    get: (target, name) => {
      if (name === 'authorizers') throw new Error('no authorizers')
      return Reflect.get(target, name) as unknown
    },
  })
  const failures: Failure[] = []
  const result = { ...rest, definition: { ...definition, apis: [broken] } }
  const found = checkDefinition(result, whole, { onFailure: failure => failures.push(failure) })
  expect(codesOf(found)).toContain(rule)
  expect(failures.map(({ id }) => id)).toContain('rules of api 0')
})
