import type { Rule } from '../rule.ts'
import { childAt, originOf, stringOf, toValue } from '../../syntax/node.ts'
import { resourcesOfType, templateRoot } from '../template/templateTree.ts'
import { replaceFix } from '../textFixes.ts'

export const lambdaPermissionInvalid: Rule = {
  id: 'lambda-permission-invalid',
  severity: 'error',
  summary: 'A Lambda permission has an action or principal that lets API Gateway not in.',
  aws: "Refuses an action that is none of Lambda's; takes another principal and answers 500, because API Gateway may not invoke the function.",
  documentation:
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-permission.html',
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
  Allow:
    Type: AWS::Lambda::Permission
    Properties:
      Action: InvokeFunction
      FunctionName: !Ref List
      Principal: apigateway.amazonaws.com
      SourceArn: !Sub 'arn:aws:execute-api:\${AWS::Region}:\${AWS::AccountId}:abc123/*'
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
  Allow:
    Type: AWS::Lambda::Permission
    Properties:
      Action: lambda:InvokeFunction
      FunctionName: !Ref List
      Principal: apigateway.amazonaws.com
      SourceArn: !Sub 'arn:aws:execute-api:\${AWS::Region}:\${AWS::AccountId}:abc123/*'
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      for (const { id, properties } of resourcesOfType(root, 'AWS::Lambda::Permission')) {
        const action = childAt(properties, 'Action')
        const written = stringOf(action)
        if (
          action &&
          written !== undefined &&
          !/^(lambda:[*]|lambda:[a-zA-Z]+|[*])$|\$\{|\{\{/.test(written)
        ) {
          yield {
            origin: originOf(action),
            message: `'${written}' is no action of Lambda, so it refuses permission '${id}'; write 'lambda:InvokeFunction'`,
            fixes: replaceFix(context, originOf(action), written, 'lambda:InvokeFunction'),
          }
        }
        const principal = childAt(properties, 'Principal')
        const service = stringOf(principal)
        const source = JSON.stringify(toValue(childAt(properties, 'SourceArn')) ?? '')
        if (!principal || service === undefined || !source.includes(':execute-api:')) continue
        if (service === 'apigateway.amazonaws.com' || service === '*' || /\$\{|\{\{/.test(service)) continue
        if (!service.includes('.')) continue
        yield {
          origin: originOf(principal),
          severity: 'warning',
          message: `Permission '${id}' is for an API, but lets '${service}' in, so API Gateway may not invoke the function; write 'apigateway.amazonaws.com'`,
          fixes: replaceFix(context, originOf(principal), service, 'apigateway.amazonaws.com'),
        }
      }
    },
  },
}
