import type { Outcome } from '../syntax/intrinsicFunctions.ts'
import type { Entry, Node } from '../syntax/node.ts'

/** One instance of a resource or data source, from a plan, a state or a `.tf.json` file. */
export interface TerraformResource {
  /** As Terraform writes it: `module.api.aws_lambda_function.fn["a"]`, `data.archive_file.fn`. */
  readonly address: string
  /** `aws_lambda_function`. */
  readonly type: string
  /** Address of the module it stands in; empty for the root module. */
  readonly module: string
  /** `["a"]`, `[0]`, or empty. */
  readonly index: string
  /** Marks the resource in the text. */
  readonly entry: Entry
  /** The arguments and attributes that are stated. */
  readonly values: Node
  /** Of a `.tf.json` file: which instance of a resource with `count` or `for_each` it is. */
  readonly instance?: TerraformInstance
  /** Of a plan: from what each argument is made that is known after apply only. */
  readonly expressions?: Node
  /** Of a plan: `true` in the place of each value that is known after apply only. */
  readonly afterUnknown?: Node
}

/** `each` of one instance; with `count` the key is the index. */
export interface TerraformInstance {
  readonly key: string | number
  readonly value: unknown
}

/** The text that one attribute of a resource has here, or why it has none. */
export type AttributeText = (
  resource: TerraformResource,
  attribute: string,
) => string | { readonly reason: string }

/** What an expression leads to. */
export type Target =
  | { readonly type: 'attribute'; readonly resource: TerraformResource; readonly attribute: string }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'file'; readonly path: string }
  | { readonly type: 'computed'; readonly value: (textOf: AttributeText) => Outcome }
  | { readonly type: 'unknown'; readonly reason: string }

/** A Terraform document, whichever of its forms it has. */
export interface TerraformSource {
  /** Managed resources and data sources, in the order of the text. */
  readonly resources: readonly TerraformResource[]
  /** Where the paths of a configuration start; a plan's start where it is. */
  readonly folder?: string
  /** The targets of one reference of a plan, such as `aws_lambda_function.fn.arn`. */
  readonly follow: (reference: string, from: TerraformResource) => readonly Target[]
  /**
   * The parts of a text with `${…}` in it, in their order; undefined for a text that stands for itself, as every text of a
   * plan does.
   */
  readonly interpolation: (text: string, from: TerraformResource) => readonly Target[] | undefined
}

/** A reference taken apart; `other` is what leads to no value here (`each.key`, `local.x` of a plan). */
export type Reference =
  | { readonly type: 'resource'; readonly address: string; readonly attribute: string }
  | { readonly type: 'variable' | 'local'; readonly name: string }
  | { readonly type: 'output'; readonly call: string; readonly name: string }
  | { readonly type: 'path' }
  | { readonly type: 'other' }

/** Reads `aws_x.name[0].attribute`, `var.name`, `module.call.output` and their like. */
export function referenceOf(text: string): Reference {
  const [, word, name] = /^(var|local)\.([\w-]+)$/.exec(text) ?? []
  if (name !== undefined) return { type: word === 'var' ? 'variable' : 'local', name }
  if (/^path\.(module|root|cwd)$/.test(text)) return { type: 'path' }
  const output = /^(module\.[\w-]+(?:\[[^\]]*\])?)\.([\w-]+)/.exec(text)
  if (output?.[1] && output[2]) return { type: 'output', call: output[1], name: output[2] }
  const resource = /^((?:data\.)?[a-z0-9]+_\w+\.[\w-]+(?:\[[^\]]*\])?)(?:\.([\w-]+))?/.exec(text)
  if (!resource?.[1]) return { type: 'other' }
  return { type: 'resource', address: resource[1], attribute: resource[2] ?? '' }
}

/** The resource at an address; without an index the only instance, or the one with the index of who asks. */
export function resourceAt(
  address: string,
  resources: readonly TerraformResource[],
  index: string,
): TerraformResource | undefined {
  const exact = resources.find(resource => resource.address === address)
  if (exact) return exact
  const instances = resources.filter(resource => `${address}${resource.index}` === resource.address)
  return instances.length === 1 ? instances[0] : instances.find(resource => resource.index === index)
}
