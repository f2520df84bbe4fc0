import type { Api } from '../../api/api.ts'
import { callableRoutes } from '../routeReference.ts'
import type { SlottedText, Slot } from '../completion/draft.ts'
import { plainText } from '../completion/draft.ts'
import { isTemplate } from './ownResources.ts'
import type { PolicySite } from './policySite.ts'
import type { Proposal } from '../completion/proposal.ts'

/** The ARNs of the definition's own APIs and routes, in the short form too where a policy takes it. */
export function apiArns(site: PolicySite): Proposal[] {
  const apis = site.owner.definition?.apis ?? []
  const mine = apis.filter(({ id }) => id === site.resource)
  const meant = site.place.kind.hasShortForm && mine.length > 0 ? mine : apis
  const short = site.place.kind.hasShortForm ? shortForms(meant) : []
  return [...short, ...meant.flatMap(api => fullForms(site, api))]
}

/** What follows the API's id and the stage in the ARN of each route, with what it stands for. */
export function routeSuffixes(api: Api): { readonly suffix: string; readonly label: string }[] {
  if (api.type === 'websocket') {
    const routes = api.routes.map(({ routeKey }) => ({ suffix: routeKey, label: `route ${routeKey}` }))
    return [...routes, { suffix: 'POST/@connections/*', label: 'messages to connections' }]
  }
  return callableRoutes(api).map(({ method, path, label }) => ({
    // The variable parts of a path hold the request's values.
    suffix: path === '' ? '*' : `${method === 'ANY' ? '*' : method}${path.replace(/\{[^}]*\}/g, '*')}`,
    label,
  }))
}

function shortForms(apis: readonly Api[]): Proposal[] {
  const routes = apis
    .flatMap(routeSuffixes)
    .map(({ suffix, label }): Proposal => ({ label: `execute-api:/*/${suffix}`, detail: label, sort: '1' }))
  return [{ label: 'execute-api:/*', detail: 'every route of every stage', sort: '0' }, ...unique(routes)]
}

function fullForms(site: PolicySite, api: Api): Proposal[] {
  const inTemplate = isTemplate(site)
  const base: readonly (string | Slot)[] = inTemplate
    ? [`arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${${api.id}}/`]
    : [
        'arn:aws:execute-api:',
        { stop: 1, text: 'us-east-1' },
        ':',
        { stop: 2, text: '123456789012' },
        ':',
        { stop: 3, text: 'api-id' },
        '/',
      ]
  const stage: Slot = { stop: 4, text: stageOf(api) }
  const all = [{ suffix: '*', label: `every route of ${api.name}` }, ...routeSuffixes(api)]
  const proposals = all.map(({ suffix, label }): Proposal => {
    const argument: SlottedText = { parts: [...base, stage, `/${suffix}`] }
    const written = plainText(argument)
    return inTemplate
      ? {
          label: site.isSubstituted ? written : `!Sub ${written}`,
          draft: { intrinsic: 'Fn::Sub', argument },
          detail: label,
          sort: '2',
        }
      : { label: written, draft: argument, detail: label, sort: '2' }
  })
  return unique(proposals)
}

function stageOf(api: Api): string {
  return api.stages.find(stage => stage.isInvented !== true && stage.isGenerated !== true)?.name ?? '*'
}

function unique(proposals: readonly Proposal[]): Proposal[] {
  return [...new Map(proposals.map(proposal => [proposal.label, proposal])).values()]
}
