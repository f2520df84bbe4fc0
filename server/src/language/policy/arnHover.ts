import type { Api, Definition } from '../../api/api.ts'
import type { ActionData } from '../../policy/actionData.ts'
import { readArn } from '../../policy/arn.ts'
import { hasWildcard, matchesWildcard, patternsMeet } from '../../policy/wildcard.ts'
import { listed } from './actionHover.ts'
import { routeSuffixes } from './apiArns.ts'

/**
 * What an ARN's parts name, and for an API which routes of the definition it covers; undefined for no ARN. `resource` is
 * the logical id of the API that the policy is of.
 */
export function arnHover(
  text: string,
  definition: Definition | undefined,
  data: ActionData | undefined,
  resource?: string,
): string | undefined {
  if (text === '*') return '**\\***: every resource that the actions can reach.'
  if (text.startsWith('execute-api:/')) {
    const path = text.slice('execute-api:/'.length)
    const lines = ['**Short form** of this API’s own ARN; AWS writes it out when it saves the policy.']
    const apis = definition?.apis ?? []
    const own = apis.filter(({ id }) => id === resource)
    return [...lines, apiPath(path), coverage(path, own.length > 0 ? own : apis)].filter(isSaid).join('\n\n')
  }
  const arn = readArn(text)
  if (!arn) return undefined
  const { partition, service, region, account } = arn
  const parts = [
    `- partition \`${partition}\`${partitions[partition] ?? ''}`,
    `- service \`${service}\`${nameOf(service, data)}`,
    `- region ${region === '' ? 'none' : `\`${region}\`${region === '*' ? ': every one' : ''}`}`,
    `- account ${account === '' ? 'none' : `\`${account}\`${account === '*' ? ': every one' : ''}`}`,
  ]
  if (service === 'execute-api') {
    const [api = '', ...path] = arn.resource.split('/')
    const isWhole = arn.resource.includes('/')
    return [
      [
        ...parts,
        ...(api === '' ? [] : [`- API \`${api}\`${api === '*' ? ': every one' : ''}`]),
        ...(isWhole ? [apiPath(path.join('/'))] : []),
      ]
        .filter(isSaid)
        .join('\n'),
      coverage(isWhole ? path.join('/') : '*', apisNamed(api, definition)),
    ]
      .filter(isSaid)
      .join('\n\n')
  }
  const type = data && resourceType(service, arn.resource, data)
  return [...parts, `- resource \`${arn.resource}\`${type === undefined ? '' : `: ${type}`}`].join('\n')
}

const partitions: Readonly<Record<string, string | undefined>> = {
  aws: ': the public regions',
  'aws-cn': ': the regions in China',
  'aws-us-gov': ': the GovCloud regions',
  '*': ': every one',
}

function nameOf(prefix: string, data: ActionData | undefined): string {
  const service = data?.service(prefix)
  return service ? `: ${service.name}` : ''
}

function resourceType(prefix: string, resource: string, data: ActionData): string | undefined {
  if (resource === '*') return 'every one of the service'
  const plain = resource.replace(/\$\{[^}]*\}/g, '*').slice(0, 500)
  const types = (data.service(prefix)?.resources ?? []).filter(({ arns }) =>
    arns.some(arn => patternsMeet(readArn(`arn:aws:${arn}`)?.resource ?? '', plain)),
  )
  // A bucket's name holds no slash, though a wildcard would match one.
  const depth = (arn: string) => arn.split('/').length
  const same = types.filter(({ arns }) => arns.some(arn => depth(arn) === depth(plain)))
  const best = same.length > 0 ? same : types
  return best.length === 0 ? undefined : listed(best.map(({ name }) => name))
}

// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-using-iam-policies-to-invoke-api.html
function apiPath(path: string): string {
  const [stage, method, ...rest] = path.split('/')
  if (stage === undefined || stage === '') return ''
  if (stage === 'authorizers') return `- authorizer \`${method ?? ''}\``
  const every = (value: string) => (value === '*' ? ': every one' : '')
  if (method === undefined && hasWildcard(stage)) {
    return `- stage, method and path \`${stage}\`${stage === '*' ? ': every one' : ''}`
  }
  return [
    `- stage \`${stage}\`${every(stage)}`,
    ...(method === undefined
      ? []
      : [
          `- method \`${method}\`${rest.length === 0 && method === '*' ? ': every one, with every path' : every(method)}`,
        ]),
    ...(rest.length === 0 ? [] : [`- path \`/${rest.join('/')}\``]),
  ].join('\n')
}

// The id on AWS is not known here, so a plain one may be that of a single API.
function apisNamed(id: string, definition: Definition | undefined): readonly Api[] {
  const apis = definition?.apis ?? []
  const [, name] = /^\$\{([^}]*)\}$/.exec(id) ?? []
  if (name !== undefined) return apis.filter(api => api.id === name)
  return hasWildcard(id) || apis.length === 1 ? apis : []
}

function coverage(path: string, apis: readonly Api[]): string {
  if (apis.length === 0) return ''
  // What a template fills in may be any text.
  const pattern = path.replace(/\$\{[^}]*\}/g, '*')
  const routes = apis.flatMap(api => routeSuffixes(api).map(route => ({ ...route, api })))
  const covered = routes.flatMap(({ suffix, label, api }) => {
    const stages = [...new Set(['*', ...api.stages.map(({ name }) => name)])]
    const whole = stages.some(stage => covers(pattern, `${stage}/${suffix}`))
    if (whole) return [label]
    return stages.some(stage => patternsMeet(pattern, `${stage}/${suffix}`)) ? [`${label} (in part)`] : []
  })
  const names = listed([...new Set(apis.map(({ name }) => name))])
  if (covered.length === 0) return `Covers **no route** of ${names}.`
  const count =
    covered.length === routes.length ? 'every route' : `${covered.length} of ${routes.length} routes`
  return `Covers **${count}** of ${names}: ${listed(covered)}.`
}

// A pattern holds another one when it matches whatever stands in place of that one's wildcards.
function covers(pattern: string, suffix: string): boolean {
  return ['\u0001', '\u0001\u0002/\u0003'].every(text =>
    matchesWildcard(pattern, suffix.replaceAll('*', text)),
  )
}

function isSaid(section: string): boolean {
  return section !== ''
}
