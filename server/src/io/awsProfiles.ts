import { loadSharedConfigFiles } from '@smithy/core/config'
import os from 'node:os'
import path from 'node:path'

/** Where the profiles of AWS's tools stand; absolute paths. */
export interface ProfileFiles {
  readonly config: string
  readonly credentials: string
}

/**
 * The files that hold a user's profiles, whether they exist or not.
 * https://docs.aws.amazon.com/sdkref/latest/guide/file-location.html
 */
export function profileFiles(environment: NodeJS.ProcessEnv): ProfileFiles {
  const inHome = (name: string) => path.join(os.homedir(), '.aws', name)
  return {
    config: environment['AWS_CONFIG_FILE'] ?? inHome('config'),
    credentials: environment['AWS_SHARED_CREDENTIALS_FILE'] ?? inHome('credentials'),
  }
}

/** What the files say of a profile, as they are now; undefined when they do not have it. */
export async function readProfile(
  name: string,
  { config, credentials }: ProfileFiles,
): Promise<Readonly<Record<string, string | undefined>> | undefined> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles({
    configFilepath: config,
    filepath: credentials,
    ignoreCache: true,
  })
  if (!configFile[name] && !credentialsFile[name]) return undefined
  return { ...configFile[name], ...credentialsFile[name] }
}
