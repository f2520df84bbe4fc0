import os from 'node:os'
import { valueOf } from '../base/origin.ts'
import type { LambdaFunction } from '../api/lambdaFunction.ts'

/** Variables by name; undefined for one that a function must not find. */
export type Variables = Readonly<Record<string, string | undefined>>

/** What of a function's surroundings its environment names. */
export interface EnvironmentInput {
  readonly taskRoot: string
  readonly runtimeFolder: string
  readonly handler: string
  readonly memoryMb: number
  readonly logGroupName: string
  readonly logStreamName: string
  /** What the gateway's surroundings give; the definition's own go before them. */
  readonly variables: Variables
}

/**
 * The variables a function finds, from what gives way to what stays: what Lambda sets and a function may change, what the
 * surroundings give, the definition's own, region and account, what files of this machine set, and what describes the
 * function. A definition cannot set the region; on this machine it may be that of an emulator or of somebody's account.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export function functionEnvironment(
  lambda: LambdaFunction,
  base: Readonly<Record<string, string>>,
  input: EnvironmentInput,
): Record<string, string> {
  const [, , , region = 'us-east-1', account = ''] = lambda.arn.split(':')
  const runtime = valueOf(lambda.runtime)
  const local = knownOf(lambda.localEnvironment)
  const variables: Variables = {
    ...base,
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
    AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1:2000',
    ...withoutCredentials,
    // As the SAM command line. Beside keys of somebody it would lead SDKs to endpoints of another account.
    AWS_ACCOUNT_ID: 'AWS_ACCESS_KEY_ID' in local ? undefined : account,
    ...input.variables,
    ...knownOf(lambda.environment),
    AWS_REGION: input.variables['AWS_REGION'] ?? region,
    AWS_DEFAULT_REGION: input.variables['AWS_DEFAULT_REGION'] ?? region,
    ...local,
    _HANDLER: input.handler,
    AWS_EXECUTION_ENV: runtime === undefined ? undefined : `AWS_Lambda_${runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: lambda.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(input.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: input.logGroupName,
    AWS_LAMBDA_LOG_STREAM_NAME: input.logStreamName,
    LAMBDA_TASK_ROOT: input.taskRoot,
    LAMBDA_RUNTIME_DIR: input.runtimeFolder,
  }
  return Object.fromEntries(
    Object.entries(variables).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}

/** Variables of the definition whose value cannot be known here, by name, with the reason. */
export function unknownVariables(lambda: LambdaFunction): { name: string; reason: string }[] {
  return [...lambda.environment].flatMap(([name, fact]) =>
    fact.known || lambda.localEnvironment?.has(name) ? [] : [{ name, reason: fact.reason }],
  )
}

// An SDK in a handler must not find the credentials of the person at this machine in their home folder, nor wait for
// a metadata service that is not there.
const withoutCredentials = {
  AWS_SHARED_CREDENTIALS_FILE: os.devNull,
  AWS_CONFIG_FILE: os.devNull,
  AWS_EC2_METADATA_DISABLED: 'true',
}

/** The function's own variables whose values are known. */
export function definedVariables({ environment, localEnvironment }: LambdaFunction): Record<string, string> {
  return { ...knownOf(environment), ...knownOf(localEnvironment) }
}

function knownOf(facts: LambdaFunction['localEnvironment'] = new Map()): Record<string, string> {
  return Object.fromEntries([...facts].flatMap(([name, fact]) => (fact.known ? [[name, fact.value]] : [])))
}
