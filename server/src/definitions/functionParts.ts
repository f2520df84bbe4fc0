import type {
  FunctionAlias,
  FunctionUrl,
  FunctionVersion,
  LambdaFunction,
  LayerVersion,
} from '../api/lambdaFunction.ts'
import type { Fact } from '../base/origin.ts'
import type { Properties } from './properties.ts'
import type { Reader } from './reader.ts'
import type { Template, TemplateResource } from './templateResources.ts'
import { valueOf } from '../base/origin.ts'
import { childAt, originOf, stringOf } from '../syntax/node.ts'
import { defined } from './defined.ts'
import { codeAt, localPath } from './functionCodePlace.ts'
import { readCors } from './httpResources.ts'
import { propertiesOf, upperCase } from './properties.ts'
import { known, list, numberFact } from './reader.ts'
import { functionArn, localArn, nameOf } from './resourceValues.ts'
import { resourcesOf } from './templateResources.ts'

/** What a function has beside its code and environment: layers, concurrency, file systems, publishing. */
export function readFunctionSettings(
  reader: Reader,
  properties: Properties,
): Pick<
  LambdaFunction,
  | 'layers'
  | 'reservedConcurrentExecutions'
  | 'role'
  | 'fileSystems'
  | 'imageConfig'
  | 'autoPublishAlias'
  | 'deploymentPreference'
> {
  const layers = properties.texts('Layers')
  const fileSystems = list(reader, properties.value('FileSystemConfigs')).map(node => {
    const system = propertiesOf(reader, node)
    return {
      origin: originOf(node),
      ...defined({ arn: system.text('Arn'), localMountPath: system.text('LocalMountPath') }),
    }
  })
  return defined({
    layers: layers.length > 0 ? layers : undefined,
    reservedConcurrentExecutions: properties.number('ReservedConcurrentExecutions'),
    role: properties.text('Role'),
    fileSystems: fileSystems.length > 0 ? fileSystems : undefined,
    imageConfig: readImageConfig(properties),
    autoPublishAlias: properties.text('AutoPublishAlias'),
    deploymentPreference: readDeploymentPreference(properties),
  })
}

/** `AWS::Lambda::Url` and the `FunctionUrlConfig` of SAM's functions. */
export function readFunctionUrls(template: Template): FunctionUrl[] {
  const stated = resourcesOf(template, 'AWS::Lambda::Url').map(({ id, origin, properties }) => ({
    id,
    origin,
    ...defined({
      functionArn: properties.text('TargetFunctionArn'),
      qualifier: properties.text('Qualifier'),
    }),
    ...urlSettings(properties),
  }))
  const made = resourcesOf(template, 'AWS::Serverless::Function').flatMap(resource => {
    const origin = resource.properties.origin('FunctionUrlConfig')
    const properties = resource.properties.inner('FunctionUrlConfig')
    if (!origin || properties.node?.type !== 'mapping') return []
    return {
      id: `${resource.id}Url`,
      origin,
      functionArn: known(functionArn(resource, template), origin),
      ...defined({ qualifier: resource.properties.text('AutoPublishAlias') }),
      ...urlSettings(properties),
    }
  })
  return [...stated, ...made]
}

/** `AWS::Lambda::Alias` and the alias that SAM makes for `AutoPublishAlias`. */
export function readFunctionAliases(template: Template): FunctionAlias[] {
  const stated = resourcesOf(template, 'AWS::Lambda::Alias').map(({ id, origin, properties }) => ({
    id,
    origin,
    additionalVersionWeights: readWeights(template.reader, properties),
    ...defined({
      name: properties.text('Name'),
      functionName: properties.text('FunctionName'),
      functionVersion: properties.text('FunctionVersion'),
    }),
  }))
  const made = resourcesOf(template, 'AWS::Serverless::Function').flatMap(resource => {
    const name = resource.properties.text('AutoPublishAlias')
    const origin = resource.properties.origin('AutoPublishAlias')
    if (!name || !origin) return []
    // SAM's logical ids: `FnAliaslive`.
    const id = `${resource.id}Alias${(valueOf(name) ?? '').replace(/[^A-Za-z0-9]/g, '')}`
    const functionName = known(functionArn(resource, template), origin)
    return {
      id,
      origin,
      name,
      functionName,
      functionVersion: known('1', origin),
      additionalVersionWeights: new Map(),
    }
  })
  return [...stated, ...made]
}

/** `AWS::Lambda::Version`. */
export function readFunctionVersions(template: Template): FunctionVersion[] {
  return resourcesOf(template, 'AWS::Lambda::Version').map(({ id, origin, properties }) => ({
    id,
    origin,
    ...defined({
      functionName: properties.text('FunctionName'),
      description: properties.text('Description'),
    }),
  }))
}

/** `AWS::Lambda::LayerVersion` and `AWS::Serverless::LayerVersion`. */
export function readLayerVersions(template: Template): LayerVersion[] {
  return resourcesOf(template, 'AWS::Lambda::LayerVersion', 'AWS::Serverless::LayerVersion').map(resource => {
    const { id, origin, properties } = resource
    return {
      id,
      origin,
      name: nameOf(resource),
      arn: localArn(resource, template),
      compatibleRuntimes: properties.texts('CompatibleRuntimes'),
      ...defined({ content: contentOf(template, resource) }),
    }
  })
}

function contentOf(
  template: Template,
  { type, body, properties }: TemplateResource,
): Fact<string> | undefined {
  const given = properties.value(type === 'AWS::Serverless::LayerVersion' ? 'ContentUri' : 'Content')
  const asset = stringOf(childAt(body, 'Metadata', 'aws:asset:path'))
  if (asset !== undefined) return localPath(template, asset, given ?? body)
  return given && codeAt(template, given)
}

function urlSettings(properties: Properties): Pick<FunctionUrl, 'authType' | 'cors' | 'invokeMode'> {
  const cors = properties.origin('Cors')
  return defined({
    authType: upperCase(properties.text('AuthType')),
    invokeMode: upperCase(properties.text('InvokeMode')),
    cors: cors && readCors(properties.inner('Cors'), cors),
  })
}

function readWeights(reader: Reader, alias: Properties): ReadonlyMap<string, Fact<number>> {
  const routing = alias.inner('RoutingConfig')
  const pairs = list(reader, routing.value('AdditionalVersionWeights')).flatMap(node => {
    const weight = propertiesOf(reader, node)
    const version = valueOf(weight.text('FunctionVersion'))
    const share = numberFact(reader, weight.value('FunctionWeight'))
    return version === undefined || !share ? [] : [[version, share] as const]
  })
  return new Map(pairs)
}

function readImageConfig(properties: Properties): LambdaFunction['imageConfig'] {
  const origin = properties.origin('ImageConfig')
  const config = properties.inner('ImageConfig')
  if (!origin || config.node?.type !== 'mapping') return undefined
  return {
    origin,
    entryPoint: config.texts('EntryPoint'),
    command: config.texts('Command'),
    ...defined({ workingDirectory: config.text('WorkingDirectory') }),
  }
}

function readDeploymentPreference(properties: Properties): LambdaFunction['deploymentPreference'] {
  const origin = properties.origin('DeploymentPreference')
  const preference = properties.inner('DeploymentPreference')
  if (!origin || preference.node?.type !== 'mapping') return undefined
  return {
    origin,
    ...defined({ isEnabled: preference.boolean('Enabled'), type: preference.text('Type') }),
  }
}
