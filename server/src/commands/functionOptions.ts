import path from 'node:path'
import type { EnvironmentFiles } from '../definitions/environmentFiles.ts'
import { profileFiles, readProfile } from '../io/awsProfiles.ts'
import { diskFiles } from '../io/files.ts'
import type { OptionValues } from './options.ts'
import { UsageError } from './options.ts'

/** The options that say what functions find in their environment. */
export const functionSpecs = {
  'env-vars': { type: 'text' },
  'env-file': { type: 'texts' },
  'aws-credentials': { type: 'flag' },
  profile: { type: 'text' },
} as const

/** What functions find in their environment beside what their definition says. */
export interface FunctionOptions {
  readonly environmentFiles: EnvironmentFiles
  /** Whether functions get the AWS credentials of this machine, and of which profile; undefined for none of them. */
  readonly credentials: GivenCredentials | undefined
}

/** The credentials of the process's environment, or of a profile. */
export interface GivenCredentials {
  readonly profile: string | undefined
}

/** Reads `--env-vars`, `--env-file`, `--aws-credentials` and `--profile`. */
export function readFunctionOptions(
  values: OptionValues<typeof functionSpecs>,
): FunctionOptions | UsageError {
  const envVars = values['env-vars']
  for (const [option, name] of [
    ...(envVars === undefined ? [] : [['env-vars', envVars] as const]),
    ...values['env-file'].map(file => ['env-file', file] as const),
  ]) {
    if (diskFiles.kind(path.resolve(name)) !== 'file')
      return new UsageError(`--${option} names '${name}', which is no file`)
  }
  const { profile } = values
  if (profile === '') return new UsageError('--profile takes the name of a profile, not nothing')
  return {
    environmentFiles: {
      dotenv: values['env-file'].map(name => path.resolve(name)),
      ...(envVars !== undefined && { envVars: path.resolve(envVars) }),
    },
    credentials: values['aws-credentials'] || profile !== undefined ? { profile } : undefined,
  }
}

/** What the user should know of them at start, one sentence each; never a value. */
export async function functionRemarks(
  { credentials }: FunctionOptions,
  environment: NodeJS.ProcessEnv,
): Promise<string[]> {
  if (!credentials) return []
  const { profile } = credentials
  if (profile === undefined) return ['functions get the AWS credentials of this machine (--aws-credentials)']
  const files = profileFiles(environment)
  return (await readProfile(profile, files)) === undefined
    ? [
        `functions find no AWS credentials: neither '${files.config}' nor '${files.credentials}' has a profile '${profile}'`,
      ]
    : [`functions get the AWS credentials of the profile '${profile}'`]
}
