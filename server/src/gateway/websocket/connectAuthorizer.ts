import type { AuthorizerOutcome } from '../authorizers/authorizerOutcome.ts'
import { anonymousCall, describeDecision, requireAllowed } from '../authorizers/apiDecision.ts'
import { iamIdentity, verifySignature } from '../authorizers/awsIam.ts'
import { identitiesOf } from '../authorizers/identitySources.ts'
import type { LambdaQuestion, LambdaRun } from '../authorizers/lambdaAuthorizer.ts'
import { askLambdaAuthorizer, requireIdentities } from '../authorizers/lambdaAuthorizer.ts'
import { stageArn } from '../authorizers/methodArn.ts'
import { policiesOfSigner, signedCall } from '../authorizers/signedCall.ts'
import { accessKeyOf } from '../authorizers/accessKey.ts'
import { serviceNameOf } from '../authorizerName.ts'
import type { Identity } from '../access/identity.ts'
import { valueOf } from '../../base/origin.ts'
import { configurationError, GatewayError, NotEmulatedError } from '../gatewayError.ts'
import {
  logAuthorizer,
  logAuthorizerCall,
  logAuthorizerEnd,
  noteAuthorizerRun,
} from '../logs/authorizerLines.ts'
import { phase, phaseAtOnce } from '../logs/phases.ts'
import type { Tell, TraceRecorder } from '../trace.ts'
import type { World } from '../world.ts'
import type { SocketCall } from './socketCall.ts'
import { withKnown } from './socketCall.ts'
import { socketAuthorizerEvent } from './socketEvent.ts'

/**
 * Decides whether a client may connect: by IAM, or by a Lambda authorizer of type REQUEST. What was found out stays with
 * the connection. Throws AWS's answer to a client that may not.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-control-access.html
 */
export async function authorizeConnect(
  call: SocketCall,
  world: World,
  trace: TraceRecorder,
  signal: AbortSignal | undefined,
): Promise<SocketCall> {
  const { authorization } = call.method
  return trace.asyncStep('authorizer', async tell => {
    const { authorizer } = serviceNameOf(authorization, call.served.api.authorizers)
    tell(() => ({ state: 'failed', summary: '', origin: authorizer?.origin ?? authorization.origin }))
    const { pretended } = world.trust
    if (pretended && authorization.type !== 'NONE')
      return withPretended(call, pretended(call.served.definition), tell)
    switch (authorization.type) {
      case 'NONE':
        tell(() => ({ state: 'skipped', summary: 'none on this route', origin: authorization.origin }))
        return call
      case 'CUSTOM':
        return withLambda(call, world, trace, tell, signal)
      case 'AWS_IAM':
        return withSignature(call, world, trace, tell)
      case 'JWT':
      case 'COGNITO_USER_POOLS':
        throw configurationError(
          `a WebSocket API has no ${authorization.type} authorizers: use CUSTOM or AWS_IAM`,
        )
      case 'UNKNOWN':
        throw new NotEmulatedError(
          'unknown-value',
          'the `authorizationType` of the route cannot be known here',
        )
    }
  })
}

function withPretended(call: SocketCall, identity: Identity, tell: Tell): SocketCall {
  const { authorization } = call.method
  const { name } = serviceNameOf(authorization, call.served.api.authorizers)
  tell(() => ({
    state: 'skipped',
    summary: `${name} was not asked: **${identity.name}** is let in by \`--skip-authorizers\``,
    origin: authorization.origin,
  }))
  const pretended = { principalId: identity.name, context: new Map(), ...identity.authorizer }
  const known =
    authorization.type === 'AWS_IAM'
      ? { identity: iamIdentity(accessKeyOf(identity), identity) }
      : { authorizer: { ...pretended, integrationLatency: 0 } satisfies AuthorizerOutcome }
  return { ...withKnown(call, known), isAuthorizerSkipped: true }
}

async function withLambda(
  call: SocketCall,
  world: World,
  trace: TraceRecorder,
  tell: Tell,
  signal: AbortSignal | undefined,
): Promise<SocketCall> {
  const { served, incoming, context, connection } = call
  const { authorization } = call.method
  const { name, authorizer } = serviceNameOf(authorization, served.api.authorizers)
  if (!authorizer) throw notInDefinition(call, name)
  if (valueOf(authorizer.type) !== undefined && valueOf(authorizer.type) !== 'REQUEST')
    throw new GatewayError(
      'AUTHORIZER_CONFIGURATION_ERROR',
      `${name} is of type ${valueOf(authorizer.type) ?? ''}: a WebSocket API takes REQUEST authorizers only`,
    )
  let run: LambdaRun | undefined
  tell(() => ({ state: 'failed', summary: '', origin: authorizer.origin, ...run, verdict: run }))
  const methodArn = routeArn(call)
  const { headers } = connection.client
  const identities = identitiesOf(authorizer, {
    headers,
    query: incoming.query,
    stageVariables: served.stageVariables,
    context,
  })
  const log = trace.execution
  logAuthorizer({ call, authorizer, identities }, log)
  const event = () => socketAuthorizerEvent(call, methodArn)
  const onCall: LambdaQuestion['onCall'] = sent => logAuthorizerCall({ call, authorizer }, sent, log)
  const onRun = (seen: LambdaRun) => {
    run = seen
    noteAuthorizerRun(seen, trace)
  }
  // No result is kept: a client asks once, when it connects.
  const uncached = {
    ...authorizer,
    resultTtlInSeconds: { known: true, value: 0, origin: authorizer.origin },
  } as const
  const question = { authorizer: uncached, name, identities, event, onCall, onRun }
  const result = await phase('authorizer', trace, async () => {
    requireIdentities(name, identities)
    return askLambdaAuthorizer(served, question, incoming, world, trace, signal)
  })
  logAuthorizerEnd(result.authorization.principalId, log)
  const asked = anonymousCall(call, methodArn, 'CUSTOM')
  const decision = phaseAtOnce('authorize', trace, () =>
    requireAllowed(call, asked, { authorizer: result.authorization.policy }),
  )
  tell(() => ({
    state: 'passed',
    summary: `${result.summary}; ${describeDecision(decision)}`,
    origin: authorizer.origin,
    ...run,
  }))
  const { principalId, context: found, usageIdentifierKey } = result.authorization
  return withKnown(call, {
    authorizer: {
      principalId,
      context: found,
      integrationLatency: result.latencyMs,
      ...(usageIdentifierKey !== undefined && { usageIdentifierKey }),
    },
  })
}

async function withSignature(
  call: SocketCall,
  world: World,
  trace: TraceRecorder,
  tell: Tell,
): Promise<SocketCall> {
  const { served, incoming, method } = call
  const { accessKeyId, identity } = await phase('authenticate', trace, () =>
    verifySignature(served, incoming, world),
  )
  const asked = signedCall(call, routeArn(call), identity)
  const decision = phaseAtOnce('authorize', trace, () =>
    requireAllowed(call, asked, policiesOfSigner(served, identity)),
  )
  tell(() => ({
    state: 'passed',
    summary: `signed by **${identity.name}** (\`${identity.principal?.arn ?? ''}\`); ${describeDecision(decision)}`,
    origin: method.authorization.origin,
  }))
  return withKnown(call, { identity: iamIdentity(accessKeyId, identity) })
}

function routeArn({ served, method }: SocketCall): string {
  return `${stageArn(served)}/${method.routeKey}`
}

function notInDefinition({ method }: SocketCall, name: string): NotEmulatedError {
  const stated = method.authorization.authorizer
  return stated && !stated.known
    ? new NotEmulatedError('unknown-value', `the route's authorizer cannot be known here: ${stated.reason}`)
    : new NotEmulatedError('external-authorizer', `${name} is not in this definition`)
}
