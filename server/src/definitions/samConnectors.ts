import type { LambdaPermission } from '../api/lambdaFunction.ts'
import type { Fact, Origin } from '../base/origin.ts'
import type { Properties } from './properties.ts'
import type { Template } from './templateResources.ts'
import { valueOf } from '../base/origin.ts'
import { entryOf, originOfEntry } from '../syntax/node.ts'
import { propertiesOf } from './properties.ts'
import { children, known, list } from './reader.ts'
import { functionArn } from './resourceValues.ts'
import { resourcesOf } from './templateResources.ts'

interface Connector {
  readonly origin: Origin
  readonly source: End
  readonly destination: End
  readonly permissions: readonly string[]
}

/** One end of a connector: a resource of the template by its id, or one elsewhere by type and ARN. */
interface End {
  readonly type: string | undefined
  readonly id: string | undefined
  readonly properties: Properties
  /** Of the API: which part of it, after its id in an ARN; everything by default. */
  readonly qualifier: Fact<string> | undefined
}

const apiTypes: ReadonlySet<string | undefined> = new Set([
  'AWS::Serverless::Api',
  'AWS::ApiGateway::RestApi',
  'AWS::Serverless::HttpApi',
  'AWS::ApiGatewayV2::Api',
])
const functionTypes: ReadonlySet<string | undefined> = new Set([
  'AWS::Serverless::Function',
  'AWS::Lambda::Function',
])

/**
 * The permissions of connectors from an API to a function: `AWS::Serverless::Connector` and the `Connectors` of a resource.
 * All other connectors make policies of roles, which no gateway asks for.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/reference-sam-connector.html
 */
export function connectorPermissions(template: Template): LambdaPermission[] {
  return [...statedConnectors(template), ...embeddedConnectors(template)].flatMap(connector => {
    const { source, destination, permissions, origin } = connector
    if (!apiTypes.has(source.type) || !functionTypes.has(destination.type)) return []
    if (!permissions.includes('Write')) return []
    const functionName = functionOf(template, destination)
    const apiId = source.id ?? valueOf(source.properties.text('ResourceId'))
    if (!functionName || apiId === undefined) return []
    const { region, accountId } = template
    const qualifier = source.qualifier ?? known('*', origin)
    const sourceArn = qualifier.known
      ? known(`arn:aws:execute-api:${region}:${accountId}:${apiId}/${qualifier.value}`, origin)
      : qualifier
    return {
      origin,
      functionName,
      principal: known('apigateway.amazonaws.com', origin),
      action: known('lambda:InvokeFunction', origin),
      sourceArn,
    }
  })
}

function statedConnectors(template: Template): Connector[] {
  return resourcesOf(template, 'AWS::Serverless::Connector').flatMap(({ origin, properties }) => {
    const source = endOf(template, properties.inner('Source'))
    return connectorsTo(template, origin, source, properties)
  })
}

function embeddedConnectors(template: Template): Connector[] {
  return [...template.resources.values()].flatMap(({ id, type, body }) =>
    children(template.reader, entryOf(body, 'Connectors')?.value).flatMap(({ entry, value }) => {
      const properties = propertiesOf(template.reader, value).inner('Properties')
      const reference = properties.inner('SourceReference')
      const source = { type, id, properties: reference, qualifier: reference.text('Qualifier') }
      return connectorsTo(template, originOfEntry(entry), source, properties)
    }),
  )
}

function connectorsTo(template: Template, origin: Origin, source: End, properties: Properties): Connector[] {
  const permissions = properties.texts('Permissions').flatMap(fact => valueOf(fact) ?? [])
  return list(template.reader, properties.value('Destination')).map(node => ({
    origin,
    source,
    destination: endOf(template, propertiesOf(template.reader, node)),
    permissions,
  }))
}

function endOf(template: Template, properties: Properties): End {
  const id = valueOf(properties.text('Id'))
  const type = id === undefined ? valueOf(properties.text('Type')) : template.resources.get(id)?.type
  return { type, id, properties, qualifier: properties.text('Qualifier') }
}

function functionOf(template: Template, { id, properties }: End): Fact<string> | undefined {
  const resource = id === undefined ? undefined : template.resources.get(id)
  return resource ? known(functionArn(resource, template), resource.origin) : properties.text('Arn')
}
