import type { ApiMapping, DomainName, DomainNameAccessAssociation } from '../api/domainName.ts'
import type { Fact } from '../base/origin.ts'
import type { Properties } from './properties.ts'
import type { SamApi } from './samApi.ts'
import type { Template } from './templateResources.ts'
import { valueOf } from '../base/origin.ts'
import { defined } from './defined.ts'
import { readDomainParts } from './domainNames.ts'
import { upperCase } from './properties.ts'
import { known } from './reader.ts'
import { samStageName } from './samApi.ts'

interface Made {
  readonly domainNames: readonly DomainName[]
  readonly apiMappings: readonly ApiMapping[]
  readonly domainNameAccessAssociations: readonly DomainNameAccessAssociation[]
}

/**
 * The domain names and mappings that SAM makes for `Domain`; APIs that name the same domain share it.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-domainconfiguration.html
 */
export function readSamDomains(template: Template, apis: readonly SamApi[]): Made {
  const stated = apis.filter(({ properties }) => properties.value('Domain')?.type === 'mapping')
  const domains = stated.map(api => readDomain(template, api))
  const names = domains.map(({ name }) => valueOf(name))
  return {
    domainNames: domains.filter(
      (_, index) => names[index] === undefined || names.indexOf(names[index]) === index,
    ),
    apiMappings: stated.flatMap(readMappings),
    domainNameAccessAssociations: stated.flatMap((api, index) => readAssociation(api, domains[index])),
  }
}

function readDomain(template: Template, { id, origin, properties }: SamApi): DomainName {
  const domain = properties.inner('Domain')
  const place = properties.origin('Domain') ?? origin
  const parts = readDomainParts(template.reader, domain)
  const { region, accountId } = template
  const type = upperCase(domain.text('EndpointConfiguration')) ?? known('REGIONAL', place)
  const name = valueOf(parts.name) ?? `${id}DomainName`
  const isPrivate = valueOf(type) === 'PRIVATE'
  return {
    id: `${id}DomainName`,
    origin: place,
    arn: isPrivate
      ? `arn:aws:apigateway:${region}:${accountId}:/domainnames/${name}+${id}DomainName`
      : `arn:aws:apigateway:${region}::/domainnames/${name}`,
    endpointTypes: [type],
    certificateArns: [domain.text('CertificateArn')].filter(fact => fact !== undefined),
    ...parts,
    ...defined({ ipAddressType: domain.text('IpAddressType') }),
  }
}

function readMappings(api: SamApi): ApiMapping[] {
  const { id, type, origin, properties } = api
  const domain = properties.inner('Domain')
  const place = properties.origin('Domain') ?? origin
  const isRest = type === 'AWS::Serverless::Api'
  const isPrivate = valueOf(upperCase(domain.text('EndpointConfiguration'))) === 'PRIVATE'
  const paths = domain.texts('BasePath')
  const mapping = (path: Fact<string> | undefined): ApiMapping => ({
    id: `${id}${letters(valueOf(path) ?? '')}${isRest ? 'BasePathMapping' : 'ApiMapping'}`,
    type: isRest
      ? `AWS::ApiGateway::BasePathMapping${isPrivate ? 'V2' : ''}`
      : 'AWS::ApiGatewayV2::ApiMapping',
    origin: path?.origin ?? place,
    apiId: known(id, place),
    stageName: samStageName(api),
    ...defined({
      domainName: domain.text('DomainName'),
      path: path && (isRest ? restPath(domain, path) : httpPath(path)),
    }),
  })
  return paths.length > 0 ? paths.map(mapping) : [mapping(undefined)]
}

// SAM takes everything but letters and digits out of a base path unless `NormalizeBasePath` is false.
function restPath(domain: Properties, path: Fact<string>): Fact<string> {
  const isKept = valueOf(domain.boolean('NormalizeBasePath')) === false
  return path.known && !isKept ? { ...path, value: letters(path.value) } : path
}

function httpPath(path: Fact<string>): Fact<string> {
  return path.known ? { ...path, value: path.value.replace(/^\/+|\/+$/g, '') } : path
}

function letters(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '')
}

function readAssociation(
  { id, properties }: SamApi,
  domain: DomainName | undefined,
): DomainNameAccessAssociation[] {
  const outer = properties.inner('Domain')
  const origin = outer.origin('AccessAssociation')
  if (!origin || !domain) return []
  const source = outer.inner('AccessAssociation').text('VpcEndpointId')
  return [
    {
      id: `${id}DomainNameAccessAssociation`,
      origin,
      domainNameArn: known(domain.arn, origin),
      sourceType: known('VPCE', origin),
      ...defined({ source }),
    },
  ]
}
