import type { CompletionItem } from 'vscode-languageserver-types'
import { CompletionItemKind } from 'vscode-languageserver-types'
import type { Draft } from '../completion/draft.ts'
import { withSlots } from '../completion/draft.ts'
import { elementMarkdown, principalTexts } from './elementTexts.ts'
import { isTemplate, ownResources, pseudoParameter } from './ownResources.ts'
import type { PolicySite } from './policySite.ts'
import type { Proposal } from '../completion/proposal.ts'
import { valueItem } from '../completion/proposal.ts'
import { servicePrincipals } from './servicePrincipals.ts'

/** What may stand under `Principal` itself: everybody, or an object. */
export function principalItems(site: PolicySite): CompletionItem[] {
  const { kind } = site.place
  const isTrust = kind.resource === 'forbidden'
  const shapes: Proposal[] = [
    ...(isTrust ? [] : [{ label: '*', detail: 'everybody, anonymous callers too', sort: '0' }]),
    shape('AWS', withSlots('arn:aws:iam::${123456789012}:root'), 'accounts, roles, users'),
    shape('Service', withSlots('${apigateway.amazonaws.com}'), 'AWS services'),
    ...(isTrust || !kind.services
      ? [shape('Federated', withSlots('${cognito-identity.amazonaws.com}'), 'identity providers')]
      : []),
  ]
  return shapes.map(proposal => valueItem(site, proposal))
}

/** The names of one kind of principals. */
export function principalValues(site: PolicySite, key: string): CompletionItem[] {
  const items = (proposals: readonly Proposal[]) => proposals.map(proposal => valueItem(site, proposal))
  if (key === 'Service') {
    const there = site.place.holds === 'permission' ? [{ label: '*', detail: 'everybody', sort: '9' }] : []
    const services = servicePrincipals.map(([label, detail], index) => ({
      label,
      detail,
      kind: CompletionItemKind.Module,
      sort: String(index).padStart(3, '0'),
    }))
    return items([...services, ...there])
  }
  if (key === 'AWS') return items(awsPrincipals(site))
  return key === 'Federated' ? items(providers) : []
}

function shape(key: string, value: Draft, detail: string): Proposal {
  const text = principalTexts[key]
  return {
    label: `{ ${key} }`,
    draft: { members: [[key, value]] },
    detail,
    kind: CompletionItemKind.Struct,
    ...(text && { documentation: elementMarkdown(text) }),
  }
}

function awsPrincipals(site: PolicySite): Proposal[] {
  const kind = CompletionItemKind.Reference
  const own = isTemplate(site)
    ? [
        pseudoParameter(site, 'AWS::AccountId', 'the own account'),
        ...ownResources(site)
          .filter(({ type }) => type === 'AWS::IAM::Role' || type === 'AWS::IAM::User')
          .map(({ name, type }): Proposal => {
            const argument = `${name}.Arn`
            return {
              label: `!GetAtt ${argument}`,
              draft: { intrinsic: 'Fn::GetAtt', argument },
              detail: type,
              kind,
              sort: '0',
            }
          }),
      ]
    : []
  return [
    ...own,
    { label: '*', detail: 'everybody, anonymous callers too', sort: '3' },
    { label: '123456789012', draft: withSlots('${123456789012}'), detail: 'an account', sort: '2' },
    ...['root', 'role/${RoleName}', 'user/${UserName}', 'role/aws-service-role/${Service}/${RoleName}'].map(
      (name): Proposal => ({
        label: `arn:aws:iam::123456789012:${name.replace(/\$\{(\w+)\}/g, '$1')}`,
        draft: withSlots(`arn:aws:iam::\${123456789012}:${name}`),
        detail: name === 'root' ? 'an account' : `a ${name.split('/')[0] ?? ''}`,
        sort: '2',
      }),
    ),
    {
      label: 'arn:aws:sts::123456789012:assumed-role/RoleName/SessionName',
      draft: withSlots('arn:aws:sts::${123456789012}:assumed-role/${RoleName}/${SessionName}'),
      detail: 'a session of a role',
      sort: '2',
    },
  ]
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
const providers: readonly Proposal[] = [
  { label: 'cognito-identity.amazonaws.com', detail: 'Amazon Cognito identity pools' },
  {
    label: 'arn:aws:iam::123456789012:oidc-provider/HOST',
    draft: withSlots('arn:aws:iam::${123456789012}:oidc-provider/${token.actions.githubusercontent.com}'),
    detail: 'an OIDC provider of the account',
  },
  {
    label: 'arn:aws:iam::123456789012:saml-provider/NAME',
    draft: withSlots('arn:aws:iam::${123456789012}:saml-provider/${ProviderName}'),
    detail: 'a SAML provider of the account',
  },
  { label: 'accounts.google.com', detail: 'Google' },
  { label: 'graph.facebook.com', detail: 'Facebook' },
  { label: 'www.amazon.com', detail: 'Login with Amazon' },
]
