import type { Definition, TemplateParameter } from '../../api/api.ts'
import type { LambdaFunction } from '../../api/lambdaFunction.ts'
import type { Fact } from '../../base/origin.ts'
import { lambdaTargetOf } from '../../api/lambdaFunction.ts'
import { intrinsicOf } from '../../syntax/intrinsics.ts'
import type { Node } from '../../syntax/node.ts'
import { nodeOfOrigin, toValue } from '../../syntax/node.ts'

/** Writes facts as plain data, and notes what cannot be written. */
export interface FactWriter {
  /** What a fact is stated as; undefined when nobody states it, and, with a note about `what`, when it cannot be known. */
  readonly value: (fact: Fact<unknown> | undefined, what: string) => unknown
  /** The same for the URI of an integration or authorizer, in which a reader may have put the ARN of a function. */
  readonly uri: (fact: Fact<string> | undefined, what: string) => unknown
  /** The known value, never a reference: for words that decide what else stands in the document. */
  readonly word: (fact: Fact<string> | undefined, what: string) => string | undefined
  readonly map: (facts: ReadonlyMap<string, Fact<unknown>>, what: string) => Data | undefined
  readonly list: (facts: readonly Fact<unknown>[], what: string) => unknown[] | undefined
  readonly note: (text: string) => void
  /** Whether references to what stands in the template are kept. */
  readonly keepsReferences: boolean
}

export type Data = Readonly<Record<string, unknown>>

/** The template to which references lead. */
export type ReferencedTemplate = Pick<Definition, 'functions' | 'parameters'>

/**
 * A writer that keeps the intrinsic functions of a template, in their long form, where it is given. Without it every value
 * comes as it is known on this machine.
 */
export function createFactWriter(
  template: ReferencedTemplate | undefined,
  note: (text: string) => void,
): FactWriter {
  const plain = (fact: Fact<unknown>, what: string): unknown => {
    if (fact.known) return fact.value
    note(`${what} is left out, since it cannot be known: ${fact.reason}`)
    return undefined
  }
  const value: FactWriter['value'] = (fact, what) => {
    if (!fact) return undefined
    const source = template && referenceIn(nodeOfOrigin(fact.origin))
    const isKept =
      source !== undefined && (!fact.known || mayGive(source, fact.value, template?.parameters ?? []))
    return isKept ? source : plain(fact, what)
  }
  const uri: FactWriter['uri'] = (fact, what) => {
    const made = fact && template ? madeUri(fact, template.functions) : undefined
    return made ?? value(fact, what)
  }
  const map: FactWriter['map'] = (facts, what) => {
    const entries = [...facts].flatMap(([name, fact]) => {
      const written = value(fact, `'${name}' of ${what}`)
      return written === undefined ? [] : [[name, written] as const]
    })
    return entries.length > 0 ? Object.fromEntries(entries) : undefined
  }
  const list: FactWriter['list'] = (facts, what) => {
    const items = facts.map(fact => value(fact, what)).filter(item => item !== undefined)
    return items.length > 0 ? items : undefined
  }
  const word: FactWriter['word'] = (fact, what) => fact && (plain(fact, what) as string | undefined)
  return { value, uri, map, list, word, note, keepsReferences: template !== undefined }
}

/** The intrinsic function or dynamic reference that a value is stated by, as plain data. */
export function referenceIn(node: Node | undefined): unknown {
  if (node?.type === 'scalar') {
    return typeof node.value === 'string' && node.value.includes('{{resolve:') ? node.value : undefined
  }
  return node && intrinsicOf(node) ? longForm(toValue(node)) : undefined
}

/** False for a reference from which a reader has made something else: the methods of a SAM API's `Cors: !Ref Origin`. */
function mayGive(reference: unknown, value: unknown, parameters: readonly TemplateParameter[]): boolean {
  if (typeof reference !== 'object' || reference === null) return true
  const { Ref: name, 'Fn::Sub': text } = reference as Readonly<Record<string, unknown>>
  const parameter = parameters.find(candidate => candidate.name === name)
  if (parameter?.value !== undefined) return parameter.value === String(value)
  if (typeof text !== 'string') return true
  let from = 0
  const written = String(value)
  return text.split(/\$\{[^!}][^}]*\}/).every(part => {
    const at = written.indexOf(part.replaceAll('${!', '${'), from)
    from = at + part.length
    return at >= 0
  })
}

/** `Fn::GetAtt` with a list, which JSON and YAML both take. */
function longForm(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(longForm)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([name, inner]: [string, unknown]) => {
    const attribute =
      name === 'Fn::GetAtt' && typeof inner === 'string' ? /^([^.]+)\.(.+)$/.exec(inner) : null
    return [name, attribute ? attribute.slice(1) : longForm(inner)] as const
  })
  return Object.fromEntries(entries)
}

/**
 * What a reader has put together for SAM: the URI around a function's ARN (`FunctionArn` of an authorizer), and that of the
 * function (or state machine) whose event it is. Undefined for a URI that the definition states itself.
 */
function madeUri(fact: Fact<string>, functions: readonly LambdaFunction[]): unknown {
  const node = nodeOfOrigin(fact.origin)
  const stated = referenceIn(node)
  if (stated !== undefined) {
    const isArn = fact.origin.pointer.endsWith('/FunctionArn')
    return isArn ? invocationOf(stated, fact.known ? fact.value : '') : undefined
  }
  if (!fact.known || node?.type === 'scalar') return undefined
  const target = lambdaTargetOf(fact.value)
  const own = target && functions.find(({ arn }) => arn === target.functionArn)
  if (own) {
    // SAM names the alias that it moves to each new version by the function and the alias.
    const reference = target.qualifier === undefined ? `${own.id}.Arn` : `${own.id}Alias${target.qualifier}`
    return { 'Fn::Sub': wrapped(`\${${reference}}`, fact.value) }
  }
  const service = /^arn:[\w-]+:apigateway:[^:]*:(.*)$/s.exec(fact.value)?.[1]
  return service && { 'Fn::Sub': `arn:\${AWS::Partition}:apigateway:\${AWS::Region}:${escaped(service)}` }
}

/** The URI around a reference to a function's ARN. */
function invocationOf(reference: unknown, uri: string): unknown {
  const call = reference as Readonly<Record<string, unknown>>
  const attribute = call['Fn::GetAtt']
  if (Array.isArray(attribute)) return { 'Fn::Sub': wrapped(`\${${attribute.join('.')}}`, uri) }
  if (typeof call['Ref'] === 'string') return { 'Fn::Sub': wrapped(`\${${call['Ref']}}`, uri) }
  if (typeof call['Fn::Sub'] === 'string') return { 'Fn::Sub': wrapped(call['Fn::Sub'], uri) }
  return { 'Fn::Sub': [wrapped('${FunctionArn}', uri), { FunctionArn: reference }] }
}

function wrapped(functionArn: string, uri: string): string {
  const isStreamed = uri.endsWith('/response-streaming-invocations')
  const [version, verb] = isStreamed
    ? ['2021-11-15', 'response-streaming-invocations']
    : ['2015-03-31', 'invocations']
  const service = `lambda:path/${version}/functions/${functionArn}/${verb}`
  return `arn:\${AWS::Partition}:apigateway:\${AWS::Region}:${service}`
}

/** As `Fn::Sub` leaves it alone: `${stageVariables.x}` is API Gateway's. */
function escaped(text: string): string {
  return text.replaceAll('${', '${!')
}
