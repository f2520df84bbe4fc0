import type { ActionData, KeyType, ServiceData } from '../../policy/actionData.ts'
import { isKeyNamed } from '../../policy/actionData.ts'
import type { ValueKind } from '../../policy/conditionOperator.ts'
import { globalKeyOf, globalKeys } from '../../policy/lint/globalKeys.ts'
import type { PolicySite } from './policySite.ts'
import { actionsCovered } from './statementFacts.ts'

/** A condition key with what is known of it. */
export interface KeyFacts {
  /** Placeholders as `${TagKey}`: `aws:ResourceTag/${TagKey}`. */
  readonly name: string
  readonly type: KeyType
  readonly isMultivalued: boolean
  /** Undefined for AWS's global keys and those of identity providers. */
  readonly service: ServiceData | undefined
}

/** Which operators suit a key; the first one best. */
export const suitedKinds: Readonly<Record<KeyType, readonly [ValueKind, ...ValueKind[]]>> = {
  String: ['String'],
  Arn: ['Arn', 'String'],
  Bool: ['Bool'],
  Numeric: ['Numeric'],
  Date: ['Date', 'Numeric'],
  IpAddress: ['IpAddress'],
  Binary: ['Binary'],
}

/** The operator that is written most for keys of a type. */
export const usualOperator: Readonly<Record<KeyType, string>> = {
  String: 'StringEquals',
  Arn: 'ArnLike',
  Bool: 'Bool',
  Numeric: 'NumericLessThan',
  Date: 'DateLessThan',
  IpAddress: 'IpAddress',
  Binary: 'BinaryEquals',
}

/** The keys that requests of a statement's actions have: their own, those of their resource types, and the global ones. */
export function keysFor(
  { statement, place }: Pick<PolicySite, 'statement' | 'place'>,
  data: ActionData | undefined,
): KeyFacts[] {
  const covered = data ? actionsCovered(statement, data) : []
  const own = new Set(
    covered.flatMap(({ service, action }) => action.keys.flatMap(name => ownKey(service, name))),
  )
  const services = covered.length > 0 ? [] : (place.kind.services ?? [])
  const all = services.flatMap(prefix => {
    const service = data?.service(prefix)
    return service ? service.keys.flatMap(({ name }) => ownKey(service, name)) : []
  })
  const global = globalKeys.map(({ name, type, isMultivalued }) => ({
    name: name.endsWith('/') ? `${name}\${TagKey}` : name,
    type,
    isMultivalued,
    service: undefined,
  }))
  const provider = place.kind.resource === 'forbidden' ? providerKeys : []
  return [
    ...new Map([...own, ...all, ...provider, ...global].map(key => [key.name.toLowerCase(), key])).values(),
  ]
}

/** A key as a policy writes it. */
export function keyNamed(written: string, data: ActionData | undefined): KeyFacts | undefined {
  const global = globalKeyOf(written)
  if (global) return { ...global, service: undefined }
  const service = data?.service(written.slice(0, written.indexOf(':')))
  const key = service?.keys.find(({ name }) => isKeyNamed(written, name))
  if (key) return { ...key, service }
  return providerKeys.find(({ name }) => name.toLowerCase() === written.toLowerCase())
}

function ownKey(service: ServiceData, name: string): KeyFacts[] {
  let keys = keysOfServices.get(service)
  if (!keys) {
    keys = new Map(
      service.keys.map(key => [key.name, { ...key, name: key.name.replace(/<([^>]*)>/g, '${$1}'), service }]),
    )
    keysOfServices.set(service, keys)
  }
  const key = keys.get(name)
  return key ? [key] : []
}

const keysOfServices = new WeakMap<ServiceData, ReadonlyMap<string, KeyFacts>>()

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html */
const providerKeys: readonly KeyFacts[] = [
  'cognito-identity.amazonaws.com:aud',
  'cognito-identity.amazonaws.com:amr',
  'cognito-identity.amazonaws.com:sub',
  'token.actions.githubusercontent.com:aud',
  'token.actions.githubusercontent.com:sub',
  'accounts.google.com:aud',
  'accounts.google.com:sub',
  'graph.facebook.com:app_id',
  'www.amazon.com:app_id',
  'saml:aud',
  'saml:iss',
  'saml:sub',
].map(name => ({
  name,
  type: 'String' as const,
  isMultivalued: name.endsWith(':amr'),
  service: undefined,
}))
