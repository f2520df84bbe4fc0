import type { Diagnostic } from '../base/diagnostic.ts'
import type { Node, SourceDocument } from '../syntax/node.ts'
import type { SchemaTarget } from './faultContext.ts'
import type { SchemaKind } from './places.ts'
import type { Memory } from '../syntax/memory.ts'
import { isDivided } from '../syntax/parts.ts'
import { childAt, entriesOf, entryOf, stringOf } from '../syntax/node.ts'
import { findingsOf } from './findings.ts'
import type { ValidationError } from './generated/validators.js'
import { validators } from './generated/validators.js'
import { bodyProperties, openApiSchema, resourceSchema } from './places.ts'
import { isUnknown, plainView } from './plainView.ts'
import { unknownExtensions } from './unknownExtensions.ts'

/**
 * Checks the structure of a document: an OpenAPI document as a whole; of a template the sections, each resource's
 * properties by its `Type`, and OpenAPI bodies. Whatever is known only when the template is processed is accepted. A
 * service of the Serverless Framework has no findings: its plugins and variables may put anything anywhere.
 */
export function validateDocument(document: SourceDocument, kind: SchemaKind, memory?: Memory): Diagnostic[] {
  const { root } = document
  if (!root) return []
  return targetsOf(root, kind).flatMap(target => {
    if (!memory) return validate(target, root)
    const compute = () => ({ value: undefined, diagnostics: validate(target, root) })
    return memory.remember(target.node, `${target.schema} ${target.path.join('/')}`, [], compute).diagnostics
  })
}

/** Checks a template whose values are filled in already, as `validateDocument` does; it may be made of several files. */
export function validateTemplate(root: Node): Diagnostic[] {
  return templateTargets(root, 'cloudformation').flatMap(target => validate(target, root))
}

function targetsOf(root: Node, kind: SchemaKind): SchemaTarget[] {
  if (kind === 'serverless') return []
  return kind === 'openapi' ? openApiTargets(root, [], kind) : templateTargets(root, kind)
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
function openApiTargets(node: Node, path: readonly string[], kind: SchemaKind): SchemaTarget[] {
  const schema = openApiSchema(node)
  const target = { kind, isBody: path.length > 0, name: 'the OpenAPI document', pruned: new Set<Node>() }
  const parts = openApiParts.flatMap(({ keys, definition }): SchemaTarget[] => {
    const container = childAt(node, ...keys)
    if (!container || !isDivided(container) || isUnknown(container)) return []
    return container.entries.flatMap(({ name, value }): SchemaTarget[] => {
      if (value.type !== 'mapping' || isUnknown(value) || name.startsWith('x-')) return []
      const within = [...keys, name]
      const own = { schema: `${schema}#/definitions/${definition}`, node: value, path: [...path, ...within] }
      return [{ ...target, ...own, within }]
    })
  })
  const pruned = new Set(parts.map(part => part.node))
  return [{ ...target, schema, node, path, within: [], pruned }, ...parts]
}

const openApiParts = [
  { keys: ['paths'], definition: 'pathItem' },
  { keys: ['components', 'schemas'], definition: 'schema' },
  { keys: ['definitions'], definition: 'schema' },
]

function templateTargets(root: Node, kind: SchemaKind): SchemaTarget[] {
  const resources = childAt(root, 'Resources')
  const owned: SchemaTarget[] = []
  const pruned = new Set<Node>()
  for (const resource of entriesOf(resources)) {
    // `Fn::ForEach::Name` makes resources while the template is processed.
    if (resource.name.startsWith('Fn::')) pruned.add(resource.value)
    const properties = entryOf(resource.value, 'Properties')?.value
    if (!properties || properties.type !== 'mapping' || isUnknown(properties)) continue
    pruned.add(properties)
    owned.push(
      ...resourceTargets(resource.value, properties, ['Resources', resource.name, 'Properties'], kind),
    )
  }
  const template: SchemaTarget = {
    kind,
    schema: 'cloudformation-template.json',
    node: root,
    path: [],
    within: [],
    pruned,
    isBody: false,
    name: 'the template',
  }
  return [template, ...owned]
}

function resourceTargets(
  resource: Node,
  properties: Node,
  path: readonly string[],
  kind: SchemaKind,
): SchemaTarget[] {
  const type = stringOf(childAt(resource, 'Type')) ?? ''
  const schema = resourceSchema(type)
  if (schema === undefined) return []
  const bodyName = bodyProperties[type] ?? ''
  const body = childAt(properties, bodyName)
  const hasBody = body?.type === 'mapping' && !isUnknown(body)
  return [
    {
      kind,
      schema,
      node: properties,
      path,
      within: [],
      pruned: new Set(hasBody ? [body] : []),
      isBody: false,
      name: type,
    },
    ...(hasBody ? openApiTargets(body, [...path, bodyName], kind) : []),
  ]
}
