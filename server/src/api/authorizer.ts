import type { Fact, Origin } from '../base/origin.ts'
import type { UnmodelledProperty } from './integration.ts'

/** Who may call a method or route. */
export interface Authorization {
  readonly origin: Origin
  /** AWS's `authorizationType`. */
  readonly type: 'NONE' | 'AWS_IAM' | 'CUSTOM' | 'COGNITO_USER_POOLS' | 'JWT' | 'UNKNOWN'
  /** Name of the authorizer for CUSTOM, COGNITO_USER_POOLS and JWT. */
  readonly authorizer?: Fact<string>
  readonly scopes: readonly Fact<string>[]
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_Authorizer.html and its v2 counterpart. */
export interface Authorizer {
  /** Name by which methods refer to it: key of the security scheme, logical id, or SAM's name. */
  readonly name: string
  /** What AWS calls it, where that is not `name`. */
  readonly listedName?: string
  readonly origin: Origin
  /** v1: TOKEN, REQUEST, COGNITO_USER_POOLS; v2: REQUEST, JWT. Upper case; unset when the definition gives none. */
  readonly type?: Fact<string>
  readonly uri?: Fact<string>
  readonly identitySource: readonly Fact<string>[]
  readonly identityValidationExpression?: Fact<string>
  readonly resultTtlInSeconds?: Fact<number>
  readonly credentials?: Fact<string>
  readonly providerArns: readonly Fact<string>[]
  readonly payloadFormatVersion?: Fact<string>
  readonly enableSimpleResponses?: Fact<boolean>
  readonly jwt?: { readonly issuer?: Fact<string>; readonly audience: readonly Fact<string>[] }
  readonly unmodelled: readonly UnmodelledProperty[]
}
