import type { JavaValue } from './values.ts'
import type { TemplateScope } from './template.ts'
import { compileTemplate } from './template.ts'

/** What an expression gives, or in one sentence why it gives nothing. */
export type Watched =
  { readonly type: 'value'; readonly value: JavaValue } | { readonly type: 'fault'; readonly message: string }

/** The variable that takes the value; no template of a user is likely to name it. */
const taken = 'gatehouse__watched'

/**
 * Evaluates what somebody watches while a template stands still: any expression of VTL (`$input.path('$.a')`, `1 + 2`,
 * `$a == "b"`), or else a text with references, which gives what it prints. It runs in the template's own variables, and
 * a method that changes one changes it.
 */
export function watch(expression: string, scope: TemplateScope): Watched {
  const text = expression.trim()
  const asValue = compileTemplate(`#set($${taken} = ${text})`)
  const isText = asValue.diagnostics.some(({ severity }) => severity === 'error') || !isWhole(asValue, text)
  const { variables, output, error } = (isText ? compileTemplate(text) : asValue).render(scope)
  if (error) return { type: 'fault', message: error.message }
  return { type: 'value', value: isText ? output : (variables.get(taken) ?? null) }
}

// `1) and more` would end the directive early.
function isWhole({ template }: ReturnType<typeof compileTemplate>, text: string): boolean {
  const [first, ...others] = template.body
  return others.length === 0 && first?.kind === 'set' && first.end === `#set($${taken} = ${text})`.length
}
