/** What a policy is attached to, and what follows from it for its elements. */
export interface PolicyKind {
  readonly name: string
  readonly principal: 'required' | 'optional' | 'forbidden'
  readonly resource: 'required' | 'forbidden'
  /** The services whose actions and ARNs it may name; undefined for all. */
  readonly services: readonly string[] | undefined
  /** Whether `execute-api:/stage/VERB/path` stands for this API. */
  readonly hasShortForm: boolean
  /** Whether a Sid takes letters and digits only, and may stand once. */
  readonly hasStrictSids: boolean
  /** Characters without white space; undefined when a service's limit is not checked. */
  readonly longest: number | undefined
}

const identity: PolicyKind = {
  name: 'identity-based policy',
  principal: 'forbidden',
  resource: 'required',
  services: undefined,
  hasShortForm: false,
  hasStrictSids: true,
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  longest: 6144,
}

const trust: PolicyKind = {
  ...identity,
  name: 'role trust policy',
  principal: 'required',
  resource: 'forbidden',
  services: ['sts'],
  longest: 2048,
}

function resourceOf(name: string, services: readonly string[]): PolicyKind {
  return {
    name,
    principal: 'required',
    resource: 'required',
    services,
    hasShortForm: false,
    hasStrictSids: false,
    longest: undefined,
  }
}

/** Of an API Gateway API. https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
const api: PolicyKind = {
  ...resourceOf("API's resource policy", ['execute-api']),
  hasShortForm: true,
  longest: 8192,
}

/** The `policyDocument` that a Lambda authorizer returns. */
export const authorizerPolicy: PolicyKind = {
  ...identity,
  name: "authorizer's policy",
  principal: 'optional',
  hasStrictSids: false,
  longest: undefined,
}

/** The kinds of policies by the name that `gatehouse policy lint --type` takes. */
export const policyKinds: ReadonlyMap<string, PolicyKind> = new Map([
  ['identity', identity],
  ['trust', trust],
  ['resource:execute-api', api],
  ['resource:lambda', resourceOf("function's resource policy", ['lambda'])],
  ['resource:s3', resourceOf('bucket policy', ['s3', 's3-object-lambda', 's3express'])],
  ['resource:sqs', resourceOf("queue's policy", ['sqs'])],
  ['resource:sns', resourceOf("topic's policy", ['sns'])],
  ['resource:kms', resourceOf('key policy', ['kms'])],
  ['resource:secretsmanager', resourceOf("secret's policy", ['secretsmanager'])],
  ['resource:logs', resourceOf("log group's resource policy", ['logs'])],
  ['resource:events', resourceOf("event bus's policy", ['events', 'schemas'])],
  ['resource:apigateway', resourceOf("domain name's management policy", ['apigateway'])],
  [
    'vpc-endpoint',
    { ...identity, name: 'VPC endpoint policy', principal: 'optional', hasStrictSids: false, longest: 20480 },
  ],
])
