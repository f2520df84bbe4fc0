import { toJavaText } from './javaText.ts'
import { writeJson } from './jsonWriter.ts'
import type { JavaList, JavaValue } from './values.ts'

/**
 * What `$input.json` gives for a value: compact JSON, strings in quotes, `/` as it is.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
 */
export function jsonText(value: JavaValue): string {
  return writeJson(value, 'plain', toJavaText)
}

/** The text of a list that json-smart made, when a template prints it: JSON in which `/` is `\/`. */
export function jsonListText(list: JavaList): string {
  return writeJson(list, 'web', toJavaText)
}
