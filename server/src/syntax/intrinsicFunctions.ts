import type { Node } from './node.ts'
import { itemsOf } from './node.ts'

/** What an intrinsic function gave: a value, or why it cannot be known on this machine. */
export type Outcome =
  { readonly known: true; readonly value: unknown } | { readonly known: false; readonly reason: string }

/** A value that is known. */
export function known(value: unknown): Outcome {
  return { known: true, value }
}

/** A value that cannot be known, with the reason in words a user understands. */
export function unknown(reason: string): Outcome {
  return { known: false, reason }
}

/** Names that double each other grow without end; no text longer than this (UTF-16 code units) is built. */
export const maximumText = 1_000_000

/** Said in the place of a text that grew past `maximumText`. */
export const tooLong = unknown('its text grows too long')

type Operand = () => Outcome
type ConditionFunction = (conditions: readonly Operand[], values: readonly Operand[]) => Outcome

/**
 * `Fn::And`, `Fn::Or`, `Fn::Not` and `Fn::Equals`; operands are asked for one by one, so that one false operand decides
 * an `Fn::And` whose other operands cannot be known.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-conditions.html
 */
export const conditionFunctions: ReadonlyMap<string, ConditionFunction> = new Map<string, ConditionFunction>([
  ['Fn::And', conditions => decide(conditions, false)],
  ['Fn::Or', conditions => decide(conditions, true)],
  [
    'Fn::Not',
    ([condition]) => {
      const outcome = condition?.() ?? unknown("'Fn::Not' needs a condition")
      return outcome.known ? known(outcome.value !== true) : outcome
    },
  ],
  [
    'Fn::Equals',
    (_, [left, right]) => {
      const first = left?.() ?? unknown("'Fn::Equals' needs two values")
      if (!first.known) return first
      const second = right?.() ?? unknown("'Fn::Equals' needs two values")
      return second.known ? known(comparable(first.value) === comparable(second.value)) : second
    },
  ],
])

function decide(conditions: readonly Operand[], decisive: boolean): Outcome {
  let open: Outcome | undefined
  for (const condition of conditions) {
    const outcome = condition()
    if (!outcome.known) open ??= outcome
    else if (outcome.value === decisive) return known(decisive)
  }
  return open ?? known(!decisive)
}

// CloudFormation compares texts: a parameter's '1' equals a number 1.
function comparable(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null)
}

/** `Fn::Select`: looks at the chosen item only, so that the others may be unknown. */
export function select(
  argument: Node,
  settle: (node: Node | undefined) => Node | undefined,
  evaluate: (node: Node) => Outcome,
): Outcome {
  const [position, choices] = itemsOf(argument)
  if (!position || !choices) return unknown("'Fn::Select' needs a position and a list")
  const index = evaluate(position)
  if (!index.known) return index
  const settled = settle(choices)
  if (settled?.type === 'sequence') {
    const chosen = settled.items[Number(textOf(index.value))]
    return chosen ? evaluate(chosen) : unknown(`'Fn::Select' finds no item ${textOf(index.value)}`)
  }
  const list = evaluate(choices)
  return list.known ? unknown("'Fn::Select' needs a list") : list
}

/** The functions whose result follows from the value of their argument alone. */
export function purely(name: string, argument: unknown, ref: (name: string) => Outcome): Outcome {
  const calculate = pure.get(name)
  if (!calculate) return unknown(`'${name}' is not read here`)
  return calculate(argument, ref) ?? unknown(`'${name}' has arguments of the wrong kind`)
}

type PureFunction = (argument: unknown, ref: (name: string) => Outcome) => Outcome | undefined

const pure: ReadonlyMap<string, PureFunction> = new Map<string, PureFunction>([
  [
    'Fn::Join',
    argument => {
      const [delimiter, parts] = listOf(argument)
      if (!Array.isArray(parts)) return undefined
      const texts = parts.map(textOf)
      const length = texts.reduce((sum, text) => sum + text.length, 0)
      return length > maximumText ? tooLong : known(texts.join(textOf(delimiter)))
    },
  ],
  [
    'Fn::Split',
    argument => {
      const [delimiter, text] = listOf(argument)
      return typeof delimiter === 'string' && typeof text === 'string'
        ? known(text.split(delimiter))
        : undefined
    },
  ],
  ['Fn::ImportValue', argument => unknown(`export '${textOf(argument)}' comes from another stack`)],
  ['Fn::Base64', argument => known(base64(textOf(argument)))],
  ['Fn::Length', argument => (Array.isArray(argument) ? known(argument.length) : undefined)],
  ['Fn::ToJsonString', argument => known(JSON.stringify(argument))],
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-rules.html
  [
    'Fn::Contains',
    argument => {
      const [texts, text] = listOf(argument)
      return known(listOf(texts).map(comparable).includes(comparable(text)))
    },
  ],
  [
    'Fn::EachMemberEquals',
    argument => {
      const [texts, text] = listOf(argument)
      return known(listOf(texts).every(each => comparable(each) === comparable(text)))
    },
  ],
  [
    'Fn::EachMemberIn',
    argument => {
      const [texts, allowed] = listOf(argument)
      const choices = listOf(allowed).map(comparable)
      return known(listOf(texts).every(each => choices.includes(comparable(each))))
    },
  ],
  [
    'Fn::ValueOf',
    argument =>
      unknown(`'${textOf(listOf(argument)[1])}' of '${textOf(listOf(argument)[0])}' is looked up in AWS`),
  ],
  ['Fn::ValueOfAll', argument => unknown(`'${textOf(listOf(argument)[1])}' is looked up in AWS`)],
  ['Fn::Cidr', argument => cidr(listOf(argument))],
  [
    'Fn::GetAZs',
    (argument, ref) => {
      const region = argument === '' ? ref('AWS::Region') : known(argument)
      return region.known ? known(['a', 'b', 'c'].map(zone => textOf(region.value) + zone)) : region
    },
  ],
])

/** A value as `Fn::Join` and `Fn::Sub` write it. */
export function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(',')
  return typeof value === 'string' ? value : JSON.stringify(value ?? null)
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

// `btoa` takes Latin-1 only; the bytes of UTF-8 are.
function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)))
}

// IPv4 only: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-cidr.html
function cidr([block, count, bits]: readonly unknown[]): Outcome | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/\d+$/.exec(textOf(block))
  const wanted = Number(textOf(count))
  const size = Number(textOf(bits ?? 8))
  if (!match || !(wanted >= 1 && wanted <= 256) || !(size >= 1 && size <= 32)) return undefined
  const base = match.slice(1).reduce((address, part) => address * 256 + Number(part), 0)
  return known(
    Array.from({ length: wanted }, (_, index) => {
      const address = base + index * 2 ** size
      const parts = [24, 16, 8, 0].map(shift => Math.floor(address / 2 ** shift) % 256)
      return `${parts.join('.')}/${32 - size}`
    }),
  )
}
