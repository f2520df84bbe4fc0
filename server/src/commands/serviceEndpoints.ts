/**
 * Endpoints by service from `SERVICE=URL` texts (a URL alone is for all services; a later text goes before an earlier
 * one), else from the environment as AWS's SDKs read it. A text that is none is returned as the fault.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export function endpointsOf(
  texts: readonly string[],
  environment: NodeJS.ProcessEnv,
): ReadonlyMap<string, string> | string {
  const given = new Map<string, string>()
  for (const text of texts) {
    const [, service = '', url = ''] = /^(?:([\w.-]+|\*)=)?(https?:\/\/.+)$/i.exec(text) ?? []
    if (!URL.canParse(url)) return text
    given.set(service === '*' ? '' : service.toLowerCase(), url)
  }
  return new Map([...fromEnvironment(environment), ...given])
}

function fromEnvironment(environment: NodeJS.ProcessEnv): Map<string, string> {
  const endpoints = new Map<string, string>()
  if (environment['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS']?.toLowerCase() === 'true') return endpoints
  for (const [name, url] of Object.entries(environment)) {
    const match = /^AWS_ENDPOINT_URL(?:_(\w+))?$/.exec(name)
    if (!match || !url || !URL.canParse(url)) continue
    const [, id] = match
    const service = id === undefined ? '' : (servicesBySdkId.get(id) ?? id.toLowerCase().replaceAll('_', '-'))
    endpoints.set(service, url)
  }
  return endpoints
}

/**
 * The same for AWS's SDKs in functions, as variables. An SDK takes that of the service before the one for all.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export function endpointVariables(endpoints: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries(
    [...endpoints].map(([service, url]) => {
      const id = sdkIdsByService.get(service) ?? service.toUpperCase().replaceAll(/\W/g, '_')
      return [service === '' ? 'AWS_ENDPOINT_URL' : `AWS_ENDPOINT_URL_${id}`, url]
    }),
  )
}

/** Services that URIs of integrations name otherwise than the SDKs. */
const servicesBySdkId: ReadonlyMap<string, string> = new Map([
  ['APPSYNC', 'appsync-api'],
  ['BEDROCK_RUNTIME', 'bedrock-runtime'],
  ['CLOUDWATCH', 'monitoring'],
  ['CLOUDWATCH_LOGS', 'logs'],
  ['COGNITO_IDENTITY_PROVIDER', 'cognito-idp'],
  ['EVENTBRIDGE', 'events'],
  ['IOT_DATA_PLANE', 'iotdata'],
  ['SECRETS_MANAGER', 'secretsmanager'],
  ['SES', 'email'],
  ['SFN', 'states'],
])

const sdkIdsByService = new Map([...servicesBySdkId].map(([id, service]) => [service, id]))
