/** Header lines or query parameters as they came: order and case kept, names may repeat. */
export type Fields = readonly (readonly [name: string, value: string])[]

/** Whether a field has a name, which is given in lower case. Asked many times a request: most names differ in length. */
export function isNamed(field: string, lowerName: string): boolean {
  return field.length === lowerName.length && (field === lowerName || field.toLowerCase() === lowerName)
}

/** The values of one field, its name compared without case. */
export function fieldValues(fields: Fields, name: string): string[] {
  const wanted = name.toLowerCase()
  const values: string[] = []
  for (const [field, value] of fields) if (isNamed(field, wanted)) values.push(value)
  return values
}

/** The last value of one field, its name compared without case. */
export function lastField(fields: Fields, name: string): string | undefined {
  const wanted = name.toLowerCase()
  for (let at = fields.length - 1; at >= 0; at--) {
    const field = fields[at]
    if (field && isNamed(field[0], wanted)) return field[1]
  }
  return undefined
}

/**
 * Whether an HTTP API keeps a header to itself, so that no parameter mapping can change it.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
 */
export function isReservedHeader(name: string): boolean {
  return /^(access-control-.*|apigw-.*|authorization|connection|content-(encoding|length|location)|forwarded|keep-alive|origin|proxy-(authenticate|authorization)|te|trailers|transfer-encoding|upgrade|x-amzn?-.*|x-forwarded-(for|host|proto)|via)$/i.test(
    name,
  )
}
