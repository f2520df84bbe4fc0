import { TemplateInput } from '../../server/src/template/input.ts'
import { JavaException } from '../../server/src/template/javaException.ts'
import { toJavaText } from '../../server/src/template/javaText.ts'
import type { JsonPathCase } from './jsonPathCases.ts'

export { jsonPathCases } from './jsonPathCases.ts'

/** What `$input.json(path)` and `$input.path(path)` print, or that they end in an exception. */
export function answerOf({ body, path }: JsonPathCase, member: 'json' | 'path'): string {
  try {
    const value = new TemplateInput(body, () => new Map()).call(member, [path])
    return value === undefined || value === null ? '' : toJavaText(value)
  } catch (error) {
    if (error instanceof JavaException) return 'exception'
    throw error
  }
}
