import type { Rule } from '../rule.ts'
import type { Node } from '../../syntax/node.ts'
import { childAt, originOf } from '../../syntax/node.ts'
import { referencedId, resourcesOfType, templateRoot } from '../template/templateTree.ts'
import { replaceFix } from '../textFixes.ts'
import { queueReaders } from './queueReaders.ts'

const maximum = 10

export const queueBatchSizeInvalid: Rule = {
  id: 'queue-batch-size-invalid',
  severity: 'error',
  summary: 'An event source mapping takes more messages at once than its queue gives.',
  aws: 'Refuses the mapping: a FIFO queue gives 10 messages at most, and more than 10 of a standard queue need a batching window of a second or more.',
  documentation: 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  List:
    Type: AWS::Lambda::Function
    Properties:
      Role: arn:aws:iam::123456789012:role/books
      Handler: app.list
      Runtime: nodejs22.x
      Code: { S3Bucket: code, S3Key: list.zip }
  Orders:
    Type: AWS::SQS::Queue
    Properties: { QueueName: orders.fifo, FifoQueue: true }
  Feed:
    Type: AWS::Lambda::EventSourceMapping
    Properties: { FunctionName: !Ref List, EventSourceArn: !GetAtt Orders.Arn, BatchSize: 15 }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  List:
    Type: AWS::Lambda::Function
    Properties:
      Role: arn:aws:iam::123456789012:role/books
      Handler: app.list
      Runtime: nodejs22.x
      Code: { S3Bucket: code, S3Key: list.zip }
  Orders:
    Type: AWS::SQS::Queue
    Properties: { QueueName: orders.fifo, FifoQueue: true }
  Feed:
    Type: AWS::Lambda::EventSourceMapping
    Properties: { FunctionName: !Ref List, EventSourceArn: !GetAtt Orders.Arn, BatchSize: 10 }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      const queues = new Map(resourcesOfType(root, 'AWS::SQS::Queue').map(queue => [queue.id, queue]))
      for (const { properties, name } of queueReaders(root)) {
        const queue = queues.get(
          referencedId(childAt(properties, 'EventSourceArn') ?? childAt(properties, 'Queue')) ?? '',
        )
        const node = childAt(properties, 'BatchSize')
        const size = node?.type === 'scalar' ? Number(node.value) : 0
        if (!queue || !node || !(size > maximum)) continue
        const isFifo = /^true$/i.test(textAt(queue.properties, 'FifoQueue'))
        if (!isFifo && childAt(properties, 'MaximumBatchingWindowInSeconds')) continue
        yield {
          origin: originOf(node),
          message: isFifo
            ? `'${name}' asks for ${size} messages of FIFO queue '${queue.id}' at once, and Lambda takes ${maximum} at most; write ${maximum} or less`
            : `'${name}' asks for ${size} messages at once, and Lambda takes more than ${maximum} only if it may wait for them; add 'MaximumBatchingWindowInSeconds'`,
          fixes: replaceFix(context, originOf(node), String(size), String(maximum)),
        }
      }
    },
  },
}

function textAt(node: Node | undefined, name: string): string {
  const value = childAt(node, name)
  return value?.type === 'scalar' ? String(value.value) : ''
}
