import type { Finding, Rule } from '../rule.ts'
import type { TemplateEvent } from '../template/templateTree.ts'
import { childAt, entryOf, originOfEntry } from '../../syntax/node.ts'
import { eventsOf, isComputed, resourcesOfType, templateRoot } from '../template/templateTree.ts'

export const kafkaSourceInvalid: Rule = {
  id: 'kafka-source-invalid',
  severity: 'error',
  summary: 'A Kafka event of a SAM function lacks brokers or its one topic, or its registry is incomplete.',
  aws: "Refuses the template: 'No KafkaBootstrapServers provided for self managed kafka as an event source'.",
  documentation:
    'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-selfmanagedkafka.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Books:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.list
      Runtime: nodejs22.x
      CodeUri: src/
      Events:
        Orders: { Type: SelfManagedKafka, Properties: { Topics: [orders], SourceAccessConfigurations: [{ Type: BASIC_AUTH, URI: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:kafka' }] } }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Books:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.list
      Runtime: nodejs22.x
      CodeUri: src/
      Events:
        Orders: { Type: SelfManagedKafka, Properties: { KafkaBootstrapServers: ['kafka.example.com:9092'], Topics: [orders], SourceAccessConfigurations: [{ Type: BASIC_AUTH, URI: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:kafka' }] } }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      for (const resource of resourcesOfType(root, 'AWS::Serverless::Function')) {
        for (const event of eventsOf(resource)) {
          if (event.type === 'SelfManagedKafka') yield* checkOwnCluster(event)
          if (event.type === 'SelfManagedKafka' || event.type === 'MSK') yield* checkRegistry(event)
        }
      }
    },
  },
}

function* checkOwnCluster({ id, entry, properties }: TemplateEvent): Iterable<Finding> {
  for (const name of ['KafkaBootstrapServers', 'Topics', 'SourceAccessConfigurations']) {
    const list = childAt(properties, name)
    if (list && (list.type !== 'sequence' || list.items.length > 0)) continue
    yield {
      origin: originOfEntry(entryOf(properties, name) ?? entry),
      message: `Event '${id}' reads a Kafka cluster of your own without '${name}', so SAM refuses it; add the list`,
    }
  }
  const topics = entryOf(properties, 'Topics')
  if (topics?.value.type === 'sequence' && topics.value.items.length > 1) {
    yield {
      origin: originOfEntry(topics),
      message: `Event '${id}' names ${topics.value.items.length} topics, and SAM takes one; write an event for each 'Topics' entry`,
    }
  }
}

function* checkRegistry({ id, properties }: TemplateEvent): Iterable<Finding> {
  const registry = entryOf(properties, 'SchemaRegistryConfig')
  if (!registry || isComputed(registry.value)) return
  for (const name of ['SchemaRegistryURI', 'EventRecordFormat', 'SchemaValidationConfigs']) {
    if (entryOf(registry.value, name)) continue
    yield {
      origin: originOfEntry(registry),
      message: `The schema registry of event '${id}' has no '${name}', so SAM refuses it; add it`,
    }
  }
}
