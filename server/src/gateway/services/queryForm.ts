/**
 * Parameters as the query protocol writes them: `A=1&B=2`. Lists and maps, which an HTTP API gives as JSON text, become
 * numbered members, as SQS takes them: `AttributeName.1=All`, `MessageAttribute.1.Name=x&MessageAttribute.1.Value...`.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests.html
 */
export function queryForm(parameters: readonly (readonly [string, string])[]): string {
  return parameters
    .flatMap(([name, value]) => members(name, value))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&')
}

/** By parameter: the name of its members, and whether they are a list or a map. */
const flattened: ReadonlyMap<string, { readonly member: string; readonly isMap: boolean }> = new Map([
  ['AttributeNames', { member: 'AttributeName', isMap: false }],
  ['MessageAttributeNames', { member: 'MessageAttributeName', isMap: false }],
  ['MessageAttributes', { member: 'MessageAttribute', isMap: true }],
  ['MessageSystemAttributes', { member: 'MessageSystemAttribute', isMap: true }],
])

function members(name: string, value: string): (readonly [string, string])[] {
  const shape = flattened.get(name)
  if (!shape) return [[name, value]]
  const read = jsonOf(value)
  if (shape.isMap) {
    if (typeof read !== 'object' || read === null || Array.isArray(read)) return [[name, value]]
    return Object.entries(read).flatMap(([key, attribute]: [string, unknown], index) => {
      const prefix = `${shape.member}.${index + 1}`
      const parts = typeof attribute === 'object' && attribute !== null ? Object.entries(attribute) : []
      return [
        [`${prefix}.Name`, key] as const,
        ...parts.map(([part, text]: [string, unknown]) => [`${prefix}.Value.${part}`, String(text)] as const),
      ]
    })
  }
  const items: unknown[] = Array.isArray(read) ? read : value.split(',').map(item => item.trim())
  return items.map((item, index) => [`${shape.member}.${index + 1}`, String(item)] as const)
}

/** Undefined for a text that is no JSON. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

// A space is %20 and not a plus, as signatures want it.
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    each => `%${each.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
