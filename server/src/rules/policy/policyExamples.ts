import type { RuleExamples } from '../rule.ts'

// Statements are written as the inside of a YAML flow mapping: `Effect: Allow, Action: s3:GetObject, Resource: '*'`.

/** A managed policy with statements, and one that is right. */
export function identity(
  bad: string | readonly string[],
  good = 'Effect: Allow, Action: s3:GetObject, Resource: "*"',
): RuleExamples {
  return examples(statements => managedPolicy(`Version: '2012-10-17'`, statements), bad, good)
}

/** A managed policy whose root is given line by line. */
export function identityRoot(...lines: readonly string[]): RuleExamples {
  const good = `Version: '2012-10-17'`
  return {
    bad: policyWith(lines),
    good: managedPolicy(good, ['Effect: Allow, Action: s3:GetObject, Resource: "*"']),
  }
}

/** The trust policy of a role. */
export function trust(
  bad: string | readonly string[],
  good = 'Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole',
): RuleExamples {
  const text = (statements: readonly string[]) => `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
${list(statements, 10)}
`
  return examples(text, bad, good)
}

/** The resource policy of an API. */
export function api(
  bad: string | readonly string[],
  good = "Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: 'execute-api:/*'",
): RuleExamples {
  const text = (statements: readonly string[]) => `
openapi: 3.0.1
info: { title: Books, version: '1' }
x-amazon-apigateway-policy:
  Version: '2012-10-17'
  Statement:
${list(statements, 4)}
paths: {}
`
  return examples(text, bad, good)
}

/** The policy of a queue. */
export function queue(
  bad: string | readonly string[],
  good = "Effect: Allow, Principal: { Service: sns.amazonaws.com }, Action: sqs:SendMessage, Resource: '*', Condition: { StringEquals: { aws:SourceAccount: '123456789012' } }",
): RuleExamples {
  const text = (statements: readonly string[]) => `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Allow:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [https://sqs.us-east-1.amazonaws.com/123456789012/books]
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
${list(statements, 10)}
`
  return examples(text, bad, good)
}

/** A Lambda permission with further properties, each a line. */
export function permission(bad: readonly string[], good: readonly string[]): RuleExamples {
  const text = (lines: readonly string[]) => `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Allow:
    Type: AWS::Lambda::Permission
    Properties:
      FunctionName: arn:aws:lambda:us-east-1:123456789012:function:books
${lines.map(line => `      ${line}`).join('\n')}
`
  return { bad: text(bad), good: text(good) }
}

function examples(
  text: (statements: readonly string[]) => string,
  bad: string | readonly string[],
  good: string,
): RuleExamples {
  return { bad: text(typeof bad === 'string' ? [bad] : bad), good: text([good]) }
}

function managedPolicy(version: string, statements: readonly string[]): string {
  return policyWith([version, 'Statement:', ...statements.map(statement => `  - { ${statement} }`)])
}

function policyWith(lines: readonly string[]): string {
  return `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
${lines.map(line => `        ${line}`).join('\n')}
`
}

function list(statements: readonly string[], indent: number): string {
  return statements.map(statement => `${' '.repeat(indent)}- { ${statement} }`).join('\n')
}
