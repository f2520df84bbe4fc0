import type { Position } from '../base/text.ts'
import { createLineIndex, positionAt } from '../base/text.ts'
import { parseBody } from './parseStatement.ts'
import type { Placing } from './parserState.ts'
import { ParserState } from './parserState.ts'
import type { SyntaxFault } from './syntaxFault.ts'
import type { Template } from './tree.ts'

/** A fault of a template's text; `line` and `character` count from zero. */
export interface TemplateDiagnostic extends SyntaxFault, Position {
  /** API Gateway refuses a template with an error. */
  readonly severity: 'error' | 'warning'
}

export interface ParsedTemplate {
  /** Covers the whole text, however broken it is. */
  readonly template: Template
  /** In the order of the text. */
  readonly diagnostics: readonly TemplateDiagnostic[]
  /** The error that reading meets first, and so what Velocity refuses the template for: a block without `#end` comes last. */
  readonly refused?: TemplateDiagnostic
}

/**
 * Reads a mapping template as API Gateway's engine does: Apache Velocity 1.7 without macros and `#evaluate`. It never
 * fails: what Velocity refuses is a `malformed` node and an error.
 */
export function parseTemplate(text: string): ParsedTemplate {
  const faults: SyntaxFault[] = []
  const shared = { faults, macroNames: new Set<string>(), parseString: parseNested }
  const template = parseText(text, { base: 0, limit: text.length }, shared)
  if (faults.length === 0) return { template, diagnostics: [] }
  const lines = createLineIndex(text)
  const diagnostics = faults.map(fault => ({
    ...fault,
    ...positionAt(lines, fault.start),
    severity: fault.code === 'template-syntax' ? ('error' as const) : ('warning' as const),
  }))
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  const refused = errors.find(({ isLate }) => !isLate) ?? errors[0]
  diagnostics.sort((one, other) => one.start - other.start)
  return { template, diagnostics, ...(refused && { refused }) }

  function parseNested(nested: string, placing: Placing): Template {
    const before = faults.length
    const nestedTemplate = parseText(nested, placing, shared)
    for (let index = before; index < faults.length; index++) {
      const fault = faults[index]
      if (fault) faults[index] = { ...fault, isLate: true }
    }
    return nestedTemplate
  }
}

function parseText(text: string, placing: Placing, shared: Shared): Template {
  const state = new ParserState(text, placing, shared)
  const body = parseBody(state, () => false)
  return { kind: 'template', ...state.span(0, text.length), body }
}

type Shared = Pick<ParserState, 'faults' | 'macroNames' | 'parseString'>
