import { nothing } from './javaArguments.ts'
import type { DirectiveNode } from './tree.ts'
import type { JavaValue } from './values.ts'
import { JavaObject } from './values.ts'

/** How often a block may run within itself; `define.max.depth` of Velocity 1.7. */
const maxDepth = 2

/** The value of a variable that `#define` has set: a block that runs each time it is printed. */
export class DefinedBlock extends JavaObject {
  readonly node: DirectiveNode
  private readonly render: (block: DefinedBlock) => string
  private depth = 0

  constructor(node: DirectiveNode, render: (block: DefinedBlock) => string) {
    super()
    this.node = node
    this.render = render
  }

  /** Null when the block runs within itself too often. */
  override toText(): string | null {
    if (!this.enter()) return null
    try {
      return this.render(this)
    } finally {
      this.leave()
    }
  }

  override property(): undefined {
    return undefined
  }

  override call(name: string, args: readonly JavaValue[]): JavaValue | undefined {
    if (args.length === 1 && name === 'equals') return args[0] === this
    if (args.length > 0 || name !== 'toString') return undefined
    return this.toText() ?? nothing
  }

  enter(): boolean {
    if (this.depth >= maxDepth) return false
    this.depth++
    return true
  }

  leave(): void {
    this.depth--
  }
}
