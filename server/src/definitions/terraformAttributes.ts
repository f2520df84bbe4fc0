import type { Locality } from './locality.ts'
import type { Resources } from './templateResources.ts'
import type { TerraformResource } from './terraformSource.ts'
import { entryOf } from '../syntax/node.ts'
import { attributeOf, functionArn, refOf } from './resourceValues.ts'
import { terraformTypes } from './terraformTypes.ts'

/** The text that an attribute of a resource has here, in CloudFormation's form; else why it has none. */
export function attributeText(
  { address, type, values }: TerraformResource,
  attribute: string,
  stated: Resources,
  locality: Locality,
): string | { reason: string } {
  const reason = `'${address}.${attribute}' is known after apply`
  const own = entryOf(values, attribute)?.value
  const isGateway = /^aws_api_?gateway/.test(type)
  const isOwnId = isGateway && /^(id|root_resource_id)$/.test(attribute)
  if (!isOwnId && own?.type === 'scalar' && own.value !== null && !String(own.value).includes('${')) {
    return String(own.value)
  }
  const resource = stated.get(address)
  if (!resource || resource.type === '') return { reason }
  if (/^(qualified_|invoke_)?arn$/.test(attribute) && /^AWS::Lambda::(Function|Alias)$/.test(resource.type)) {
    const alias = resource.type === 'AWS::Lambda::Alias' && attributeOf(address, 'AliasArn', stated, locality)
    const arn = alias && alias.known ? String(alias.value) : functionArn(resource, locality)
    const { region } = locality
    return attribute === 'invoke_arn'
      ? `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`
      : arn
  }
  const name = terraformTypes.get(type)?.attributes?.[attribute]
  const isRef = /^(id|name|function_name)$/.test(attribute)
  const outcome =
    name === undefined
      ? isRef
        ? refOf(address, stated, locality)
        : undefined
      : attributeOf(address, name, stated, locality)
  return outcome?.known ? String(outcome.value) : { reason }
}
