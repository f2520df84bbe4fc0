import type { Rule } from '../rule.ts'
import type { Node } from '../../syntax/node.ts'
import { childAt, originOf, originOfEntry } from '../../syntax/node.ts'
import { referencedId, resourcesOfType, templateRoot } from '../template/templateTree.ts'
import { replaceFix } from '../textFixes.ts'
import { queueReaders } from './queueReaders.ts'

export const queueVisibilityTooShort: Rule = {
  id: 'queue-visibility-too-short',
  severity: 'error',
  summary: 'A queue shows a message again before the function that works on it may have ended.',
  aws: "Refuses the event source mapping: 'Queue visibility timeout: 30 seconds is less than Function timeout: 60 seconds'.",
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
      Timeout: 60
  Orders:
    Type: AWS::SQS::Queue
    Properties: { VisibilityTimeout: 30 }
  Feed:
    Type: AWS::Lambda::EventSourceMapping
    Properties: { FunctionName: !Ref List, EventSourceArn: !GetAtt Orders.Arn, BatchSize: 5 }
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
      Timeout: 60
  Orders:
    Type: AWS::SQS::Queue
    Properties: { VisibilityTimeout: 360 }
  Feed:
    Type: AWS::Lambda::EventSourceMapping
    Properties: { FunctionName: !Ref List, EventSourceArn: !GetAtt Orders.Arn, BatchSize: 5 }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      const queues = new Map(resourcesOfType(root, 'AWS::SQS::Queue').map(queue => [queue.id, queue]))
      for (const { properties, target } of queueReaders(root)) {
        const source = childAt(properties, 'EventSourceArn') ?? childAt(properties, 'Queue')
        const queue = queues.get(referencedId(source) ?? '')
        if (!queue || !target) continue
        const node = childAt(queue.properties, 'VisibilityTimeout')
        const visibility = secondsOf(node, 30)
        const timeout = secondsOf(childAt(target, 'Timeout'), 3)
        if (visibility === undefined || timeout === undefined || visibility >= timeout) continue
        yield {
          origin: node ? originOf(node) : originOfEntry(queue.entry),
          message: `Queue '${queue.id}' shows a message again after ${visibility} seconds, but the function may work on it for ${timeout}, so Lambda refuses to read it; set 'VisibilityTimeout' to ${timeout * 6}`,
          fixes: node ? replaceFix(context, originOf(node), String(visibility), String(timeout * 6)) : [],
        }
      }
    },
  },
}

function secondsOf(node: Node | undefined, byDefault: number): number | undefined {
  if (!node) return byDefault
  const seconds = node.type === 'scalar' ? Number(node.value) : NaN
  return Number.isFinite(seconds) ? seconds : undefined
}
