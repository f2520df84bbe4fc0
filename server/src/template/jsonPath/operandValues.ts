import { parsePermissiveJson } from '../permissiveJson.ts'
import type { JavaList, JavaMap, JavaValue } from '../values.ts'
import { PatternOperand } from './pattern.ts'
import { PathFailure } from './run.ts'

/** A list or map that a filter writes as JSON; it is read when it is first looked at. */
export class JsonOperand {
  readonly text: string
  #value: JavaValue | undefined

  constructor(text: string) {
    this.text = text
  }

  get value(): JavaValue {
    if (this.#value !== undefined) return this.#value
    const { value, fault } = parsePermissiveJson(this.text)
    if (fault) throw new PathFailure('argument', fault.message)
    this.#value = value
    return value
  }
}

/** A string in a list that reads as a path; json-path takes it for one, and it equals nothing. */
export class PathText {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** What is compared in a filter; undefined for a path that leads nowhere. */
export type OperandValue = JavaValue | undefined | JsonOperand | PatternOperand | PathText

/** What json-path calls a JSON node: a list or map, of the payload or written in the filter. */
export type JsonNode = JavaList | JavaMap | JsonOperand

/** Whether an operand is a list or map. */
export function isJsonNode(value: OperandValue): value is JsonNode {
  return Array.isArray(value) || value instanceof Map || value instanceof JsonOperand
}

/** The list or map itself. */
export function valueOfNode(node: JsonNode): JavaValue {
  return node instanceof JsonOperand ? node.value : node
}

/** What class of node json-path holds an operand as; `===` asks for the same. */
export function nodeClass(value: OperandValue): string {
  if (value === undefined || value === null) return String(value)
  if (isJsonNode(value)) return 'json'
  if (value instanceof PatternOperand) return 'pattern'
  if (value instanceof PathText) return 'path'
  if (typeof value === 'bigint' || typeof value === 'object') return 'number'
  return typeof value
}
