import { createTemplateScope } from '../template/scope.ts'
import type { TemplateScope } from '../template/template.ts'
import type { JavaValue } from '../template/values.ts'
import type { Watched } from '../template/watch.ts'
import { watch } from '../template/watch.ts'
import { inView } from './gatewayDebugger.ts'
import type { Held } from './heldRequest.ts'

/** What expressions see where a request is held up: the template's variables, or at a step its payload as `$body`. */
export function scopeOf(held: Held): TemplateScope {
  if (held.type === 'template') return inView(held.view, held.scope)
  const { payload } = held
  return createTemplateScope({
    body: payload?.body,
    variables: { ...payload, headers: new Map(payload?.headers ?? []) },
  })
}

/** Evaluates what is typed into the debug console, where `$name = value` sets a variable. */
export function evaluateTyped(held: Held, text: string): Watched {
  const [, name, value] =
    /^\s*(?:#set\(\s*)?\$!?\{?([A-Za-z][\w-]*)\}?\s*=(?!=)\s*([^]*?)\s*$/.exec(text) ?? []
  if (name === undefined || value === undefined) return watch(text, scopeOf(held))
  const watched = watch(/^\s*#set/.test(text) ? value.replace(/\)$/, '') : value, scopeOf(held))
  if (watched.type === 'fault') return watched
  const fault = assign(held, name, watched.value)
  return fault === undefined ? watched : { type: 'fault', message: fault }
}

/** Evaluates what somebody points at: a name without its `$` is still the reference. */
export function evaluateHovered(held: Held, text: string): Watched {
  return watch(/^[A-Za-z]/.test(text) ? `$${text}` : text, scopeOf(held))
}

function assign(held: Held, name: string, value: JavaValue): string | undefined {
  if (held.type === 'step') return 'what a step made is changed under Payload'
  return held.view.assign(name, value)
    ? undefined
    : `the template never names $${name}, so it would not see it`
}
