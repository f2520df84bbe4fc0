import type { Finding, Rule } from '../rule.ts'
import type { Node } from '../../syntax/node.ts'
import { childAt, entryOf, originOf } from '../../syntax/node.ts'
import { eventsOf, resourcesOfType, templateRoot } from '../template/templateTree.ts'

/**
 * SAM hands most properties on as they are; of these it looks at the kind of value itself (`IS_STR`):
 * https://github.com/aws/serverless-application-model/blob/develop/samtranslator/model/sam_resources.py
 */
const texts: Readonly<Record<string, readonly string[]>> = {
  'AWS::Serverless::Api': [
    ...['ApiKeySourceType', 'CacheClusterSize', 'Description', 'Mode', 'Name', 'StageName'],
  ],
  'AWS::Serverless::Function': [
    ...['AutoPublishAlias', 'AutoPublishCodeSha256', 'FunctionName', 'PermissionsBoundary', 'Role'],
  ],
  'AWS::Serverless::HttpApi': ['Description', 'StageName'],
  'AWS::Serverless::LayerVersion': ['Description', 'LayerName', 'LicenseInfo', 'RetentionPolicy'],
  'AWS::Serverless::SimpleTable': ['TableName'],
  'AWS::Serverless::StateMachine': ['Name', 'PermissionsBoundary', 'Role', 'Type'],
  'AWS::Serverless::WebSocketApi': ['Description', 'Name', 'RouteSelectionExpression', 'StageName'],
}

/** The same of events, by their type. */
const eventTexts: Readonly<Record<string, readonly string[] | undefined>> = {
  Api: ['Method', 'Path', 'RestApiId'],
  CloudWatchLogs: ['FilterPattern', 'LogGroupName'],
  HttpApi: ['ApiId', 'Method', 'Path', 'PayloadFormatVersion'],
  Schedule: ['Description', 'Input', 'Name', 'Schedule'],
  ScheduleV2: ['Description', 'Input', 'Name', 'ScheduleExpression'],
}

export const samTextExpected: Rule = {
  id: 'sam-text-expected',
  severity: 'error',
  summary: 'A property of a SAM resource or event is a number or Boolean where SAM takes a text only.',
  aws: "Refuses the template: 'Property Role should be a string'.",
  documentation:
    'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html',
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
      FunctionName: 2024
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
      FunctionName: '2024'
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      for (const resource of resourcesOfType(root, ...Object.keys(texts))) {
        yield* checkTexts(resource.id, resource.properties, texts[resource.type])
        // Of an API whose document it writes itself, SAM takes 3.0 too.
        if (childAt(resource.properties, 'DefinitionBody'))
          yield* checkTexts(resource.id, resource.properties, ['OpenApiVersion'])
        for (const { id, type, properties } of eventsOf(resource)) {
          yield* checkTexts(id, properties, eventTexts[type])
        }
      }
      for (const { id, properties } of resourcesOfType(root, 'AWS::Serverless::Connector')) {
        for (const end of ['Source', 'Destination']) {
          yield* checkTexts(id, childAt(properties, end), ['Id', 'Type'])
        }
      }
    },
  },
}

function* checkTexts(id: string, holder: Node | undefined, names: readonly string[] = []): Iterable<Finding> {
  for (const name of names) {
    const node = entryOf(holder, name)?.value
    if (node?.type !== 'scalar' || typeof node.value === 'string' || node.value === null) continue
    const { file, range } = originOf(node)
    const quoted = JSON.stringify(String(node.value))
    yield {
      origin: originOf(node),
      message: `'${name}' of '${id}' is no text, and SAM does not make one of it, so it refuses the template; write ${quoted}`,
      fixes: [
        {
          title: `Replace with ${quoted}`,
          edits: [{ file, range, newText: quoted }],
          isPreferred: true,
        },
      ],
    }
  }
}
