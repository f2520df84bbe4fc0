import type { Diagnostic } from '../../base/diagnostic.ts'
import type { Range } from '../../base/text.ts'
import type { PolicyPlace } from '../../definitions/policyPlaces.ts'
import type { ActionData } from '../../policy/actionData.ts'
import type { PolicyDiagnostic, PolicyNode, PolicySource } from '../../policy/policyTree.ts'
import type { EmbeddedText } from '../../syntax/embedded.ts'
import type { Finding, RuleContext, StatedPolicy } from '../rule.ts'
import { offsetAt } from '../../base/text.ts'
import { policyPlaces } from '../../definitions/policyPlaces.ts'
import { lintPolicy } from '../../policy/lint/lintPolicy.ts'
import { readPolicyJson } from '../../policy/readJson.ts'
import { embeddedText } from '../../syntax/embedded.ts'
import { intrinsicOf } from '../../syntax/intrinsics.ts'
import { documentOf } from '../../syntax/node.ts'
import { severityInDefinition } from './policyRule.ts'
import { isFilledIn, policyTreeOf } from './policyTrees.ts'

/** The policies that the documents of a definition state, each read and linted when a rule first asks about it. */
export function statedPolicies(context: RuleContext): StatedPolicy[] {
  const { definition, documents } = context
  return [...documents.values()].flatMap(document =>
    policyPlaces(document, document.file === definition.file ? definition.kind : undefined).map(place =>
      statedPolicy(place, context),
    ),
  )
}

function statedPolicy(place: PolicyPlace, context: RuleContext): StatedPolicy {
  let found: ReadonlyMap<string, readonly Finding[]> | undefined
  return {
    type: place.type,
    node: place.node,
    findings: code => (found ??= byCode(lintPlace(place, context.actionData?.()), place)).get(code) ?? [],
  }
}

/** What the linter finds in a policy of a document, with Access Analyzer's severities. */
export type FoundInPlace = Pick<
  Diagnostic,
  'code' | 'file' | 'message' | 'range' | 'severity' | 'fixes' | 'related'
>

/** Lints the policy at a place, be it written as such or as JSON text. */
export function lintPlace(place: PolicyPlace, data: ActionData | undefined): FoundInPlace[] {
  const { node } = place
  const isText = node.type === 'scalar' || intrinsicOf(node) !== undefined
  if (isText && place.type !== 'lambda-permission') return lintText(place, data)
  const { file, text, lines } = documentOf(node)
  const source: PolicySource = { file, text, lines, root: policyTreeOf(place), diagnostics: [] }
  return lintPolicy(source, place.type, data)
}

/** A policy that is JSON text in a string, as the API itself takes it. */
function lintText(place: PolicyPlace, data: ActionData | undefined): FoundInPlace[] {
  const embedded = embeddedText(place.node)
  // What does not begin as JSON is a name, a file or an expression that gives the policy.
  if (!embedded || !/^\s*\{/.test(embedded.text)) return []
  const { file } = documentOf(place.node)
  const source = readPolicyJson(file, embedded.text)
  const isHole = (start: number, end: number) =>
    embedded.holes.some(hole => hole.start < end && start < hole.end)
  const root = source.root && withoutHoles(source.root, isHole, place)
  const found = lintPolicy({ ...source, root }, place.type, data)
  return found.flatMap(diagnostic => inDocument(diagnostic, source, embedded, isHole))
}

type IsHole = (start: number, end: number) => boolean

function withoutHoles(node: PolicyNode, isHole: IsHole, place: PolicyPlace): PolicyNode {
  const { pointer, start, end } = node
  const unknown = { type: 'unknown', pointer, start, end } as const
  if (node.type === 'unknown') return node
  if (node.type === 'scalar') {
    const isFilled = typeof node.value === 'string' && isFilledIn(node.value, place.notation)
    return isFilled || isHole(start, end) ? unknown : node
  }
  if (node.type === 'list') {
    return { ...node, items: node.items.map(item => withoutHoles(item, isHole, place)) }
  }
  if (node.members.some(({ key }) => isHole(key.start, key.end))) return unknown
  const members = node.members.map(member => ({
    ...member,
    value: withoutHoles(member.value, isHole, place),
  }))
  return { ...node, members }
}

function inDocument(
  diagnostic: PolicyDiagnostic,
  { lines, text }: PolicySource,
  embedded: EmbeddedText,
  isHole: IsHole,
): FoundInPlace[] {
  const stretch = ({ start, end }: Range) => ({
    start: offsetAt(lines, start, text),
    end: offsetAt(lines, end, text),
  })
  const own = stretch(diagnostic.range)
  if (isHole(own.start, own.end) && diagnostic.code === 'json-syntax') return []
  const { file, range } = embedded.origin(own)
  const fixes = (diagnostic.fixes ?? []).flatMap(fix => {
    const edits = fix.edits.map(edit => embedded.edit(stretch(edit.range), edit.newText))
    return edits.every(edit => edit !== undefined) ? [{ ...fix, edits }] : []
  })
  const related = diagnostic.related?.map(each => ({ ...each, ...placeOf(embedded, stretch(each.range)) }))
  // A key that stands twice is a fault of the text here: nobody reads it but the linter.
  const code = diagnostic.code === 'duplicate-key' ? 'json-syntax' : diagnostic.code
  const { message, severity } = diagnostic
  return [{ code, message, severity, file, range, fixes, ...(related && { related }) }]
}

function placeOf(embedded: EmbeddedText, stretch: { readonly start: number; readonly end: number }) {
  const { file, range } = embedded.origin(stretch)
  return { file, range }
}

function byCode(found: readonly FoundInPlace[], place: PolicyPlace): ReadonlyMap<string, readonly Finding[]> {
  const findings = new Map<string, Finding[]>()
  for (const { code, message, severity, file, range, fixes, related } of found) {
    if (isSaidElsewhere(code, place)) continue
    const finding = {
      origin: { file, pointer: '', range },
      message,
      severity: isLeftToDeployment(code, message, place) ? 'warning' : severityInDefinition(code, severity),
      ...(fixes && { fixes }),
      ...(related && { related }),
    }
    findings.set(code, [...(findings.get(code) ?? []), finding])
  }
  return findings
}

function isLeftToDeployment(code: string, message: string, { type, isAddedTo }: PolicyPlace): boolean {
  // What SAM finds in a document it hands on, changed or not, and looks at none of it.
  if (isAddedTo && (code === 'unsupported-action-in-policy' || code === 'missing-resource')) return true
  // API Gateway refuses actions of other services; queues with such policies are in use.
  if (code === 'unsupported-action-in-policy') return type !== 'resource:execute-api' && type !== 'trust'
  // Examples name accounts such as 12345; what is to stand there is put in when the definition is deployed.
  return code === 'invalid-principal-format' && /^'\d+'/.test(message)
}

function isSaidElsewhere(code: string, { type, isAddedTo }: PolicyPlace): boolean {
  // SAM adds statements to the policy of an API that it makes.
  if (isAddedTo && code === 'missing-statement') return true
  return saidElsewhere.get(type)?.includes(code) === true
}

/** What a schema or another rule says of such a place already. */
const saidElsewhere: ReadonlyMap<string, readonly string[]> = new Map([
  // `resource-policy-too-long`
  ['resource:execute-api', ['policy-size']],
  [
    'lambda-permission',
    // The resource specification, and `lambda-permission-invalid`.
    [
      'permission-property-missing',
      'permission-property-unknown',
      'unsupported-action-in-policy',
      'permission-principal',
    ],
  ],
])
