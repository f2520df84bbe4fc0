/** The AWS service that the URI of an integration calls. */
export interface ServiceTarget {
  readonly partition: string
  readonly region: string
  /** What stands before the service: a bucket in `bucket.s3`, an API in `id.appsync-api`. */
  readonly subdomain?: string
  /** As the URI names it: `sqs`, `states`, `email`. */
  readonly service: string
  readonly type: 'path' | 'action'
  /** What follows: the path without its first slash, or the name of an action with further parameters. */
  readonly rest: string
}

/**
 * Reads `arn:aws:apigateway:REGION:{SUBDOMAIN.}SERVICE:path|action/REST`; undefined for a URI of something else. The
 * parts may hold `{placeholders}`. https://docs.aws.amazon.com/apigateway/latest/api/API_Integration.html#apigw-Type-Integration-uri
 */
export function serviceTargetOf(uri: string): ServiceTarget | undefined {
  const match = /^arn:([\w-]+):apigateway:([\w-]+):(?:([^:/]+)\.)?([\w-]+):(path|action)\/([^]*)$/.exec(uri)
  if (!match) return undefined
  const [, partition = '', region = '', subdomain, service = '', type, rest = ''] = match
  return {
    partition,
    region,
    ...(subdomain !== undefined && { subdomain }),
    service,
    type: type === 'path' ? 'path' : 'action',
    rest,
  }
}

/** The host that AWS has for the target: `sqs.us-east-1.amazonaws.com`. */
export function serviceHost({
  partition,
  region,
  subdomain,
  service,
}: Pick<ServiceTarget, 'partition' | 'region' | 'subdomain' | 'service'>): string {
  const suffix = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com'
  const own = withoutRegion.has(service) ? `${service}.${suffix}` : `${service}.${region}.${suffix}`
  return subdomain === undefined ? own : `${subdomain}.${own}`
}

/** The name under which requests to a service are signed: mostly its own. */
export function signingNameOf(service: string): string {
  return signingNames.get(service) ?? service
}

// https://docs.aws.amazon.com/general/latest/gr/rande.html#global-endpoints
const withoutRegion: ReadonlySet<string> = new Set(['cloudfront', 'iam', 'route53'])

const signingNames: ReadonlyMap<string, string> = new Map([
  ['appsync-api', 'appsync'],
  ['bedrock-agent-runtime', 'bedrock'],
  ['bedrock-runtime', 'bedrock'],
  ['email', 'ses'],
  ['sync-states', 'states'],
])
