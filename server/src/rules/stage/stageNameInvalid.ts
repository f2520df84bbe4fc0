import type { Rule } from '../rule.ts'

export const stageNameInvalid: Rule = {
  id: 'stage-name-invalid',
  severity: 'error',
  summary: 'A stage has a name that API Gateway does not take.',
  aws: "Refuses the stage: 'Stage name only allows a-zA-Z0-9_'. Hyphens are taken as well, 128 characters are the most, and HTTP APIs have $default besides.",
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Books:
    Type: AWS::Serverless::Api
    Properties:
      StageName: version 1
      DefinitionBody: { openapi: 3.0.1, info: { title: Books, version: '1' }, paths: {} }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Books:
    Type: AWS::Serverless::Api
    Properties:
      StageName: version-1
      DefinitionBody: { openapi: 3.0.1, info: { title: Books, version: '1' }, paths: {} }
`,
  },
  visit: {
    *stage({ name, origin }, api) {
      if (/[${]{2}/.test(name)) return
      if (name.length > 128) {
        yield {
          origin,
          message: `The name of stage '${name.slice(0, 20)}…' has ${name.length} characters, and API Gateway refuses more than 128; shorten it`,
        }
        return
      }
      if (/^[\w-]+$/.test(name)) return
      if (name === '$default' && api.type !== 'rest') {
        if (api.type === 'http') return
        yield {
          origin,
          message: `A WebSocket API has no stage '$default', so AWS refuses it; give the stage a name`,
        }
        return
      }
      yield {
        origin,
        message: `'${name}' is no name for a stage, so API Gateway refuses it; use letters, digits, '-' and '_' only`,
      }
    },
  },
}
