import type { DefinitionResult } from '../definitions/definitionResult.ts'
import { isAddress } from '../gateway/access/apiIdentities.ts'
import { whoMayCall as decide } from '../gateway/access/whoMayCall.ts'
import type { AccessMatrix, AccessQuestion } from '../protocol/access.ts'

/** Who may call what of an API; undefined when the API is gone. A stage that is gone gives way to the first one. */
export function whoMayCall(owner: DefinitionResult, question: AccessQuestion): AccessMatrix | undefined {
  const { definition } = owner
  const api = definition?.apis.find(({ id }) => id === question.apiId)
  if (!definition || !api) return undefined
  const { stage, sourceIp, vpcEndpoint } = question
  return decide(definition, api, {
    ...(stage !== undefined && api.stages.some(({ name }) => name === stage) && { stage }),
    ...(sourceIp !== undefined && isAddress(sourceIp) && { sourceIp }),
    ...(vpcEndpoint !== undefined && { vpcEndpoint }),
  })
}
