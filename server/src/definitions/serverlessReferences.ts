import type { Entry } from '../syntax/node.ts'
import type { ServiceEvents } from './serverlessEvents.ts'
import type { Service } from './serverlessService.ts'
import type { Template } from './templateResources.ts'
import { nearestName } from '../base/nearestName.ts'
import { intrinsicOf } from '../syntax/intrinsics.ts'
import { entriesOf, entryOf, itemsOf, originOfEntry, stringOf } from '../syntax/node.ts'
import { list } from './reader.ts'
import { normalised, serviceApis } from './serverlessNames.ts'
import { resourceParts } from './serverlessTemplate.ts'
import { unknownReason } from './serverlessTree.ts'
import { checkReferences } from './templateReferences.ts'

/** Plugins that add nothing to the template which `resources` could name. */
const quietPlugins =
  /^(serverless-offline|serverless-esbuild|serverless-webpack|serverless-bundle|serverless-plugin-typescript|serverless-dotenv-plugin|serverless-python-requirements|serverless-prune-plugin|serverless-plugin-warmup|serverless-s3-remover|serverless-dynamodb(-local)?|serverless-offline-\w+|serverless-plugin-(lambda-dead-letter|split-stacks|include-dependencies|log-retention)|serverless-export-env|serverless-deployment-bucket|serverless-better-credentials|serverless-stack-termination-protection|serverless-plugin-scripts|serverless-scriptable-plugin|serverless-jetpack|serverless-pseudo-parameters)$/

/** Logical ids that do not depend on a function's name. */
const sharedNames =
  /^(IamRole\w*|ServerlessDeploymentBucket(Policy)?|CodeDeploy\w+|Custom\w*|\w*EventBus|\w*EventBridge\w*|S3Bucket\w*|SNSTopic\w*|CognitoUserPool\w*|\w*To\w+DLQPolicy|\w*StreamConsumer|LambdaCapacityProvider\w*|\w+LambdaLayer(Permission)?\w*|\w+LambdaCapacityProvider)$/
const functionSuffix =
  /^(Lambda(Function|Version|Permission|Authorizer|EvConf)|LogGroup|Events?(Rule|SourceMapping)|SchedulerSchedule|Alb|Iot|Logs|Sns|SNS|Websockets|ApiGateway|ProvConc|SnapStart|Durable|StreamConsumer|IamRole|Alias|Role)/

/**
 * Checks the names in `resources` as those of a template, and those of `extensions` against what the framework makes.
 * Where a plugin or a part that is not here may add names, none is called undefined.
 */
export function checkServiceReferences(service: Service, events: ServiceEvents): void {
  const isOpen = mayHaveMore(service)
  const isGenerated = (name: string) =>
    isOpen || unknownReason(name) !== undefined || isFrameworkName(name, service, events)
  const template: Template = { ...service.template, isGenerated }
  checkReferences(template, [])
  for (const { entry, isMerged } of service.extensions.values()) {
    if (!isMerged) reportAttributes(service, entry)
  }
  if (isOpen) return
  for (const [name, { entry, isMerged }] of service.extensions) {
    if (!isMerged && !isFrameworkName(name, service, events) && !template.resources.has(name)) {
      reportExtension(service, name, entry)
    }
  }
}

function isFrameworkName(name: string, service: Service, events: ServiceEvents): boolean {
  const { provider, functions, generated } = service
  const settings = provider.inner('apiGateway')
  if (generated.has(name) || sharedNames.test(name)) return true
  if (/^ApiGateway/.test(name))
    return events.rest.length > 0 && !isImported(name, serviceApis.rest, settings.value('restApiId'))
  if (/^HttpApi/.test(name)) {
    return (
      events.http.length > 0 && !isImported(name, serviceApis.http, provider.inner('httpApi').value('id'))
    )
  }
  if (/^Websockets/.test(name) || /Websockets(Route|RouteResponse|Authorizer)$/.test(name)) {
    return events.websocket.length > 0
  }
  if (/(ApiGatewayAuthorizer|LambdaAuthorizerPermissionHttpApi)$/.test(name)) return true
  return functions.some(({ key }) => {
    const prefix = normalised(key)
    return name.startsWith(prefix) && functionSuffix.test(name.slice(prefix.length))
  })
}

// The API itself is not made when one that exists is named.
function isImported(name: string, api: string, id: unknown): boolean {
  return name === api && id !== undefined
}

function mayHaveMore({ document: { root }, reader, hasEveryFunction, functions }: Service): boolean {
  const resources = entryOf(root, 'resources')?.value
  const parts = resources?.type === 'sequence' ? itemsOf(resources) : resources ? [resources] : []
  const known = resourceParts(root)
  const isPartial = known.some(part =>
    entriesOf(part).some(
      ({ name, value }) =>
        /^(Resources|Conditions|Mappings|Parameters|extensions)$/.test(name) && intrinsicOf(value),
    ),
  )
  const plugins = entryOf(root, 'plugins')?.value
  const named = entryOf(plugins, 'modules')?.value ?? plugins
  const isQuiet = list(reader, named).every(plugin => quietPlugins.test(stringOf(plugin) ?? ''))
  const hasUnknownEvents = functions.some(({ properties }) => {
    const written = properties.value('events')
    return written !== undefined && intrinsicOf(written) !== undefined
  })
  return !hasEveryFunction || known.length < parts.length || isPartial || !isQuiet || hasUnknownEvents
}

/** What the framework takes in an extension. */
const extensionAttributes =
  /^(Properties|Condition|CreationPolicy|DeletionPolicy|UpdatePolicy|UpdateReplacePolicy|DependsOn|Metadata)$/

function reportAttributes({ reader }: Service, { name, value }: Entry): void {
  for (const entry of entriesOf(value)) {
    if (extensionAttributes.test(entry.name) || unknownReason(entry.name) !== undefined) continue
    const { file, range } = originOfEntry(entry)
    reader.report({
      code: 'extension-undefined',
      severity: 'error',
      file,
      range,
      message: `An extension may not have '${entry.name}', so the framework refuses to deploy that of '${name}'; put properties under 'Properties'`,
      documentation:
        'https://www.serverless.com/framework/docs/providers/aws/guide/resources#extending-aws-cloudformation-resources',
    })
  }
}

function reportExtension(service: Service, name: string, entry: Parameters<typeof originOfEntry>[0]): void {
  const ids = [...service.generated.keys(), ...Object.values(serviceApis)].concat(
    service.functions.map(({ key }) => `${normalised(key)}LambdaFunction`),
  )
  const nearest = nearestName(name, ids)
  const advice = nearest === undefined ? 'correct the name' : `did you mean '${nearest}'?`
  const { file, range } = originOfEntry(entry)
  service.reader.report({
    code: 'extension-undefined',
    severity: 'error',
    file,
    range,
    message: `The framework makes no resource named '${name}', so it refuses to deploy this extension; ${advice}`,
    documentation:
      'https://www.serverless.com/framework/docs/providers/aws/guide/resources#override-aws-cloudformation-resource',
  })
}
