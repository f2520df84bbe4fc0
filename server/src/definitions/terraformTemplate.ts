import type { Node, SourceDocument } from '../syntax/node.ts'
import type { PlainReader } from './plainReader.ts'
import type { Template, TemplateResource } from './templateResources.ts'
import { readAnew } from './templateResources.ts'
import type { MethodParts } from './terraformMethods.ts'
import type { Build } from './terraformProperties.ts'
import type { TerraformResource, TerraformSource } from './terraformSource.ts'
import type { TerraformValues } from './terraformValues.ts'
import { createIntrinsics } from '../syntax/intrinsics.ts'
import { entriesOf, entryOf, originOfEntry, stringOf } from '../syntax/node.ts'
import { localityOf } from './locality.ts'
import { propertiesOf } from './properties.ts'
import { createArguments } from './terraformArguments.ts'
import { attributeText } from './terraformAttributes.ts'
import { codeOf } from './terraformCode.ts'
import { notRead } from './terraformEvaluation.ts'
import { textOfValue } from './terraformFunctions.ts'
import { createMethodParts } from './terraformMethods.ts'
import type { OwnerParts } from './terraformParts.ts'
import { createOwnerParts } from './terraformParts.ts'
import { propertyEntries } from './terraformProperties.ts'
import { propertyName, terraformTypes } from './terraformTypes.ts'
import { createTerraformValues } from './terraformValues.ts'

/**
 * Says the resources of a Terraform document in CloudFormation's words, each value where Terraform's text has it, so that
 * the same readers read both. Logical ids are Terraform's addresses.
 */
export function terraformTemplate(
  document: SourceDocument,
  source: TerraformSource,
  plainReader: PlainReader,
): Template {
  const values = createTerraformValues(plainReader)
  const { reader } = values
  const locality = localityOf(plainReader)
  const stated = new Map<string, TemplateResource>()
  const build: Build = {
    source,
    values,
    aliases: aliasesOf(source),
    resolved: createArguments(source, values, (resource, attribute) => {
      if (!stated.has(resource.address)) stated.set(resource.address, bare(resource, build))
      return attributeText(resource, attribute, stated, locality, plainReader.options)
    }),
  }
  const parts: Parts = { ofMethod: createMethodParts(build), ofOwner: createOwnerParts(build) }
  const resources = new Map<string, TemplateResource>()
  for (const resource of source.resources) {
    if (/^data\.|\.data\./.test(resource.address) || !terraformTypes.get(resource.type)?.type) continue
    resources.set(resource.address, asTemplateResource(resource, build, parts))
  }
  const nothing = () => undefined
  return {
    document,
    reader,
    plainReader: reader,
    ...locality,
    intrinsics: createIntrinsics({
      ref: nothing,
      attribute: nothing,
      condition: nothing,
      mapping: nothing,
      include: () => 'Terraform has no includes',
    }),
    resources,
    allResources: resources,
    includedFiles: () => new Set(),
    remember: readAnew,
    noteResource: () => undefined,
    nested: { all: () => [], output: nothing },
  }
}

/** What CloudFormation writes inside a resource and Terraform beside it. */
interface Parts {
  readonly ofMethod: MethodParts
  readonly ofOwner: OwnerParts
}

function asTemplateResource(resource: TerraformResource, build: Build, parts: Parts): TemplateResource {
  const { values } = build
  const code = codeOf(resource, build)
  const own = [...propertyEntries(resource, build), ...(code ? [code] : [])]
  const added =
    resource.type === 'aws_api_gateway_method' ? parts.ofMethod(own) : parts.ofOwner(resource, own)
  const entries = [...own, ...added]
  return templateResource(resource, values.mapping(entries, resource.values), values)
}

// Before anything is resolved: enough to tell a resource's name and with it its ARN.
function bare(resource: TerraformResource, { values, source }: Build): TemplateResource {
  const type = terraformTypes.get(resource.type) ?? { type: '' }
  const entries = entriesOf(resource.values).flatMap(entry => {
    const text = plainText(stringOf(entry.value), resource, source)
    const value = text === undefined ? undefined : values.value(text, entry.value)
    return value ? [{ ...entry, name: propertyName(entry.name, type), value }] : []
  })
  return templateResource(resource, values.mapping(entries, resource.values), values)
}

const nothingKnown = () => notRead

// A text in which nothing of another resource stands.
function plainText(
  text: string | undefined,
  resource: TerraformResource,
  source: TerraformSource,
): string | undefined {
  const targets = text === undefined ? undefined : source.interpolation(text, resource)
  if (!targets) return text
  const texts = targets.map(target => {
    if (target.type === 'text') return target.text
    const outcome = target.type === 'computed' ? target.value(nothingKnown) : notRead
    return outcome.known ? textOfValue(outcome.value) : undefined
  })
  return texts.every(each => each !== undefined) ? texts.join('') : undefined
}

function templateResource(
  { address, type, entry, values: body }: TerraformResource,
  properties: Node,
  { reader }: TerraformValues,
): TemplateResource {
  const marked = { ...entry, name: address }
  return {
    id: address,
    type: terraformTypes.get(type)?.type ?? '',
    entry: marked,
    body,
    properties: propertiesOf(reader, properties),
    origin: originOfEntry(marked),
  }
}

function aliasesOf({ resources }: TerraformSource): Map<string, string> {
  const found = resources.flatMap(({ type, address, values }) => {
    if (!/^aws_api_?gateway/.test(type)) return []
    const id = stringOf(entryOf(values, 'id')?.value)
    const root = stringOf(entryOf(values, 'root_resource_id')?.value)
    const own = id === undefined ? [] : [[id, address] as const]
    return root === undefined ? own : [...own, [root, `${address}.RootResourceId`] as const]
  })
  return new Map(found)
}
