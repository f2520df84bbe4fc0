/** Whether a name is an ARN, and no resource of the definition. */
export function isArn(text: string): boolean {
  return /^arn:[\w-]+:/.test(text)
}

/**
 * The URI by which API Gateway invokes a function: of an ARN its text, of a resource a function of CloudFormation.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegration.html
 */
export function invocationUri(who: string): unknown {
  const end = 'lambda:path/2015-03-31/functions'
  if (!isArn(who)) {
    return {
      'Fn::Sub': `arn:\${AWS::Partition}:apigateway:\${AWS::Region}:${end}/\${${who}.Arn}/invocations`,
    }
  }
  const [, partition = 'aws', , region = 'us-east-1'] = who.split(':')
  return `arn:${partition}:apigateway:${region}:${end}/${who}/invocations`
}

/** A function or a user pool as its ARN: as it is given, or that of a resource. */
export function arnOf(who: string): unknown {
  return isArn(who) ? who : { 'Fn::GetAtt': [who, 'Arn'] }
}
