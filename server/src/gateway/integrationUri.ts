import type { LambdaFunction } from '../api/lambdaFunction.ts'
import { functionOfUri, lambdaTargetOf } from '../api/lambdaFunction.ts'
import type { Fact } from '../base/origin.ts'
import { absence, because, configurationError, NotEmulatedError } from './gatewayError.ts'
import type { Known } from './onceServed.ts'
import { once } from './onceServed.ts'
import type { ServedApi } from './servedApi.ts'

/** Where an integration goes, its stage variables filled in. */
export interface IntegrationUri {
  readonly uri: string
  /** Stage variables it names that this stage does not have; AWS fills in nothing. */
  readonly missing: readonly string[]
}

/** What calls something by a URI. */
export interface UriOwner {
  readonly uri?: Fact<string>
}

/** Reads the URI of an integration or authorizer; throws when there is none or it cannot be known on this machine. */
export function integrationUri(
  served: ServedApi,
  { uri: fact }: UriOwner,
  owner = 'integration',
): IntegrationUri {
  if (!fact) throw configurationError(`the ${owner} has no \`uri\``)
  if (!fact.known)
    throw absence(
      new NotEmulatedError('unknown-value', `the ${owner}'s \`uri\` cannot be known here: ${fact.reason}`),
    )
  return once(knownUris, served, fact, () => {
    const { text: uri, missing } = withStageVariables(served, fact.value)
    return { uri, missing }
  })
}

// A stage and what it calls stay as they are while it is served, so what a URI leads to is found once.
const knownUris: Known<IntegrationUri> = new WeakMap()
const knownFunctions: Known<LambdaFunction> = new WeakMap()

/** A text with the stage variables it names, and the names of those that the stage does not have. */
export function withStageVariables(
  served: ServedApi,
  text: string,
): { readonly text: string; readonly missing: readonly string[] } {
  const missing: string[] = []
  const filled = text.replace(/\$\{stageVariables\.([\w-]+)\}/g, (_, name: string) => {
    const value = served.stageVariables.get(name)
    if (value === undefined) missing.push(name)
    return value ?? ''
  })
  return { text: filled, missing }
}

/** The function an integration or authorizer calls; throws when this definition has no such function. */
export function integrationFunction(
  served: ServedApi,
  called: UriOwner,
  owner = 'integration',
): LambdaFunction {
  return once(knownFunctions, served, called, () => findFunction(served, called, owner))
}

function findFunction(served: ServedApi, called: UriOwner, owner: string): LambdaFunction {
  const { uri, missing } = integrationUri(served, called, owner)
  const found = functionOfUri(uri, served.definition.functions)
  if (found) return found
  if (missing.length > 0)
    throw configurationError(
      missingVariables(served, missing),
      because({ type: 'stageVariables', missing }),
      'Invalid endpoint address',
    )
  const target = lambdaTargetOf(uri)
  if (target)
    throw absence(
      new NotEmulatedError(
        'external-function',
        `function **${nameOf(target.functionArn)}** is not in this definition, so there is no code of it to run`,
      ),
    )
  throw new NotEmulatedError('aws-service', `the ${owner} calls a Lambda function, and \`${uri}\` names none`)
}

/** Why a URI is no address when stage variables are missing. */
export function missingVariables(served: ServedApi, missing: readonly string[]): string {
  const names = missing.map(name => `\`${name}\``).join(', ')
  return `Invalid endpoint address: stage **${served.stage.name}** has no variable ${names}`
}

function nameOf(functionArn: string): string {
  return functionArn.split(':')[6] ?? functionArn
}
