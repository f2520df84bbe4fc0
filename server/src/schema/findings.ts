import type { Diagnostic, Severity } from '../base/diagnostic.ts'
import { pointerSegments } from '../base/jsonPointer.ts'
import type { Node } from '../syntax/node.ts'
import type { ValidationError } from './generated/validators.js'
import type { SchemaPlace } from './jsonSchema.ts'
import type { Fault, FaultContext, SchemaTarget } from './faultContext.ts'
import { childAt, documentOf, entryOf, rangeOf, stringOf } from '../syntax/node.ts'
import { faultOf } from './faults.ts'
import { placesAt } from './places.ts'
import { isOpen, isUnknown, nodeInView } from './plainView.ts'

/** Turns what ajv reports into diagnostics: exact ranges, plain words, one for each fault. */
export function findingsOf(
  errors: readonly ValidationError[],
  target: SchemaTarget,
  root: Node,
): Diagnostic[] {
  return errors.flatMap(error => {
    const path = pointerSegments(error.instancePath)
    const node = nodeInView(target.node, path, target.pruned)
    if (!node || isNoise(error, node) || isShared(error, [...target.path, ...path], root)) return []
    const places = placesAt(target.kind, [...target.path, ...path], root)
    const names = [...target.within, ...path].filter(segment => !/^\d+$/.test(segment))
    const context: FaultContext = {
      error,
      target,
      node,
      name: names.at(-1) ?? target.name,
      owner: names.at(-2) ?? target.name,
      places,
    }
    const fault = faultOf(context)
    return fault ? [diagnosticOf(fault, context)] : []
  })
}

function diagnosticOf(fault: Fault, { error, node, target, places }: FaultContext): Diagnostic {
  const documentation = places.find(({ schema }) => schema.documentation !== undefined)?.schema.documentation
  return {
    code: fault.code,
    severity: severityOf(error, node, target, places),
    message: fault.message,
    file: documentOf(fault.mark).file,
    range: rangeOf(fault.mark),
    ...(documentation !== undefined && { documentation }),
    ...(fault.fixes && { fixes: fault.fixes }),
  }
}

function severityOf(
  error: ValidationError,
  node: Node,
  target: SchemaTarget,
  places: readonly SchemaPlace[],
): Severity {
  // SAM and CloudFormation pass a body on as it is, and methods may come from elsewhere.
  if (error.keyword === 'required' && target.isBody) return 'warning'
  // A key without a value is often one that is about to be written; SAM takes it where a text may stand.
  if (error.keyword === 'type' && node.type === 'scalar' && node.value === null && !wantsContainer(error)) {
    return 'warning'
  }
  return (
    places.map(({ schema }) => schema.severity?.[error.keyword]).find(found => found !== undefined) ?? 'error'
  )
}

function wantsContainer(error: ValidationError): boolean {
  return [error.params['type']].flat().every(type => type === 'object' || type === 'array')
}

// An `if` and the branches of an `anyOf` are reported beside the fault that they are about.
function isNoise(error: ValidationError, node: Node): boolean {
  if (error.keyword === 'if' || /\/(anyOf|oneOf)\/\d/.test(error.schemaPath)) return true
  if (error.keyword === 'required') {
    // It is there, but its value is known only when the template is processed.
    const written = entryOf(node, String(error.params['missingProperty']))?.value
    return isOpen(node) || (written !== undefined && !isNoValue(written))
  }
  if (['anyOf', 'oneOf', 'minProperties'].includes(error.keyword)) return isOpen(node)
  return isUnknown(node)
}

// SAM puts what `Globals` says, which need not be all, under a resource's own properties before it asks for what must be there.
function isShared({ keyword, params }: ValidationError, path: readonly string[], root: Node): boolean {
  const [section, id = '', part, ...within] = path
  if (keyword !== 'required') return false
  if (section === 'Globals') return true
  if (section !== 'Resources' || part !== 'Properties') return false
  return globalProperty(childAt(root, section, id), [...within, String(params['missingProperty'])], root)
}

/** Whether `Globals` gives a resource the property at `path`, which it does not leave out by `IgnoreGlobals`. */
export function globalProperty(resource: Node | undefined, path: readonly string[], root: Node): boolean {
  const name = /^AWS::Serverless::(\w+)$/.exec(stringOf(childAt(resource, 'Type')) ?? '')?.[1]
  if (name === undefined || childAt(resource, 'IgnoreGlobals')) return false
  return childAt(root, 'Globals', name, ...path) !== undefined
}

// The same as leaving the property out.
function isNoValue(node: Node): boolean {
  return stringOf(entryOf(node, 'Ref')?.value) === 'AWS::NoValue'
}
