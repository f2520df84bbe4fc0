import type { Definition } from '../api/api.ts'
import type { Surroundings } from '../api/surroundings.ts'
import type { Fact } from '../base/origin.ts'
import { joinSurroundings } from '../api/surroundings.ts'
import { protectedStage } from '../api/webAcl.ts'
import type { DefinitionResult } from './definitionResult.ts'

/** One stack of several, with the name that tells its parts from those of the others. */
export interface StackResult {
  readonly stackName: string
  readonly result: DefinitionResult
}

/**
 * Several stacks as one definition: all of their APIs and functions. Where two stacks use the same logical id, the name of
 * the stack is put before it: `Prod/Api`.
 */
export function mergeStacks(
  kind: Definition['kind'],
  file: string,
  stacks: readonly StackResult[],
  own: Omit<DefinitionResult, 'definition' | 'parts'>,
): DefinitionResult {
  const results = stacks.map(({ result }) => result)
  const definitions = results.flatMap(({ definition }) => definition ?? [])
  const apiIds = repeated(definitions.flatMap(({ apis }) => apis.map(({ id }) => id)))
  const functionIds = repeated(definitions.flatMap(({ functions }) => functions.map(({ id }) => id)))
  const scoped = stacks.flatMap(({ stackName, result: { definition } }) => {
    const rename = <T extends { readonly id: string }>(part: T, ids: ReadonlySet<string>): T =>
      ids.has(part.id) ? { ...part, id: `${stackName}/${part.id}` } : part
    if (!definition) return []
    const own = new Set(definition.apis.map(({ id }) => id).filter(id => apiIds.has(id)))
    return [
      {
        ...definition,
        apis: definition.apis.map(api => rename(api, apiIds)),
        functions: definition.functions.map(each => rename(each, functionIds)),
        surroundings: renameApis(definition.surroundings, own, stackName),
      },
    ]
  })
  return {
    definition: {
      kind,
      file,
      apis: scoped.flatMap(({ apis }) => apis),
      functions: scoped.flatMap(({ functions }) => functions),
      permissions: scoped.flatMap(({ permissions }) => permissions),
      parameters: scoped.flatMap(({ parameters }) => parameters),
      surroundings: joinSurroundings(scoped.map(({ surroundings }) => surroundings)),
    },
    documents: new Map([...own.documents, ...results.flatMap(({ documents }) => [...documents])]),
    diagnostics: [...own.diagnostics, ...results.flatMap(({ diagnostics }) => diagnostics)],
    parts: results,
  }
}

// What names an API by its logical id follows it to its new name.
function renameApis(surroundings: Surroundings, ids: ReadonlySet<string>, stackName: string): Surroundings {
  const { apiKeys, usagePlans, apiMappings, routingRules, webAclAssociations } = surroundings
  const rename = <T extends { readonly apiId?: Fact<string> }>(part: T): T =>
    part.apiId?.known && ids.has(part.apiId.value)
      ? { ...part, apiId: { ...part.apiId, value: `${stackName}/${part.apiId.value}` } }
      : part
  return {
    ...surroundings,
    apiKeys: apiKeys.map(key => ({ ...key, stageKeys: key.stageKeys.map(rename) })),
    usagePlans: usagePlans.map(plan => ({ ...plan, apiStages: plan.apiStages.map(rename) })),
    apiMappings: apiMappings.map(rename),
    routingRules: routingRules.map(rule => ({ ...rule, actions: rule.actions.map(rename) })),
    webAclAssociations: webAclAssociations.map(association => {
      const { resourceArn: arn } = association
      const stage = protectedStage(association)
      if (!arn?.known || !stage || !ids.has(stage.apiId)) return association
      const value = arn.value.replace(
        `/restapis/${stage.apiId}/`,
        () => `/restapis/${stackName}/${stage.apiId}/`,
      )
      return { ...association, resourceArn: { ...arn, value } }
    }),
  }
}

function repeated(ids: readonly string[]): ReadonlySet<string> {
  return new Set(ids.filter((id, index) => ids.indexOf(id) !== index))
}
