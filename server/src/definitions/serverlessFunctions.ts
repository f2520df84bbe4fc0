import type { LambdaFunction, LambdaPermission } from '../api/lambdaFunction.ts'
import type { Fact, Origin } from '../base/origin.ts'
import type { Properties } from './properties.ts'
import type { Service, ServiceFunction } from './serverlessService.ts'
import { defined } from './defined.ts'
import { propertiesOf, unknownAt } from './properties.ts'
import { extendedPermission } from './serverlessExtensions.ts'
import { known, list, textMap } from './reader.ts'
import { permissionLogicalId } from './serverlessNames.ts'
import { partOf } from './serverlessService.ts'

const unmodelledProperties = ['layers', 'fileSystemConfig', 'reservedConcurrency', 'url']
/** What the framework deploys a function with: seconds and MB unlike Lambda's own 3 and 128. */
const defaults = { timeout: 6, memorySize: 1024, runtime: 'nodejs20.x' }

/** The entries of `functions`, with what `provider` says for all of them. */
export function readServiceFunctions(service: Service): LambdaFunction[] {
  return service.functions.map(fn => {
    const { key, name, arn, origin, properties } = fn
    const { provider } = service
    const image = properties.value('image')
    return {
      id: key,
      origin,
      name,
      arn,
      environment: new Map([...variablesOf(service, provider), ...variablesOf(service, properties)]),
      unmodelled: properties.unmodelled(unmodelledProperties),
      timeout: properties.number('timeout') ?? provider.number('timeout') ?? known(defaults.timeout, origin),
      memorySize:
        properties.number('memorySize') ??
        provider.number('memorySize') ??
        known(defaults.memorySize, origin),
      ...defined({
        handler: properties.text('handler'),
        runtime: image ? undefined : runtimeOf(service, fn),
        packageType: image && known('Image', origin),
        code: image ? unknownAt(image, 'the code is a container image') : codeOf(service, fn),
      }),
    }
  })
}

/** What lets API Gateway call a function: the framework adds it for every event and authorizer. */
export function permissionFor(
  service: Service,
  fn: ServiceFunction,
  apiId: string,
  origin: Origin,
): LambdaPermission[] {
  const { region, accountId } = service.template
  return extendedPermission(service, permissionLogicalId(fn.key, apiId), {
    origin,
    functionName: known(fn.arn, origin),
    principal: known('apigateway.amazonaws.com', origin),
    action: known('lambda:InvokeFunction', origin),
    sourceArn: known(`arn:aws:execute-api:${region}:${accountId}:${apiId}/*`, origin),
  })
}

function variablesOf(service: Service, owner: Properties): ReadonlyMap<string, Fact<string>> {
  return textMap(service.reader, partOf(owner.value('environment')))
}

function runtimeOf(service: Service, { properties, origin }: ServiceFunction): Fact<string> {
  const given = properties.text('runtime') ?? service.provider.text('runtime')
  if (!given) return known(defaults.runtime, origin)
  const hasPlugins =
    list(service.reader, propertiesOf(service.reader, service.document.root).value('plugins')).length > 0
  const isLambdas = given.known && /^(nodejs|python|java|dotnet|go|ruby|provided)/.test(given.value)
  if (!given.known || isLambdas || !hasPlugins) return given
  return { known: false, reason: `a plugin stands for the runtime '${given.value}'`, origin: given.origin }
}

// Handlers are named from the folder of the service, unless it was packaged before.
function codeOf(service: Service, { origin, properties }: ServiceFunction): Fact<string> {
  const { reader, document } = service
  const folder = reader.files.folderOf(document.file)
  const whole = propertiesOf(reader, document.root).inner('package').text('artifact')
  const artifact = properties.inner('package').text('artifact') ?? whole
  if (artifact)
    return artifact.known ? known(reader.files.resolve(folder, artifact.value), artifact.origin) : artifact
  return known(folder, properties.origin('handler') ?? origin)
}
