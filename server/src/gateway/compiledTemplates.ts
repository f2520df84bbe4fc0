import type { CompiledTemplate } from '../template/template.ts'
import { compileTemplate } from '../template/template.ts'

/** The mapping templates of a stage: each text is compiled once, when it is rendered first. */
export class CompiledTemplates {
  readonly #byText = new Map<string, CompiledTemplate>()

  /** The template of a text, ready to render. */
  of(text: string): CompiledTemplate {
    const known = this.#byText.get(text)
    if (known) return known
    const compiled = compileTemplate(text)
    this.#byText.set(text, compiled)
    return compiled
  }
}
