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
  const routes = apis.flatMap(api =>
    routeSuffixes(api).map(route => ({ ...route, stages: stagesOf(api, pattern) })),
  )
  const covered = routes.flatMap(({ suffix, label, stages }) => {
    if (stages.some(stage => coversAll(pattern, `${stage}/${suffix}`))) return [label]
    const isGreedy = label.endsWith('+}')
    return stages.some(stage => coversSome(pattern, `${stage}/${suffix}`, isGreedy))
      ? [`${label} (in part)`]
      : []
  })
  const names = listed([...new Set(apis.map(({ name }) => name))])
  if (covered.length === 0) return `Covers **no route** of ${names}.`
  const isEvery = covered.length === routes.length && !covered.some(route => route.endsWith('(in part)'))
  const count = isEvery ? 'every route' : `${covered.length} of ${routes.length} routes`
  return `Covers **${count}** of ${names}: ${listed(covered)}.`
}

// Where the definition states no stage, whatever the pattern means.
function stagesOf(api: Api, pattern: string): readonly string[] {
  const stated = api.stages.filter(({ isInvented }) => isInvented !== true).map(({ name }) => name)
  return stated.length > 0 ? stated : [filledIn(pattern.split('/')[0])]
}

// A pattern covers a route when it matches whatever stands in the route's variable places.
function coversAll(pattern: string, route: string): boolean {
  return ['\u0001', '\u0001\u0002/\u0003'].every(text =>
    matchesWildcard(pattern, route.replaceAll('*', text)),
  )
}

// Whether it matches with something in them: best with what the pattern has there, counted from either end.
function coversSome(pattern: string, route: string, isGreedy: boolean): boolean {
  const wanted = pattern.split('/')
  const segments = route.split('/')
  const last = segments.length - 1
  return [0, wanted.length - segments.length].some(shift => {
    const filled = segments.map((segment, index) => {
      if (segment !== '*') return segment
      return isGreedy && index === last
        ? filledIn(wanted.slice(last).join('/'))
        : filledIn(wanted[index + shift])
    })
    return matchesWildcard(pattern, filled.join('/'))
  })
}

function filledIn(segment: string | undefined): string {
  return (segment ?? '*').replace(/[*?]/g, 'x')
}

function isSaid(section: string): boolean {
  return section !== ''
}
