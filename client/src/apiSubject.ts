/** The API that a panel is about. */
export interface ApiSubject {
  /** URI of the definition's file. */
  readonly definition: string
  readonly apiId: string
  readonly name: string
}

/** The API in what VS Code kept of a page of ours; undefined for anything else. */
export function keptSubject(state: unknown): ApiSubject | undefined {
  const subject = isRecord(state) ? state['subject'] : undefined
  if (!isRecord(subject)) return undefined
  const { definition, apiId, name } = subject
  return typeof definition === 'string' && typeof apiId === 'string' && typeof name === 'string'
    ? { definition, apiId, name }
    : undefined
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
