import type { Definition } from '../api/api.ts'
import type { SchemaKind } from '../schema/places.ts'

/** The schemas for a kind of document; undefined for what tools write (a CDK manifest, a Terraform plan), which has none. */
export function schemaKindOf(kind: Definition['kind']): SchemaKind | undefined {
  return kind === 'cdk' || kind === 'terraform' ? undefined : kind
}
