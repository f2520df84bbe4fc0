import type { Identity } from '../access/identity.ts'
import { because, GatewayError } from '../gatewayError.ts'
import type { Incoming } from '../incoming.ts'
import type { ServedApi } from '../servedApi.ts'
import { stableId } from '../stableId.ts'
import type { KnownCaller } from '../trust.ts'
import type { ContextValues } from '../variables.ts'
import type { World } from '../world.ts'
import type { StatedSignature } from './signedRequest.ts'
import { compactTime, readSignature, timeOfCompact } from './signedRequest.ts'
import { expectedSignature } from './sigV4.ts'

/**
 * Who signed a request, after its signature was verified. Throws AWS's 403 for a request that is not signed, not in time,
 * for another region or service, by a caller that is not known, or with another secret.
 */
export async function verifySignature(
  served: Pick<ServedApi, 'definition' | 'region'>,
  incoming: Incoming,
  world: World,
  service: 'execute-api' | 'lambda' = 'execute-api',
): Promise<KnownCaller> {
  const stated = await readSignature(incoming)
  requireScope(stated, { region: served.region, service }, world)
  requireTime(stated, world.now())
  const { accessKeyId, sessionToken } = stated
  const callers = await world.trust.callers(served.definition)
  const caller = callers.find(known => known.accessKeyId === accessKeyId)
  if (!caller)
    throw unknownCaller(
      `no caller with the access key \`${accessKeyId}\` is known here: name it in the identities file, or give serve its credentials`,
    )
  if (sessionToken !== caller.sessionToken) {
    const why = caller.sessionToken === undefined ? 'has no session token' : 'has another session token'
    throw unknownCaller(`the caller with the access key \`${accessKeyId}\` ${why}`)
  }
  if (!stated.signedHeaders.includes('host')) {
    throw invalid("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.")
  }
  const expected = await expectedSignature(incoming, stated, caller)
  if (expected.signature === stated.signature) return caller
  throw invalid(
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.\n\n' +
      `The Canonical String for this request should have been\n'${expected.canonicalString}'\n\n` +
      `The String-to-Sign should have been\n'${expected.stringToSign}'\n`,
    'the signature is another than that of this request: compare what was signed with the string in the answer',
  )
}

/** `$context.identity` of a signed caller. */
export function iamIdentity(accessKeyId: string, { principal, context }: Identity): ContextValues {
  const arn = principal?.arn ?? ''
  const userId = context?.get('aws:userid')?.[0] ?? inventedUserId(arn, principal?.principalArn ?? arn)
  const orgId = context?.get('aws:principalorgid')?.[0]
  return {
    accessKey: accessKeyId,
    accountId: principal?.account ?? null,
    caller: userId,
    ...(orgId !== undefined && { principalOrgId: orgId }),
    user: userId,
    userArn: arn,
  }
}

/** `AIDA…` of a user, `AROA…:SESSION` of a role's session; the same for the same ARN. */
function inventedUserId(arn: string, principalArn: string): string {
  const session = /:assumed-role\/[^/]+\/(.+)$/.exec(arn)?.[1]
  const id = stableId(principalArn, 17).toUpperCase()
  return session === undefined ? `AIDA${id}` : `AROA${id}:${session}`
}

function requireScope(
  { scope, date }: StatedSignature,
  { region, service }: { readonly region: string; readonly service: string },
  { trust }: World,
): void {
  const [day, statedRegion, statedService, terminator] = scope
  const faults = []
  if (statedRegion !== region && statedRegion !== trust.region) {
    faults.push(`Credential should be scoped to a valid region, not '${statedRegion}'. `)
  }
  if (statedService !== service) faults.push(`Credential should be scoped to correct service: '${service}'. `)
  if (terminator !== 'aws4_request') {
    faults.push(`Credential should be scoped with a valid terminator: 'aws4_request', not '${terminator}'. `)
  }
  if (!date.startsWith(day)) {
    faults.push(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${day}' != '${date.slice(0, 8)}', from '${date}'. `,
    )
  }
  if (faults.length > 0) throw invalid(faults.join(''))
}

/** Minutes that the clocks of client and API Gateway may differ. */
const skewMinutes = 5

function requireTime({ date, expires }: StatedSignature, now: number): void {
  const signedAt = timeOfCompact(date)
  if (Number.isNaN(signedAt)) throw invalid(`Date must be in ISO-8601 'basic format'. Got '${date}'.`)
  const goodFor = expires === undefined ? skewMinutes : expires / 60
  const earliest = now - goodFor * 60_000
  if (signedAt < earliest) {
    throw invalid(
      `Signature expired: ${date} is now earlier than ${compactTime(earliest)} (${compactTime(now)} - ${goodFor} min.)`,
    )
  }
  const latest = now + skewMinutes * 60_000
  if (signedAt > latest) {
    throw invalid(
      `Signature not yet current: ${date} is still later than ${compactTime(latest)} (${compactTime(now)} + ${skewMinutes} min.)`,
    )
  }
}

function invalid(message: string, reason = message): GatewayError {
  return new GatewayError('INVALID_SIGNATURE', reason, {
    message,
    details: because({ type: 'signature', reason }),
  })
}

function unknownCaller(reason: string): GatewayError {
  return new GatewayError('INVALID_SIGNATURE', reason, {
    message: 'The security token included in the request is invalid.',
    details: because({ type: 'signature', reason }),
    errorType: 'UnrecognizedClientException',
  })
}
