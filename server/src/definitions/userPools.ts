import type {
  ResourceServer,
  UserPool,
  UserPoolClient,
  UserPoolDomain,
  UserPoolGroup,
} from '../api/cognito.ts'
import type { Template } from './templateResources.ts'
import { defined } from './defined.ts'
import { propertiesOf } from './properties.ts'
import { list } from './reader.ts'
import { userPoolValues } from './resourceValues.ts'
import { resourcesOf } from './templateResources.ts'

/** `AWS::Cognito::UserPool`. */
export function readUserPools(template: Template): UserPool[] {
  return resourcesOf(template, 'AWS::Cognito::UserPool').map(resource => ({
    id: resource.id,
    origin: resource.origin,
    ...userPoolValues(resource, template),
    ...defined({ name: resource.properties.text('UserPoolName') }),
  }))
}

/** `AWS::Cognito::UserPoolClient`. */
export function readUserPoolClients(template: Template): UserPoolClient[] {
  return resourcesOf(template, 'AWS::Cognito::UserPoolClient').map(({ id, origin, properties }) => ({
    id,
    origin,
    allowedOAuthFlows: properties.texts('AllowedOAuthFlows'),
    allowedOAuthScopes: properties.texts('AllowedOAuthScopes'),
    callbackUrls: properties.texts('CallbackURLs'),
    explicitAuthFlows: properties.texts('ExplicitAuthFlows'),
    supportedIdentityProviders: properties.texts('SupportedIdentityProviders'),
    tokenValidityUnits: properties.textMap('TokenValidityUnits'),
    ...defined({
      userPoolId: properties.text('UserPoolId'),
      name: properties.text('ClientName'),
      accessTokenValidity: properties.number('AccessTokenValidity'),
      idTokenValidity: properties.number('IdTokenValidity'),
    }),
  }))
}

/** `AWS::Cognito::UserPoolResourceServer`. */
export function readResourceServers(template: Template): ResourceServer[] {
  const { reader } = template
  return resourcesOf(template, 'AWS::Cognito::UserPoolResourceServer').map(({ id, origin, properties }) => ({
    id,
    origin,
    scopes: list(reader, properties.value('Scopes')).flatMap(
      node => propertiesOf(reader, node).text('ScopeName') ?? [],
    ),
    ...defined({ userPoolId: properties.text('UserPoolId'), identifier: properties.text('Identifier') }),
  }))
}

/** `AWS::Cognito::UserPoolGroup`. */
export function readUserPoolGroups(template: Template): UserPoolGroup[] {
  return resourcesOf(template, 'AWS::Cognito::UserPoolGroup').map(({ id, origin, properties }) => ({
    id,
    origin,
    ...defined({
      userPoolId: properties.text('UserPoolId'),
      name: properties.text('GroupName'),
      roleArn: properties.text('RoleArn'),
      precedence: properties.number('Precedence'),
    }),
  }))
}

/** `AWS::Cognito::UserPoolDomain`. */
export function readUserPoolDomains(template: Template): UserPoolDomain[] {
  return resourcesOf(template, 'AWS::Cognito::UserPoolDomain').map(({ id, origin, properties }) => ({
    id,
    origin,
    ...defined({ userPoolId: properties.text('UserPoolId'), domain: properties.text('Domain') }),
  }))
}
