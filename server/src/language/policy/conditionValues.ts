import type { CompletionItem } from 'vscode-languageserver-types'
import { CompletionItemKind } from 'vscode-languageserver-types'
import type { ActionData, KeyType } from '../../policy/actionData.ts'
import { readConditionOperator } from '../../policy/conditionOperator.ts'
import { regions } from '../../policy/lint/regions.ts'
import { apiArns } from './apiArns.ts'
import { keyNamed } from './conditionKeys.ts'
import { withSlots } from '../completion/draft.ts'
import { isTemplate, ownResources, pseudoParameter } from './ownResources.ts'
import type { PolicySite } from './policySite.ts'
import type { Proposal } from '../completion/proposal.ts'
import { valueItem } from '../completion/proposal.ts'
import { ownArns } from './resourceItems.ts'
import { servicePrincipals } from './servicePrincipals.ts'

/** The values that a condition can compare a key with, as far as they are known. */
export function conditionValues(
  site: PolicySite,
  { operator, key }: { readonly operator: string; readonly key: string },
  data: ActionData | undefined,
): CompletionItem[] {
  const kind = readConditionOperator(operator)?.base.kind
  const isTruth = kind === 'Null' || kind === 'Bool'
  const facts = keyNamed(key, data)
  const proposals = isTruth ? choices('true', 'false') : [...named(site, key), ...byType(facts?.type)]
  return proposals.map(proposal => valueItem(site, { kind: CompletionItemKind.EnumMember, ...proposal }))
}

function named(site: PolicySite, written: string): readonly Proposal[] {
  const name = written.toLowerCase()
  if (/^aws:(source|principal|resource|vpce)account$|^aws:sourceowner$/.test(name)) return accounts(site)
  if (name === 'aws:sourcevpce')
    return [...ofType(site, 'AWS::EC2::VPCEndpoint'), slot('vpce-${0123456789abcdef0}')]
  if (name === 'aws:sourcevpc') return [...ofType(site, 'AWS::EC2::VPC'), slot('vpc-${0123456789abcdef0}')]
  if (name === 'aws:requestedregion')
    return [...own(site, 'AWS::Region', 'the own region'), ...choices(...regions)]
  if (name === 'aws:sourcearn') return [...apiArns(site), ...ownArns(site, true)]
  if (name === 'aws:principalarn')
    return [...roles(site), slot('arn:aws:iam::${123456789012}:role/${RoleName}')]
  if (name === 'aws:sourceip') return [slot('${203.0.113.0/24}'), slot('${2001:db8::/32}')]
  if (name === 'aws:vpcsourceip') return [slot('${10.0.0.0/8}')]
  if (name === 'aws:ec2roledelivery') return choices('1.0', '2.0')
  if (/^(aws:principalservicename(slist)?|aws:calledvia(first|last)?|iam:passedtoservice)$/.test(name)) {
    return servicePrincipals.map(([label, detail]) => ({ label, detail, kind: CompletionItemKind.Module }))
  }
  const pattern = patterns[name]
  if (pattern !== undefined) return [slot(pattern)]
  return choices(...(closedSets[name] ?? []))
}

/** Keys whose values are a closed set. */
const closedSets: Readonly<Record<string, readonly string[] | undefined>> = {
  'aws:principaltype': ['Account', 'User', 'FederatedUser', 'AssumedRole', 'Anonymous'],
  'lambda:functionurlauthtype': ['AWS_IAM', 'NONE'],
  's3:x-amz-server-side-encryption': ['AES256', 'aws:kms', 'aws:kms:dsse'],
  's3:x-amz-acl': [
    'private',
    'public-read',
    'public-read-write',
    'authenticated-read',
    'aws-exec-read',
    'bucket-owner-read',
    'bucket-owner-full-control',
    'log-delivery-write',
  ],
  's3:authtype': ['REST-HEADER', 'REST-QUERY-STRING', 'POST'],
  's3:signatureversion': ['AWS', 'AWS4-HMAC-SHA256'],
  'sns:protocol': ['application', 'email', 'email-json', 'firehose', 'http', 'https', 'lambda', 'sms', 'sqs'],
  'dynamodb:select': ['ALL_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES', 'COUNT', 'SPECIFIC_ATTRIBUTES'],
  'dynamodb:returnvalues': ['ALL_NEW', 'ALL_OLD', 'NONE', 'UPDATED_NEW', 'UPDATED_OLD'],
  'cognito-identity.amazonaws.com:amr': ['authenticated', 'unauthenticated'],
  'token.actions.githubusercontent.com:aud': ['sts.amazonaws.com'],
  'saml:aud': ['https://signin.aws.amazon.com/saml'],
}

const patterns: Readonly<Record<string, string | undefined>> = {
  'aws:principalorgid': 'o-${a1b2c3d4e5}',
  'aws:sourceorgid': 'o-${a1b2c3d4e5}',
  'aws:resourceorgid': 'o-${a1b2c3d4e5}',
  'cognito-identity.amazonaws.com:aud': '${us-east-1}:${00000000-0000-0000-0000-000000000000}',
  'token.actions.githubusercontent.com:sub': 'repo:${owner}/${repository}:ref:refs/heads/${main}',
  'kms:viaservice': '${s3}.${us-east-1}.amazonaws.com',
  'execute-api:viadomainarn':
    'arn:aws:execute-api:${us-east-1}:${123456789012}:/domainnames/${private.example.com+d1234567890}',
}

function byType(type: KeyType | undefined): readonly Proposal[] {
  if (type === 'Bool') return choices('true', 'false')
  return type === 'Date' ? [slot('${2026-12-31T23:59:59Z}')] : []
}

function accounts(site: PolicySite): Proposal[] {
  return [...own(site, 'AWS::AccountId', 'the own account'), slot('${123456789012}')]
}

function own(site: PolicySite, pseudo: string, detail: string): Proposal[] {
  return isTemplate(site) ? [pseudoParameter(site, pseudo, detail)] : []
}

function ofType(site: PolicySite, wanted: string): Proposal[] {
  if (!isTemplate(site)) return []
  return ownResources(site)
    .filter(({ type }) => type === wanted)
    .map(({ name, type }) => ({ ...pseudoParameter(site, name, type), kind: CompletionItemKind.Reference }))
}

function roles(site: PolicySite): Proposal[] {
  return ownArns(site, true).filter(
    ({ detail }) => detail === 'AWS::IAM::Role' || detail === 'AWS::IAM::User',
  )
}

function choices(...labels: readonly string[]): Proposal[] {
  return labels.map((label, index) => ({ label, sort: String(index).padStart(2, '0') }))
}

function slot(text: string): Proposal {
  const draft = withSlots(text)
  return {
    label: draft.parts.map(part => (typeof part === 'string' ? part : part.text)).join(''),
    draft,
    sort: '3',
  }
}
