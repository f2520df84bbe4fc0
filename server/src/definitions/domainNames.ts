import type {
  ApiMapping,
  DomainName,
  DomainNameAccessAssociation,
  HeaderMatch,
  MutualTls,
  RoutingAction,
  RoutingCondition,
  RoutingRule,
} from '../api/domainName.ts'
import type { Fact } from '../base/origin.ts'
import type { Node } from '../syntax/node.ts'
import type { Properties } from './properties.ts'
import type { Reader } from './reader.ts'
import type { Template, TemplateResource } from './templateResources.ts'
import { originOf } from '../syntax/node.ts'
import { readPolicy } from './dataTrees.ts'
import { defined } from './defined.ts'
import { propertiesOf, upperCase } from './properties.ts'
import { known, list, textFacts } from './reader.ts'
import { localArn } from './resourceValues.ts'
import { resourcesOf } from './templateResources.ts'

/** Custom domain names, those of version 1, private ones and those of version 2. */
export function readDomainNames(template: Template): DomainName[] {
  return resourcesOf(
    template,
    'AWS::ApiGateway::DomainName',
    'AWS::ApiGateway::DomainNameV2',
    'AWS::ApiGatewayV2::DomainName',
  ).map(resource =>
    resource.type === 'AWS::ApiGatewayV2::DomainName'
      ? readVersion2(template, resource)
      : readVersion1(template, resource),
  )
}

/** Base path mappings and API mappings. */
export function readApiMappings(template: Template): ApiMapping[] {
  return resourcesOf(
    template,
    'AWS::ApiGateway::BasePathMapping',
    'AWS::ApiGateway::BasePathMappingV2',
    'AWS::ApiGatewayV2::ApiMapping',
  ).map(({ id, type, origin, properties }) => ({
    id,
    type,
    origin,
    ...defined({
      domainName: properties.text('DomainName') ?? properties.text('DomainNameArn'),
      apiId: properties.text('RestApiId') ?? properties.text('ApiId'),
      stageName: properties.text('Stage'),
      path: properties.text('BasePath') ?? properties.text('ApiMappingKey'),
    }),
  }))
}

/** `AWS::ApiGatewayV2::RoutingRule`. */
export function readRoutingRules(template: Template): RoutingRule[] {
  const { reader } = template
  return resourcesOf(template, 'AWS::ApiGatewayV2::RoutingRule').map(({ id, origin, properties }) => ({
    id,
    origin,
    conditions: list(reader, properties.value('Conditions')).map(node => readCondition(reader, node)),
    actions: list(reader, properties.value('Actions')).map(node => readAction(reader, node)),
    ...defined({
      domainNameArn: properties.text('DomainNameArn'),
      priority: properties.number('Priority'),
    }),
  }))
}

/** `AWS::ApiGateway::DomainNameAccessAssociation`. */
export function readAccessAssociations(template: Template): DomainNameAccessAssociation[] {
  return resourcesOf(template, 'AWS::ApiGateway::DomainNameAccessAssociation').map(
    ({ id, origin, properties }) => ({
      id,
      origin,
      ...defined({
        domainNameArn: properties.text('DomainNameArn'),
        sourceType: upperCase(properties.text('AccessAssociationSourceType')),
        source: properties.text('AccessAssociationSource'),
      }),
    }),
  )
}

/** What CloudFormation and SAM say of a domain name in the same words. */
export function readDomainParts(
  reader: Reader,
  properties: Properties,
): Pick<
  DomainName,
  | 'name'
  | 'ownershipVerificationCertificateArn'
  | 'securityPolicy'
  | 'endpointAccessMode'
  | 'routingMode'
  | 'mutualTls'
  | 'policy'
> {
  return defined({
    name: properties.text('DomainName'),
    ownershipVerificationCertificateArn: properties.text('OwnershipVerificationCertificateArn'),
    securityPolicy: properties.text('SecurityPolicy'),
    endpointAccessMode: properties.text('EndpointAccessMode'),
    routingMode: upperCase(properties.text('RoutingMode')),
    mutualTls: readMutualTls(properties),
    policy: readPolicy(reader, properties, 'Policy'),
  })
}

function readVersion1(template: Template, resource: TemplateResource): DomainName {
  const { id, origin, properties } = resource
  const endpoint = properties.inner('EndpointConfiguration')
  const types = endpoint.texts('Types').map(type => upperCase(type) ?? type)
  // As AWS takes it by default: the certificate says for which kind of endpoint it is.
  const isRegional = properties.text('RegionalCertificateArn') !== undefined
  return {
    id,
    origin,
    arn: localArn(resource, template),
    endpointTypes: types.length > 0 ? types : [known(isRegional ? 'REGIONAL' : 'EDGE', origin)],
    certificateArns: facts(properties.text('CertificateArn'), properties.text('RegionalCertificateArn')),
    ...readDomainParts(template.reader, properties),
    ...defined({ ipAddressType: endpoint.text('IpAddressType') }),
  }
}

function readVersion2(template: Template, resource: TemplateResource): DomainName {
  const { id, origin, properties } = resource
  const configurations = list(template.reader, properties.value('DomainNameConfigurations')).map(node =>
    propertiesOf(template.reader, node),
  )
  const first = configurations[0]
  const types = configurations.map(each => upperCase(each.text('EndpointType')))
  return {
    id,
    origin,
    arn: localArn(resource, template),
    endpointTypes: facts(...types),
    certificateArns: facts(...configurations.map(each => each.text('CertificateArn'))),
    ...readDomainParts(template.reader, properties),
    ...defined({
      securityPolicy: first?.text('SecurityPolicy'),
      ownershipVerificationCertificateArn: first?.text('OwnershipVerificationCertificateArn'),
      ipAddressType: first?.text('IpAddressType'),
    }),
  }
}

function readMutualTls(properties: Properties): MutualTls | undefined {
  const origin = properties.origin('MutualTlsAuthentication')
  const tls = properties.inner('MutualTlsAuthentication')
  if (!origin || tls.node?.type !== 'mapping') return undefined
  return {
    origin,
    ...defined({
      truststoreUri: tls.text('TruststoreUri'),
      truststoreVersion: tls.text('TruststoreVersion'),
    }),
  }
}

function readCondition(reader: Reader, node: Node): RoutingCondition {
  const condition = propertiesOf(reader, node)
  const paths = condition.inner('MatchBasePaths')
  const headers = condition.inner('MatchHeaders')
  return {
    origin: originOf(node),
    ...defined({
      basePaths: paths.node && textFacts(reader, paths.value('AnyOf')),
      headers: headers.node && list(reader, headers.value('AnyOf')).map(each => readHeader(reader, each)),
    }),
  }
}

function readHeader(reader: Reader, node: Node): HeaderMatch {
  const match = propertiesOf(reader, node)
  return {
    origin: originOf(node),
    ...defined({ header: match.text('Header'), valueGlob: match.text('ValueGlob') }),
  }
}

function readAction(reader: Reader, node: Node): RoutingAction {
  const invoke = propertiesOf(reader, node).inner('InvokeApi')
  return {
    origin: originOf(node),
    ...defined({
      apiId: invoke.text('ApiId'),
      stageName: invoke.text('Stage'),
      stripBasePath: invoke.boolean('StripBasePath'),
    }),
  }
}

function facts(...given: readonly (Fact<string> | undefined)[]): Fact<string>[] {
  return given.filter(fact => fact !== undefined)
}
