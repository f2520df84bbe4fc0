import { readArn } from '../../policy/arn.ts'
import { isServicePrincipal } from '../../policy/lint/principalNames.ts'
import { servicePrincipals } from './servicePrincipals.ts'

const page = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html'

/** Who a principal is; undefined for a text that names nobody. */
export function principalHover(text: string): string | undefined {
  const who = whoIs(text)
  return who === undefined ? undefined : `${who}\n\n[AWS documentation](${page})`
}

function whoIs(text: string): string | undefined {
  if (text === '*')
    return '**\\***: everybody, callers without any credentials too, unless a condition limits it.'
  if (/^\d{12}$/.test(text)) return account(text)
  if (/^AROA[A-Z0-9]+$/.test(text)) return `**${text}**: a role that was deleted. It names nobody any more.`
  if (/^AIDA[A-Z0-9]+$/.test(text)) return `**${text}**: a user that was deleted. It names nobody any more.`
  if (isServicePrincipal(text)) {
    const known = servicePrincipals.find(([name]) => name === text.toLowerCase())
    return `**${text}**: ${known ? known[1] : 'an AWS service'}, calling as itself. \`aws:SourceArn\` or \`aws:SourceAccount\` limits for whom.`
  }
  if (text === 'cognito-identity.amazonaws.com') {
    return `**${text}**: identities of Amazon Cognito identity pools. \`cognito-identity.amazonaws.com:aud\` limits to one pool.`
  }
  return ofArn(text)
}

function account(id: string): string {
  return `Account **${id}**: every user and role in it that its own policies allow. The same as \`arn:aws:iam::${id}:root\`.`
}

function ofArn(text: string): string | undefined {
  const arn = readArn(text)
  if (!arn || (arn.service !== 'iam' && arn.service !== 'sts')) return undefined
  const { account: id, resource } = arn
  if (resource === 'root') return account(id)
  const [kind = '', ...rest] = resource.split('/')
  const name = rest.at(-1) ?? ''
  switch (kind) {
    case 'role':
      return `Role **${name}** of account ${id}, with all its sessions.`
    case 'user':
      return `User **${name}** of account ${id}.`
    case 'assumed-role':
      return `Session **${name}** of the role ${rest.slice(0, -1).join('/')} of account ${id}; no other session of it.`
    case 'federated-user':
      return `Federated user **${name}** of account ${id}.`
    case 'oidc-provider':
      return `Identities that the OIDC provider **${rest.join('/')}** of account ${id} vouches for.`
    case 'saml-provider':
      return `Identities that the SAML provider **${name}** of account ${id} vouches for.`
    default:
      return undefined
  }
}
