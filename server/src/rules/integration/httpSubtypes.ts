/**
 * The services that an HTTP API calls by itself, with the request parameters that each needs.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html
 */
export const subtypes: ReadonlyMap<string, readonly string[]> = new Map([
  ['AppConfig-GetConfiguration', ['Application', 'Environment', 'Configuration', 'ClientId']],
  ['EventBridge-PutEvents', ['Detail', 'DetailType', 'Source']],
  ['Kinesis-PutRecord', ['StreamName', 'Data', 'PartitionKey']],
  ['SQS-DeleteMessage', ['QueueUrl', 'ReceiptHandle']],
  ['SQS-PurgeQueue', ['QueueUrl']],
  ['SQS-ReceiveMessage', ['QueueUrl']],
  ['SQS-SendMessage', ['QueueUrl', 'MessageBody']],
  ['StepFunctions-StartExecution', ['StateMachineArn']],
  ['StepFunctions-StartSyncExecution', ['StateMachineArn']],
  ['StepFunctions-StopExecution', ['ExecutionArn']],
])
