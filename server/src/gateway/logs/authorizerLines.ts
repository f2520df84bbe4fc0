import type { Authorizer } from '../../api/authorizer.ts'
import { valueOf } from '../../base/origin.ts'
import type { Identity } from '../authorizers/identitySources.ts'
import type { FunctionCallOfAuthorizer, LambdaRun } from '../authorizers/lambdaAuthorizer.ts'
import { stageArn } from '../authorizers/methodArn.ts'
import type { MappedCall } from '../methodCall.ts'
import { stableId } from '../stableId.ts'
import { logFunctionRequest } from './endpointLines.ts'
import type { TraceRecorder } from '../trace.ts'
import type { ExecutionLog } from './executionLog.ts'
import { cutText, masked } from './logText.ts'

/** An authorizer, and what it is asked about. */
interface Asked {
  readonly call: Pick<MappedCall, 'served' | 'incoming'>
  readonly authorizer: Authorizer
  readonly identities: readonly Identity[]
}

/** Begins the work of an authorizer. */
export function logAuthorizer({ call, authorizer, identities }: Asked, log: ExecutionLog): void {
  const id = authorizerId(call, authorizer)
  log.info(() => `Starting authorizer: ${id} for request: ${call.incoming.requestId}`)
  if (identities.some(({ value }) => value === undefined)) return
  log.dataTrace(() => `Incoming identity: ${identityText(authorizer, identities)}`)
}

/** The call of its function. */
export function logAuthorizerCall(
  { call, authorizer }: Pick<Asked, 'call' | 'authorizer'>,
  { target, event }: FunctionCallOfAuthorizer,
  log: ExecutionLog,
): void {
  const stage = stageArn(call.served)
  const source = `${stage.slice(0, stage.lastIndexOf('/'))}/authorizers/${authorizerId(call, authorizer)}`
  logFunctionRequest(call, target, { event, source }, log)
}

/** What its function returned, for both logs. */
export function noteAuthorizerRun(
  { requestId, payload, latencyMs }: LambdaRun,
  trace: Pick<TraceRecorder, 'note' | 'execution'>,
): void {
  trace.note({ authorizer: { requestId, integrationStatus: 200, integrationLatency: latencyMs } })
  trace.execution.dataTrace(() => cutText(`Authorizer result body before parsing: ${payload}`))
}

/** The caller may go on, as far as the authorizer is concerned. */
export function logAuthorizerEnd(principalId: string | undefined, log: ExecutionLog): void {
  if (principalId !== undefined)
    log.info(() => `Using valid authorizer policy for principal: ${masked(principalId)}`)
  log.info(() => 'Successfully completed authorizer execution')
}

function authorizerId({ served }: Pick<MappedCall, 'served'>, { name }: Authorizer): string {
  return stableId(`${served.api.id}/authorizers/${name}`, 6)
}

function identityText({ type }: Authorizer, identities: readonly Identity[]): string {
  if (valueOf(type) !== 'REQUEST') return masked(identities[0]?.value ?? '')
  return `{${identities.map(({ expression, value }) => `${expression}=${masked(value ?? '')}`).join(', ')}}`
}
