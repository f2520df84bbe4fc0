import type { Fact, Origin } from '../base/origin.ts'
import type { ResourceServer, UserPool, UserPoolClient, UserPoolDomain, UserPoolGroup } from './cognito.ts'
import type { ApiMapping, DomainName, DomainNameAccessAssociation, RoutingRule } from './domainName.ts'
import type { FunctionAlias, FunctionUrl, FunctionVersion, LayerVersion } from './lambdaFunction.ts'
import type { Alarm, CompositeAlarm, LogGroup, MetricFilter } from './monitoring.ts'
import type { IamPolicy, IamPrincipal, IamRole } from './policy.ts'
import type { ApiKey, UsagePlan, UsagePlanKey } from './usagePlan.ts'
import type { VpcLink } from './vpcLink.ts'
import type { WebAcl, WebAclAssociation } from './webAcl.ts'

/** What stands around the APIs in their account. Parts name each other by AWS's references; nothing is nested twice. */
export interface Surroundings {
  readonly apiKeys: readonly ApiKey[]
  readonly usagePlans: readonly UsagePlan[]
  readonly usagePlanKeys: readonly UsagePlanKey[]
  readonly domainNames: readonly DomainName[]
  readonly apiMappings: readonly ApiMapping[]
  readonly routingRules: readonly RoutingRule[]
  readonly domainNameAccessAssociations: readonly DomainNameAccessAssociation[]
  readonly vpcLinks: readonly VpcLink[]
  readonly clientCertificates: readonly ClientCertificate[]
  readonly accounts: readonly GatewayAccount[]
  readonly functionUrls: readonly FunctionUrl[]
  readonly functionAliases: readonly FunctionAlias[]
  readonly functionVersions: readonly FunctionVersion[]
  readonly layerVersions: readonly LayerVersion[]
  readonly userPools: readonly UserPool[]
  readonly userPoolClients: readonly UserPoolClient[]
  readonly resourceServers: readonly ResourceServer[]
  readonly userPoolGroups: readonly UserPoolGroup[]
  readonly userPoolDomains: readonly UserPoolDomain[]
  readonly roles: readonly IamRole[]
  readonly principals: readonly IamPrincipal[]
  readonly policies: readonly IamPolicy[]
  readonly webAcls: readonly WebAcl[]
  readonly webAclAssociations: readonly WebAclAssociation[]
  readonly alarms: readonly Alarm[]
  readonly compositeAlarms: readonly CompositeAlarm[]
  readonly metricFilters: readonly MetricFilter[]
  readonly logGroups: readonly LogGroup[]
}

/** `AWS::ApiGateway::ClientCertificate`: what API Gateway shows a backend. */
export interface ClientCertificate {
  /** Logical id, which is its id on this machine. */
  readonly id: string
  readonly origin: Origin
  readonly description?: Fact<string>
}

/** `AWS::ApiGateway::Account`: the role that writes execution logs. */
export interface GatewayAccount {
  readonly id: string
  readonly origin: Origin
  readonly cloudWatchRoleArn?: Fact<string>
}

/** Of a definition that states APIs alone. */
export const emptySurroundings: Surroundings = {
  apiKeys: [],
  usagePlans: [],
  usagePlanKeys: [],
  domainNames: [],
  apiMappings: [],
  routingRules: [],
  domainNameAccessAssociations: [],
  vpcLinks: [],
  clientCertificates: [],
  accounts: [],
  functionUrls: [],
  functionAliases: [],
  functionVersions: [],
  layerVersions: [],
  userPools: [],
  userPoolClients: [],
  resourceServers: [],
  userPoolGroups: [],
  userPoolDomains: [],
  roles: [],
  principals: [],
  policies: [],
  webAcls: [],
  webAclAssociations: [],
  alarms: [],
  compositeAlarms: [],
  metricFilters: [],
  logGroups: [],
}

/** Several as one, in their order. */
export function joinSurroundings(parts: readonly Surroundings[]): Surroundings {
  return {
    apiKeys: parts.flatMap(part => part.apiKeys),
    usagePlans: parts.flatMap(part => part.usagePlans),
    usagePlanKeys: parts.flatMap(part => part.usagePlanKeys),
    domainNames: parts.flatMap(part => part.domainNames),
    apiMappings: parts.flatMap(part => part.apiMappings),
    routingRules: parts.flatMap(part => part.routingRules),
    domainNameAccessAssociations: parts.flatMap(part => part.domainNameAccessAssociations),
    vpcLinks: parts.flatMap(part => part.vpcLinks),
    clientCertificates: parts.flatMap(part => part.clientCertificates),
    accounts: parts.flatMap(part => part.accounts),
    functionUrls: parts.flatMap(part => part.functionUrls),
    functionAliases: parts.flatMap(part => part.functionAliases),
    functionVersions: parts.flatMap(part => part.functionVersions),
    layerVersions: parts.flatMap(part => part.layerVersions),
    userPools: parts.flatMap(part => part.userPools),
    userPoolClients: parts.flatMap(part => part.userPoolClients),
    resourceServers: parts.flatMap(part => part.resourceServers),
    userPoolGroups: parts.flatMap(part => part.userPoolGroups),
    userPoolDomains: parts.flatMap(part => part.userPoolDomains),
    roles: parts.flatMap(part => part.roles),
    principals: parts.flatMap(part => part.principals),
    policies: parts.flatMap(part => part.policies),
    webAcls: parts.flatMap(part => part.webAcls),
    webAclAssociations: parts.flatMap(part => part.webAclAssociations),
    alarms: parts.flatMap(part => part.alarms),
    compositeAlarms: parts.flatMap(part => part.compositeAlarms),
    metricFilters: parts.flatMap(part => part.metricFilters),
    logGroups: parts.flatMap(part => part.logGroups),
  }
}
