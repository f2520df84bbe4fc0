import os from 'node:os'
import { valueOf } from '../base/origin.ts'
import type { LambdaFunction } from '../api/lambdaFunction.ts'

/** What of a function's surroundings its environment names. */
export interface EnvironmentInput {
  readonly taskRoot: string
  readonly runtimeFolder: string
  readonly handler: string
  readonly memoryMb: number
  readonly logGroupName: string
  readonly logStreamName: string
}

/**
 * The variables a function finds: Lambda's reserved set, then the definition's own over what may be set.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export function functionEnvironment(
  lambda: LambdaFunction,
  base: Readonly<Record<string, string>>,
  input: EnvironmentInput,
): Record<string, string> {
  const region = lambda.arn.split(':')[3] ?? 'us-east-1'
  const runtime = valueOf(lambda.runtime)
  return {
    ...base,
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    ...withoutCredentials,
    ...definedVariables(lambda),
    _HANDLER: input.handler,
    ...(runtime !== undefined && { AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}` }),
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_LAMBDA_FUNCTION_NAME: lambda.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(input.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: input.logGroupName,
    AWS_LAMBDA_LOG_STREAM_NAME: input.logStreamName,
    LAMBDA_TASK_ROOT: input.taskRoot,
    LAMBDA_RUNTIME_DIR: input.runtimeFolder,
  }
}

/** Variables of the definition whose value cannot be known here, by name, with the reason. */
export function unknownVariables(lambda: LambdaFunction): { name: string; reason: string }[] {
  return [...lambda.environment].flatMap(([name, fact]) =>
    fact.known ? [] : [{ name, reason: fact.reason }],
  )
}

// An SDK in a handler must not find the credentials of the person at this machine in their home folder, nor wait for
// a metadata service that is not there.
const withoutCredentials = {
  AWS_SHARED_CREDENTIALS_FILE: os.devNull,
  AWS_CONFIG_FILE: os.devNull,
  AWS_EC2_METADATA_DISABLED: 'true',
}

/** The definition's variables whose values are known. */
export function definedVariables(lambda: LambdaFunction): Record<string, string> {
  const result: Record<string, string> = {}
  for (const [name, fact] of lambda.environment) {
    if (fact.known) result[name] = fact.value
  }
  return result
}
