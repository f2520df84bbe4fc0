/** An action of an AWS service that an HTTP API calls by itself. */
export interface IntegrationSubtype {
  /** As hosts and signatures name it. */
  readonly service: 'appconfig' | 'events' | 'kinesis' | 'sqs' | 'states'
  readonly action: string
  /** Request parameters that AWS refuses to be without when an integration is made. */
  readonly required: readonly string[]
  /** Further ones; every subtype takes `Region` too. */
  readonly optional: readonly string[]
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html */
export const integrationSubtypes: ReadonlyMap<string, IntegrationSubtype> = new Map<
  string,
  IntegrationSubtype
>([
  [
    'AppConfig-GetConfiguration',
    {
      service: 'appconfig',
      action: 'GetConfiguration',
      required: ['Application', 'Environment', 'Configuration', 'ClientId'],
      optional: ['ClientConfigurationVersion'],
    },
  ],
  [
    'EventBridge-PutEvents',
    {
      service: 'events',
      action: 'PutEvents',
      required: ['Detail', 'DetailType', 'Source'],
      optional: ['Time', 'EventBusName', 'Resources', 'TraceHeader'],
    },
  ],
  [
    'Kinesis-PutRecord',
    {
      service: 'kinesis',
      action: 'PutRecord',
      required: ['StreamName', 'Data', 'PartitionKey'],
      optional: ['SequenceNumberForOrdering', 'ExplicitHashKey'],
    },
  ],
  [
    'SQS-DeleteMessage',
    { service: 'sqs', action: 'DeleteMessage', required: ['QueueUrl', 'ReceiptHandle'], optional: [] },
  ],
  ['SQS-PurgeQueue', { service: 'sqs', action: 'PurgeQueue', required: ['QueueUrl'], optional: [] }],
  [
    'SQS-ReceiveMessage',
    {
      service: 'sqs',
      action: 'ReceiveMessage',
      required: ['QueueUrl'],
      optional: [
        'AttributeNames',
        'MaxNumberOfMessages',
        'MessageAttributeNames',
        'ReceiveRequestAttemptId',
        'VisibilityTimeout',
        'WaitTimeSeconds',
      ],
    },
  ],
  [
    'SQS-SendMessage',
    {
      service: 'sqs',
      action: 'SendMessage',
      required: ['QueueUrl', 'MessageBody'],
      optional: [
        'DelaySeconds',
        'MessageAttributes',
        'MessageDeduplicationId',
        'MessageGroupId',
        'MessageSystemAttributes',
      ],
    },
  ],
  [
    'StepFunctions-StartExecution',
    {
      service: 'states',
      action: 'StartExecution',
      required: ['StateMachineArn'],
      optional: ['Name', 'Input'],
    },
  ],
  [
    'StepFunctions-StartSyncExecution',
    {
      service: 'states',
      action: 'StartSyncExecution',
      required: ['StateMachineArn'],
      optional: ['Name', 'Input', 'TraceHeader'],
    },
  ],
  [
    'StepFunctions-StopExecution',
    {
      service: 'states',
      action: 'StopExecution',
      required: ['ExecutionArn'],
      optional: ['Cause', 'Error'],
    },
  ],
])
