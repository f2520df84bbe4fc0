import type { Diagnostic } from '../base/diagnostic.ts'
import type { Node, SourceDocument } from '../syntax/node.ts'
import type { SchemaTarget } from './faultContext.ts'
import type { SchemaKind } from './places.ts'
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
export function validateDocument(document: SourceDocument, kind: SchemaKind): Diagnostic[] {
  const { root } = document
  if (!root) return []
  const targets = targetsOf(root, kind)
  return targets.flatMap(target => [
    ...validate(target, root),
    ...(target.schema.startsWith('openapi') ? unknownExtensions(target.node) : []),
  ])
}

/** Checks a template whose values are filled in already, as `validateDocument` does; it may be made of several files. */
export function validateTemplate(root: Node): Diagnostic[] {
  return templateTargets(root, 'cloudformation').flatMap(target => [
    ...validate(target, root),
    ...(target.schema.startsWith('openapi') ? unknownExtensions(target.node) : []),
  ])
}

function targetsOf(root: Node, kind: SchemaKind): SchemaTarget[] {
  if (kind === 'serverless') return []
  return kind === 'openapi' ? [openApiTarget(root, [], kind)] : templateTargets(root, kind)
}

function validate(target: SchemaTarget, root: Node): Diagnostic[] {
  return findingsOf(errorsOf(target.schema, plainView(target.node, target.pruned)), target, root)
}

function errorsOf(schema: string, value: unknown): readonly ValidationError[] {
  const validator = validators[schema]
  if (!validator) throw new Error(`no validator is compiled for ${schema}`)
  return validator(value) ? [] : (validator.errors ?? [])
}

function openApiTarget(node: Node, path: readonly string[], kind: SchemaKind): SchemaTarget {
  return {
    kind,
    schema: openApiSchema(node),
    node,
    path,
    pruned: new Set(),
    isBody: path.length > 0,
    name: 'the OpenAPI document',
  }
}

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
      pruned: new Set(hasBody ? [body] : []),
      isBody: false,
      name: type,
    },
    ...(hasBody ? [openApiTarget(body, [...path, bodyName], kind)] : []),
  ]
}
