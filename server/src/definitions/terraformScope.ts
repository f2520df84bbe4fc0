import type { Outcome } from '../syntax/intrinsicFunctions.ts'
import type { Node } from '../syntax/node.ts'
import type { Names } from './terraformEvaluation.ts'
import type { Module } from './terraformModule.ts'
import type { AttributeText, TerraformInstance } from './terraformSource.ts'
import { known } from '../syntax/intrinsicFunctions.ts'
import { entriesOf, itemsOf } from '../syntax/node.ts'
import { evaluateExpression, notRead, walk } from './terraformEvaluation.ts'
import { parseTemplate } from './terraformExpression.ts'
import { statedAt } from './terraformFiles.ts'
import { mappingOf } from './terraformFunctions.ts'
import { resourceAt } from './terraformSource.ts'

/** A part of a module whose value is being found. */
interface Active {
  readonly node: Node
  readonly module: Module
}

/** The names as a block sees them that is made for `instance`; `textOf` says what the attributes of resources are. */
export function namesOf(
  module: Module,
  instance: TerraformInstance | undefined,
  textOf: AttributeText,
  active: readonly Active[] = [],
): Names {
  const { configuration, caller } = module
  const { files } = configuration.reader
  const partOf = (part: Active): Outcome => valueOfPart(part, { textOf, active })
  return {
    budget: configuration.budget,
    template: parseTemplate,
    instances: path => instanceKeys(path, module),
    readFile: path => files.read(files.resolve(configuration.folder, path)),
    reference: ([word, ...path]) => {
      const [first, ...rest] = path
      const name = String(first ?? '')
      if (word === 'var') {
        const stated = module.variables(name)
        if (!stated) return notRead
        if (stated.type === 'value') return walk(known(stated.value), rest)
        const part = { node: stated.node, module, isLiteral: stated.isLiteral }
        if (stated.where === 'module') return walk(valueOfPart(part, { textOf, active }), rest)
        return caller ? walk(valueOfPart({ ...part, names: caller }, { textOf, active }), rest) : notRead
      }
      if (word === 'local') {
        const node = statedAt(module.files, 'locals', name)
        return node ? walk(partOf({ node, module }), rest) : notRead
      }
      if (word === 'module') {
        const output = outputOf(module, name, rest)
        return output ? walk(partOf(output), output.rest) : notRead
      }
      if (word === 'path') return placeOf(name, module)
      if (word === 'each' || word === 'count') return instanceValue(String(word), name, rest, instance)
      return attribute([word ?? '', ...path], module, textOf)
    },
  }
}

interface Part extends Active {
  readonly isLiteral?: boolean
  /** Whose names its texts use, where they are not those of its module: what a caller gives. */
  readonly names?: { readonly module: Module; readonly instance: TerraformInstance | undefined }
}

// Kept with its module, since the same text is another value each time that a module is called.
function valueOfPart(
  { node, module, isLiteral = false, names = { module, instance: undefined } }: Part,
  { textOf, active }: { readonly textOf: AttributeText; readonly active: readonly Active[] },
): Outcome {
  const found = module.found.get(textOf) ?? new Map<Node, Outcome>()
  module.found.set(textOf, found)
  const earlier = found.get(node)
  if (earlier) return earlier
  const isCyclic = active.some(other => other.node === node && other.module === module)
  if (isCyclic || active.length > 60) return notRead
  const inner = namesOf(names.module, names.instance, textOf, [...active, { node, module }])
  const outcome = valueOfNode(node, isLiteral, inner)
  found.set(node, outcome)
  return outcome
}

function placeOf(name: string, { path }: Module): Outcome {
  if (name === 'module') return known(path)
  return name === 'root' || name === 'cwd' ? known('.') : notRead
}

// `aws_x.name` and `data.aws_x.name` where they stand more than once, and `module.name`.
function instanceKeys(
  path: readonly (string | number)[],
  { prefix, configuration }: Module,
): (string | number)[] | undefined {
  if (path.length !== (path[0] === 'data' ? 3 : 2)) return undefined
  const base = `${prefix}${path.join('.')}`
  const resources = configuration.resources.filter(each => `${base}${each.index}` === each.address)
  const modules = [...configuration.modules].filter(([address]) =>
    /^\[[^\]]*\]$/.test(address.slice(base.length)),
  )
  const all = [
    ...resources.map(({ instance }) => instance),
    ...modules.filter(([address]) => address.startsWith(base)).map(([, { caller }]) => caller?.instance),
  ]
  const keys = all.flatMap(instance => instance?.key ?? [])
  return all.length > 0 && keys.length === all.length ? keys : undefined
}

/** What stands for an output of a module that another calls: `module.name.output`, `module.name["key"].output`. */
export function outputOf(
  { prefix, configuration }: Module,
  call: string,
  path: readonly (string | number)[],
): { node: Node; module: Module; rest: readonly (string | number)[] } | undefined {
  const base = `${prefix}module.${call}`
  const single = configuration.modules.get(base)
  const [key, ...others] = path
  const module =
    single ?? (key === undefined ? undefined : configuration.modules.get(`${base}[${JSON.stringify(key)}]`))
  const [output, ...rest] = single ? path : others
  const node = module && statedAt(module.files, 'output', String(output), 'value')
  return node && { node, module, rest }
}

/** The value of a tree whose texts are templates, unless it is literal (`.tfvars.json`). */
export function valueOfNode(node: Node, isLiteral: boolean, names: Names): Outcome {
  if (names.budget.left-- <= 0) return notRead
  if (node.type === 'scalar') {
    const { value } = node
    if (isLiteral || typeof value !== 'string' || !/[$%]\{/.test(value)) return known(value)
    const template = parseTemplate(value)
    return template ? evaluateExpression(template, names) : notRead
  }
  const inside = node.type === 'mapping' ? entriesOf(node).map(entry => entry.value) : itemsOf(node)
  const outcomes = inside.map(inner => valueOfNode(inner, isLiteral, names))
  const missing = outcomes.find(outcome => !outcome.known)
  if (missing) return missing
  const values = outcomes.map(outcome => (outcome.known ? outcome.value : undefined))
  if (node.type === 'sequence') return known(values)
  return known(mappingOf(entriesOf(node).map((entry, index) => [entry.name, values[index]])))
}

function instanceValue(
  word: string,
  name: string,
  path: readonly (string | number)[],
  instance: TerraformInstance | undefined,
): Outcome {
  if (!instance) return notRead
  if (word === 'count') return name === 'index' ? known(instance.key) : notRead
  if (name === 'key') return known(instance.key)
  return name === 'value' ? walk(known(instance.value), path) : notRead
}

// `aws_x.name.attribute`, `aws_x.name["key"].attribute`, both with `data.` before them.
function attribute(path: readonly (string | number)[], module: Module, textOf: AttributeText): Outcome {
  const isData = path[0] === 'data'
  const [type, name, ...rest] = isData ? path.slice(1) : path
  const base = `${module.prefix}${isData ? 'data.' : ''}${type}.${name}`
  const all = module.configuration.resources
  const keyed =
    rest[0] === undefined
      ? undefined
      : all.find(each => each.address === `${base}[${JSON.stringify(rest[0])}]`)
  const resource = keyed ?? resourceAt(base, all, '')
  const [wanted, ...further] = keyed ? rest.slice(1) : rest
  if (!resource || typeof wanted !== 'string') return notRead
  const text = textOf(resource, wanted)
  return typeof text === 'string' ? walk(known(text), further) : { known: false, reason: text.reason }
}
