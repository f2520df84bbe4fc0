import type { Diagnostic } from '../base/diagnostic.ts'
import type { Node, SourceDocument } from '../syntax/node.ts'
import type { SchemaTarget } from './faultContext.ts'
import type { SchemaKind } from './places.ts'
import type { Memory } from '../syntax/memory.ts'
import { isDivided } from '../syntax/parts.ts'
import { childAt, documentOf, entriesOf, entryOf, rangeOf, stringOf } from '../syntax/node.ts'
import { findingsOf, globalProperty } from './findings.ts'
import { schemaAt } from './jsonSchema.ts'
import type { ValidationError } from './generated/validators.js'
import { validators } from './generated/validators.js'
import { bodyProperties, openApiSchema, resourceSchema, testsSchema } from './places.ts'
import { isUnknown, plainView } from './plainView.ts'
import { unknownExtensions } from './unknownExtensions.ts'

/**
 * Checks the structure of a document: an OpenAPI document as a whole; of a template the sections, each resource's
 * properties by its `Type`, and OpenAPI bodies. Whatever is known only when the template is processed is accepted. A
 * service of the Serverless Framework has no findings (its plugins and variables may put anything anywhere), nor has a
 * Terraform configuration (Terraform checks it against its providers).
 */
export function validateDocument(document: SourceDocument, kind: SchemaKind, memory?: Memory): Diagnostic[] {
  const { root } = document
  if (!root || kind === 'serverless' || kind === 'terraform') return []
  const given = { root, kind, memory }
  return checkParts(kind === 'openapi' ? openApiParts(root, [], given) : templateParts(given), given)
}

/** Checks the structure of a test file. */
export function validateTests(root: Node): Diagnostic[] {
  const target = { kind: 'tests', schema: testsSchema, node: root, path: [], within: [] } as const
  return validate({ ...target, pruned: new Set(), isBody: false, name: 'the test file' }, root)
}

/** Checks a template whose values are filled in already, as `validateDocument` does; it may be made of several files. */
export function validateTemplate(root: Node): Diagnostic[] {
  const given = { root, kind: 'cloudformation', memory: undefined } as const
  return checkParts(templateParts(given), given)
}

interface Given {
  /** Of the document. */
  readonly root: Node
  readonly kind: SchemaKind
  readonly memory: Memory | undefined
}

/** A part of a document with what is to be checked of it, which is told only once something in it has changed. */
interface CheckedPart {
  readonly node: Node
  /** Says which schema is meant: a node may follow several. */
  readonly key: string
  readonly check: () => Diagnostic[]
}

function checkParts(parts: readonly CheckedPart[], { memory }: Given): Diagnostic[] {
  return parts.flatMap(({ node, key, check }) => {
    if (!memory) return check()
    return memory.remember(node, key, [], () => ({ value: undefined, diagnostics: check() })).diagnostics
  })
}

function validate(target: SchemaTarget, root: Node): Diagnostic[] {
  const found = findingsOf(errorsOf(target.schema, plainView(target.node, target.pruned)), target, root)
  const isOpenApi = target.schema.startsWith('openapi')
  return isOpenApi ? [...found, ...unknownExtensions(target.node, target.pruned)] : found
}

function errorsOf(schema: string, value: unknown): readonly ValidationError[] {
  const validator = validators[schema]
  if (!validator) throw new Error(`no validator is compiled for ${schema}`)
  return validator(value) ? [] : (validator.errors ?? [])
}

/** A document and, where an edit reads parts of it anew, those parts on their own. */
function openApiParts(node: Node, path: readonly string[], { root, kind }: Given): CheckedPart[] {
  const schema = openApiSchema(node)
  const whole = { kind, isBody: path.length > 0, name: 'the OpenAPI document', pruned: new Set<Node>() }
  const containers = dividedKeys.flatMap(({ keys, definition }) => {
    const container = childAt(node, ...keys)
    const isOwn = container && isDivided(container) && !isUnknown(container)
    return isOwn ? [{ keys, key: `${schema}#/definitions/${definition}`, entries: container.entries }] : []
  })
  const parts = containers.flatMap(({ keys, key, entries }) =>
    entries.map(({ name, value }) => {
      const check = (): Diagnostic[] => {
        if (!isOwnPart(name, value)) return []
        const within = [...keys, name]
        return validate({ ...whole, schema: key, node: value, path: [...path, ...within], within }, root)
      }
      return { node: value, key, check }
    }),
  )
  const check = (): Diagnostic[] => {
    const own = containers.flatMap(({ entries }) =>
      entries.filter(({ name, value }) => isOwnPart(name, value)),
    )
    const pruned = new Set(own.map(({ value }) => value))
    return validate({ ...whole, schema, node, path, within: [], pruned }, root)
  }
  return [{ node, key: schema, check }, ...parts]
}

const dividedKeys = [
  { keys: ['paths'], definition: 'pathItem' },
  { keys: ['components', 'schemas'], definition: 'schema' },
  { keys: ['definitions'], definition: 'schema' },
]

function isOwnPart(name: string, value: Node): boolean {
  return value.type === 'mapping' && !isUnknown(value) && !name.startsWith('x-')
}

/** A template without the properties of its resources, and each resource's properties. */
function templateParts(given: Given): CheckedPart[] {
  const { root, kind } = given
  const resources = entriesOf(childAt(root, 'Resources'))
  const check = (): Diagnostic[] => {
    const pruned = new Set<Node>()
    for (const { name, value } of resources) {
      // `Fn::ForEach::Name` makes resources while the template is processed.
      if (name.startsWith('Fn::')) pruned.add(value)
      const properties = ownProperties(value)
      if (properties) pruned.add(properties)
    }
    const schema = 'cloudformation-template.json'
    const isBody = false
    return validate(
      { kind, schema, node: root, path: [], within: [], pruned, isBody, name: 'the template' },
      root,
    )
  }
  const owned = resources.map(({ name, value }) => ({
    node: value,
    key: 'resource',
    check: () => checkResource(name, value, given),
  }))
  return [{ node: root, key: 'template', check }, ...owned]
}

function ownProperties(resource: Node): Node | undefined {
  const properties = entryOf(resource, 'Properties')?.value
  return properties?.type === 'mapping' && !isUnknown(properties) ? properties : undefined
}

function checkResource(id: string, resource: Node, given: Given): Diagnostic[] {
  const properties = ownProperties(resource)
  const type = stringOf(childAt(resource, 'Type')) ?? ''
  const schema = resourceSchema(type)
  if (schema === undefined) return []
  const { root, kind } = given
  if (!properties)
    return entryOf(resource, 'Properties') ? [] : withoutProperties(resource, type, schema, root)
  const path = ['Resources', id, 'Properties']
  const bodyName = bodyProperties[type] ?? ''
  const body = childAt(properties, bodyName)
  const hasBody = body?.type === 'mapping' && !isUnknown(body)
  const pruned = new Set(hasBody ? [body] : [])
  const own = { kind, schema, node: properties, path, within: [], pruned, isBody: false, name: type }
  return [
    ...validate(own, root),
    ...(hasBody ? checkParts(openApiParts(body, [...path, bodyName], given), given) : []),
  ]
}

// A type that needs no property needs no 'Properties' either.
function withoutProperties(resource: Node, type: string, address: string, root: Node): Diagnostic[] {
  const { schema } = schemaAt(address) ?? {}
  const missing = (schema?.required ?? []).filter(name => !globalProperty(resource, [name], root))
  const mark = childAt(resource, 'Type')
  if (!mark || missing.length === 0 || entriesOf(resource).some(({ name }) => name.startsWith('Fn::')))
    return []
  const refuser = type.startsWith('AWS::Serverless::') ? 'SAM' : 'CloudFormation'
  return [
    {
      code: 'schema-required',
      severity: 'error',
      message: `'${missing.join("' and '")}' ${missing.length > 1 ? 'are' : 'is'} missing in '${type}': ${refuser} refuses it without; add 'Properties'`,
      file: documentOf(mark).file,
      range: rangeOf(mark),
      ...(schema?.documentation !== undefined && { documentation: schema.documentation }),
    },
  ]
}
