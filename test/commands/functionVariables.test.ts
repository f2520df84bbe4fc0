import { afterEach, describe, expect, test } from 'vitest'
import type { FunctionSurroundings } from '../../server/src/commands/functionVariables.ts'
import { functionVariables } from '../../server/src/commands/functionVariables.ts'
import { functionRemarks, readFunctionOptions } from '../../server/src/commands/functionOptions.ts'
import { UsageError } from '../../server/src/commands/options.ts'
import { lambda } from '../functions/pool.ts'
import type { Project } from './gatewayProgram.ts'
import { createProject } from './gatewayProgram.ts'

let project: Project | undefined
afterEach(() => project?.remove())

const variablesIn = (around: Partial<FunctionSurroundings>) =>
  functionVariables(lambda('/app', 'app.handler'), {
    endpoints: new Map(),
    credentials: undefined,
    environment: {},
    ...around,
  })

const keys = { AWS_ACCESS_KEY_ID: 'AKIAREAL', AWS_SECRET_ACCESS_KEY: 'real', AWS_SESSION_TOKEN: 'token' }

/** Files of profiles, and an environment that names them. */
function profiles(config: string, credentials = ''): NodeJS.ProcessEnv {
  project = createProject({ config, credentials })
  return {
    AWS_CONFIG_FILE: `${project.folder}/config`,
    AWS_SHARED_CREDENTIALS_FILE: `${project.folder}/credentials`,
  }
}

describe('credentials', () => {
  test('stay where they are unless they are asked for', async () => {
    expect(await variablesIn({ environment: { ...keys, AWS_PROFILE: 'dev' } })).toEqual({})
  })

  test('of the environment are handed over, in place of what is made up', async () => {
    const found = await variablesIn({
      environment: { ...keys, AWS_REGION: 'eu-north-1', HOME: '/home/me' },
      credentials: { profile: undefined },
      endpoints: new Map([['s3', 'http://127.0.0.1:4566']]),
      connections: () => ({ AWS_ACCESS_KEY_ID: 'ASIAMADEUP', AWS_SECRET_ACCESS_KEY: 'made up' }),
    })
    expect(found).toMatchObject({ ...keys, AWS_REGION: 'eu-north-1', AWS_ACCOUNT_ID: undefined })
    expect(found).not.toHaveProperty('HOME')
  })

  test('of a profile are left to the SDK: it gets the name, the files and the region, and no other keys', async () => {
    const environment = profiles('[profile dev]\nregion = eu-west-3\nsso_session = work\n')
    const found = await variablesIn({
      environment: { ...environment, ...keys },
      credentials: { profile: 'dev' },
    })
    expect(found).toMatchObject({
      ...environment,
      AWS_PROFILE: 'dev',
      AWS_REGION: 'eu-west-3',
      AWS_DEFAULT_REGION: 'eu-west-3',
      AWS_ACCESS_KEY_ID: undefined,
      AWS_SECRET_ACCESS_KEY: undefined,
    })
  })

  test('without a profile and without a region in the environment are of the default profile’s region', async () => {
    const environment = profiles('[default]\nregion = eu-west-3\n')
    const found = await variablesIn({ environment, credentials: { profile: undefined } })
    expect(found).toMatchObject({ AWS_REGION: 'eu-west-3', AWS_PROFILE: undefined })
  })
})

describe('emulators', () => {
  test('are named as SDKs want it, with credentials that mean nothing', async () => {
    const endpoints = new Map([
      ['', 'http://127.0.0.1:4566'],
      ['dynamodb', 'http://127.0.0.1:8000'],
      ['states', 'http://127.0.0.1:8083'],
      ['cognito-idp', 'http://127.0.0.1:9229'],
    ])
    expect(await variablesIn({ endpoints, environment: keys })).toEqual({
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
      AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:8000',
      AWS_ENDPOINT_URL_SFN: 'http://127.0.0.1:8083',
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: 'http://127.0.0.1:9229',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    })
  })

  test('give way to what lets functions reach their WebSocket connections', async () => {
    const connections = {
      AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI: 'http://127.0.0.1:3000/live',
      AWS_ACCESS_KEY_ID: 'ASIA',
    }
    const endpoints = new Map([['', 'http://127.0.0.1:4566']])
    expect(await variablesIn({ endpoints, connections: () => connections })).toMatchObject(connections)
  })
})

describe('options', () => {
  const read = (values: Partial<Parameters<typeof readFunctionOptions>[0]>) =>
    readFunctionOptions({
      'env-vars': undefined,
      'env-file': [],
      'aws-credentials': false,
      profile: undefined,
      ...values,
    })

  test('--profile asks for credentials, too', () => {
    expect(read({})).toMatchObject({ credentials: undefined })
    expect(read({ 'aws-credentials': true })).toMatchObject({ credentials: { profile: undefined } })
    expect(read({ profile: 'dev' })).toMatchObject({ credentials: { profile: 'dev' } })
  })

  test.each([
    [{ 'env-vars': 'none.json' }, "--env-vars names 'none.json', which is no file"],
    [{ 'env-file': ['.none'] }, "--env-file names '.none', which is no file"],
    [{ profile: '' }, '--profile takes the name of a profile, not nothing'],
  ])('%o are wrong usage', (values, message) => {
    expect(read(values)).toEqual(new UsageError(message))
  })

  test('who gets credentials is said at start, never which', async () => {
    const environment = { ...profiles('[profile dev]\nregion = eu-west-3\n'), ...keys }
    const remarks = (profile: string | undefined) =>
      functionRemarks({ environmentFiles: { dotenv: [] }, credentials: { profile } }, environment)
    expect(await remarks(undefined)).toEqual([
      'functions get the AWS credentials of this machine (--aws-credentials)',
    ])
    expect(await remarks('dev')).toEqual(["functions get the AWS credentials of the profile 'dev'"])
    expect((await remarks('prod'))[0]).toMatch(/^functions find no AWS credentials: .* has a profile 'prod'$/)
  })
})
