import type { Finding, Rule, RuleContext } from '../rule.ts'
import type { TemplateEvent } from '../template/templateTree.ts'
import { childAt, entryOf, itemsOf, originOf, originOfEntry, stringOf } from '../../syntax/node.ts'
import { eventsOf, isComputed, resourcesOfType, templateRoot } from '../template/templateTree.ts'
import { nearestFix, suggestion } from '../textFixes.ts'

interface Source {
  readonly takes: readonly string[]
  /** Ways that exclude each other. */
  readonly once: readonly string[]
  readonly needs?: string
}

const kafkaSecrets = [
  'SASL_SCRAM_256_AUTH',
  'SASL_SCRAM_512_AUTH',
  'BASIC_AUTH',
  'CLIENT_CERTIFICATE_TLS_AUTH',
]

// https://github.com/aws/serverless-application-model/blob/develop/samtranslator/model/eventsources/pull.py
const sources: Readonly<Record<string, Source | undefined>> = {
  DocumentDB: { takes: ['BASIC_AUTH'], once: ['BASIC_AUTH'], needs: 'BASIC_AUTH' },
  MQ: { takes: ['BASIC_AUTH', 'VIRTUAL_HOST'], once: ['BASIC_AUTH'], needs: 'BASIC_AUTH' },
  SelfManagedKafka: {
    takes: [...kafkaSecrets, 'VPC_SUBNET', 'VPC_SECURITY_GROUP', 'SERVER_ROOT_CA_CERTIFICATE'],
    once: kafkaSecrets,
  },
}

export const sourceAccessInvalid: Rule = {
  id: 'source-access-invalid',
  severity: 'error',
  summary:
    'The access configuration of a Kafka or MQ event has a type that its source does not take, or not the one it needs.',
  aws: "Refuses the template: 'Invalid property Type specified in SourceAccessConfigurations', 'No BASIC_AUTH property specified'.",
  documentation:
    'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-mq.html',
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
        Orders:
          Type: MQ
          Properties:
            Broker: arn:aws:mq:eu-west-1:123456789012:broker:orders:b-1
            Queues: [orders]
            SourceAccessConfigurations: [{ Type: VIRTUAL_HOST, URI: shop }]
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
        Orders:
          Type: MQ
          Properties:
            Broker: arn:aws:mq:eu-west-1:123456789012:broker:orders:b-1
            Queues: [orders]
            SourceAccessConfigurations:
              - { Type: BASIC_AUTH, URI: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:mq' }
              - { Type: VIRTUAL_HOST, URI: shop }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      for (const resource of resourcesOfType(root, 'AWS::Serverless::Function')) {
        for (const event of eventsOf(resource)) {
          const source = sources[event.type]
          if (source) yield* checkSource(event, source, context)
        }
      }
    },
  },
}

function* checkSource(event: TemplateEvent, source: Source, context: RuleContext): Iterable<Finding> {
  const entry = entryOf(event.properties, 'SourceAccessConfigurations')
  if (!entry && source.needs !== undefined) {
    yield {
      origin: originOfEntry(event.entry),
      message: `Event '${event.id}' has no 'SourceAccessConfigurations', so SAM refuses it; add the list with a '${source.needs}'`,
    }
  }
  const items = itemsOf(entry?.value)
  if (!entry || entry.value.type !== 'sequence' || items.some(isComputed)) return
  const types = items.map(item => childAt(item, 'Type'))
  for (const type of types) {
    const written = stringOf(type)
    if (!type || written === undefined || isComputed(type) || source.takes.includes(written)) continue
    yield {
      origin: originOf(type),
      message: `'${written}' is no way to reach the source of event '${event.id}', so SAM refuses it; ${suggestion(written, source.takes, '')}`,
      fixes: nearestFix(context, originOf(type), written, source.takes),
    }
  }
  const credentials = types.filter(type => source.once.includes(stringOf(type) ?? ''))
  const [, second] = credentials
  if (second) {
    yield {
      origin: originOf(second),
      message: `Event '${event.id}' has more than one '${stringOf(second) ?? ''}', where SAM takes one; take the others out`,
    }
  }
  for (const [index, type] of types.entries()) {
    const uri = childAt(items[index], 'URI')
    if (!type || stringOf(type) !== source.needs || (uri && stringOf(uri) !== '')) continue
    yield {
      origin: originOf(type),
      message: `The '${source.needs}' of event '${event.id}' has no 'URI', without which SAM refuses it; add the ARN of a secret`,
    }
  }
  if (source.needs !== undefined && credentials.length === 0 && !types.some(isComputed)) {
    yield {
      origin: originOfEntry(entry),
      message: `Event '${event.id}' has no '${source.needs}', without which SAM refuses it; add one with the ARN of a secret`,
    }
  }
  const hasOne = (name: string) => types.some(type => stringOf(type) === name)
  if (event.type === 'SelfManagedKafka' && hasOne('VPC_SUBNET') !== hasOne('VPC_SECURITY_GROUP')) {
    yield {
      origin: originOfEntry(entry),
      message: `Event '${event.id}' has one of 'VPC_SUBNET' and 'VPC_SECURITY_GROUP', and SAM takes them together only; add the other`,
    }
  }
}
