import type { IsKnownKey } from '../../policy/evaluate/leaning.ts'
import type { Principal } from '../../policy/evaluate/request.ts'
import type { Identity } from './identity.ts'

/** What IAM would know of a call. */
export interface CallerContext {
  readonly principal: Principal
  readonly values: ReadonlyMap<string, readonly string[]>
  /** Whether a key's value, or its absence, is known here. */
  readonly isKnownKey: IsKnownKey
}

/** What of the API bears on the keys. */
export interface CalledPlace {
  readonly isPrivate: boolean
  readonly place: { readonly region: string }
}

/**
 * The condition keys of a call that API Gateway gives to policies. A key that no identity here states (a time, an
 * organization, tags, headers) is neither present nor absent but unknown.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-aws-condition-keys.html
 */
export function callerContext(identity: Identity, { isPrivate, place }: CalledPlace): CallerContext {
  const { principal, network, sourceIp } = identity
  const values = new Map<string, readonly string[]>([
    ['aws:securetransport', ['true']],
    ['aws:requestedregion', [place.region]],
    ['aws:viaawsservice', ['false']],
    ['aws:principalisawsservice', ['false']],
  ])
  const absent = new Set(['aws:calledvia', 'aws:calledviafirst', 'aws:calledvialast'])
  const set = (key: string, value: string | undefined) => value !== undefined && values.set(key, [value])
  if (isPrivate) {
    // Through a VPC endpoint a caller has no public address.
    absent.add('aws:sourceip')
    set('aws:vpcsourceip', sourceIp)
    set('aws:sourcevpce', network?.vpcEndpoint)
    set('aws:sourcevpc', network?.vpc)
  } else {
    for (const key of ['aws:vpcsourceip', 'aws:sourcevpce', 'aws:sourcevpc']) absent.add(key)
    set('aws:sourceip', sourceIp)
  }
  if (principal) {
    set('aws:principalarn', principal.principalArn)
    set('aws:principalaccount', principal.account)
    const isRole = /:assumed-role\//.test(principal.arn)
    set('aws:principaltype', isRole ? 'AssumedRole' : 'User')
    if (isRole) absent.add('aws:username')
    else set('aws:username', principal.arn.slice(principal.arn.lastIndexOf('/') + 1))
  }
  for (const [key, given] of identity.context ?? []) values.set(key.toLowerCase(), given)
  const isAbsent = (key: string) => absent.has(key) || (!principal && ofSigners.test(key))
  return {
    principal: principal
      ? { type: 'AWS', arn: principal.arn, account: principal.account }
      : { type: 'Anonymous' },
    values,
    isKnownKey: key => values.has(key) || isAbsent(key),
  }
}

/** Keys that only a signed request has. */
const ofSigners =
  /^(aws:(principal|userid$|username$|tokenissuetime$|multifactorauth|federatedprovider$|sourceidentity$|rolesessionname$|ec2instance|assumedroot$)|saml:|sts:|cognito-identity\.amazonaws\.com:)/
