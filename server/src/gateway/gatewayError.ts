import type { Fields } from '../base/headers.ts'
import type { SourceLine, TracedTemplate } from '../protocol/trace.ts'
import type { Cause } from './why/cause.ts'

/** What a failure adds to the trace of its step; made only when somebody reads the trace. */
export interface FailureDetails {
  /** Where the fault is, if that is known better than the step knows it. */
  readonly source?: SourceLine
  readonly template?: TracedTemplate
  /** What the step knows of why it decided so. */
  readonly cause?: Cause
}

/** What a step throws when it decides the answer; `reason` is what the trace says, in words for the user. */
export abstract class StepFailure extends Error {
  abstract readonly state: 'failed' | 'notEmulated'
  readonly reason: string
  readonly details: (() => FailureDetails) | undefined
  /** Whether what the step would have called does not exist on this machine, so that stub mode stands in for it. */
  isAbsence = false

  constructor(message: string, reason: string, details?: () => FailureDetails) {
    super(message)
    this.reason = reason
    this.details = details
  }
}

/** An answer that API Gateway itself gives on a REST API. */
export class GatewayError extends StepFailure {
  readonly state = 'failed'
  readonly type: GatewayResponseType
  /** Set where AWS answers another status than the type's own. */
  readonly status: number | undefined
  /** `$context.error.validationErrorString`. */
  readonly validationError: string
  /** Value of `x-amzn-ErrorType` where it is not the type's own. */
  readonly errorType: string | undefined
  /** False where AWS sends `null` in place of a message. */
  readonly hasMessage: boolean
  /** What AWS's execution log says of it, where that is not told by the type. */
  readonly logged: string | undefined

  constructor(type: GatewayResponseType, reason: string, options: GatewayErrorOptions = {}) {
    const message = options.message ?? gatewayResponseTypes[type].message
    super(message ?? '', reason, options.details)
    this.type = type
    this.status = options.status
    this.validationError = options.validationError ?? ''
    this.errorType = options.errorType
    this.hasMessage = message !== null
    this.logged = options.logged
  }
}

export interface GatewayErrorOptions {
  /** Stands in for the type's own message. */
  readonly message?: string
  readonly status?: number
  readonly validationError?: string
  readonly errorType?: string
  readonly details?: (() => FailureDetails) | undefined
  readonly logged?: string
}

/** An answer that API Gateway itself gives on an HTTP API; these cannot be customized. */
export class HttpApiError extends StepFailure {
  readonly state = 'failed'
  readonly status: number
  /** What the answer has beside its `content-type`. */
  readonly headers: Fields

  constructor(
    status: number,
    message: string,
    reason: string,
    details?: () => FailureDetails,
    headers: Fields = [],
  ) {
    super(message, reason, details)
    this.status = status
    this.headers = headers
  }
}

/** AWS would go on here and Gatehouse cannot: the answer is a 501 that says so. */
export class NotEmulatedError extends StepFailure {
  readonly state = 'notEmulated'
  /** Value of the header `x-gatehouse-not-emulated`. */
  readonly feature: string

  constructor(feature: string, message: string, details?: () => FailureDetails) {
    super(message, message, details)
    this.feature = feature
  }
}

/** The details of a failure that tell its cause, and where that stands if it is stated. */
export function because(cause: Cause, source?: SourceLine): () => FailureDetails {
  return () => ({ cause, ...(source && { source }) })
}

/** The failure of a step whose backend does not exist on this machine. */
export function absence<T extends StepFailure>(failure: T): T {
  failure.isAbsence = true
  return failure
}

/** What AWS answers for a type unless the definition says otherwise. */
export interface GatewayResponseDefault {
  readonly status: number
  /** Null for types whose message AWS leaves out. */
  readonly message: string | null
  /** The key of the message in AWS's own body: a policy's refusal has it with a capital. */
  readonly messageKey: 'message' | 'Message'
  /** Value of `x-amzn-ErrorType`. */
  readonly errorType: string
  /** AWS writes some of its bodies with a space after the colon, seen by their length. */
  readonly isSpaced: boolean
  /** False for answers that come before any stage is known, so that no GatewayResponse can apply. */
  readonly isCustomizable: boolean
}

export type GatewayResponseType = keyof typeof gatewayResponseTypes

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html */
export const gatewayResponseTypes = {
  ACCESS_DENIED: {
    ...plain(403, 'AccessDeniedException', 'User is not authorized to access this resource'),
    messageKey: 'Message',
  },
  API_CONFIGURATION_ERROR: spaced(500, 'InternalServerErrorException', 'Internal server error'),
  // What clients of failing authorizers report: a body of 16 bytes.
  AUTHORIZER_CONFIGURATION_ERROR: plain(500, 'AuthorizerConfigurationException', null),
  AUTHORIZER_FAILURE: plain(500, 'AuthorizerFailureException', null),
  EXPIRED_TOKEN: plain(403, 'ExpiredTokenException', 'The security token included in the request is expired'),
  FORBIDDEN_STAGE: { ...plain(403, 'ForbiddenException', 'Forbidden'), isCustomizable: false },
  INTEGRATION_FAILURE: spaced(504, 'InternalServerErrorException', 'Internal server error'),
  INTEGRATION_TIMEOUT: spaced(504, 'InternalServerErrorException', 'Endpoint request timed out'),
  INVALID_SIGNATURE: plain(
    403,
    'InvalidSignatureException',
    'The request signature we calculated does not match the signature you provided.',
  ),
  MISSING_AUTHENTICATION_TOKEN: plain(
    403,
    'MissingAuthenticationTokenException',
    'Missing Authentication Token',
  ),
  INVALID_API_KEY: plain(403, 'ForbiddenException', 'Forbidden'),
  QUOTA_EXCEEDED: plain(429, 'LimitExceededException', 'Limit Exceeded'),
  THROTTLED: plain(429, 'TooManyRequestsException', 'Too Many Requests'),
  BAD_REQUEST_PARAMETERS: spaced(400, 'BadRequestException', 'Missing required request parameters'),
  BAD_REQUEST_BODY: spaced(400, 'BadRequestException', 'Invalid request body'),
  // As recorded of an event that is too large for Lambda (koki-develop/lgtm-generator, issue 10).
  REQUEST_TOO_LARGE: {
    ...spaced(413, 'BadRequestException', 'Request Too Long'),
    isCustomizable: false,
  },
  UNAUTHORIZED: plain(401, 'UnauthorizedException', 'Unauthorized'),
  UNSUPPORTED_MEDIA_TYPE: spaced(415, 'BadRequestException', 'Unsupported Media Type'),
} as const satisfies Record<string, GatewayResponseDefault>

/**
 * The definition asks for something that AWS only refuses when a request comes: 500 `Internal server error`. `logged` is what
 * AWS's execution log calls it, where that is known.
 */
export function configurationError(
  reason: string,
  details?: () => FailureDetails,
  logged?: string,
): GatewayError {
  return new GatewayError('API_CONFIGURATION_ERROR', reason, {
    details,
    ...(logged !== undefined && { logged: `Execution failed due to configuration error: ${logged}` }),
  })
}

function plain(status: number, errorType: string, message: string | null): GatewayResponseDefault {
  return { status, errorType, message, messageKey: 'message', isSpaced: false, isCustomizable: true }
}

function spaced(status: number, errorType: string, message: string): GatewayResponseDefault {
  return { ...plain(status, errorType, message), isSpaced: true }
}
