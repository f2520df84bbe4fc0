import type { Definition } from '../api/api.ts'
import type { Integration } from '../api/integration.ts'
import { functionOfUri, lambdaTargetOf } from '../api/lambdaFunction.ts'
import type { Fact } from '../base/origin.ts'
import { valueOf } from '../base/origin.ts'
import type { NotEmulated } from './notEmulatedSettings.ts'
import { settingsWithoutEffect } from './notEmulatedSettings.ts'

/** What of an integration the local gateway leaves out or refuses with a 501. */
export function notEmulatedIntegration(
  definition: Definition,
  integration: Integration,
  apiType: 'rest' | 'http',
): NotEmulated[] {
  return [
    ...unknownFact(integration.type, 'type'),
    ...ofTarget(definition, integration),
    ...ofConnection(integration),
    ...(apiType === 'rest' ? ofTemplates(integration) : []),
    ...ofMappings(integration),
    ...settingsWithoutEffect([
      ['IntegrationTarget', integration.integrationTarget],
      ['TlsConfig', integration.tlsConfig],
      ['TemplateSelectionExpression', integration.templateSelectionExpression],
    ]),
  ]
}

function ofTarget(definition: Definition, integration: Integration): NotEmulated[] {
  const type = valueOf(integration.type)?.toUpperCase()
  const { subtype, uri } = integration
  if (subtype)
    return [
      {
        origin: subtype.origin,
        message: `calls to '${valueOf(subtype) ?? 'another AWS service'}' are not emulated yet: they answer 501`,
      },
    ]
  if (!uri || type === 'MOCK') return []
  if (!uri.known) return unknownFact(uri, 'uri')
  // A stage variable in the name is filled in per stage, so it is judged when a request comes.
  if ((type !== 'AWS' && type !== 'AWS_PROXY') || uri.value.includes('${stageVariables.')) return []
  if (functionOfUri(uri.value, definition.functions)) return []
  const target = lambdaTargetOf(uri.value)
  const message = target
    ? `function '${target.functionArn.split(':')[6] ?? target.functionArn}' is not in this definition: calls of it answer 501`
    : 'calls to AWS services other than Lambda are not emulated yet: they answer 501'
  return [{ origin: uri.origin, message }]
}

function ofConnection({ connectionType }: Integration): NotEmulated[] {
  return [
    ...(connectionType && valueOf(connectionType)?.toUpperCase() === 'VPC_LINK'
      ? [
          {
            origin: connectionType.origin,
            message: 'VPC links are not emulated: the backend is called directly',
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
  ]
  return templates.flatMap(([mediaType, template]) => unknownFact(template, `template for ${mediaType}`))
}

function ofMappings(integration: Integration): NotEmulated[] {
  const mappings = [
    ...integration.requestParameters,
    ...integration.responses.flatMap(response => [...response.responseParameters]),
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
