import type { Node, SourceDocument } from '../syntax/node.ts'
import type { Reader } from './reader.ts'
import type { TerraformFiles } from './terraformFiles.ts'
import { entryOf, toValue } from '../syntax/node.ts'
import { parseText } from '../syntax/parse.ts'
import { statedAt } from './terraformFiles.ts'

/** What is said about a variable. */
export type Stated =
  | { readonly type: 'value'; readonly value: unknown }
  /** `where` says whose names its texts use: the module's own, or those of the module that calls it. */
  | {
      readonly type: 'node'
      readonly node: Node
      readonly isLiteral: boolean
      readonly where: 'module' | 'caller'
    }

/** The value of a variable of a module. */
export type TerraformVariables = (name: string) => Stated | undefined

/**
 * Variables of the root module as Terraform looks for them: what is given, `*.auto.tfvars.json`, `terraform.tfvars.json`,
 * `TF_VAR_…`, defaults. https://developer.hashicorp.com/terraform/language/values/variables#variable-definition-precedence
 */
export function variablesOfRoot(
  document: SourceDocument,
  module: TerraformFiles,
  reader: Reader,
): TerraformVariables {
  const { files, options } = reader
  const folder = files.folderOf(document.file)
  const names = [...files.list(folder)].sort()
  const values = names
    .filter(name => name.endsWith('.auto.tfvars.json'))
    .reverse()
    .concat(names.filter(name => name === 'terraform.tfvars.json'))
  return name => {
    const given = options.parameters?.get(name)
    if (given !== undefined) return { type: 'value', value: valueOfText(given) }
    for (const file of values) {
      const node = entryOf(reader.open(files.resolve(folder, file))?.root, name)?.value
      if (node) return { type: 'node', node, isLiteral: true, where: 'module' }
    }
    const inherited = options.environment?.get(`TF_VAR_${name}`)
    if (inherited !== undefined) return { type: 'value', value: valueOfText(inherited) }
    return defaultOf(module, name)
  }
}

/**
 * Variables of a module that another one calls: the arguments of the call, and defaults.
 * https://developer.hashicorp.com/terraform/language/modules/syntax
 */
export function variablesOfCall(call: Node, module: TerraformFiles): TerraformVariables {
  return name => {
    const node = entryOf(call, name)?.value
    return node ? { type: 'node', node, isLiteral: false, where: 'caller' } : defaultOf(module, name)
  }
}

function defaultOf(module: TerraformFiles, name: string): Stated | undefined {
  const node = statedAt(module, 'variable', name, 'default')
  return node && { type: 'node', node, isLiteral: false, where: 'module' }
}

// A list or mapping is given as JSON; anything else is the text itself.
function valueOfText(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return text
  const { root, diagnostics } = parseText('value.json', text)
  return diagnostics.length === 0 ? toValue(root) : text
}
