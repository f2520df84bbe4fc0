import { pointerSegments } from '../base/jsonPointer.ts'
import { schemaTexts } from './generated/validators.js'

/** The part of JSON Schema (draft 7) that our schemas use, with keywords of our own. */
export interface JsonSchema {
  readonly $ref?: string
  readonly title?: string
  readonly description?: string
  /** Address of AWS's page about this part. */
  readonly documentation?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly default?: unknown
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>
  readonly additionalProperties?: boolean | JsonSchema
  readonly items?: JsonSchema
  readonly required?: readonly string[]
  readonly minimum?: number
  readonly maximum?: number
  readonly pattern?: string
  readonly allOf?: readonly JsonSchema[]
  /** Branches only ever say which properties are required. */
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly minProperties?: number
  readonly if?: JsonSchema
  readonly then?: JsonSchema
  readonly definitions?: Readonly<Record<string, JsonSchema>>
  /** Faults of these keywords are less than errors. */
  readonly severity?: Readonly<Record<string, 'warning' | 'info'>>
  /** Values of `enum` count in either case. */
  readonly caseInsensitive?: boolean
  /** Of a Terraform resource: what expressions may ask of it. */
  readonly attributes?: readonly string[]
  /** Of a Terraform argument: what it refers to, such as `${aws_api_gateway_rest_api.id}`, with texts around it. */
  readonly takes?: readonly string[]
}

/** A schema and the file it stands in, which its relative `$ref`s need. */
export interface SchemaPlace {
  readonly schema: JsonSchema
  readonly file: string
}

const parsed = new Map<string, JsonSchema | undefined>()

/** The schema under an address (`aws-api-gateway.json#/definitions/AWS::ApiGateway::Stage`), undefined if none is there. */
export function schemaAt(reference: string, from = ''): SchemaPlace | undefined {
  const [name = '', pointer = ''] = reference.split('#')
  const file = name === '' ? from : name
  let schema: unknown = documentAt(file)
  for (const key of pointerSegments(pointer)) {
    if (typeof schema !== 'object' || schema === null || !Object.hasOwn(schema, key)) return undefined
    schema = (schema as Record<string, unknown>)[key]
  }
  // The texts are our own files: a test compiles each of them as JSON Schema.
  return schema === undefined ? undefined : { schema: schema as JsonSchema, file }
}

function documentAt(file: string): JsonSchema | undefined {
  if (!parsed.has(file)) {
    const text = schemaTexts[file]
    parsed.set(file, text === undefined ? undefined : (JSON.parse(text) as JsonSchema))
  }
  return parsed.get(file)
}
