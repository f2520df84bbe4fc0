import type { ContextValue, ContextValues } from '../../template/scope.ts'

/** Who calls a route of an HTTP API, as its authorizer found out. */
export type RouteCaller = JwtRouteCaller | LambdaRouteCaller | IamRouteCaller

interface JwtRouteCaller {
  readonly type: 'jwt'
  /** Each value as text. */
  readonly claims: ReadonlyMap<string, string>
  /** Null where the route asks for none. */
  readonly scopes: readonly string[] | null
}

interface LambdaRouteCaller {
  readonly type: 'lambda'
  /** Of an answer with a policy. */
  readonly principalId?: string
  /** What the authorizer hands on, JSON with its types; undefined for nothing. */
  readonly context: Readonly<Record<string, unknown>> | undefined
}

interface IamRouteCaller {
  readonly type: 'iam'
  /** `accessKey`, `accountId`, `caller`, `user`, `userArn`, maybe `principalOrgId`. */
  readonly identity: Readonly<Record<string, ContextValue>>
}

/**
 * `requestContext.authorizer` of an event in payload format 2.0.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function authorizer2(caller: RouteCaller): Readonly<Record<string, unknown>> {
  switch (caller.type) {
    case 'jwt':
      return { jwt: { claims: Object.fromEntries(caller.claims), scopes: caller.scopes } }
    case 'lambda':
      return { lambda: caller.context ?? null }
    case 'iam': {
      const { accessKey, accountId, caller: callerId, principalOrgId, userArn, user } = caller.identity
      return {
        iam: {
          accessKey,
          accountId,
          callerId,
          cognitoIdentity: null,
          principalOrgId: principalOrgId ?? null,
          userArn,
          userId: user,
        },
      }
    }
  }
}

/**
 * `$context` with what is known of the caller, at the same time `requestContext` of events in payload format 1.0.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
 */
export function withRouteCaller(
  context: Readonly<Record<string, ContextValue>>,
  caller: RouteCaller,
): Readonly<Record<string, ContextValue>> {
  switch (caller.type) {
    case 'jwt': {
      const { claims, scopes } = caller
      return { ...context, authorizer: { claims: Object.fromEntries(claims), scopes } }
    }
    case 'lambda': {
      const { principalId } = caller
      // It was read from JSON.
      const told = caller.context as Readonly<Record<string, ContextValue>> | undefined
      return { ...context, authorizer: { ...told, ...(principalId !== undefined && { principalId }) } }
    }
    case 'iam':
      return { ...context, identity: { ...recordOf(context['identity']), ...caller.identity } }
  }
}

function recordOf(value: ContextValue): ContextValues {
  // It is made by this gateway, as a plain record.
  return typeof value === 'object' && value !== null ? (value as ContextValues) : {}
}
