/** What an element of a policy means. */
export interface ElementText {
  readonly text: string
  /** Address of AWS's page. */
  readonly page: string
}

const guide = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_'
const output =
  'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html'
const httpOutput =
  'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html'
const permission =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-permission.html'

function element(text: string, page: string): ElementText {
  return { text, page }
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html */
export const policyElements: Readonly<Record<string, ElementText | undefined>> = {
  Version: element(
    'The version of the policy language, not of this policy. With `2012-10-17` variables such as `${aws:username}` are replaced; without it, or with `2008-10-17`, they are plain text.',
    `${guide}version.html`,
  ),
  Id: element('A name for the policy. Some services require it, IAM does not look at it.', `${guide}id.html`),
  Statement: element(
    'One statement or a list of them. A request is refused if any statement denies it, else allowed if any allows it, else refused.',
    `${guide}statement.html`,
  ),
}

export const statementTexts: Readonly<Record<string, ElementText | undefined>> = {
  Sid: element('A name for the statement, which must not stand twice in a policy.', `${guide}sid.html`),
  Effect: element(
    '`Allow` or `Deny`. A deny that matches a request goes before every allow, whatever policy it stands in.',
    `${guide}effect.html`,
  ),
  Principal: element(
    'Who is meant: `"*"` for everybody, or an object of `AWS` (accounts, roles, users), `Service`, `Federated` and `CanonicalUser`. Policies of users and roles have none: whoever they are attached to is meant.',
    `${guide}principal.html`,
  ),
  NotPrincipal: element(
    'Everybody but those listed are meant. Use it with `Deny` only: with `Allow` it lets in everybody else, anonymous callers too.',
    `${guide}notprincipal.html`,
  ),
  Action: element(
    'The actions that the statement is about, as `service:Name`. `*` and `?` are wildcards, upper and lower case count the same.',
    `${guide}action.html`,
  ),
  NotAction: element(
    'All actions but these. With `Allow` that is every action of every other service too.',
    `${guide}notaction.html`,
  ),
  Resource: element(
    'The ARNs of the resources that the statement is about. `*` matches any text, slashes too; upper and lower case differ.',
    `${guide}resource.html`,
  ),
  NotResource: element(
    'All resources but these. With `Allow` that is every resource of the account that the actions can reach.',
    `${guide}notresource.html`,
  ),
  Condition: element(
    'When the statement counts: operators, under each the keys of the request with the values to compare with. All operators and keys must hold; of several values one is enough (of a negated operator, none may match).',
    `${guide}condition.html`,
  ),
}

/** What a Lambda authorizer returns. */
export const responseTexts: Readonly<Record<string, ElementText | undefined>> = {
  principalId: element(
    'Who the caller is, a text that logs and `$context.authorizer.principalId` show. Without it API Gateway answers 500.',
    output,
  ),
  policyDocument: element(
    'The policy that decides this call, and until the cached answer expires every further call with the same identity source.',
    output,
  ),
  context: element(
    'What integrations and mapping templates get as `$context.authorizer.NAME`: strings, numbers and Booleans.',
    output,
  ),
  usageIdentifierKey: element(
    'The API key of the call, for usage plans of an API whose `apiKeySource` is `AUTHORIZER`.',
    output,
  ),
  isAuthorized: element(
    'The simple response of HTTP APIs (payload format 2.0): `true` lets the call through, `false` answers 403.',
    httpOutput,
  ),
}

export const permissionTexts: Readonly<Record<string, ElementText | undefined>> = {
  Action: element(
    'What the principal may do with the function: `lambda:InvokeFunction` for API Gateway.',
    permission,
  ),
  Principal: element(
    'Who may call the function: a service such as `apigateway.amazonaws.com`, an account, or an ARN.',
    permission,
  ),
  SourceArn: element(
    'The ARN that the call comes from. For an API it goes on with stage, method and path: `arn:aws:execute-api:REGION:ACCOUNT:API-ID/STAGE/METHOD/PATH`.',
    permission,
  ),
  SourceAccount: element(
    'The account of what calls. For sources whose ARN names no account, such as buckets.',
    permission,
  ),
}

/** The kinds of principals. */
export const principalTexts: Readonly<Record<string, ElementText | undefined>> = {
  AWS: element(
    'Accounts, roles, users or sessions by their ARN. An account (12 digits, or its `root` ARN) means every identity in it that its own policies allow.',
    `${guide}principal.html`,
  ),
  Service: element(
    'AWS services by their names, such as `apigateway.amazonaws.com`. Limit them by `aws:SourceArn` or `aws:SourceAccount`.',
    `${guide}principal.html`,
  ),
  Federated: element(
    'Identity providers: `cognito-identity.amazonaws.com`, the ARN of an OIDC or SAML provider. Role trust policies only.',
    `${guide}principal.html`,
  ),
  CanonicalUser: element(
    "The id that S3 gives to an account, in buckets' policies only.",
    `${guide}principal.html`,
  ),
}

/** Text and link as markdown. */
export function elementMarkdown({ text, page }: ElementText): string {
  return `${text}\n\n[AWS documentation](${page})`
}
