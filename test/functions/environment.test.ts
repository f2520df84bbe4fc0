import { describe, expect, test } from 'vitest'
import type { LambdaFunction } from '../../server/src/api/lambdaFunction.ts'
import type { Fact } from '../../server/src/base/origin.ts'
import type { Variables } from '../../server/src/functions/environment.ts'
import { functionEnvironment, unknownVariables } from '../../server/src/functions/environment.ts'
import { fidelity } from '../support/fidelity.ts'
import { fact, lambda } from './pool.ts'

fidelity('Functions', 'Environment variables that Lambda reserves, and those a function may change', {
  by: 'documentation',
  source:
    'https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime',
})

const facts = (values: Record<string, string>): ReadonlyMap<string, Fact<string>> =>
  new Map(Object.entries(values).map(([name, value]) => [name, fact(value)]))

/** The environment of a function of eu-west-1 and account 123456789012. */
function environmentOf(more: Partial<LambdaFunction> = {}, variables: Variables = {}) {
  const names = { logGroupName: '/aws/lambda/orders', logStreamName: '2026/01/02/[$LATEST]1' }
  const folders = { taskRoot: '/app', runtimeFolder: '/runtime' }
  const input = { ...names, ...folders, handler: 'app.handler', memoryMb: 128, variables }
  return functionEnvironment(lambda('/app', 'app.handler', more), { PATH: '/bin' }, input)
}

describe('without anything said', () => {
  test('a function finds what Lambda documents, its account, and no credentials', () => {
    expect(environmentOf({ runtime: fact('nodejs22.x') })).toEqual({
      PATH: '/bin',
      LANG: 'en_US.UTF-8',
      TZ: ':UTC',
      _HANDLER: 'app.handler',
      AWS_REGION: 'eu-west-1',
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_ACCOUNT_ID: '123456789012',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x',
      AWS_LAMBDA_FUNCTION_NAME: 'orders',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/orders',
      AWS_LAMBDA_LOG_STREAM_NAME: '2026/01/02/[$LATEST]1',
      LAMBDA_TASK_ROOT: '/app',
      LAMBDA_RUNTIME_DIR: '/runtime',
      AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
      AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1:2000',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_EC2_METADATA_DISABLED: 'true',
    })
  })
})

describe('what goes before what', () => {
  test('files of this machine, then the definition, then the surroundings', () => {
    const environment = facts({ A: 'definition', B: 'definition' })
    const found = environmentOf(
      { environment, localEnvironment: facts({ A: 'file' }) },
      { B: 'around', C: 'around' },
    )
    expect(found).toMatchObject({ A: 'file', B: 'definition', C: 'around' })
  })

  test('the region of a file, then that of the surroundings, and never one of the definition', () => {
    const environment = facts({ AWS_REGION: 'us-west-2' })
    const around = { AWS_REGION: 'eu-north-1' }
    expect(environmentOf({ environment })).toMatchObject({ AWS_REGION: 'eu-west-1' })
    expect(environmentOf({ environment }, around)).toMatchObject({ AWS_REGION: 'eu-north-1' })
    const localEnvironment = facts({ AWS_REGION: 'eu-south-1' })
    expect(environmentOf({ localEnvironment }, around)).toMatchObject({ AWS_REGION: 'eu-south-1' })
  })

  test('what describes a function is changed by nobody', () => {
    const all = { _HANDLER: 'x', LAMBDA_TASK_ROOT: 'x', AWS_LAMBDA_FUNCTION_NAME: 'x' }
    const found = environmentOf({ environment: facts(all), localEnvironment: facts(all) }, all)
    expect(Object.values(found)).not.toContain('x')
  })
})

test('what the surroundings give as undefined is not there', () => {
  const found = environmentOf({}, { AWS_CONFIG_FILE: undefined, AWS_ACCOUNT_ID: undefined })
  expect(Object.keys(found).filter(name => /CONFIG_FILE|ACCOUNT/.test(name))).toEqual([])
})

test('keys in a file come without the account of the definition, which is not theirs', () => {
  const found = environmentOf({ localEnvironment: facts({ AWS_ACCESS_KEY_ID: 'AKIA' }) })
  expect(found).toHaveProperty('AWS_ACCESS_KEY_ID', 'AKIA')
  expect(found).not.toHaveProperty('AWS_ACCOUNT_ID')
})

test('a variable whose value is not known is told, unless a file of this machine has it', () => {
  const unknown: Fact<string> = { known: false, reason: 'an import', origin: fact('').origin }
  const environment = new Map([['HOST', unknown]])
  expect(unknownVariables(lambda('/app', 'a.b', { environment }))).toEqual([
    { name: 'HOST', reason: 'an import' },
  ])
  const localEnvironment = facts({ HOST: 'db.local' })
  expect(unknownVariables(lambda('/app', 'a.b', { environment, localEnvironment }))).toEqual([])
})
