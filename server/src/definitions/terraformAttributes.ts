import type { Locality } from './locality.ts'
import type { Resources } from './templateResources.ts'
import type { TerraformResource } from './terraformSource.ts'
import type { GivenValues } from './givenValues.ts'
import { entryOf, stringOf } from '../syntax/node.ts'
import { ssmValue } from './lookedUpText.ts'
import { attributeOf, functionArn, refOf } from './resourceValues.ts'
import { terraformTypes } from './terraformTypes.ts'

/** The text that an attribute of a resource has here, in CloudFormation's form; else why it has none. */
export function attributeText(
  { address, type, values }: TerraformResource,
  attribute: string,
  stated: Resources,
  locality: Locality,
  given: GivenValues,
): string | { reason: string } {
  const reason = `'${address}.${attribute}' is known after apply`
  const fromAccount = accountValue(type, attribute, locality)
  if (fromAccount !== undefined) return fromAccount
  if (type === 'aws_ssm_parameter' && attribute === 'value') {
    const name = stringOf(entryOf(values, 'name')?.value)
    const text = name === undefined ? undefined : ssmValue(name, given)
    if (text !== undefined) return text
  }
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

// Data sources that tell where Terraform runs.
function accountValue(type: string, attribute: string, { region, accountId }: Locality): string | undefined {
  const name = `${type}.${attribute}`
  if (/^aws_region\.(name|region|id)$/.test(name)) return region
  if (/^aws_caller_identity\.(account_id|id)$/.test(name)) return accountId
  if (/^aws_partition\.(partition|id)$/.test(name)) return 'aws'
  return name === 'aws_partition.dns_suffix' ? 'amazonaws.com' : undefined
}
