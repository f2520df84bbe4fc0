import path from 'node:path'
import * as vscode from 'vscode'
import { debugType } from './contributions.ts'
import type { GivenOptions } from './gatewayOptions.ts'
import { GatewayProblem } from './gatewayProblem.ts'
import type { StartOptions } from './gatewayServer.ts'

/** A launch configuration as it was read. */
export interface DebugTarget {
  readonly request: 'launch' | 'attach'
  /** URI of the definition. */
  readonly definition: string
  /** What the configuration states of the gateway; empty for one that takes everything from settings. */
  readonly options: StartOptions
}

/** A configuration that launches the gateway of a definition. `file` is written as VS Code's variables allow. */
export function launchConfiguration(name: string, file: string): vscode.DebugConfiguration {
  return {
    type: debugType,
    request: 'launch',
    name: vscode.l10n.t('Debug gateway: {0}', name),
    definition: file,
  }
}

/** A configuration for the gateway of a definition that runs already. */
export function attachConfiguration(name: string, file: string): vscode.DebugConfiguration {
  return { type: debugType, request: 'attach', name: vscode.l10n.t('Gateway: {0}', name), definition: file }
}

/** Reads a launch configuration with its variables filled in; throws GatewayProblem where something in it is no good. */
export function readConfiguration(
  configuration: vscode.DebugConfiguration,
  folder: vscode.WorkspaceFolder | undefined,
): DebugTarget {
  const { request, definition } = configuration as Readonly<Record<string, unknown>>
  if (request !== 'launch' && request !== 'attach') {
    throw new GatewayProblem(
      vscode.l10n.t("'request' of the launch configuration must be 'launch' or 'attach'"),
    )
  }
  if (typeof definition !== 'string' || definition === '') {
    throw new GatewayProblem(vscode.l10n.t("'definition' of the launch configuration must name a file"))
  }
  const file = path.resolve(folder?.uri.fsPath ?? '', definition)
  const options = request === 'launch' ? startOptions(configuration) : {}
  return { request, definition: vscode.Uri.file(file).toString(), options }
}

function startOptions(configuration: Readonly<Record<string, unknown>>): StartOptions {
  const options: Record<string, unknown> = {}
  const given: Record<string, unknown> = {}
  for (const [name, { fits, what }] of Object.entries(properties)) {
    const value = configuration[name]
    if (value === undefined) continue
    if (!fits(value)) {
      throw new GatewayProblem(vscode.l10n.t("'{0}' of the launch configuration must be {1}", name, what()))
    }
    if (name === 'stage' || name === 'port') options[name] = value
    else given[name] = value
  }
  // Each property has just been found to be of its type.
  return { ...options, ...(Object.keys(given).length > 0 && { given }) }
}

interface Property {
  readonly fits: (value: unknown) => boolean
  readonly what: () => string
}

const text: Property = { fits: isText, what: () => vscode.l10n.t('a text') }
const texts: Property = {
  fits: value => Array.isArray(value) && value.every(isText),
  what: () => vscode.l10n.t('a list of texts'),
}
const textsByName: Property = {
  fits: value =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every(isText),
  what: () => vscode.l10n.t('an object with texts'),
}

const properties: Readonly<Record<'stage' | 'port' | keyof GivenOptions, Property>> = {
  stage: text,
  port: {
    fits: value => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 65_535,
    what: () => vscode.l10n.t('a number from 0 to 65535'),
  },
  parameters: textsByName,
  parametersFiles: texts,
  stub: { fits: value => typeof value === 'boolean', what: () => vscode.l10n.t('true or false') },
  envVars: text,
  envFiles: texts,
  endpoints: textsByName,
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}
