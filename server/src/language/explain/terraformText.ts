import { describeAt } from '../../schema/describe.ts'
import { schemaAt } from '../../schema/jsonSchema.ts'
import type { TerraformReference } from '../terraformReferences.ts'

/** What a reference of a Terraform configuration names, as Markdown. */
export function terraformText({ block, attribute }: TerraformReference): string {
  const { address, type } = block
  const what = type === undefined ? undefined : describeAt('terraform', ['resource', type], undefined)
  const page =
    type === undefined ? undefined : schemaAt(`terraform.json#/definitions/${type}`)?.schema.documentation
  const property =
    type === undefined || attribute === undefined
      ? undefined
      : describeAt('terraform', ['resource', type, 'name', attribute], undefined)
  return [
    `**${address}**${what?.description === undefined ? '' : `: ${what.description}`}`,
    attribute === undefined
      ? ''
      : `\`${attribute}\`${property?.description === undefined ? '' : `: ${property.description}`}`,
    page === undefined ? '' : `[Terraform documentation](${page})`,
  ]
    .filter(text => text !== '')
    .join('\n\n')
}
