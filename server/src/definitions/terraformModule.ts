import type { Outcome } from '../syntax/intrinsicFunctions.ts'
import type { Node } from '../syntax/node.ts'
import type { Reader } from './reader.ts'
import type { TerraformFiles } from './terraformFiles.ts'
import type { AttributeText, TerraformInstance, TerraformResource } from './terraformSource.ts'
import type { TerraformVariables } from './terraformVariables.ts'

/** A module of a configuration, as often as it is called. */
export interface Module {
  /** As Terraform writes it: `module.api["a"]`; empty for the root module. */
  readonly address: string
  /** What comes before the addresses of what it holds: `module.api["a"].`, or nothing. */
  readonly prefix: string
  /** `path.module`: its folder, from the root module's. */
  readonly path: string
  readonly files: TerraformFiles
  readonly variables: TerraformVariables
  /** The module that calls it, with `each` and `count` of the call. */
  readonly caller: { readonly module: Module; readonly instance: TerraformInstance | undefined } | undefined
  readonly configuration: Configuration
  /** What its variables, locals and outputs stand for, by what was known of attributes then. */
  readonly found: Map<AttributeText, Map<Node, Outcome>>
}

/** What all modules of a configuration have in common. */
export interface Configuration {
  /** Folder of the root module. */
  readonly folder: string
  readonly reader: Reader
  /** By address. */
  readonly modules: Map<string, Module>
  /** Of all modules. */
  readonly resources: TerraformResource[]
  /** Steps that may still be taken for all of its expressions. */
  readonly budget: { left: number }
}
