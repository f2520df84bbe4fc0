import type { Api, Definition } from '../api/api.ts'
import type { Integration } from '../api/integration.ts'
import { integrationSubtypes } from '../api/integrationSubtype.ts'
import { functionOfUri, lambdaTargetOf } from '../api/lambdaFunction.ts'
import { serviceTargetOf } from '../api/serviceTarget.ts'
import type { Fact } from '../base/origin.ts'
import { valueOf } from '../base/origin.ts'
import { isPrivate } from './integrations/backendRoute.ts'
import type { NotEmulated } from './notEmulatedSettings.ts'
import { settingsWithoutEffect } from './notEmulatedSettings.ts'

/** What of an integration the local gateway leaves out or refuses with a 501. */
export function notEmulatedIntegration(
  definition: Definition,
  integration: Integration,
  apiType: Api['type'],
): NotEmulated[] {
  return [
    ...unknownFact(integration.type, 'type'),
    ...ofTarget(definition, integration, apiType),
    ...ofConnection(integration),
    ...(apiType === 'http' ? [] : ofTemplates(integration)),
    ...ofMappings(integration),
    ...settingsWithoutEffect([
      [
        'TemplateSelectionExpression',
        apiType === 'websocket' ? undefined : integration.templateSelectionExpression,
      ],
    ]),
  ]
}

function ofTarget(definition: Definition, integration: Integration, apiType: Api['type']): NotEmulated[] {
  const type = valueOf(integration.type)?.toUpperCase()
  const { subtype, uri } = integration
  if (subtype) {
    const { service } = integrationSubtypes.get(valueOf(subtype) ?? '') ?? {}
    return service === undefined ? [] : [{ origin: subtype.origin, message: serviceMessage(service) }]
  }
  if (!uri || type === 'MOCK') return []
  // An HTTP API reaches what is private by the link alone; its URI, an ARN, is only known in the account.
  if (!uri.known) return apiType === 'http' && isPrivate(integration) ? [] : unknownFact(uri, 'uri')
  // A stage variable in the name is filled in per stage, so it is judged when a request comes.
  if ((type !== 'AWS' && type !== 'AWS_PROXY') || uri.value.includes('${stageVariables.')) return []
  if (functionOfUri(uri.value, definition.functions)) return []
  const target = lambdaTargetOf(uri.value)
  const service = type === 'AWS' ? serviceTargetOf(uri.value)?.service : undefined
  const message = target
    ? `function '${target.functionArn.split(':')[6] ?? target.functionArn}' is not in this definition: calls of it answer 501, or a stub with '--stub'`
    : service === undefined
      ? 'the URI names neither a Lambda function nor a service: calls of it fail'
      : serviceMessage(service)
  return [{ origin: uri.origin, message }]
}

function serviceMessage(service: string): string {
  return `AWS's '${service}' is not emulated: calls of it go to an endpoint ('--endpoint ${service}=URL') or get a canned answer ('--canned FILE'), else they answer 501`
}

function ofConnection({ connectionType }: Integration): NotEmulated[] {
  return [
    ...(connectionType && valueOf(connectionType)?.toUpperCase() === 'VPC_LINK'
      ? [
          {
            origin: connectionType.origin,
            message:
              "what stands behind a VPC link is reached only where '--vpc-link LINK=URL' says how, or directly by its URI",
          },
        ]
      : []),
  ]
}

function ofTemplates(integration: Integration): NotEmulated[] {
  const type = valueOf(integration.type)?.toUpperCase()
  if (type === 'AWS_PROXY' || type === 'HTTP_PROXY') return []
  const templates = [
    ...integration.requestTemplates,
    ...integration.responses.flatMap(response => [...response.responseTemplates]),
    ...(integration.keyedResponses ?? []).flatMap(response => [...response.responseTemplates]),
  ]
  return templates.flatMap(([mediaType, template]) => unknownFact(template, `template for ${mediaType}`))
}

function ofMappings(integration: Integration): NotEmulated[] {
  const mappings = [
    ...integration.requestParameters,
    ...integration.responses.flatMap(response => [...response.responseParameters]),
    ...(integration.keyedResponses ?? []).flatMap(response => [...response.responseParameters]),
  ]
  return mappings.flatMap(([destination, fact]) => unknownFact(fact, destination))
}

function unknownFact(fact: Fact<unknown>, what: string): NotEmulated[] {
  if (fact.known) return []
  return [
    {
      origin: fact.origin,
      message: `'${what}' cannot be known here (${fact.reason}): requests that need it answer 501`,
    },
  ]
}
