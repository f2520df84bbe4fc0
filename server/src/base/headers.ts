/** Header lines or query parameters as they came: order and case kept, names may repeat. */
export type Fields = readonly (readonly [name: string, value: string])[]

/** The values of one field, its name compared without case. */
export function fieldValues(fields: Fields, name: string): string[] {
  const wanted = name.toLowerCase()
  return fields.filter(([field]) => field.toLowerCase() === wanted).map(([, value]) => value)
}

/** The last value of one field, its name compared without case. */
export function lastField(fields: Fields, name: string): string | undefined {
  return fieldValues(fields, name).at(-1)
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
