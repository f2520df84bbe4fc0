import type { Rule } from '../rule.ts'
import { replaceFix } from '../textFixes.ts'

/** Deprecated runtimes and the newest of their language. */
const successors: Readonly<Record<string, string | undefined>> = {
  'dotnet5.0': 'dotnet10',
  dotnet6: 'dotnet10',
  dotnet7: 'dotnet10',
  'dotnetcore1.0': 'dotnet10',
  'dotnetcore2.0': 'dotnet10',
  'dotnetcore2.1': 'dotnet10',
  'dotnetcore3.1': 'dotnet10',
  'go1.x': 'provided.al2023',
  java8: 'java25',
  nodejs: 'nodejs24.x',
  'nodejs4.3': 'nodejs24.x',
  'nodejs6.10': 'nodejs24.x',
  'nodejs8.10': 'nodejs24.x',
  'nodejs10.x': 'nodejs24.x',
  'nodejs12.x': 'nodejs24.x',
  'nodejs14.x': 'nodejs24.x',
  'nodejs16.x': 'nodejs24.x',
  'nodejs18.x': 'nodejs24.x',
  'nodejs20.x': 'nodejs24.x',
  provided: 'provided.al2023',
  'python2.7': 'python3.14',
  'python3.6': 'python3.14',
  'python3.7': 'python3.14',
  'python3.8': 'python3.14',
  'python3.9': 'python3.14',
  'ruby2.5': 'ruby3.4',
  'ruby2.7': 'ruby3.4',
  'ruby3.2': 'ruby3.4',
}

/** The names of runtimes that AWS has deprecated. */
export const deprecatedRuntimes: ReadonlySet<string> = new Set(Object.keys(successors))

export const functionRuntimeDeprecated: Rule = {
  id: 'function-runtime-deprecated',
  severity: 'warning',
  summary: 'A function has a runtime that AWS has deprecated.',
  aws: 'Gives it no more security patches; refuses new functions with it, and later changes of old ones.',
  documentation: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html#runtime-support-policy',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  List:
    Type: AWS::Lambda::Function
    Properties:
      Role: arn:aws:iam::123456789012:role/books
      Handler: app.list
      Runtime: python3.8
      Code: { S3Bucket: code, S3Key: list.zip }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  List:
    Type: AWS::Lambda::Function
    Properties:
      Role: arn:aws:iam::123456789012:role/books
      Handler: app.list
      Runtime: python3.14
      Code: { S3Bucket: code, S3Key: list.zip }
`,
  },
  visit: {
    *function({ id, runtime }, context) {
      const successor = runtime?.known ? successors[runtime.value] : undefined
      if (!runtime?.known || successor === undefined) return
      yield {
        origin: runtime.origin,
        message: `AWS has deprecated the runtime '${runtime.value}' of function '${id}': it gets no security patches any more, and new functions are refused with it; move to '${successor}'`,
        fixes: replaceFix(context, runtime.origin, runtime.value, successor).map(fix => ({
          ...fix,
          isPreferred: false,
        })),
      }
    },
  },
}
