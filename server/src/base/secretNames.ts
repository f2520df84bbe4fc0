/**
 * Whether a header, cookie or parameter carries what proves who calls: nothing of it may get into a file. What CORS says of
 * credentials is none.
 */
export function isSecretName(name: string): boolean {
  return (
    !/^access-control-/i.test(name) &&
    /authorization|cookie|api[-_]?key|token|secret|passw|signature|credential|x-amz-date/i.test(name)
  )
}
