import type { Rule } from '../rule.ts'
import { childAt, entryOf, originOf, stringOf } from '../../syntax/node.ts'
import { eventsOf, resourcesOf, resourcesOfType, templateRoot } from '../template/templateTree.ts'

const sources: Readonly<
  Record<string, { readonly property: string; readonly type: string; readonly word: string } | undefined>
> = {
  S3: { property: 'Bucket', type: 'AWS::S3::Bucket', word: 'bucket' },
  Cognito: { property: 'UserPool', type: 'AWS::Cognito::UserPool', word: 'user pool' },
}

export const eventSourceElsewhere: Rule = {
  id: 'event-source-elsewhere',
  severity: 'error',
  summary: 'An S3 or Cognito event names a bucket or user pool that is not in the template.',
  aws: "Refuses the template: 'S3 events must reference an S3 bucket in the same template'.",
  documentation:
    'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-s3.html',
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
        Upload: { Type: S3, Properties: { Bucket: covers, Events: 's3:ObjectCreated:*' } }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Covers:
    Type: AWS::S3::Bucket
  Books:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.list
      Runtime: nodejs22.x
      CodeUri: src/
      Events:
        Upload: { Type: S3, Properties: { Bucket: !Ref Covers, Events: 's3:ObjectCreated:*' } }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      const typeById = new Map(resourcesOf(root).map(({ id, type }) => [id, type]))
      for (const resource of resourcesOfType(root, 'AWS::Serverless::Function')) {
        for (const { id, type, properties } of eventsOf(resource)) {
          const source = sources[type]
          const node = source && childAt(properties, source.property)
          if (!source || !node || entryOf(node, 'Fn::If')) continue
          const name = stringOf(entryOf(node, 'Ref')?.value)
          if (name !== undefined && typeById.get(name) === source.type) continue
          const other = stringOf(node)
          const candidate = [...typeById].find(([, candidateType]) => candidateType === source.type)?.[0]
          const { file, range } = originOf(node)
          yield {
            origin: originOf(node),
            message: `Event '${id}' must name its ${source.word} by 'Ref' to one in this template, because SAM changes it; ${candidate === undefined ? `add an '${source.type}'` : `write '!Ref ${candidate}'`}`,
            ...(other !== undefined &&
              candidate === other && {
                fixes: [
                  {
                    title: `Refer to '${candidate}'`,
                    edits: [{ file, range, newText: `{ "Ref": "${candidate}" }` }],
                  },
                ],
              }),
          }
        }
      }
    },
  },
}
