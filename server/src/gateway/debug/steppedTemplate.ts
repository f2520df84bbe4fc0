import type { RenderResult, RunningTemplate } from '../../template/template.ts'
import { compileTemplate } from '../../template/template.ts'
import type { TemplateVariables } from '../../template/scope.ts'
import type { TemplateNode } from '../../template/tree.ts'
import type { DebuggedTemplate, RequestDebugger } from './requestDebugger.ts'
import { HeldUp } from './requestDebugger.ts'

/** A template's run that somebody may have stopped in, with the variables as it left them. */
export interface SteppedRun {
  readonly scope: TemplateVariables
  readonly result: RenderResult
}

/** What has run for a request, by the side: the step is run again after each. */
const runs = new WeakMap<RequestDebugger, Map<DebuggedTemplate['side'], SteppedRun>>()

/**
 * The run of a template under a debugger. Throws `HeldUp` when it has to run yet: the caller comes here again afterwards.
 * Undefined where nobody wants to stop in it.
 */
export function steppedRun(
  template: DebuggedTemplate,
  watching: RequestDebugger,
  makeScope: () => TemplateVariables,
  isOverdue: () => boolean,
): SteppedRun | undefined {
  const done = runs.get(watching)
  const run = done?.get(template.side)
  if (run) return run
  if (!watching.entersTemplate(template)) return undefined
  throw new HeldUp(async () => {
    const run = await runStepped(template, watching, makeScope(), isOverdue)
    const known = runs.get(watching) ?? new Map<DebuggedTemplate['side'], SteppedRun>()
    runs.set(watching, known.set(template.side, run))
  })
}

/** Runs a template under a debugger that has let it in. */
export async function runStepped(
  template: DebuggedTemplate,
  watching: RequestDebugger,
  scope: TemplateVariables,
  isOverdue: () => boolean,
): Promise<SteppedRun> {
  let last: { readonly node: TemplateNode; readonly view: RunningTemplate } | undefined
  const stop = (node: TemplateNode, view: RunningTemplate) => {
    last = { node, view }
    return watching.inTemplate(template, node, view, scope)
  }
  const result = await compileTemplate(template.text).renderStepping(scope, stop, { isOverdue })
  if (result.error && last) await watching.failsInTemplate(template, result.error, last, scope)
  watching.leavesTemplate(template)
  return { scope, result }
}
