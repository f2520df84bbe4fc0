import type { Outcome } from '../syntax/intrinsicFunctions.ts'
import type { Locality } from './locality.ts'
import type { Resources, TemplateResource } from './templateResources.ts'
import { known, unknown } from '../syntax/intrinsicFunctions.ts'
import { valueOf } from '../base/origin.ts'
import { localValues } from './localValues.ts'
import { isGeneratedName, samReference } from './samNames.ts'

/** What `Ref` of a resource gives here; undefined when there is no such resource. */
export function refOf(name: string, resources: Resources, locality: Locality): Outcome | undefined {
  const resource = resources.get(name)
  if (!resource) {
    const reference = samReference(name, resources)
    return reference ? samValue(reference.resource, reference.property, locality) : generated(name, resources)
  }
  const versioned = versionOf(resource, resources, locality)
  if (versioned !== undefined) return known(versioned)
  const pattern = localValues.get(resource.type)?.ref
  return known(pattern === undefined ? resource.id : fill(pattern, resource, locality))
}

/** What `Fn::GetAtt` gives here; undefined when there is no such resource. */
export function attributeOf(
  name: string,
  attribute: string,
  resources: Resources,
  locality: Locality,
): Outcome | undefined {
  const resource = resources.get(name)
  if (!resource)
    return isGeneratedName(name, resources) ? unknown(`'${name}' is made by SAM in AWS`) : undefined
  const pattern = localValues.get(resource.type)?.attributes?.[attribute]
  if (pattern !== undefined) return known(fill(pattern, resource, locality))
  if (/^(Alias|Version|Stage)$/.test(attribute) && resource.type.startsWith('AWS::Serverless::')) {
    return samValue(resource, attribute, locality)
  }
  const version = /Arn$/.test(attribute) ? versionOf(resource, resources, locality) : undefined
  return version === undefined ? unknown(`'${name}.${attribute}' exists in AWS only`) : known(version)
}

/** The ARN that a function of the template has here. */
export function functionArn(resource: TemplateResource, locality: Locality): string {
  return fill('arn:aws:lambda:{region}:{account}:function:{name}', resource, locality)
}

/** The ARN that any other resource has here; empty for one without. */
export function localArn(resource: TemplateResource, locality: Locality): string {
  return fill(localValues.get(resource.type)?.arn ?? '', resource, locality)
}

/** Id, ARN and issuer of a user pool, as `Ref` and `Fn::GetAtt` give them. */
export function userPoolValues(
  resource: TemplateResource,
  locality: Locality,
): { readonly poolId: string; readonly arn: string; readonly issuer: string } {
  const { ref = '', attributes } = localValues.get('AWS::Cognito::UserPool') ?? {}
  return {
    poolId: fill(ref, resource, locality),
    arn: fill(attributes?.['Arn'] ?? '', resource, locality),
    issuer: fill(attributes?.['ProviderURL'] ?? '', resource, locality),
  }
}

/** The name of a resource: its naming property, else its logical id. */
export function nameOf(resource: TemplateResource): string {
  const property = localValues.get(resource.type)?.name
  return (property === undefined ? undefined : valueOf(resource.properties.text(property))) ?? resource.id
}

function fill(pattern: string, resource: TemplateResource, locality: Locality): string {
  const { region, accountId } = locality
  return pattern
    .replaceAll('{region}', region)
    .replaceAll('{account}', accountId)
    .replaceAll('{id}', () => resource.id)
    .replaceAll('{name}', () => functionName(resource, locality))
}

/**
 * The name of a function, as `nameOf`; in a stack among others AWS's form of an unstated name, so that functions with one
 * logical id in two stacks are two.
 */
export function functionName(resource: TemplateResource, { stackName }: Locality): string {
  const name = nameOf(resource)
  const isUnnamed = resource.properties.value('FunctionName') === undefined
  const isScoped = /^AWS::(Lambda|Serverless)::Function$/.test(resource.type) && isUnnamed
  return isScoped && stackName !== undefined ? `${stackName}-${name}` : name
}

function generated(name: string, resources: Resources): Outcome | undefined {
  return isGeneratedName(name, resources) ? known(name) : undefined
}

// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html
function samValue(resource: TemplateResource, property: string, locality: Locality): Outcome {
  if (property === 'Stage') return known(valueOf(resource.properties.text('StageName')) ?? 'Prod')
  if (resource.type !== 'AWS::Serverless::Function') return known(`${resource.id}${property}`)
  const alias = valueOf(resource.properties.text('AutoPublishAlias'))
  return known(`${functionArn(resource, locality)}:${property === 'Alias' ? (alias ?? 'live') : '1'}`)
}

// An alias or version answers with its function's ARN and a qualifier.
function versionOf(resource: TemplateResource, resources: Resources, locality: Locality): string | undefined {
  if (!/^AWS::Lambda::(Alias|Version)$/.test(resource.type)) return undefined
  const given = valueOf(resource.properties.text('FunctionName'))
  if (given === undefined) return undefined
  const target = resources.get(given)
  const base = target ? functionArn(target, locality) : given
  const arn = base.startsWith('arn:')
    ? base
    : `arn:aws:lambda:${locality.region}:${locality.accountId}:function:${base}`
  const qualifier = resource.type === 'AWS::Lambda::Alias' ? valueOf(resource.properties.text('Name')) : '1'
  return `${arn}:${qualifier ?? resource.id}`
}
