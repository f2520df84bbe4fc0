import type { Outcome } from './intrinsicFunctions.ts'
import type { Node } from './node.ts'
import { childAt, itemsOf, stringOf } from './node.ts'
import { known, maximumText, textOf, tooLong, unknown } from './intrinsicFunctions.ts'

/** A `${...}` in the text of an `Fn::Sub`. */
export interface Placeholder {
  /** `Api`, `Function.Arn`, `AWS::Region`. */
  readonly name: string
  /** Offset of the name in the text. */
  readonly start: number
  readonly end: number
}

/** The placeholders of a text; `${!Literal}` is none. */
export function placeholdersOf(text: string): Placeholder[] {
  return [...text.matchAll(/\$\{(\s*)([^!{}\s][^{}]*?)\s*\}/g)].map(match => {
    const name = match[2] ?? ''
    const start = match.index + 2 + (match[1]?.length ?? 0)
    return { name, start, end: start + name.length }
  })
}

/** The text of an `Fn::Sub` and the mapping of its list form. */
export function partsOfSub(argument: Node): {
  readonly text: Node | undefined
  readonly variables: Node | undefined
} {
  if (argument.type !== 'sequence') return { text: argument, variables: undefined }
  const [text, variables] = itemsOf(argument)
  return { text, variables }
}

/**
 * `Fn::Sub` in both forms.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-sub.html
 */
export function substitute(
  argument: Node,
  values: {
    readonly ref: (name: string) => Outcome
    readonly attribute: (resource: string, attribute: string) => Outcome
    readonly evaluate: (node: Node) => Outcome
  },
): Outcome {
  const { text: textNode, variables } = partsOfSub(argument)
  const text = stringOf(textNode)
  if (text === undefined) return unknown("'Fn::Sub' needs a text")
  let result = ''
  let last = 0
  for (const { name, start, end } of placeholdersOf(text)) {
    const own = childAt(variables, name)
    const dot = name.indexOf('.')
    const outcome = own
      ? values.evaluate(own)
      : dot < 0
        ? values.ref(name)
        : values.attribute(name.slice(0, dot), name.slice(dot + 1))
    if (!outcome.known) return outcome
    if (result.length > maximumText) return tooLong
    result += literal(text.slice(last, text.lastIndexOf('${', start))) + textOf(outcome.value ?? '')
    last = text.indexOf('}', end) + 1
  }
  return known(result + literal(text.slice(last)))
}

function literal(text: string): string {
  return text.replaceAll('${!', '${')
}
