import { detectKind } from '../definitions/detect.ts'
import type { DefinitionResult } from '../definitions/definitionResult.ts'
import { isPlan } from '../definitions/terraformPlan.ts'
import type { SourceDocument } from '../syntax/node.ts'
import type { Definition } from '../api/api.ts'
import type { SchemaKind } from '../schema/places.ts'
import { isTestFileName } from '../testing/testFileName.ts'

/** The schemas for a kind of document; undefined for the manifest that the CDK writes, which has none. */
export function schemaKindOf(kind: Definition['kind']): SchemaKind | undefined {
  return kind === 'cdk' ? undefined : kind
}

/**
 * The schemas for a document that is being written: a file of tests, a definition, a part of an OpenAPI document in a file of its own,
 * or a Terraform configuration, which has no gateway yet while its first resource is written. Undefined for the plan or state
 * that Terraform prints, and for foreign documents.
 */
export function schemaKindOfDocument(
  { root, file }: SourceDocument,
  { definition }: DefinitionResult,
): SchemaKind | undefined {
  if (isTestFileName(file)) return 'tests'
  const kind = detectKind(root)
  if (kind === 'terraform') return isPlan(root) ? undefined : kind
  if (kind !== 'foreign') return schemaKindOf(kind)
  if (isTerraformName(file)) return 'terraform'
  return definition ? 'openapi' : undefined
}

/** Whether a file is a Terraform configuration in JSON by its name. */
export function isTerraformName(file: string): boolean {
  return file.endsWith('.tf.json')
}
