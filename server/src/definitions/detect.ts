import type { Node } from '../syntax/node.ts'
import { isAssemblyManifest } from './assembly.ts'
import { isTerraformJson } from './terraformJson.ts'
import { isPlan } from './terraformPlan.ts'
import { childAt, entriesOf, entryOf, itemsOf, stringOf } from '../syntax/node.ts'

/** What a document is; `foreign` is everything that says nothing about a gateway. */
export type DefinitionKind =
  'openapi' | 'cloudformation' | 'sam' | 'cdk' | 'serverless' | 'terraform' | 'foreign'

/** Tells a document by the keys of its root, whatever its file is called. */
export function detectKind(root: Node | undefined): DefinitionKind {
  if (entryOf(root, 'openapi') || entryOf(root, 'swagger')) return 'openapi'
  if (isFrameworkService(root)) return 'serverless'
  const types = entriesOf(childAt(root, 'Resources')).map(
    entry => stringOf(childAt(entry.value, 'Type')) ?? '',
  )
  const isTemplate =
    entryOf(root, 'AWSTemplateFormatVersion') !== undefined ||
    types.some(type => /^(AWS|Custom|Alexa)::/.test(type))
  const hasTransform = isServerless(childAt(root, 'Transform'))
  // A template that forgot its Transform is still read as what it was meant to be; a rule says that the line is missing.
  if (hasTransform || (isTemplate && types.some(type => type.startsWith('AWS::Serverless::')))) return 'sam'
  if (isTemplate) return 'cloudformation'
  if (isAssemblyManifest(root)) return 'cdk'
  return isPlan(root) || isTerraformJson(root) ? 'terraform' : 'foreign'
}

/**
 * Whether a text can be a definition at all: one pass over it, so that the other YAML and JSON files of a workspace are
 * never parsed. It may say yes to a foreign file (then `detectKind` says no), never no to a definition.
 */
export function mayBeDefinition(text: string): boolean {
  if (/^[ \t\ufeff]*["']?(?:openapi|swagger)["']?[ \t]*:/m.test(text)) return true
  if (/["'](?:openapi|swagger)["']\s*:/.test(text)) return true
  if (/\{\s*(?:openapi|swagger)\s*:/.test(text)) return true
  if (/(?:^|["'{,\s])service["']?\s*:/m.test(text) && /(?:^|["'{,\s])provider["']?\s*:/m.test(text))
    return true
  // A Terraform configuration that calls a module beside it.
  if (/"source"\s*:\s*"\.\.?\//.test(text)) return true
  return /AWSTemplateFormatVersion|AWS::Serverless-|(?:AWS|Custom|Alexa)::\w+|aws:cloudformation:stack|cdk:cloud-assembly|aws_(?:api_gateway|apigatewayv2|lambda)_/.test(
    text,
  )
}

// A service of the Serverless Framework for AWS; its other providers have no API Gateway.
function isFrameworkService(root: Node | undefined): boolean {
  if (!entryOf(root, 'service')) return false
  const provider = childAt(root, 'provider')
  const name = stringOf(provider) ?? stringOf(childAt(provider, 'name'))
  // A provider that stands in another file is told by the functions beside it.
  return name === 'aws' || (name?.startsWith('${file(') === true && entryOf(root, 'functions') !== undefined)
}

function isServerless(transform: Node | undefined): boolean {
  return [transform, ...itemsOf(transform)].some(node => stringOf(node)?.startsWith('AWS::Serverless-'))
}
