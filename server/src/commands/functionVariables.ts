import type { LambdaFunction } from '../api/lambdaFunction.ts'
import type { Variables } from '../functions/environment.ts'
import { profileFiles, readProfile } from '../io/awsProfiles.ts'
import type { GivenCredentials } from './functionOptions.ts'
import { endpointVariables } from './serviceEndpoints.ts'

/** What the variables of functions hang on beside their definition. */
export interface FunctionSurroundings {
  /** URLs of emulators by service; the empty name stands for all others. */
  readonly endpoints: ReadonlyMap<string, string>
  /** Undefined when functions get none of this machine's. */
  readonly credentials: GivenCredentials | undefined
  /** Of the process. */
  readonly environment: NodeJS.ProcessEnv
  /** Where functions reach what this gateway serves, and what they sign that with. */
  readonly connections?: (lambda: LambdaFunction) => Readonly<Record<string, string>>
}

/**
 * The variables that the surroundings of a gateway give its functions: emulators for AWS's SDKs, and credentials.
 * Without those of this machine a function has none that anybody but an emulator and this gateway believes.
 */
export async function functionVariables(
  lambda: LambdaFunction,
  { endpoints, credentials, environment, connections }: FunctionSurroundings,
): Promise<Variables> {
  const placeholders = endpoints.size > 0 ? { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' } : {}
  return {
    ...placeholders,
    ...endpointVariables(endpoints),
    ...connections?.(lambda),
    ...(credentials && (await credentialVariables(credentials, environment))),
  }
}

const keys = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_ACCOUNT_ID'] as const
/** Where SDKs find credentials that are no keys; they read and renew them by themselves. */
const sources = [
  'AWS_ROLE_ARN',
  'AWS_ROLE_SESSION_NAME',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
] as const

/**
 * As with the AWS CLI, a profile that is named goes before keys in the environment. Every name is given, that of what
 * there is not as undefined: no placeholder may stand among what is real.
 * https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
 */
async function credentialVariables(
  given: GivenCredentials,
  environment: NodeJS.ProcessEnv,
): Promise<Variables> {
  const isNamed = given.profile !== undefined
  const profile = given.profile ?? environment['AWS_PROFILE']
  const files = profileFiles(environment)
  const region =
    environment['AWS_REGION'] ??
    environment['AWS_DEFAULT_REGION'] ??
    (await readProfile(profile ?? 'default', files))?.['region']
  return {
    ...Object.fromEntries(keys.map(name => [name, isNamed ? undefined : environment[name]])),
    ...Object.fromEntries(sources.map(name => [name, environment[name]])),
    AWS_PROFILE: profile,
    AWS_CONFIG_FILE: files.config,
    AWS_SHARED_CREDENTIALS_FILE: files.credentials,
    ...(region !== undefined && { AWS_REGION: region, AWS_DEFAULT_REGION: region }),
  }
}
