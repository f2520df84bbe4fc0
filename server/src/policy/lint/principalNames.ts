/** Whether a text is the name of a service as principal: `apigateway.amazonaws.com`. */
export function isServicePrincipal(text: string): boolean {
  return /^[a-z0-9-]+(\.[a-z0-9-]+)*\.(amazonaws\.com(\.cn)?|aws\.internal|aws\.dev)$/i.test(text)
}

/** What an `AWS` principal may be. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
export type AwsName = 'valid' | 'wildcard' | 'role-id' | 'user-id' | 'invalid'

/** Reads an `AWS` principal. */
export function readAwsName(text: string): AwsName {
  if (text === '*' || /^\d{12}$/.test(text)) return 'valid'
  // The id that AWS puts in the place of a role or user that was deleted.
  if (/^AROA[A-Z0-9]+$/.test(text)) return 'role-id'
  if (/^AIDA[A-Z0-9]+$/.test(text)) return 'user-id'
  if (/[*?]/.test(text)) return 'wildcard'
  return awsArn.test(text) ? 'valid' : 'invalid'
}

const awsArn =
  /^arn:aws[a-z-]*:(iam|sts)::(\d{12}|cloudfront|aws):(root|(user|role|group|assumed-role|federated-user|service-role)\/.+)$/
