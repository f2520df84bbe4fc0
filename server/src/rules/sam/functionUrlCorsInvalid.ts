import type { Rule } from '../rule.ts'
import { childAt, entryOf, originOf } from '../../syntax/node.ts'
import { isComputed, resourcesOfType, templateRoot } from '../template/templateTree.ts'

/** SAM looks at the kind of value itself, before CloudFormation would turn a text into it. */
const kinds = {
  MaxAge: { name: 'a number', pattern: /^\d+$/ },
  AllowCredentials: { name: 'true or false', pattern: /^(true|false)$/ },
} as const

export const functionUrlCorsInvalid: Rule = {
  id: 'function-url-cors-invalid',
  severity: 'error',
  summary: 'The CORS settings of a SAM function URL have values of a kind that SAM refuses.',
  aws: "Refuses the template: 'MaxAge must be of type int', 'AllowOrigins must be of type list'.",
  documentation:
    'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-functionurlconfig.html',
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
      FunctionUrlConfig: { AuthType: NONE, Cors: { MaxAge: '10' } }
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
      FunctionUrlConfig: { AuthType: NONE, Cors: { MaxAge: 10 } }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      for (const { id, properties } of resourcesOfType(root, 'AWS::Serverless::Function')) {
        const cors = childAt(properties, 'FunctionUrlConfig', 'Cors')
        for (const [name, kind] of Object.entries(kinds)) {
          const value = entryOf(cors, name)?.value
          if (value?.type !== 'scalar' || typeof value.value !== 'string' || isComputed(value)) continue
          const plain = kind.pattern.exec(value.value)?.[0]
          const { file, range } = originOf(value)
          yield {
            origin: originOf(value),
            message: `'${name}' of the URL of '${id}' is a text, where SAM takes ${kind.name} only; write ${plain ?? kind.name} without quotes`,
            fixes:
              plain === undefined
                ? []
                : [
                    {
                      title: `Replace with ${plain}`,
                      edits: [{ file, range, newText: plain }],
                      isPreferred: true,
                    },
                  ],
          }
        }
      }
    },
  },
}
