import type { DirectiveNode, Template, TemplateNode } from '../template/tree.ts'

/** How a held request goes on: to its next stop of that kind, or to the next breakpoint. */
export type Going = 'into' | 'out' | 'over' | 'run'

/** Where a template stands. */
export interface Standing {
  readonly node: TemplateNode
  /** How many blocks of `#define` are being made into text, within each other. */
  readonly depth: number
  /** Line of the template. */
  readonly line: number
}

/** A move of a template from one stop to the next. */
export interface Move {
  readonly now: Standing
  readonly before: Standing | undefined
}

/** A `#define` whose text is being made, and the node that has it made. */
export interface BlockCall {
  readonly block: DirectiveNode
  readonly caller: TemplateNode | undefined
}

/** Follows a template's stops from one to the next. */
export class Steps {
  readonly #blocks: readonly DirectiveNode[]
  readonly #lineOf: (offset: number) => number
  #calls: readonly BlockCall[] = []
  #last: Standing | undefined

  constructor(template: Template, lineOf: (offset: number) => number) {
    this.#blocks = definedBlocks(template.body)
    this.#lineOf = lineOf
  }

  /** Takes the next stop. */
  move(node: TemplateNode): Move {
    const before = this.#last
    this.#enter(node, before?.node)
    const now = { node, depth: this.#calls.length, line: this.#lineOf(node.start) }
    this.#last = now
    return { now, before }
  }

  /** Where it stood last. */
  get last(): Standing | undefined {
    return this.#last
  }

  /** The blocks under way, the innermost first. */
  get calls(): readonly BlockCall[] {
    return [...this.#calls].reverse()
  }

  #enter(node: TemplateNode, caller: TemplateNode | undefined): void {
    const block = this.#blocks.findLast(
      ({ body }) => body && body.start <= node.start && node.end <= body.end,
    )
    const open = this.#calls.findIndex(call => call.block === block)
    if (!block) this.#calls = []
    else if (open >= 0) this.#calls = this.#calls.slice(0, open + 1)
    else this.#calls = [...this.#calls, { block, caller }]
  }
}

/** Whether a request that goes on from one stop in that way stops at another. */
export function reaches(going: Going, from: Standing | undefined, { now, before }: Move): boolean {
  if (going === 'run' || !from) return going !== 'run' && going !== 'over'
  if (going === 'into') return true
  if (now.depth !== from.depth || going === 'out') return now.depth < from.depth
  // A loop that comes round again stands on a line anew.
  return now.line !== from.line || comesRound(now, before)
}

/** Whether a template goes back, as at the next pass of a loop. */
export function comesRound(now: Standing, before: Standing | undefined): boolean {
  return before !== undefined && now.node.start <= before.node.start
}

// In the order of the text: of two that hold a node, the inner one is last.
function definedBlocks(nodes: readonly unknown[]): DirectiveNode[] {
  return nodes.flatMap(node => {
    if (typeof node !== 'object' || node === null) return []
    const within = definedBlocks(Array.isArray(node) ? node : Object.values(node))
    return isDefine(node) ? [node, ...within] : within
  })
}

function isDefine(node: object): node is DirectiveNode {
  return 'kind' in node && node.kind === 'directive' && (node as DirectiveNode).name.text === 'define'
}
