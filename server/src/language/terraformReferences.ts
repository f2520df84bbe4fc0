import type { Files } from '../base/files.ts'
import type { DefinitionResult } from '../definitions/definitionResult.ts'
import { schemaAt } from '../schema/jsonSchema.ts'
import type { Entry, Node, SourceDocument } from '../syntax/node.ts'
import { childAt, entriesOf, itemsOf } from '../syntax/node.ts'
import { parseText } from '../syntax/parse.ts'
import { isTerraformName, schemaKindOfDocument } from './schemaKind.ts'

/** A block of a module that expressions may name. */
export interface TerraformBlock {
  /** `aws_lambda_function.list`, `data.aws_region.here`, `var.stage`, `local.name`, `module.api`. */
  readonly address: string
  /** Of resources and data sources: `aws_lambda_function`. */
  readonly type: string | undefined
  readonly entry: Entry
}

/** A reference in the text of an expression. */
export interface TerraformReference {
  readonly block: TerraformBlock
  /** What is asked of it; undefined where the address stands alone. */
  readonly attribute: string | undefined
  /** Offsets in the document. */
  readonly start: number
  readonly end: number
}

/**
 * The blocks of a module: of all `.tf.json` files of a folder, that of the document with what is being written.
 * https://developer.hashicorp.com/terraform/language/expressions/references
 */
export function terraformBlocks(
  document: SourceDocument,
  root: Node | undefined,
  { documents }: DefinitionResult,
  files: Files | undefined,
): TerraformBlock[] {
  const folder = files?.folderOf(document.file) ?? ''
  const beside = (files?.list(folder) ?? []).filter(isTerraformName).flatMap(name => {
    const file = files?.resolve(folder, name) ?? name
    if (file === document.file) return []
    const known = documents.get(file)
    const text = known ? undefined : files?.read(file)
    return known?.root ?? (text === undefined ? [] : (parseText(file, text).root ?? []))
  })
  return [...(root ? [root] : []), ...beside].flatMap(blocksOf)
}

function blocksOf(root: Node): TerraformBlock[] {
  const ofTypes = (section: string, lead: string): TerraformBlock[] =>
    oneByOne(childAt(root, section)).flatMap(({ name: type, value }) =>
      oneByOne(value).map(entry => ({ address: `${lead}${type}.${entry.name}`, type, entry })),
    )
  const plain = (section: string, lead: string): TerraformBlock[] =>
    oneByOne(childAt(root, section)).map(entry => ({
      address: `${lead}.${entry.name}`,
      type: undefined,
      entry,
    }))
  return [
    ...ofTypes('resource', ''),
    ...ofTypes('data', 'data.'),
    ...plain('variable', 'var'),
    ...plain('locals', 'local'),
    ...plain('module', 'module'),
  ]
}

/** Blocks may be written as a list of mappings. */
function oneByOne(node: Node | undefined): readonly Entry[] {
  return node?.type === 'sequence' ? itemsOf(node).flatMap(entriesOf) : entriesOf(node)
}

/** What expressions may ask of a resource of a type: what only AWS knows first, then its arguments. */
export function terraformAttributes(type: string): readonly string[] {
  const stated = /^\w+$/.test(type) ? schemaAt(`terraform.json#/definitions/${type}`) : undefined
  return stated?.schema.attributes ?? attributesBeside[type] ?? ['id', 'arn']
}

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs */
const attributesBeside: Readonly<Record<string, readonly string[] | undefined>> = {
  aws_iam_role: ['arn', 'id', 'name', 'unique_id'],
  aws_dynamodb_table: ['arn', 'id', 'name', 'stream_arn', 'stream_label'],
  aws_s3_bucket: [
    'arn',
    'bucket',
    'id',
    'bucket_domain_name',
    'bucket_regional_domain_name',
    'hosted_zone_id',
  ],
  aws_sqs_queue: ['arn', 'id', 'name', 'url'],
  aws_sns_topic: ['arn', 'id', 'name'],
  aws_sfn_state_machine: ['arn', 'id', 'name'],
  aws_cognito_user_pool: ['arn', 'id', 'endpoint', 'name', 'domain'],
  aws_cognito_user_pool_client: ['id', 'client_secret', 'name'],
  aws_cloudwatch_log_group: ['arn', 'id', 'name'],
  aws_acm_certificate: ['arn', 'id', 'domain_name'],
  aws_acm_certificate_validation: ['certificate_arn', 'id'],
  aws_lb: ['arn', 'id', 'dns_name', 'zone_id'],
  aws_lb_listener: ['arn', 'id'],
  aws_subnet: ['id', 'arn', 'cidr_block', 'vpc_id'],
  aws_security_group: ['id', 'arn', 'name', 'vpc_id'],
  aws_vpc_endpoint: ['id', 'arn', 'dns_entry'],
  aws_kms_key: ['arn', 'id', 'key_id'],
  aws_region: ['region', 'name', 'id', 'description'],
  aws_caller_identity: ['account_id', 'arn', 'id', 'user_id'],
  aws_partition: ['partition', 'dns_suffix', 'id'],
  archive_file: ['output_path', 'output_base64sha256', 'output_size', 'id'],
}

/** The reference at an offset of a configuration; undefined in documents of another kind. */
export function terraformReference(
  document: SourceDocument,
  offset: number,
  owner: DefinitionResult,
  files: Files,
): TerraformReference | undefined {
  if (schemaKindOfDocument(document, owner) !== 'terraform') return undefined
  const { text } = document
  const lead = /[\w.-]*$/.exec(text.slice(Math.max(0, offset - 300), offset))?.[0] ?? ''
  const rest = /^[\w-]*/.exec(text.slice(offset, offset + 300))?.[0] ?? ''
  const written = lead + rest
  const from = offset - lead.length
  if (!written.includes('.')) return undefined
  const blocks = terraformBlocks(document, document.root, owner, files)
  const found = blocks
    .filter(({ address }) => written === address || written.startsWith(`${address}.`))
    .sort((a, b) => b.address.length - a.address.length)[0]
  // On the type alone, the name is not reached yet: what stands behind the word counts too.
  if (!found) return reaching(written, text, from, offset, blocks)
  const attribute = written === found.address ? undefined : written.slice(found.address.length + 1)
  return { block: found, attribute, start: from, end: from + written.length }
}

function reaching(
  written: string,
  text: string,
  from: number,
  offset: number,
  blocks: readonly TerraformBlock[],
): TerraformReference | undefined {
  const more = /^[\w.-]*/.exec(text.slice(offset, offset + 300))?.[0] ?? ''
  const whole = text.slice(from, offset) + more
  const block = blocks.find(({ address }) => whole === address || whole.startsWith(`${address}.`))
  return block && written !== whole
    ? { block, attribute: undefined, start: from, end: from + block.address.length }
    : undefined
}
