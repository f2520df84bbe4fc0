import { readActionData } from '../../server/src/policy/actionData.ts'

/** A few services as the build packs them: name, keys, types of the own keys, resource types, actions. */
const services = {
  'execute-api': [
    'Amazon API Gateway',
    ['execute-api:viaDomainArn'],
    'a',
    [['general', ['execute-api:*:*:*/*/*/*'], [0]]],
    [
      ['InvalidateCache', 1, [0], []],
      ['Invoke', 1, [0], []],
      ['ManageConnections', 1, [0], []],
    ],
  ],
  apigateway: [
    'Amazon API Gateway Management',
    [],
    '',
    [['RestApi', ['apigateway:*::/restapis/*'], []]],
    [['GET', 0, [0], []]],
  ],
  lambda: [
    'AWS Lambda',
    [],
    '',
    [['function', ['lambda:*:*:function:*'], []]],
    [['InvokeFunction', 1, [0], []]],
  ],
  s3: [
    'Amazon S3',
    ['s3:prefix', 's3:ExistingObjectTag/<key>'],
    'ss',
    [
      ['bucket', ['s3:::*'], []],
      ['object', ['s3:::*/*'], []],
    ],
    [
      ['GetObject', 0, [1], [1]],
      ['ListBucket', 2, [0], [0]],
    ],
  ],
  codedeploy: [
    'AWS CodeDeploy',
    [],
    '',
    [['application', ['codedeploy:*:*:application:*'], []]],
    [['GetDeployment', 0, [0], []]],
  ],
  iam: [
    'AWS IAM',
    ['iam:PassedToService', 'iam:AWSServiceName'],
    'ss',
    [['role', ['iam::*:role/*'], []]],
    [
      ['CreateServiceLinkedRole', 1, [0], [1]],
      ['GetRole', 0, [0], []],
      ['PassRole', 1, [0], [0]],
    ],
  ],
  sqs: ['Amazon SQS', [], '', [['queue', ['sqs:*:*:*'], []]], [['SendMessage', 1, [0], []]]],
  sts: [
    'AWS STS',
    ['sts:ExternalId', 'sts:SourceIdentity'],
    'ss',
    [],
    [
      ['AssumeRole', 1, [], [0, 1]],
      ['AssumeRoleWithSAML', 1, [], []],
      ['AssumeRoleWithWebIdentity', 1, [], []],
      ['SetSourceIdentity', 1, [], [1]],
      ['TagSession', 1, [], []],
    ],
  ],
} as const

const header = JSON.stringify({
  version: 'test',
  keyPrefixes: ['saml', 'agent.${Domain}.example'],
  arnServices: {},
})

/** Action data of a few services. */
export const actionData = readActionData(
  [header, ...Object.entries(services).map(([prefix, facts]) => `${prefix}\t${JSON.stringify(facts)}`)].join(
    '\n',
  ),
)
