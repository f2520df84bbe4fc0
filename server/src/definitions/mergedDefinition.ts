import type { Definition } from '../api/api.ts'
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
    const apis = definition.apis.map(api => rename(api, apiIds))
    return [{ ...definition, apis, functions: definition.functions.map(each => rename(each, functionIds)) }]
  })
  return {
    definition: {
      kind,
      file,
      apis: scoped.flatMap(({ apis }) => apis),
      functions: scoped.flatMap(({ functions }) => functions),
      permissions: scoped.flatMap(({ permissions }) => permissions),
      parameters: scoped.flatMap(({ parameters }) => parameters),
    },
    documents: new Map([...own.documents, ...results.flatMap(({ documents }) => [...documents])]),
    diagnostics: [...own.diagnostics, ...results.flatMap(({ diagnostics }) => diagnostics)],
    parts: results,
  }
}

function repeated(ids: readonly string[]): ReadonlySet<string> {
  return new Set(ids.filter((id, index) => ids.indexOf(id) !== index))
}
