import type { ActionFacts, ConditionKey, ServiceData } from './actionData.ts'

/** What the service authorization reference says about actions and condition keys, as the build packed it beside them. */
export interface ActionTexts {
  /** What the action permits, following "Grants permission to". */
  readonly action: (service: ServiceData, action: ActionFacts) => string | undefined
  /** What the key stands for, following "Filters access by". */
  readonly key: (service: ServiceData, key: ConditionKey) => string | undefined
}

type PackedTexts = readonly [actions: readonly string[], keys: readonly string[]]

/** Reads the packed text; a service's line is parsed when it is first asked for. */
export function readActionTexts(text: string): ActionTexts {
  const lines = new Map(
    text
      .split('\n')
      .slice(1)
      .map((line): [string, string] => [line.slice(0, line.indexOf('\t')), line]),
  )
  const read = new Map<string, PackedTexts | undefined>()
  const textsOf = (prefix: string): PackedTexts | undefined => {
    if (read.has(prefix)) return read.get(prefix)
    const line = lines.get(prefix)
    // The shape is the one that our own script writes.
    const texts = line === undefined ? undefined : (JSON.parse(line.slice(prefix.length + 1)) as PackedTexts)
    read.set(prefix, texts)
    return texts
  }
  return {
    action: ({ prefix }, { place }) => textsOf(prefix)?.[0][place],
    key: ({ prefix }, { place }) => textsOf(prefix)?.[1][place],
  }
}
