import type { ApiCall } from './evaluateApiCall.ts'
import type { PolicyRequest, Principal } from './request.ts'

/** A request as a file states it: a call of an API when it names an authorization, else any request of IAM. */
export type StatedRequest =
  | { readonly type: 'call'; readonly call: ApiCall }
  | { readonly type: 'request'; readonly request: PolicyRequest }

/** Reads the `request` of an evaluation; a text says what is wrong with it. */
export function readRequest(value: unknown): StatedRequest | string {
  if (!isObject(value)) return "'request' is no object"
  const { action, resource, sameAccount, authorization, authenticated, endpointType } = value
  if (typeof action !== 'string') return "'request.action' is no string"
  if (typeof resource !== 'string') return "'request.resource' is no string"
  const principal = readPrincipal(value['principal'])
  if (typeof principal === 'string') return principal
  const context = readContext(value['context'])
  if (typeof context === 'string') return context
  if (sameAccount !== undefined && typeof sameAccount !== 'boolean')
    return "'request.sameAccount' is no Boolean"
  const request = {
    action,
    resource,
    principal,
    context,
    isSameAccount: sameAccount ?? isOwner(principal, resource),
  }
  if (authorization === undefined || authorization === null) return { type: 'request', request }
  if (!isAuthorization(authorization)) {
    return "'request.authorization' is none of NONE, AWS_IAM, COGNITO_USER_POOLS, CUSTOM"
  }
  return {
    type: 'call',
    call: {
      ...request,
      authorization,
      isAuthenticated: authenticated === true,
      isPrivateApi: endpointType === 'PRIVATE',
    },
  }
}

function readPrincipal(value: unknown): Principal | string {
  if (value === undefined) return { type: 'Anonymous' }
  if (!isObject(value)) return "'request.principal' is no object"
  const { type, arn, account, service, provider } = value
  if (type === 'Anonymous') return { type }
  if (type === 'Service' && typeof service === 'string') return { type, service }
  if (type === 'Federated' && typeof provider === 'string') return { type, provider }
  if (type === 'AWS' && typeof arn === 'string') {
    return { type, arn, account: typeof account === 'string' ? account : (arn.split(':')[4] ?? '') }
  }
  return "'request.principal' is neither AWS with 'arn', Service with 'service', Federated with 'provider' nor Anonymous"
}

function readContext(value: unknown): ReadonlyMap<string, readonly string[]> | string {
  const context = new Map<string, readonly string[]>()
  if (value === undefined || value === null) return context
  if (!isObject(value)) return "'request.context' is no object"
  for (const [key, given] of Object.entries(value)) {
    const values: readonly unknown[] = Array.isArray(given) ? given : [given]
    if (!values.every(isPlain))
      return `'request.context' has a value at '${key}' that is no text, number or Boolean`
    context.set(key.toLowerCase(), values.map(String))
  }
  return context
}

// An S3 ARN has no account; such a resource counts as the caller's own unless the request says otherwise.
function isOwner(principal: Principal, resource: string): boolean {
  const owner = resource.split(':')[4] ?? ''
  return principal.type !== 'AWS' || owner === '' || owner === principal.account
}

function isAuthorization(value: unknown): value is ApiCall['authorization'] {
  return value === 'NONE' || value === 'AWS_IAM' || value === 'COGNITO_USER_POOLS' || value === 'CUSTOM'
}

function isPlain(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
