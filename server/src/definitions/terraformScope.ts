import type { Outcome } from '../syntax/intrinsicFunctions.ts'
import type { Node } from '../syntax/node.ts'
import type { Reader } from './reader.ts'
import type { Names } from './terraformEvaluation.ts'
import type { AttributeText, TerraformResource } from './terraformSource.ts'
import type { TerraformVariables } from './terraformVariables.ts'
import { known } from '../syntax/intrinsicFunctions.ts'
import { documentOf, entriesOf, itemsOf } from '../syntax/node.ts'
import { evaluateExpression, notRead, walk } from './terraformEvaluation.ts'
import { parseTemplate } from './terraformExpression.ts'
import { mappingOf } from './terraformFunctions.ts'
import { resourceAt } from './terraformSource.ts'

/** What the names in the expressions of a `.tf.json` file are looked up in. */
export interface Module {
  readonly root: Node
  readonly reader: Reader
  readonly resources: () => readonly TerraformResource[]
  readonly variables: TerraformVariables
  /** Steps that may still be taken for all of its expressions. */
  readonly budget: { left: number }
  /** What its variables and locals stand for, by what was known of attributes then. */
  readonly found: Map<AttributeText, Map<Node, Outcome>>
}

/** The names as one resource sees them; `textOf` says what the attributes of others are. */
export function namesOf(
  module: Module,
  from: TerraformResource | undefined,
  textOf: AttributeText,
  active: ReadonlySet<Node> = new Set(),
): Names {
  const { files } = module.reader
  const nodeValue = (node: Node, isLiteral = false): Outcome => {
    const found = module.found.get(textOf) ?? new Map<Node, Outcome>()
    module.found.set(textOf, found)
    const earlier = found.get(node)
    if (earlier) return earlier
    if (active.has(node) || active.size > 60) return notRead
    const names = namesOf(module, from, textOf, new Set([...active, node]))
    const outcome = valueOfNode(node, isLiteral, names)
    found.set(node, outcome)
    return outcome
  }
  return {
    budget: module.budget,
    template: parseTemplate,
    readFile: path => files.read(files.resolve(files.folderOf(documentOf(module.root).file), path)),
    reference: ([word, ...path]) => {
      const [first, ...rest] = path
      const name = String(first ?? '')
      if (word === 'var') {
        const stated = module.variables.variable(name)
        if (!stated) return notRead
        return walk(
          stated.type === 'value' ? known(stated.value) : nodeValue(stated.node, stated.isLiteral),
          rest,
        )
      }
      if (word === 'local') {
        const node = module.variables.local(name)
        return node ? walk(nodeValue(node), rest) : notRead
      }
      if (word === 'path') return /^(module|root|cwd)$/.test(name) ? known('.') : notRead
      if (word === 'each' || word === 'count') return instanceValue(String(word), name, rest, from)
      return attribute([word ?? '', ...path], module, textOf)
    },
  }
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
  from: TerraformResource | undefined,
): Outcome {
  const instance = from?.instance
  if (!instance) return notRead
  if (word === 'count') return name === 'index' ? known(instance.key) : notRead
  if (name === 'key') return known(instance.key)
  return name === 'value' ? walk(known(instance.value), path) : notRead
}

// `aws_x.name.attribute`, `aws_x.name["key"].attribute`, both with `data.` before them.
function attribute(
  path: readonly (string | number)[],
  { resources }: Module,
  textOf: AttributeText,
): Outcome {
  const isData = path[0] === 'data'
  const [type, name, ...rest] = isData ? path.slice(1) : path
  const base = `${isData ? 'data.' : ''}${type}.${name}`
  const all = resources()
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
