import type { JavaValue } from './values.ts'

/**
 * The tree of a mapping template. Offsets are UTF-16 units of the whole template's text, also within the strings that
 * Velocity interpolates; `end` is exclusive. The statements of a template or a block follow each other without a gap,
 * so that every offset belongs to a statement.
 */
export interface Span {
  readonly start: number
  readonly end: number
}

/** A name with its place: a variable, a property, a method, a directive. */
export interface Name extends Span {
  readonly text: string
}

export interface Template extends Span {
  readonly kind: 'template'
  readonly body: readonly Statement[]
}

export type Statement =
  CommentNode | DirectiveNode | IfNode | MalformedNode | ReferenceNode | SetNode | TextNode

export type Expression =
  | BinaryNode
  | BooleanNode
  | GroupNode
  | ListNode
  | MalformedNode
  | MapNode
  | NotNode
  | NumberNode
  | RangeNode
  | ReferenceNode
  | StringNode
  | WordNode

/** Any node, for those who walk the tree. */
export type TemplateNode = Accessor | Block | Expression | IfBranch | MapEntry | Statement | Template

/** Text that is printed as it stands, raw text of `#[[ ]]#`, and what escapes print. */
export interface TextNode extends Span {
  readonly kind: 'text'
  readonly style: 'escape' | 'plain' | 'raw'
  readonly output: string
}

export interface CommentNode extends Span {
  readonly kind: 'comment'
  readonly style: 'block' | 'line'
  /** A `$` before the comment is printed. */
  readonly output: string
  /** False for a `#*` that nothing ends: Velocity takes the rest of the text for the comment. */
  readonly isClosed: boolean
}

/** `$name`, `$!{name.property[0].method('x')}`; printed where it stands in text. */
export interface ReferenceNode extends Span {
  readonly kind: 'reference'
  readonly root: Name
  readonly isQuiet: boolean
  /** Written with braces. */
  readonly isFormal: boolean
  readonly accessors: readonly Accessor[]
  readonly shown: ReferenceMarks
}

/** What the marks before a reference's name make of it. */
export interface ReferenceMarks {
  /** Printed before the value: backslashes halved, and text such as the first `$` of `$$name`. */
  readonly prefix: string
  /** Printed instead of the value: an escaped reference (`\$name`), or a word that only looks like a reference. */
  readonly literal?: string
  /** `$\!name` and a mere word, which are null where a value is asked for. */
  readonly unread?: 'slashed' | 'word'
  /** The variable that `#set`, `#define` write to: `${name}` is misread by Velocity 1.7, and sets nothing seen. */
  readonly assigned: string
  /** Its text without the prefix. */
  readonly text: string
}

export type Accessor = IndexNode | MethodNode | PropertyNode

export interface PropertyNode extends Span {
  readonly kind: 'property'
  readonly name: Name
}

export interface MethodNode extends Span {
  readonly kind: 'method'
  readonly name: Name
  readonly arguments: readonly Expression[]
}

export interface IndexNode extends Span {
  readonly kind: 'index'
  readonly index: Expression
}

export interface SetNode extends Span {
  readonly kind: 'set'
  readonly target: ReferenceNode
  readonly value: Expression
}

export interface IfNode extends Span {
  readonly kind: 'if'
  /** `#if` and each `#elseif`. */
  readonly branches: readonly IfBranch[]
  readonly otherwise?: Block
}

export interface IfBranch extends Span {
  readonly kind: 'branch'
  readonly name: Name
  readonly condition: Expression
  readonly body: Block
}

export interface Block extends Span {
  readonly kind: 'block'
  readonly body: readonly Statement[]
}

/** `#foreach(...)...#end` and all the others; also the call of a macro, which API Gateway prints as text. */
export interface DirectiveNode extends Span {
  readonly kind: 'directive'
  /** The name without `#` and braces. */
  readonly name: Name
  readonly arguments: readonly Expression[]
  /** False for a name alone: `#stop`. */
  readonly hasParens: boolean
  readonly body?: Block
  /** Its text, for a directive that API Gateway does not know. */
  readonly literal: string
}

/** What could not be read, with the expressions that were read before the fault. */
export interface MalformedNode extends Span {
  readonly kind: 'malformed'
  readonly parts: readonly Expression[]
}

export interface StringNode extends Span {
  readonly kind: 'string'
  readonly quote: '"' | "'"
  /** The text between the quotes, with doubled quotes and `\uXXXX` replaced. */
  readonly value: string
  /** References and directives within double quotes. */
  readonly template?: Template
}

export interface NumberNode extends Span {
  readonly kind: 'number'
  readonly value: JavaValue
}

export interface BooleanNode extends Span {
  readonly kind: 'boolean'
  readonly value: boolean
}

/** `in` of `#foreach`, a macro's name. */
export interface WordNode extends Span {
  readonly kind: 'word'
  readonly text: string
}

export interface ListNode extends Span {
  readonly kind: 'list'
  readonly items: readonly Expression[]
}

export interface MapNode extends Span {
  readonly kind: 'map'
  readonly entries: readonly MapEntry[]
}

export interface MapEntry extends Span {
  readonly kind: 'entry'
  readonly key: Expression
  readonly value: Expression
}

/** `[1..3]`. */
export interface RangeNode extends Span {
  readonly kind: 'range'
  readonly from: Expression
  readonly to: Expression
}

export interface GroupNode extends Span {
  readonly kind: 'group'
  readonly expression: Expression
}

export interface NotNode extends Span {
  readonly kind: 'not'
  readonly operand: Expression
}

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%'
export type ComparisonOperator = '==' | '!=' | '<' | '<=' | '>' | '>='
export type LogicalOperator = '&&' | '||'

export interface BinaryNode extends Span {
  readonly kind: 'binary'
  readonly operator: ArithmeticOperator | ComparisonOperator | LogicalOperator
  readonly operatorSpan: Span
  readonly left: Expression
  readonly right: Expression
  /** What Velocity adds to a string instead of an operand that is null: its text, or a part of it. */
  readonly literals: readonly [left: string, right: string]
}

/** The nodes directly below a node, in the order of the text. */
export function childrenOf(node: TemplateNode): readonly TemplateNode[] {
  switch (node.kind) {
    case 'template':
    case 'block':
      return node.body
    case 'reference':
      return node.accessors
    case 'method':
      return node.arguments
    case 'index':
      return [node.index]
    case 'set':
      return [node.target, node.value]
    case 'if':
      return node.otherwise ? [...node.branches, node.otherwise] : node.branches
    case 'branch':
      return [node.condition, node.body]
    case 'directive':
      return node.body ? [...node.arguments, node.body] : node.arguments
    case 'malformed':
      return node.parts
    case 'string':
      return node.template ? [node.template] : []
    case 'list':
      return node.items
    case 'map':
      return node.entries
    case 'entry':
      return [node.key, node.value]
    case 'range':
      return [node.from, node.to]
    case 'group':
      return [node.expression]
    case 'not':
      return [node.operand]
    case 'binary':
      return [node.left, node.right]
    case 'text':
    case 'comment':
    case 'property':
    case 'number':
    case 'boolean':
    case 'word':
      return []
  }
}
