import type * as vscode from 'vscode'
import { setting } from './settings.ts'

/** What a launch configuration states in place of settings (`gatehouse.gateway.*`), by the same names. */
export interface GivenOptions {
  readonly parameters?: Readonly<Record<string, string>>
  readonly parametersFiles?: readonly string[]
  readonly stub?: boolean
  readonly envVars?: string
  readonly envFiles?: readonly string[]
  readonly endpoints?: Readonly<Record<string, string>>
}

/**
 * The options of `gatehouse serve` and `gatehouse test` for a file: what is given, else what settings state. Paths in them
 * count from its workspace folder.
 */
export function gatewayOptions(uri: vscode.Uri, given: GivenOptions = {}): string[] {
  const parameters = Object.entries(given.parameters ?? setting('gatehouse.gateway.parameters', uri))
  const files = given.parametersFiles ?? setting('gatehouse.gateway.parametersFiles', uri)
  return [
    ...parameters.flatMap(([name, value]) => ['--parameter', `${name}=${value}`]),
    ...files.flatMap(name => ['--parameters-file', name]),
    ...((given.stub ?? setting('gatehouse.gateway.stub', uri)) ? ['--stub'] : []),
    ...functionOptions(uri, given),
  ]
}

function functionOptions(uri: vscode.Uri, given: GivenOptions): string[] {
  const envVars = given.envVars ?? setting('gatehouse.gateway.envVars', uri)
  const envFiles = given.envFiles ?? setting('gatehouse.gateway.envFiles', uri)
  const endpoints = given.endpoints ?? setting('gatehouse.gateway.endpoints', uri)
  const profile = setting('gatehouse.gateway.awsProfile', uri)
  const credentials = profile === '' ? ['--aws-credentials'] : ['--profile', profile]
  return [
    ...(envVars === '' ? [] : ['--env-vars', envVars]),
    ...envFiles.flatMap(name => ['--env-file', name]),
    ...Object.entries(endpoints).flatMap(([service, url]) => ['--endpoint', `${service}=${url}`]),
    ...(setting('gatehouse.gateway.awsCredentials', uri) ? credentials : []),
  ]
}
