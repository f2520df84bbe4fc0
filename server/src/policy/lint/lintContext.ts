import type { Fix, Severity } from '../../base/diagnostic.ts'
import { rangeAt } from '../../base/text.ts'
import type { ActionData } from '../actionData.ts'
import type { PolicyDiagnostic, PolicyMember, PolicyNode, PolicyObject, PolicySource } from '../policyTree.ts'
import { catalogue } from './catalogue.ts'
import type { PolicyKind } from './policyKind.ts'

/** What a finding says and where. */
export interface Finding {
  /** A code of the catalogue. */
  readonly code: string
  readonly at: Mark
  /** What is wrong, why it matters, what to do. */
  readonly message: string
  readonly fixes?: readonly Fix[]
  /** Where it differs from the catalogue's. */
  readonly severity?: Severity
}

/** A part of the document: a node, or the key of a member. */
export interface Mark {
  readonly pointer: string
  readonly start: number
  readonly end: number
}

/** A document under check. */
export interface DocumentLint {
  readonly source: PolicySource
  /** Undefined when the package holds no action data: names of actions and keys are not checked then. */
  readonly data: ActionData | undefined
  readonly report: (finding: Finding) => void
}

/** A policy under check. */
export interface PolicyLint extends DocumentLint {
  readonly kind: PolicyKind
  /** `Version` as written. */
  readonly version: string | undefined
  readonly statements: readonly Statement[]
}

/** A statement with its elements under their right names. */
export interface Statement {
  readonly node: PolicyObject
  readonly elements: ReadonlyMap<string, PolicyMember>
  readonly effect: string | undefined
}

/** Starts a check; findings gather in `diagnostics`. */
export function createDocumentLint(
  source: PolicySource,
  data: ActionData | undefined,
  diagnostics: PolicyDiagnostic[],
): DocumentLint {
  const report = ({ code, at, message, fixes, severity }: Finding) => {
    const check = catalogue.get(code)
    diagnostics.push({
      code,
      severity: severity ?? check?.severity ?? 'error',
      message,
      file: source.file,
      range: rangeAt(source.lines, at.start, at.end),
      pointer: at.pointer,
      ...(check && { documentation: check.documentation }),
      ...(fixes && fixes.length > 0 && { fixes }),
    })
  }
  return { source, data, report }
}

/** The mark for something that an object lacks: its opening brace or key, so that the object is not underlined as a whole. */
export function openingOf(node: PolicyNode): Mark {
  const { pointer, start } = node
  if (node.type === 'object' && node.mark) return { pointer, ...node.mark }
  return { pointer, start, end: Math.min(start + 1, node.end) }
}
