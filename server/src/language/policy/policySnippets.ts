import type { PolicyKind } from '../../policy/lint/policyKind.ts'
import type { Draft } from '../completion/draft.ts'
import { withSlots } from '../completion/draft.ts'

/** A usual policy, as a snippet of the editor and as a proposal inside of a policy. */
export interface PolicySnippet {
  /** What stands in the list of snippets. */
  readonly name: string
  readonly prefix: string
  readonly description: string
  /** A type of `gatehouse policy lint --type`. */
  readonly type: string
  readonly members: Members
}

type Members = readonly (readonly [name: string, value: Draft])[]

const version2012 = '2012-10-17'

/** The statements of a snippet that is a policy; none for others. */
export function statementsOf({ members }: PolicySnippet): readonly Members[] {
  const statements = members.find(([name]) => name === 'Statement')?.[1]
  if (!Array.isArray(statements)) return []
  return (statements as readonly Draft[]).flatMap(item =>
    typeof item === 'object' && 'members' in item ? [item.members] : [],
  )
}

/** Whether a policy of this kind can be what the snippet writes. */
export function suits({ type }: PolicySnippet, kind: PolicyKind): boolean {
  if (type === 'resource:execute-api') return kind.hasShortForm || kind.name === 'policy'
  if (type === 'trust') return kind.resource === 'forbidden' || kind.name === 'policy'
  if (type === 'authorizer-policy') return kind.name === "authorizer's policy"
  return type === 'identity' && (kind.name === 'policy' || (kind.principal === 'forbidden' && !kind.services))
}

function object(...members: Members): Draft {
  return { members }
}

function policy(...statements: readonly Draft[]): Members {
  return [
    ['Version', version2012],
    ['Statement', statements],
  ]
}

const everybody = object(
  ['Effect', 'Allow'],
  ['Principal', '*'],
  ['Action', 'execute-api:Invoke'],
  ['Resource', 'execute-api:/*'],
)

function denied(operator: string, key: string, value: Draft): Draft {
  return object(
    ['Effect', 'Deny'],
    ['Principal', '*'],
    ['Action', 'execute-api:Invoke'],
    ['Resource', 'execute-api:/*'],
    ['Condition', object([operator, object([key, value])])],
  )
}

function allowedTo(arn: string): Draft {
  return object(
    ['Effect', 'Allow'],
    ['Principal', object(['AWS', withSlots(arn)])],
    ['Action', 'execute-api:Invoke'],
    ['Resource', 'execute-api:/*'],
  )
}

const invokeArn = withSlots(
  'arn:aws:execute-api:${us-east-1}:${123456789012}:${a1b2c3d4e5}/${prod}/${GET}/${books}',
)
const wholeStage = withSlots('arn:aws:execute-api:${us-east-1}:${123456789012}:${a1b2c3d4e5}/${prod}/*')

function answered(effect: string, arn: Draft): Draft {
  return object(['Effect', effect], ['Action', 'execute-api:Invoke'], ['Resource', arn])
}

function response(effect: string, context: Members): Members {
  return [
    ['principalId', { parts: [{ stop: 7, text: 'user' }] }],
    ['policyDocument', object(['Version', version2012], ['Statement', [answered(effect, wholeStage)]])],
    ...(context.length > 0 ? ([['context', object(...context)]] as const) : []),
  ]
}

const text = (stop: number, value: string): Draft => ({ parts: [{ stop, text: value }] })

/**
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-examples.html and
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
 */
export const policySnippets: readonly PolicySnippet[] = [
  {
    name: 'Resource policy: only these addresses',
    prefix: 'policy-api-ip-allow',
    description: "An API's resource policy that lets in some ranges of IP addresses only",
    type: 'resource:execute-api',
    members: policy(everybody, denied('NotIpAddress', 'aws:SourceIp', [text(1, '203.0.113.0/24')])),
  },
  {
    name: 'Resource policy: not these addresses',
    prefix: 'policy-api-ip-deny',
    description: "An API's resource policy that keeps out some ranges of IP addresses",
    type: 'resource:execute-api',
    members: policy(everybody, denied('IpAddress', 'aws:SourceIp', [text(1, '198.51.100.0/24')])),
  },
  {
    name: 'Resource policy: one VPC endpoint',
    prefix: 'policy-api-vpc-endpoint',
    description: "A private API's resource policy that lets in calls by one VPC endpoint only",
    type: 'resource:execute-api',
    members: policy(
      everybody,
      denied('StringNotEquals', 'aws:SourceVpce', withSlots('${vpce-0123456789abcdef0}')),
    ),
  },
  {
    name: 'Resource policy: another account',
    prefix: 'policy-api-cross-account',
    description: 'Lets the identities of another account call an API with signed requests',
    type: 'resource:execute-api',
    members: policy(allowedTo('arn:aws:iam::${123456789012}:root')),
  },
  {
    name: 'Resource policy: one role',
    prefix: 'policy-api-iam-role',
    description: 'Lets one role call an API with signed requests',
    type: 'resource:execute-api',
    members: policy(allowedTo('arn:aws:iam::${123456789012}:role/${Caller}')),
  },
  {
    name: 'Policy: call an API',
    prefix: 'policy-invoke-api',
    description: 'Lets a role or user call a route of an API with signed requests',
    type: 'identity',
    members: policy(answered('Allow', invokeArn)),
  },
  {
    name: "Authorizer's policy: allow",
    prefix: 'policy-authorizer-document-allow',
    description: 'The policyDocument of an authorizer that lets the caller in on every route of a stage',
    type: 'authorizer-policy',
    members: policy(answered('Allow', wholeStage)),
  },
  {
    name: "Authorizer's policy: deny",
    prefix: 'policy-authorizer-document-deny',
    description: 'The policyDocument of an authorizer that refuses the caller',
    type: 'authorizer-policy',
    members: policy(answered('Deny', '*')),
  },
  {
    name: "Authorizer's response: allow",
    prefix: 'policy-authorizer-allow',
    description: 'What a Lambda authorizer of a REST or WebSocket API returns to let the caller in',
    type: 'authorizer-response',
    members: response('Allow', [['tenant', text(8, 'one')]]),
  },
  {
    name: "Authorizer's response: deny",
    prefix: 'policy-authorizer-deny',
    description: 'What a Lambda authorizer of a REST or WebSocket API returns to refuse the caller with 403',
    type: 'authorizer-response',
    members: response('Deny', []),
  },
  {
    name: "HTTP API authorizer's response: allow",
    prefix: 'policy-authorizer-http-allow',
    description: 'The policy form of what a Lambda authorizer of an HTTP API returns to let the caller in',
    type: 'authorizer-response:http',
    members: response('Allow', [['scopes', [text(8, 'books')]]]),
  },
  {
    name: "HTTP API authorizer's response: deny",
    prefix: 'policy-authorizer-http-deny',
    description: 'The policy form of what a Lambda authorizer of an HTTP API returns to refuse the caller',
    type: 'authorizer-response:http',
    members: response('Deny', []),
  },
  {
    name: "HTTP API authorizer's simple response: allow",
    prefix: 'policy-authorizer-simple-allow',
    description: 'The simple response (payload format 2.0) that lets the caller in',
    type: 'authorizer-response:http',
    members: [
      ['isAuthorized', true],
      ['context', object(['tenant', text(1, 'one')])],
    ],
  },
  {
    name: "HTTP API authorizer's simple response: deny",
    prefix: 'policy-authorizer-simple-deny',
    description: 'The simple response (payload format 2.0) that refuses the caller with 403',
    type: 'authorizer-response:http',
    members: [['isAuthorized', false]],
  },
  {
    name: 'Trust policy: API Gateway',
    prefix: 'policy-trust-api-gateway',
    description:
      'Lets API Gateway take a role: for the credentials of integrations and authorizers, and for logs',
    type: 'trust',
    members: policy(
      object(
        ['Effect', 'Allow'],
        ['Principal', object(['Service', 'apigateway.amazonaws.com'])],
        ['Action', 'sts:AssumeRole'],
      ),
    ),
  },
  {
    name: 'Trust policy: Lambda',
    prefix: 'policy-trust-lambda',
    description: 'Lets functions take a role: their execution role',
    type: 'trust',
    members: policy(
      object(
        ['Effect', 'Allow'],
        ['Principal', object(['Service', 'lambda.amazonaws.com'])],
        ['Action', 'sts:AssumeRole'],
      ),
    ),
  },
  {
    name: 'Lambda permission for an API',
    prefix: 'policy-lambda-permission',
    description: 'The properties of an AWS::Lambda::Permission that lets one API call a function',
    type: 'lambda-permission',
    members: [
      ['FunctionName', text(1, 'ListBooks')],
      ['Action', 'lambda:InvokeFunction'],
      ['Principal', 'apigateway.amazonaws.com'],
      [
        'SourceArn',
        withSlots('arn:aws:execute-api:${us-east-1}:${123456789012}:${a1b2c3d4e5}/*/${GET}/${books}', 1),
      ],
    ],
  },
]
