/** How a Terraform resource is said in CloudFormation's words. */
export interface TerraformType {
  readonly type: string
  /** Arguments whose name is not the property's with underscores. */
  readonly names?: Readonly<Record<string, string>>
  /** Blocks whose arguments are properties in turn; all other mappings keep their keys. */
  readonly blocks?: readonly string[]
  /** Blocks that may repeat: lists of such properties. */
  readonly lists?: readonly string[]
  /** What Terraform's AWS provider fills in. */
  readonly defaults?: Readonly<Record<string, string | number | boolean>>
  /** Values that stand for an argument that is not set; plans and states hold them for what nobody wrote. */
  readonly unset?: Readonly<Record<string, string | number | boolean>>
  /** Attributes by their name in CloudFormation; `id` is what `Ref` gives. */
  readonly attributes?: Readonly<Record<string, string>>
}
