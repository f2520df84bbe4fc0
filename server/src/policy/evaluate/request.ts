import type { Origin } from '../../base/origin.ts'

/** Who makes a request. */
export type Principal =
  | { readonly type: 'AWS'; readonly arn: string; readonly account: string }
  | { readonly type: 'Service'; readonly service: string }
  | { readonly type: 'Federated'; readonly provider: string }
  | { readonly type: 'Anonymous' }

/** The request context that IAM evaluates policies against. */
export interface PolicyRequest {
  /** `service:Action`. */
  readonly action: string
  /** The full ARN. */
  readonly resource: string
  readonly principal: Principal
  /** Values of condition keys by the key in lower case; a key that is not there is absent from the request. */
  readonly context: ReadonlyMap<string, readonly string[]>
  /** Whether the account of the principal owns the resource. */
  readonly isSameAccount: boolean
}

/** What a policy is to the request. */
export type PolicyRole = 'identity' | 'resource' | 'authorizer' | 'boundary'

/** A statement with the policy it stands in. */
export interface StatementReference {
  readonly role: PolicyRole
  /** Which policy of that role, from 0. */
  readonly policy: number
  /** Which statement of the policy, from 0. */
  readonly index: number
  readonly sid: string | undefined
  readonly effect: 'Allow' | 'Deny' | undefined
  readonly origin: Origin
}

/** Why a statement does not apply to a request; the first element, in IAM's order, that does not match. */
export type Mismatch =
  | { readonly element: 'Principal' | 'NotPrincipal' | 'Action' | 'NotAction' | 'Resource' | 'NotResource' }
  | {
      readonly element: 'Condition'
      readonly operator: string
      readonly key: string
      readonly why: 'absent' | 'value' | 'multivalued' | 'variable'
    }
  /** IAM would refuse the policy: an element is missing or unreadable. */
  | { readonly element: 'Statement'; readonly why: string }

/** What became of one statement. */
export interface StatementOutcome {
  readonly statement: StatementReference
  /** Undefined for a statement that applies. */
  readonly mismatch: Mismatch | undefined
}
