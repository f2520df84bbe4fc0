import type { Stage } from '../api/stage.ts'
import type { SamApi } from './samApi.ts'
import type { Template } from './templateResources.ts'
import { valueOf } from '../base/origin.ts'
import { known } from './reader.ts'
import { samStageName } from './samApi.ts'
import { readHttpStageSettings, readRestStageSettings } from './stageSettings.ts'

/**
 * The stages of `AWS::Serverless::Api`: its own, and `Stage`, which its deployment makes unless `OpenApiVersion` is set.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-api.html#sam-api-openapiversion
 */
export function readSamRestStages(template: Template, api: SamApi): Stage[] {
  const { id, origin, properties } = api
  const name = valueOf(samStageName(api)) ?? `${id}Stage`
  const own: Stage = {
    name,
    origin: properties.origin('StageName') ?? origin,
    variables: properties.textMap('Variables'),
    ...readRestStageSettings(template.reader, properties),
    unmodelled: [],
  }
  const version = properties.text('OpenApiVersion')
  if (version || name === 'Stage') return [own]
  return [own, { name: 'Stage', isGenerated: true, origin, variables: new Map(), unmodelled: [] }]
}

/** The stage of `AWS::Serverless::HttpApi`. */
export function readSamHttpStage(template: Template, api: SamApi): Stage {
  const { origin, properties } = api
  return {
    name: valueOf(api.stageName) ?? '$default',
    origin: properties.origin('StageName') ?? origin,
    variables: properties.textMap('StageVariables'),
    ...readHttpStageSettings(template.reader, properties),
    // SAM always switches it on.
    autoDeploy: known(true, origin),
    unmodelled: [],
  }
}
