import type { Node, SourceDocument } from '../syntax/node.ts'
import type { Reader } from './reader.ts'
import { childAt, entryOf, toValue } from '../syntax/node.ts'
import { parseText } from '../syntax/parse.ts'

/** What a Terraform configuration says about one of its names. */
export type Stated =
  | { readonly type: 'node'; readonly node: Node; readonly isLiteral: boolean }
  | { readonly type: 'value'; readonly value: unknown }

/** The variables and locals of a module: the `.tf.json` files of one folder. */
export interface TerraformVariables {
  /** The roots of the other `.tf.json` files of the folder, in the order of their names. */
  readonly siblings: () => readonly Node[]
  readonly variable: (name: string) => Stated | undefined
  readonly local: (name: string) => Node | undefined
}

/**
 * Variables as Terraform looks for them: what is given, `*.auto.tfvars.json`, `terraform.tfvars.json`, `TF_VAR_…`,
 * defaults. https://developer.hashicorp.com/terraform/language/values/variables#variable-definition-precedence
 */
export function createTerraformVariables(document: SourceDocument, reader: Reader): TerraformVariables {
  const { files, options } = reader
  const folder = files.folderOf(document.file)
  const names = [...files.list(folder)].sort()
  const open = (name: string) => reader.open(files.resolve(folder, name))?.root
  const values = names
    .filter(name => name.endsWith('.auto.tfvars.json'))
    .reverse()
    .concat(names.filter(name => name === 'terraform.tfvars.json'))
  const others = names.filter(
    name => name.endsWith('.tf.json') && files.resolve(folder, name) !== document.file,
  )
  const siblings = () => others.flatMap(name => open(name) ?? [])
  const modules = () => [document.root, ...siblings()]
  return {
    siblings,
    variable: name => {
      const given = options.parameters?.get(name)
      if (given !== undefined) return { type: 'value', value: valueOfText(given) }
      for (const file of values) {
        const node = entryOf(open(file), name)?.value
        if (node) return { type: 'node', node, isLiteral: true }
      }
      const inherited = options.environment?.get(`TF_VAR_${name}`)
      if (inherited !== undefined) return { type: 'value', value: valueOfText(inherited) }
      const node = firstOf(modules(), root => childAt(root, 'variable', name, 'default'))
      return node && { type: 'node', node, isLiteral: false }
    },
    local: name => firstOf(modules(), root => entryOf(childAt(root, 'locals'), name)?.value),
  }
}

function firstOf<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item)
    if (found !== undefined) return found
  }
  return undefined
}

// A list or mapping is given as JSON; anything else is the text itself.
function valueOfText(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return text
  const { root, diagnostics } = parseText('value.json', text)
  return diagnostics.length === 0 ? toValue(root) : text
}
