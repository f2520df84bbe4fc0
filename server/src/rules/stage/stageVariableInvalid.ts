import type { Rule } from '../rule.ts'

export const stageVariableInvalid: Rule = {
  id: 'stage-variable-invalid',
  severity: 'error',
  summary: 'A stage variable has a name or a value that API Gateway does not take.',
  aws: "Refuses the stage: 'Invalid stage variable name … Please use names with only word characters' or 'Invalid stage variable value'. Values have letters, digits, spaces and - . _ ~ : / ? # & = and commas.",
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/api/API_CreateStage.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Books:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      Variables: { back-end: example.com }
      DefinitionBody: { openapi: 3.0.1, info: { title: Books, version: '1' }, paths: {} }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Books:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      Variables: { backEnd: example.com }
      DefinitionBody: { openapi: 3.0.1, info: { title: Books, version: '1' }, paths: {} }
`,
  },
  visit: {
    *stage({ name: stage, variables }) {
      for (const [name, value] of variables) {
        const isName = /^\w+$/.test(name)
        if (isName && (!value.known || /^[\w .~:/?#&=,-]*$|\$\{|\{\{/.test(value.value))) continue
        yield {
          origin: value.origin,
          message: isName
            ? `The variable '${name}' of stage '${stage}' has a value with characters that API Gateway refuses; use letters, digits, spaces and - . _ ~ : / ? # & = , only`
            : `'${name}' of stage '${stage}' is no name for a variable, so API Gateway refuses it; use letters, digits and '_' only`,
        }
      }
    },
  },
}
