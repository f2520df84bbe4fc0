/** What an authorizer found out about who calls; later steps and `$context.authorizer` read it. */
export interface AuthorizerOutcome {
  /** Of a Lambda authorizer. */
  readonly principalId?: string
  /** What a Lambda authorizer hands on, each value as text. */
  readonly context: ReadonlyMap<string, string>
  /** The API key, when the API takes keys from its authorizer. */
  readonly usageIdentifierKey?: string
  /** Of the token that a user pool's authorizer took, each value as text. */
  readonly claims?: ReadonlyMap<string, string>
  /** Milliseconds that a Lambda authorizer took, 0 when its result was cached. */
  readonly integrationLatency?: number
}

/** The outcome as `$context.authorizer` of a REST API, at the same time `requestContext.authorizer` of its events. */
export function authorizerContext({
  principalId,
  context,
  claims,
  integrationLatency,
}: AuthorizerOutcome): Readonly<Record<string, string | number | Readonly<Record<string, string>>>> {
  return {
    ...(claims && { claims: Object.fromEntries(claims) }),
    ...Object.fromEntries(context),
    ...(principalId !== undefined && { principalId }),
    ...(integrationLatency !== undefined && { integrationLatency }),
  }
}
