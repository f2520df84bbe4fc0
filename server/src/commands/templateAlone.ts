import path from 'node:path'
import type { DebuggedTemplate } from '../gateway/debug/requestDebugger.ts'
import { runStepped } from '../gateway/debug/steppedTemplate.ts'
import { systemClock } from '../io/clock.ts'
import type { TemplateVariables } from '../template/scope.ts'
import type { CompiledTemplate, RenderResult } from '../template/template.ts'
import { compileTemplate } from '../template/template.ts'
import type { Debugging } from './debugging.ts'

/** A mapping template that no request is mapped by: its text, where it stands, and what it is called. */
export type TemplateAlone = Pick<DebuggedTemplate, 'name' | 'origin' | 'text'>

/**
 * Runs a template by itself, stopping where `debugging` wants to. It may run `limitMs`, the time aside in which it stands
 * still.
 */
export async function runAlone(
  found: TemplateAlone,
  scope: TemplateVariables,
  limitMs: number,
  debugging: Debugging | undefined,
): Promise<{ readonly compiled: CompiledTemplate; readonly result: RenderResult }> {
  const compiled = compileTemplate(found.text)
  const runMs = () => systemClock.clock() - (debugging?.heldMs ?? 0)
  const end = runMs() + limitMs
  const isOverdue = () => runMs() > end
  const watching = debugging?.current?.open({ method: 'render', path: path.basename(found.origin.file) })
  try {
    const template = { ...found, mediaType: 'application/json', side: 'request' } as const
    if (watching?.entersTemplate(template) !== true)
      return { compiled, result: compiled.render(scope, { isOverdue }) }
    const { result } = await runStepped(template, watching, scope, isOverdue)
    return { compiled, result }
  } finally {
    watching?.close()
  }
}
