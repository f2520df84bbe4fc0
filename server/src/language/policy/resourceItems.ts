import type { CompletionItem } from 'vscode-languageserver-types'
import { CompletionItemKind } from 'vscode-languageserver-types'
import type { ActionData, ResourceType } from '../../policy/actionData.ts'
import { apiArns } from './apiArns.ts'
import type { SlottedText } from '../completion/draft.ts'
import { plainText, withSlots } from '../completion/draft.ts'
import { arnsOf, isTemplate, ownResources } from './ownResources.ts'
import type { PolicySite } from './policySite.ts'
import type { Proposal } from '../completion/proposal.ts'
import { valueItem } from '../completion/proposal.ts'
import { actionsCovered, servicesNamed } from './statementFacts.ts'

/** ARNs: of the own resources and routes, in the forms that the statement's actions take, and all. */
export function resourceItems(site: PolicySite, data: ActionData | undefined): CompletionItem[] {
  const proposals = [
    ...(isAbout(site, 'execute-api') ? apiArns(site) : []),
    ...ownArns(site),
    ...(data ? arnFormats(site, data) : []),
    ...(site.place.kind.services?.includes('execute-api') ? [] : [everything]),
  ]
  return unique(proposals).map(proposal =>
    valueItem(site, { kind: CompletionItemKind.Reference, ...proposal }),
  )
}

/** The ARNs of the template's own resources, for values that name any of them. */
export function ownArns(site: PolicySite, isAny = false): Proposal[] {
  if (!isTemplate(site)) return []
  return ownResources(site).flatMap(resource => {
    const own = arnsOf(resource)
    if (!own || !(isAny || own.services.some(service => isAbout(site, service)))) return []
    return own.arns.map(({ label, draft }): Proposal => ({
      label: site.isSubstituted ? label.replace(/^!(Ref|GetAtt) (.*)$/, '${$2}').replace('!Sub ', '') : label,
      draft,
      detail: resource.type,
      kind: CompletionItemKind.Reference,
      sort: '1',
    }))
  })
}

const everything: Proposal = { label: '*', detail: 'every resource', sort: '8' }

/** More formats than this are no help; `*` as action reaches them all. */
const mostFormats = 80

function arnFormats(site: PolicySite, data: ActionData): Proposal[] {
  const covered = actionsCovered(site.statement, data).flatMap(({ action }) => action.resources)
  const services = site.place.kind.services ?? []
  const types = covered.length > 0 ? covered : services.flatMap(name => data.service(name)?.resources ?? [])
  const formats = [...new Set(types)].flatMap(type => type.formats.map(format => ({ type, format })))
  return formats.slice(0, mostFormats).map(({ type, format }) => formatProposal(site, type, format))
}

function formatProposal(site: PolicySite, type: ResourceType, format: string): Proposal {
  const detail = type.name
  if (!isTemplate(site)) {
    const draft = withSlots(format.startsWith('arn:') ? format : `arn:aws:${format}`)
    return { label: plainText(draft), draft, detail, sort: '3' }
  }
  const argument = inTemplate(format)
  const label = plainText(argument)
  return {
    label: site.isSubstituted ? label : `!Sub ${label}`,
    draft: { intrinsic: 'Fn::Sub', argument },
    detail,
    sort: '3',
  }
}

// What the stack knows of itself is no tab stop.
function inTemplate(format: string): SlottedText {
  const known: Readonly<Record<string, string | undefined>> = {
    Partition: 'AWS::Partition',
    Region: 'AWS::Region',
    Account: 'AWS::AccountId',
  }
  const whole = format.startsWith('arn:') ? format : `arn:\${Partition}:${format}`
  const { parts } = withSlots(whole)
  return {
    parts: parts.map(part => {
      const pseudo = typeof part === 'string' ? undefined : known[part.text]
      return pseudo === undefined ? part : `\${${pseudo}}`
    }),
  }
}

// Before a statement names a service it may become about any.
function isAbout({ statement, place }: PolicySite, service: string): boolean {
  if (place.kind.services) return place.kind.services.includes(service)
  const named = servicesNamed(statement)
  return named.size === 0 || named.has(service)
}

function unique(proposals: readonly Proposal[]): Proposal[] {
  return [...new Map(proposals.map(proposal => [proposal.label, proposal])).values()]
}
