import type { ClientCertificate, GatewayAccount, Surroundings } from '../api/surroundings.ts'
import type { VpcLink } from '../api/vpcLink.ts'
import type { Template } from './templateResources.ts'
import { defined } from './defined.ts'
import { readAccessAssociations, readApiMappings, readDomainNames, readRoutingRules } from './domainNames.ts'
import {
  readFunctionAliases,
  readFunctionUrls,
  readFunctionVersions,
  readLayerVersions,
} from './functionParts.ts'
import { readPolicies, readPrincipals, readRoles } from './iam.ts'
import { readAlarms, readCompositeAlarms, readLogGroups, readMetricFilters } from './monitoring.ts'
import { resourcesOf } from './templateResources.ts'
import { readApiKeys, readUsagePlanKeys, readUsagePlans } from './usagePlans.ts'
import {
  readResourceServers,
  readUserPoolClients,
  readUserPoolDomains,
  readUserPoolGroups,
  readUserPools,
} from './userPools.ts'
import { readWebAclAssociations, readWebAcls } from './webAcls.ts'

/** The resources of a template that stand around its APIs. */
export function readSurroundings(template: Template): Surroundings {
  return {
    apiKeys: readApiKeys(template),
    usagePlans: readUsagePlans(template),
    usagePlanKeys: readUsagePlanKeys(template),
    domainNames: readDomainNames(template),
    apiMappings: readApiMappings(template),
    routingRules: readRoutingRules(template),
    domainNameAccessAssociations: readAccessAssociations(template),
    vpcLinks: readVpcLinks(template),
    clientCertificates: readClientCertificates(template),
    accounts: readAccounts(template),
    functionUrls: readFunctionUrls(template),
    functionAliases: readFunctionAliases(template),
    functionVersions: readFunctionVersions(template),
    layerVersions: readLayerVersions(template),
    userPools: readUserPools(template),
    userPoolClients: readUserPoolClients(template),
    resourceServers: readResourceServers(template),
    userPoolGroups: readUserPoolGroups(template),
    userPoolDomains: readUserPoolDomains(template),
    roles: readRoles(template),
    principals: readPrincipals(template),
    policies: readPolicies(template),
    webAcls: readWebAcls(template),
    webAclAssociations: readWebAclAssociations(template),
    alarms: readAlarms(template),
    compositeAlarms: readCompositeAlarms(template),
    metricFilters: readMetricFilters(template),
    logGroups: readLogGroups(template),
  }
}

function readVpcLinks(template: Template): VpcLink[] {
  return resourcesOf(template, 'AWS::ApiGateway::VpcLink', 'AWS::ApiGatewayV2::VpcLink').map(
    ({ id, type, origin, properties }) => ({
      id,
      version: type === 'AWS::ApiGateway::VpcLink' ? 1 : 2,
      origin,
      targetArns: properties.texts('TargetArns'),
      subnetIds: properties.texts('SubnetIds'),
      securityGroupIds: properties.texts('SecurityGroupIds'),
      ...defined({ name: properties.text('Name') }),
    }),
  )
}

function readClientCertificates(template: Template): ClientCertificate[] {
  return resourcesOf(template, 'AWS::ApiGateway::ClientCertificate').map(({ id, origin, properties }) => ({
    id,
    origin,
    ...defined({ description: properties.text('Description') }),
  }))
}

function readAccounts(template: Template): GatewayAccount[] {
  return resourcesOf(template, 'AWS::ApiGateway::Account').map(({ id, origin, properties }) => ({
    id,
    origin,
    ...defined({ cloudWatchRoleArn: properties.text('CloudWatchRoleArn') }),
  }))
}
