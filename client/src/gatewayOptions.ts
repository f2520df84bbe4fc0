import type * as vscode from 'vscode'
import { setting } from './settings.ts'

/** The options of `gatehouse serve` and `gatehouse test` that settings state for a file. Paths in them count from its workspace folder. */
export function gatewayOptions(uri: vscode.Uri): string[] {
  const parameters = Object.entries(setting('gatehouse.gateway.parameters', uri))
  return [
    ...parameters.flatMap(([name, value]) => ['--parameter', `${name}=${value}`]),
    ...setting('gatehouse.gateway.parametersFiles', uri).flatMap(name => ['--parameters-file', name]),
    ...(setting('gatehouse.gateway.stub', uri) ? ['--stub'] : []),
    ...functionOptions(uri),
  ]
}

function functionOptions(uri: vscode.Uri): string[] {
  const envVars = setting('gatehouse.gateway.envVars', uri)
  const profile = setting('gatehouse.gateway.awsProfile', uri)
  const credentials = profile === '' ? ['--aws-credentials'] : ['--profile', profile]
  return [
    ...(envVars === '' ? [] : ['--env-vars', envVars]),
    ...setting('gatehouse.gateway.envFiles', uri).flatMap(name => ['--env-file', name]),
    ...Object.entries(setting('gatehouse.gateway.endpoints', uri)).flatMap(([service, url]) => [
      '--endpoint',
      `${service}=${url}`,
    ]),
    ...(setting('gatehouse.gateway.awsCredentials', uri) ? credentials : []),
  ]
}
